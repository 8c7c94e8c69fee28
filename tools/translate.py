"""`make translate`: brings every catalogue up to what the code and the templates say."""

from babel.messages.catalog import Catalog

from app.core.languages import SOURCE_LANGUAGE
from tools.catalogues import catalogues, extracted, forms, write


def fill(catalog: Catalog) -> None:
    """The source language says what the code says."""
    for message in catalog:
        if message.id:
            message.string = message.id


def _untranslated(catalog: Catalog) -> int:
    return sum(1 for message in catalog if message.id and not all(forms(message.string)))


def main() -> None:
    template = extracted()
    for lang, catalog in catalogues():
        catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
        if lang == SOURCE_LANGUAGE:
            fill(catalog)
        write(lang, catalog)
        print(f"{lang}: {len(catalog)} messages, {_untranslated(catalog)} to translate")


if __name__ == "__main__":
    main()
