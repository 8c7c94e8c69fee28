"""The forms of a new survey: what is pasted or sent, and what it is called and whose it is."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, cast

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import RequestEntityTooLarge
from wtforms import BooleanField, Field, SelectField, StringField, TextAreaField
from wtforms.validators import Length, ValidationError

from app.authoring import workspace
from app.authoring.creating import RESERVED
from app.authoring.importing import MOST_LINES, Carried, Why
from app.authoring.importing_files import MOST_BYTES
from app.core.document_records import KEY, MAX_KEY
from app.core.forms import PageForm, SelectChoice
from app.core.languages import AUTONYMS
from app.core.sent_files import Bounded, FileRequest
from app.core.text import tidy

MOST_SENT = MOST_BYTES + 1_000_000
MOST_PASTED = 1_500_000
LONGEST_TITLE = 200


def expect_upload() -> None:
    """Let the form in hand bring a file and a long text. Before anything of it is read."""
    if request.mimetype == "multipart/form-data":
        request.max_content_length = MOST_SENT
        request.max_form_memory_size = MOST_PASTED
        cast(FileRequest, request).largest_file = MOST_BYTES + 1


class PasteForm(PageForm):
    """A text in a box, or a file."""

    pasted = TextAreaField(_l("Questions, or the contents of a file"))
    language = SelectField(_l("Language of the text"))
    parallel = BooleanField(_l("Every text is there in several languages, with “ / ” between them"))

    def offer(self, languages: Iterable[str]) -> None:
        self.language.choices = [SelectChoice(lang, AUTONYMS[lang]) for lang in languages]


def sent_file() -> tuple[str, bytes] | None:
    """Name and contents of the file that came; RequestEntityTooLarge beyond what is taken."""
    file = request.files.get("file")
    if file is None or not file.filename:
        return None
    if cast(Bounded, file.stream).sent > MOST_BYTES:
        raise RequestEntityTooLarge
    return file.filename, file.stream.read()


class StartForm(PageForm):
    """What a survey is called in each language, who is responsible, and its address."""

    area = SelectField(_l("Responsible area"))
    address = StringField(
        _l("Name in the address"),
        [Length(max=MAX_KEY, message=_l("Write at most %(max)d characters."))],
        filters=[lambda typed: (typed or "").strip().lower()],
    )

    def validate_address(self, field: Field) -> None:
        if not field.data:
            return
        if not KEY.fullmatch(field.data):
            raise ValidationError(_("Use small letters a to z, digits and hyphens."))
        if field.data in RESERVED or workspace.is_taken(field.data):
            raise ValidationError(_("Another survey has this address. Choose another one."))


def titles_sent(languages: Iterable[str]) -> dict[str, str]:
    """The titles that were written, by language."""
    found = {lang: tidy(request.form.get(f"title-{lang}", "")) for lang in languages}
    return {lang: title.replace("\n", " ") for lang, title in found.items() if title}


def title_errors(
    titles: Mapping[str, str], languages: Iterable[str], needed: Iterable[str]
) -> dict[str, str]:
    """What is wrong with titles, by language. `needed`: the languages of the questions, of which
    one at least must have a title."""
    first = next(iter(languages))
    wrong = {
        lang: _("Write at most %(max)d characters.", max=LONGEST_TITLE)
        for lang, title in titles.items()
        if len(title) > LONGEST_TITLE
    }
    if not titles:
        return {first: _("Write a title in at least one language.")}
    needed = list(needed)
    if needed and not set(needed) & titles.keys():
        names = ", ".join(AUTONYMS[lang] for lang in needed)
        return {
            needed[0]: _(
                "The questions are in this language: %(languages)s. Write the title in it, too.",
                languages=names,
            )
        }
    return wrong


def lines_sent() -> tuple[Carried, ...]:
    """What could not be carried over, as the page before said it."""
    try:
        rows: Any = json.loads(request.form.get("lines", "[]"))
        found = tuple(Carried(str(one[0]), str(one[1]), Why(one[2])) for one in rows[:MOST_LINES])
    except (ValueError, TypeError, LookupError, RecursionError):
        return ()
    return found


def lines_written(lines: Iterable[Carried]) -> str:
    """The same, to be sent along."""
    return json.dumps([[one.where, one.what, one.why] for one in lines], ensure_ascii=False)
