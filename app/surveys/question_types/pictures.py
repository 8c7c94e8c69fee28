"""Pictures: imagepicker to choose among them, image to be looked at."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar
from urllib.parse import urlsplit

from wtforms import RadioField

from app.surveys.answers import AnswerError, Message, clean, message
from app.surveys.expressions import Expression
from app.surveys.problems import Refused
from app.surveys.properties import (
    LANGUAGE,
    Property,
    Reading,
    Table,
    expression,
    flag,
    frozen,
    name,
    option,
    text,
    whole,
)
from app.surveys.question_types.base import Fields, Option, Question, QuestionKind, QuestionState
from app.surveys.question_types.choices import SELECTING, Choice, choice_list
from app.surveys.question_types.html import Unanswered
from app.surveys.question_types.several import CheckboxQuestion
from app.surveys.question_types.shared import SHARED
from app.surveys.question_types.showing import comment_field, shown
from app.surveys.question_types.single import select_choices
from app.surveys.question_types.views import QuestionView
from app.surveys.texts import Text, in_language

LONGEST_LINK = 500

_PATH = re.compile(r"/(?!/)[A-Za-z0-9._~!$&'()*+,=:@%/-]*")
_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
_PRINTABLE = re.compile(r"[!-~]+")


def _is_picture(link: str) -> bool:
    """Whether a link is an https address, or a path on our own site."""
    if len(link) > LONGEST_LINK or not _PRINTABLE.fullmatch(link):
        return False
    if link.startswith("/"):
        return bool(_PATH.fullmatch(link)) and ".." not in link.split("/")
    return origin(link) != "" and not set(link) & set("\"'<>\\{}|^`")


def origin(link: str) -> str:
    """The origin that a picture's https address names; "" for a path on our own site."""
    try:
        parts = urlsplit(link)
        port = parts.port
    except ValueError:
        return ""
    host = (parts.hostname or "").lower()
    if parts.scheme != "https" or "@" in parts.netloc or not _HOST.fullmatch(host):
        return ""
    return f"https://{host}" + (f":{port}" if port else "")


def link(value: object, path: str, reading: Reading) -> Text | None:
    """The address of a picture, or one for each language; it needs no translation."""
    given = {reading.language: value} if isinstance(value, str) else value
    if not isinstance(given, Mapping):
        raise Refused("not an address", 'write "https://…" or "/…"')
    links: dict[str, str] = {}
    for lang, address in given.items():
        known = reading.language if lang == "default" else lang
        if not isinstance(known, str) or not LANGUAGE.fullmatch(known):
            raise Refused(f"{lang!r} is not a language", "use codes such as fi, sv, en, or default")
        if not isinstance(address, str) or not _is_picture(address.strip()):
            raise Refused(
                f"{str(address)[:80]!r} is not the address of a picture",
                "an address that begins with https://, or a path on our own site that begins "
                "with /",
            )
        links[known] = address.strip()
    if any(map(origin, links.values())):
        hint = "a path on our own site tells nobody anything"
        reading.findings.warn(path, "another site learns who looks at this picture", hint)
    return in_language(links, reading.language) if links else None


@dataclass(frozen=True, kw_only=True)
class PictureChoice(Choice):
    """A choice with a picture."""

    image_link: Text | None = None

    def option(self, lang: str) -> Option:
        image = self.image_link.in_(lang).text if self.image_link else ""
        return replace(super().option(lang), image=image)


_PICTURE: Table = frozen(
    {
        "text": Property(text),
        "visibleIf": Property(expression),
        "enableIf": Property(expression),
        "randomize": Property(flag, True),
        "imageLink": Property(link),
    }
)


