"""The base of every WTForms form: no session token of its own, messages in the page's language."""

from collections.abc import Iterator
from functools import cache
from gettext import NullTranslations, translation
from typing import Any

from wtforms import Form
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # not in its stubs
from wtforms.i18n import messages_path
from wtforms.meta import DefaultMeta

from app.core.i18n import current_language

__all__ = ["PageForm", "SelectChoice", "errors_of"]


class PageForm(Form):
    """A form of a page. Who sent it is checked before the view: by the session's token for the
    signed-in, by a signed form token for the others."""

    class Meta(DefaultMeta):
        def get_translations(self, form: Any) -> Any:
            return _own_messages(current_language())


@cache
def _own_messages(language: str) -> NullTranslations:
    """The messages that WTForms brings along ("Not a valid choice."), read once a language:
    Flask-WTF would parse the file at every request. In English where it lacks the language."""
    return translation("wtforms", messages_path(), [language], fallback=True)


def errors_of(form: Form) -> list[tuple[str, str]]:
    """(id of the field, message) of every field that has an error, for the error summary."""
    return list(_errors(form))


def _errors(form: Form) -> Iterator[tuple[str, str]]:
    for field in form:
        if field.errors:
            yield field.id, str(field.errors[0])
