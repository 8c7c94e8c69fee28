"""The mails about accounts, each in its reader's language."""

from flask_babel import gettext as _

from app.accounts.models import User
from app.core import mail, scope
from app.core.i18n import speaking
from app.organisation import directory
from app.organisation.directory import Place


def place_in_scope() -> Place:
    """The municipality in scope as mails and commands need it, with its hosts."""
    current = scope.required_municipality_id()
    return next(place for place in directory.all_places() if place.id == current)


def language(place: Place, lang: str) -> str:
    """A language that the municipality's pages come in: the asked one, or its first."""
    return lang if lang in place.languages else place.languages[0]


def invitation(user: User, address: str, *, days: int) -> None:
    """Tell somebody that an account waits for them."""
    place = place_in_scope()
    with speaking(user.lang):
        name = place.name_in(user.lang)
        _send(
            user,
            place,
            _("Your account in Kuulolla, %(municipality)s", municipality=name),
            _("Hello!"),
            _(
                "%(municipality)s has opened an account for you in Kuulolla, where residents are"
                " heard. Choose a password here:",
                municipality=name,
            ),
            address,
            _("The link works once, for %(days)s days.", days=days),
            _("If you did not expect this mail, you need do nothing."),
        )


def reset(user: User, address: str, *, minutes: int) -> None:
    """Send the link that was asked for."""
    place = place_in_scope()
    with speaking(user.lang):
        _send(
            user,
            place,
            _("A new password for Kuulolla"),
            _("Hello!"),
            _(
                "Somebody, we hope you, asked for a new password for your account in Kuulolla,"
                " %(municipality)s. Choose it here:",
                municipality=place.name_in(user.lang),
            ),
            address,
            _("The link works once, for %(minutes)s minutes.", minutes=minutes),
            _("If it was not you, you need do nothing: your password stays as it is."),
        )


def new_role(user: User, address: str) -> None:
    """Tell somebody who has an account that a role was added."""
    place = place_in_scope()
    with speaking(user.lang):
        _send(
            user,
            place,
            _("You have a new role in Kuulolla"),
            _("Hello!"),
            _(
                "%(municipality)s has given you a new role in Kuulolla. Sign in as before:",
                municipality=place.name_in(user.lang),
            ),
            address,
        )


def password_changed(user: User, address: str) -> None:
    """A warning to the account's owner, in case it was somebody else."""
    place = place_in_scope()
    with speaking(user.lang):
        _send(
            user,
            place,
            _("Your password for Kuulolla was changed"),
            _("Hello!"),
            _(
                "The password of your account in Kuulolla, %(municipality)s, was changed just now.",
                municipality=place.name_in(user.lang),
            ),
            _("If it was not you, ask for a new password at once:"),
            address,
        )


def _send(user: User, place: Place, subject: str, *paragraphs: str) -> None:
    mail.queue(
        to=user.email,
        subject=subject,
        body="\n\n".join(paragraphs) + "\n",
        lang=user.lang,
        sender_name=place.name_in(user.lang),
    )
