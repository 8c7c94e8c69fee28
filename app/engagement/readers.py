"""Residents who hear of something by mail: leaving an address, and a mail to one of them."""

from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError
from wtforms import EmailField, Field, HiddenField
from wtforms.validators import InputRequired, ValidationError

from app.accounts import addresses
from app.core import mail
from app.core.db import Model, db
from app.core.forms import PageForm
from app.core.i18n import current_language
from app.engagement import contacts, supporters
from app.engagement.models import EmailContact
from app.organisation.directory import Place


class AddressForm(PageForm):
    """An address that mails are asked to."""

    email = EmailField(_l("Your e-mail address"), [InputRequired(_l("Write your e-mail address."))])
    token = HiddenField()

    def validate_email(self, field: Field) -> None:
        if addresses.tidy(field.data) is None:
            raise ValidationError(_l("Write the address like this: name@example.fi"))

    @property
    def address(self) -> str:
        return addresses.tidy(self.email.data or "") or ""


@dataclass(frozen=True, slots=True)
class Left:
    """What came of a form with an address: 200, or a status that says what is wrong with it.
    `contact` is who gets a mail now; None where nobody does (and nobody is told)."""

    status: int
    contact: EmailContact | None = None


def leave(form: AddressForm, purpose: str, subject: UUID, *, by_day: bool = False) -> Left:
    """Take the address of a form whose button stood beside `subject`. What is wrong with it is
    said beside the field."""
    if not form.validate():
        return Left(422)
    button = supporters.pressed(purpose, subject, form.token.data or "")
    if button is None:
        form.email.errors = [_("The page was open for too long. Send it again.")]
        return Left(422)
    client_may, address_may = contacts.may_ask(form.address)
    if not client_may:
        form.email.errors = [_("Too many attempts. Wait an hour and try again.")]
        return Left(429)
    if not address_may or not contacts.is_first(button.nonce, form.address):
        return Left(200)
    return Left(200, contacts.leave(form.address, current_language(), by_day=by_day))


def added(row: Model) -> bool:
    """Keep a row that may be there once; False where it is there."""
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who gets a mail about something, with the page that it leads to."""

    email: str
    lang: str
    path: str
    stop_path: str | None = None
    """Where no more mails are asked for."""


def send(place: Place, reader: Reader, subject: str, *paragraphs: str) -> None:
    """Put a mail into the outbox of the transaction in hand."""
    mail.queue(
        to=reader.email,
        subject=subject,
        body="\n\n".join(part for part in paragraphs if part) + "\n",
        lang=reader.lang,
        sender_name=place.name_in(reader.lang),
    )
