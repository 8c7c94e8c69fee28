"""Languages: texts in several languages as one value, and the language of the request."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, g, has_request_context, request
from flask_babel import Babel, get_locale
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from app.core.db import Json

LANGUAGES = ("fi", "sv", "en")
"""The languages that the user interface speaks. One more: its catalogue and a line here."""

PREFIX = f"/<any({','.join(LANGUAGES)}):lang>"
"""Where every page lives: the url_prefix of the blueprints of pages."""

AUTONYMS = {"fi": "Suomi", "sv": "Svenska", "en": "English"}


@dataclass(frozen=True, slots=True)
class TranslatedText:
    """A text in one or more languages; `order` decides what stands in for a missing one."""

    texts: Mapping[str, str]

    def in_(self, lang: str) -> tuple[str, str]:
        """The text and the language that it is really in: asked, or the first there is."""
        text = self.texts.get(lang)
        if text:
            return text, lang
        for other in (*LANGUAGES, *self.texts):
            if self.texts.get(other):
                return self.texts[other], other
        return "", lang

    def __str__(self) -> str:
        return self.in_(current_language())[0]

    def __bool__(self) -> bool:
        return any(self.texts.values())


class Translated(TypeDecorator[TranslatedText]):
    """Column type of a TranslatedText, kept as a JSON object."""

    impl = Json
    cache_ok = True

    def process_bind_param(self, value: TranslatedText | None, dialect: Dialect) -> Any:
        return None if value is None else dict(value.texts)

    def process_result_value(self, value: Any, dialect: Dialect) -> TranslatedText | None:
        return None if value is None else TranslatedText(value)

    def coerce_compared_value(self, op: Any, value: Any) -> Any:
        return self


def current_language() -> str:
    """The language of the page, or of the work in hand (mails, commands)."""
    locale = get_locale()
    return str(locale.language) if locale else LANGUAGES[0]


def _select_locale() -> str:
    if not has_request_context():
        return LANGUAGES[0]
    lang = g.get("lang")
    return lang if isinstance(lang, str) else best_language(LANGUAGES)


def best_language(offered: tuple[str, ...]) -> str:
    """The offered language that the browser prefers, or the first."""
    return request.accept_languages.best_match(offered) or offered[0]


def _select_timezone() -> str | None:
    zone = g.get("timezone") if has_request_context() else None
    return zone if isinstance(zone, str) else None


babel = Babel()


def install(app: Flask) -> None:
    babel.init_app(app, locale_selector=_select_locale, timezone_selector=_select_timezone)
