"""Forms about invitations: lists of people, personal links, one address, the words of mails."""

from collections.abc import Iterable, Mapping
from typing import cast

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import RequestEntityTooLarge
from wtforms import EmailField, Field, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, ValidationError

from app.accounts import addresses
from app.core.forms import PageForm, SelectChoice
from app.core.languages import AUTONYMS
from app.core.sent_files import Bounded, FileRequest
from app.core.text import tidy
from app.fieldwork import people_lists
from app.fieldwork.inviting import MOST_LINKS
from app.fieldwork.mails import Words
from app.fieldwork.people_lists import LONGEST_LABEL, PeopleList, Person

MOST_LIST_BYTES = 8 * 1024 * 1024
MOST_LIST_SENT = 2 * MOST_LIST_BYTES
LONGEST_SUBJECT = 150
LONGEST_WORDS = 3_000


def expect_list() -> None:
    """Let the form in hand bring a long list, as a file or pasted. Before anything is read."""
    if request.mimetype == "multipart/form-data":
        request.max_content_length = MOST_LIST_SENT
        request.max_form_memory_size = MOST_LIST_BYTES
        cast(FileRequest, request).largest_file = MOST_LIST_BYTES + 1


def sent_file() -> bytes | None:
    """The file that came along; RequestEntityTooLarge beyond what is taken."""
    file = request.files.get("file")
    if file is None or not file.filename:
        return None
    if cast(Bounded, file.stream).sent > MOST_LIST_BYTES:
        raise RequestEntityTooLarge
    return file.stream.read()


def _one_line(text: str | None) -> str:
    return " ".join(tidy(text or "").split())


class SpokenForm(PageForm):
    """Somebody's language: one of the survey's."""

    lang = SelectField(_l("Language"))

    def offer(self, languages: Iterable[str]) -> None:
        self.lang.choices = [SelectChoice(lang, AUTONYMS[lang]) for lang in languages]


class PeopleForm(SpokenForm):
    """A pasted list, or a file: then its text is what the box shows from then on."""

    people = TextAreaField(_l("People to invite"))
    lang = SelectField(_l("Language of those for whom none is given"))

    def take_file(self) -> None:
        """Put the text of a file into the box, unless something else is there already."""
        data = sent_file()
        if data is None:
            return
        if (self.people.data or "").strip():
            self.file_fault = _("Choose a file or write into the box, not both.")
        else:
            self.people.data = people_lists.decoded(data)

    file_fault = ""

    def read(self, languages: Iterable[str]) -> PeopleList | None:
        """The list; None and a word beside the field where there is none to be read."""
        self.take_file()
        valid = self.validate()
        text = self.people.data or ""
        if self.file_fault or not valid:
            return None
        try:
            found = people_lists.read(
                text, lang=self.lang.data, languages=frozenset(languages), tidy=addresses.tidy
            )
        except people_lists.TooManyRows:
            most = people_lists.MOST_ROWS
            self.people.errors = [
                _("At most %(most)s people can be added at once. Divide the list.", most=most)
            ]
            return None
        if not found.people and not found.broken:
            self.people.errors = [_("Write at least one address, or choose a file.")]
            return None
        return found


class LinksForm(SpokenForm):
    """How many personal links, and what they are called."""

    number = IntegerField(
        _l("How many links"),
        [
            InputRequired(_l("Write how many links you need.")),
            NumberRange(1, MOST_LINKS, _l("Write a number from %(min)d to %(max)d.")),
        ],
    )
    label = StringField(
        _l("What they are called"),
        [Length(max=LONGEST_LABEL - 10, message=_l("Write at most %(max)d characters."))],
        filters=[_one_line],
    )


class AddressForm(SpokenForm):
    """One person of the list."""

    email = EmailField(_l("E-mail address"), filters=[lambda typed: (typed or "").strip()])
    label = StringField(
        _l("Name"),
        [Length(max=LONGEST_LABEL, message=_l("Write at most %(max)d characters."))],
        filters=[_one_line],
    )

    def validate_email(self, field: Field) -> None:
        found = addresses.tidy(field.data or "")
        if found is None or len(found) > people_lists.LONGEST_EMAIL:
            raise ValidationError(_("Write an e-mail address such as name@example.fi."))
        self._email = found

    @property
    def person(self) -> Person:
        """Who it is; only after validation."""
        return Person(1, self._email, self.lang.data, self.label.data or "")


class BouncedForm(PageForm):
    """Addresses whose mails have come back."""

    addresses = TextAreaField(
        _l("Addresses whose mails have come back"),
        [InputRequired(_l("Write at least one address."))],
    )

    @property
    def found(self) -> frozenset[str]:
        """The addresses among whatever was pasted."""
        words = (self.addresses.data or "").replace(",", " ").replace(";", " ").split()
        tidied = (addresses.tidy(word.strip("<>\"'()[]")) for word in words if "@" in word)
        return frozenset(one for one in tidied if one)


def words_fields(languages: Iterable[str], defaults: Mapping[str, Words]) -> type[PageForm]:
    """The form of a round's words: a subject and a text in each language that somebody gets."""
    fields: dict[str, Field] = {}
    for lang in languages:
        fields[f"subject_{lang}"] = StringField(
            _("Subject"),
            [
                DataRequired(_("Write a subject.")),
                Length(max=LONGEST_SUBJECT, message=_("Write at most %(max)d characters.")),
            ],
            default=defaults[lang].subject,
            filters=[_one_line],
        )
        fields[f"words_{lang}"] = TextAreaField(
            _("Text"),
            [
                DataRequired(_("Write what the mail says.")),
                Length(max=LONGEST_WORDS, message=_("Write at most %(max)d characters.")),
            ],
            default=defaults[lang].text,
            filters=[lambda typed: tidy(typed or "")],
        )
    return type("WordsForm", (PageForm,), fields)
