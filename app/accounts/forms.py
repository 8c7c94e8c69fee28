"""The forms of accounts: what is typed, checked for its shape."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, Field, HiddenField, PasswordField, SelectField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from app.accounts import addresses, passwords
from app.accounts.labels import PASSWORD_FAULTS
from app.core.forms import PageForm, SelectChoice
from app.core.languages import AUTONYMS
from app.core.text import tidy

LONGEST_NAME = 120


def _one_line(text: str | None) -> str:
    return " ".join(tidy(text or "").split())


class SignInForm(PageForm):
    email = EmailField(_l("E-mail"), [InputRequired(_l("Write your e-mail address."))])
    password = PasswordField(_l("Password"), [InputRequired(_l("Write your password."))])
    token = HiddenField()
    next = HiddenField()


class ResetForm(PageForm):
    email = EmailField(_l("E-mail"), [InputRequired(_l("Write your e-mail address."))])
    token = HiddenField()

    def validate_email(self, field: Field) -> None:
        if addresses.tidy(field.data) is None:
            raise ValidationError(_l("Write the address like this: name@example.fi"))


class _Named(PageForm):
    name = StringField(
        _l("Your name"),
        [InputRequired(_l("Write your name.")), Length(max=LONGEST_NAME)],
        filters=[_one_line],
    )


class _Known(PageForm):
    current = PasswordField(_l("Present password"), [InputRequired(_l("Write your password."))])


class _NewPassword(PageForm):
    """A password that may be chosen by the owner of an address."""

    password = PasswordField(
        _l("New password"),
        [InputRequired(_l("Choose a password."))],
        description=_l("At least %(number)s characters.", number=passwords.SHORTEST),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._email = email

    def validate_password(self, field: Field) -> None:
        fault = passwords.fault(field.data, self._email)
        if fault is not None:
            raise ValidationError(PASSWORD_FAULTS[fault])


class LinkForm(_NewPassword):
    """Whoever comes by a link."""


class InvitedForm(_Named, _NewPassword):
    """Whoever comes by an invitation also says what to be called."""


class PasswordForm(_Known, _NewPassword):
    """Whoever is signed in proves it once more."""


class ProfileForm(_Named):
    lang = SelectField(_l("Language of mails to you"))

    def offer(self, languages: tuple[str, ...]) -> None:
        self.lang.choices = [SelectChoice(lang, AUTONYMS[lang]) for lang in languages]