@dataclass(frozen=True, kw_only=True)
class ImagePickerQuestion(CheckboxQuestion):
    """One picture of several, or with multiSelect any number of them."""

    TYPE: ClassVar[str] = "imagepicker"
    WIDGET: ClassVar[str] = "imagepicker"
    MEANING: ClassVar[frozenset[str]] = Question.MEANING | {"multi_select"}
    PROPERTIES: ClassVar[Table] = frozen(
        {
            **SELECTING,
            "choices": Property(choice_list(_PICTURE, PictureChoice), ()),
            "colCount": Property(whole(0, 5), 0),
            "contentMode": Property(option("image"), "image"),
            "showLabel": Property(flag, False),
            "multiSelect": Property(flag, False),
        }
    )

    content_mode: str = "image"
    show_label: bool = False
    multi_select: bool = False

    @property
    def KIND(self) -> QuestionKind:  # type: ignore[override]
        """Told by the property, not by the type."""
        return QuestionKind.SEVERAL if self.multi_select else QuestionKind.SINGLE

    def own_problems(self) -> Iterator[tuple[str, str, str]]:
        yield from super().own_problems()
        for index, choice in enumerate(self.choices):
            if getattr(choice, "image_link", None) is None:
                yield f"choices[{index}]", "there is no picture", "add imageLink"
            if choice.text is None:
                hint = "add text: who does not see the picture hears it"
                yield f"choices[{index}]", "the picture has no text", hint

    def clean(self, value: object) -> object:
        if self.multi_select:
            return super().clean(value)
        given = clean(value)
        return given if given is None else self.value_for(given)

    def faults(self, state: QuestionState) -> Iterator[tuple[str, Message]]:
        if self.multi_select:
            yield from super().faults(state)
        elif isinstance(state.answer, (list, tuple, Mapping)):
            yield "type", message("type")
        else:
            yield from self.choice_faults(state)

    def export(self, value: object) -> object:
        return super().export(value) if self.multi_select else value

    def fields(self, state: QuestionState) -> Fields:
        if self.multi_select:
            return super().fields(state)
        field = RadioField(choices=select_choices(state), validate_choice=False)
        return {self.control: field, **comment_field(state)}

    def view(
        self,
        state: QuestionState,
        errors: tuple[AnswerError, ...] = (),
        data: Mapping[str, object] | None = None,
    ) -> QuestionView:
        view = super().view(state, errors, data)
        return replace(view, has_several=self.multi_select, shows_labels=self.show_label)


@dataclass(frozen=True, kw_only=True)
class ImageElement(Unanswered):
    """A picture between questions: shown, never answered."""

    TYPE: ClassVar[str] = "image"
    WIDGET: ClassVar[str] = "image"
    SECONDS: ClassVar[int] = 4
    PROPERTIES: ClassVar[Table] = frozen(
        {
            "name": Property(name, ""),
            "title": SHARED["title"],
            "titleLocation": SHARED["titleLocation"],
            "description": SHARED["description"],
            "descriptionLocation": SHARED["descriptionLocation"],
            "visible": Property(flag, True),
            "visibleIf": Property(expression),
            "startWithNewLine": Property(flag, True),
            "useDisplayValuesInDynamicTexts": Property(flag, True),
            "imageLink": Property(link),
            "altText": Property(text),
            "contentMode": Property(option("auto", "image"), "auto"),
        }
    )

    image_link: Text | None = None
    alt_text: Text | None = None
    content_mode: str = "auto"
    visible_if: Expression | None = None

    def own_problems(self) -> Iterator[tuple[str, str, str]]:
        if self.image_link is None:
            yield "imageLink", "there is no picture", "add imageLink"
        if self.alt_text is None:
            hint = "say what is in it: who does not see the picture hears it"
            yield "altText", "the picture has no text", hint

    def view(
        self,
        state: QuestionState,
        errors: tuple[AnswerError, ...] = (),
        data: Mapping[str, object] | None = None,
    ) -> QuestionView:
        view = shown(
            state,
            errors,
            data,
            image=self.image_link.in_(state.lang).text if self.image_link else "",
            alt=self.alt_text.in_(state.lang) if self.alt_text else None,
        )
        return replace(view, title_hidden=view.title_hidden or self.title is None)
