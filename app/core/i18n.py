"""Languages: texts in several languages as one value, and the language of the request."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import Flask, g, has_app_context, has_request_context, request
from flask_babel import Babel, Domain, force_locale, get_locale
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from app.core.db import Json
from app.core.languages import LANGUAGES, LOCALES

PREFIX = f"/<any({','.join(LANGUAGES)}):lang>"
"""Where every page lives: the url_prefix of the blueprints of pages."""


@dataclass(frozen=True, slots=True)
class TranslatedText:
    """A text in one or more languages; where one is missing, the first that there is stands in."""

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
    """The language of the page, or of the work in hand (mails, commands).

    Asked for each message of a page: where it is known, Flask-Babel need not look for it.
    """
    known = g.get("lang") if has_app_context() else None
    if isinstance(known, str):
        return known
    locale = get_locale()
    return str(locale.language) if locale else LANGUAGES[0]


@contextmanager
def speaking(lang: str) -> Iterator[None]:
    """Speak another language than the request does, to whoever reads a mail or calls the API."""
    asked = g.get("lang")
    g.lang = lang
    try:
        with force_locale(LOCALES.get(lang, lang)):
            yield
    finally:
        if asked is None:
            g.pop("lang")
        else:
            g.lang = asked


def _select_locale() -> str:
    if not has_request_context():
        return LANGUAGES[0]
    lang = g.get("lang")
    lang = lang if isinstance(lang, str) else best_language(LANGUAGES)
    return LOCALES.get(lang, lang)


def best_language(offered: tuple[str, ...]) -> str:
    """The offered language that the browser prefers, or the first."""
    return request.accept_languages.best_match(offered) or offered[0]


def _select_timezone() -> str | None:
    zone = g.get("timezone") if has_request_context() else None
    return zone if isinstance(zone, str) else None


class _Messages(Domain):  # type: ignore[misc] # has no types
    """The catalogues by language, and what templates ask of them. A page asks for some fifty
    messages; Flask-Babel and Jinja would find their way to the catalogue anew at each."""

    def __init__(self) -> None:
        super().__init__()
        self._by_language: dict[str, Any] = {}

    def get_translations(self) -> Any:
        language = current_language()
        found = self._by_language.get(language)
        if found is None:
            found = self._by_language[language] = super().get_translations()
        return found

    @pass_eval_context
    def one(self, context: EvalContext, message: str, /, **variables: object) -> str:
        """`_('…')` of a template, as Jinja's own: always a format, and what goes in is escaped."""
        return _filled(context, self.get_translations().ugettext(message), variables)

    @pass_eval_context
    def plural(
        self, context: EvalContext, one: str, many: str, num: int, /, **variables: object
    ) -> str:
        """`ngettext('…', '…', n)` of a template; `num` is among its variables."""
        text = self.get_translations().ungettext(one, many, num)
        return _filled(context, text, {"num": num} | variables)


def _filled(context: EvalContext, text: str, variables: dict[str, object]) -> str:
    safe = Markup(text) if context.autoescape else text  # noqa: S704 - our own translations
    return safe % variables if variables or "%" in text else safe


def install(app: Flask) -> None:
    babel = Babel(app, locale_selector=_select_locale, timezone_selector=_select_timezone)
    babel.domain_instance = messages = _Messages()
    app.jinja_env.globals.update(_=messages.one, gettext=messages.one, ngettext=messages.plural)
