"""Are all messages translated into every language, surely, and with the same placeholders?"""

import re
import sys
from collections.abc import Iterator

from babel.messages.catalog import Catalog, Message

from tools.catalogues import catalogues, extracted, forms

PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]|%[a-z%]")


def faults(template: Catalog, lang: str, catalog: Catalog) -> Iterator[str]:
    """One line for each message that is missing, unsure, obsolete or differs in placeholders."""
    for message in template:
        if not message.id:
            continue
        name = f"{lang}: {_singular(message)!r}"
        found = catalog.get(message.id, context=message.context)
        if found is None or not all(forms(found.string)):
            yield f"{name} is not translated"
        elif found.fuzzy:
            yield f"{name} is marked fuzzy"
        elif not _has_same_placeholders(message, forms(found.string)):
            yield f"{name} has other placeholders"
    for message in catalog:
        if message.id and template.get(message.id, context=message.context) is None:
            yield f"{lang}: {_singular(message)!r} is said nowhere: run make translate"


def _singular(message: Message) -> str:
    return forms(message.id)[0]


def _placeholders(text: str) -> list[str]:
    return sorted(found.group() for found in PLACEHOLDER.finditer(text))


def _has_same_placeholders(message: Message, translations: tuple[str, ...]) -> bool:
    """The first form may say the number as a word, as the singular does."""
    singular, plural = _placeholders(_singular(message)), _placeholders(forms(message.id)[-1])
    first, *others = map(_placeholders, translations)
    return first in (singular, plural) and all(other == plural for other in others)


def main() -> int:
    template = extracted()
    found = [fault for lang, catalog in catalogues() for fault in faults(template, lang, catalog)]
    print(*found, sep="\n", end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
