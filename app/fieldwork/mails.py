"""The mails of invitations: the words of whoever asks, the personal link, and a way to stop."""

from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from flask_babel import format_date
from flask_babel import gettext as _

from app.accounts.mails import language
from app.core import form_tokens
from app.core.i18n import TranslatedText, speaking
from app.fieldwork.models_mailing import Kind, SurveyMailing
from app.organisation import links
from app.organisation import queries as organisation
from app.organisation.directory import Place
from app.surveys import tickets
from app.surveys.models import Survey
from app.surveys.models_access import SurveyInvitation

STOP = "invitation.stop"
STOP_SECONDS = 2 * 365 * 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Words:
    """What an official says of their own in a mail."""

    subject: str
    text: str


def default(kind: Kind, survey: Survey, lang: str) -> Words:
    """What a mail says where nobody has changed it."""
    with speaking(lang):
        title = survey.title.in_(lang)[0]
        if kind is Kind.REMIND:
            return Words(
                _("A reminder: %(title)s", title=title),
                _(
                    "Hello!\n\nSome time ago we asked you to answer this survey. There is still"
                    " time, and your answer would help us. If you have answered in the last few"
                    " minutes, thank you: you need do nothing."
                ),
            )
        return Words(
            _("Would you answer our survey: %(title)s", title=title),
            _(
                "Hello!\n\nWe would like to hear what you think. Answering is voluntary and takes"
                " about %(minutes)s min.",
                minutes=survey.minutes,
            ),
        )


def payload(
    place: Place, survey: Survey, invitation: SurveyInvitation, mailing: SurveyMailing
) -> dict[str, str]:
    """The mail to one person, as core.mail sends it."""
    lang = spoken(place, survey, invitation.lang)
    stop = links.absolute(place, stop_path(survey, invitation.id, lang))
    with speaking(lang):
        return {
            "to": invitation.email or "",
            "subject": mailing.subject.in_(lang)[0],
            "body": _body(place, survey, invitation, mailing.words, stop, lang),
            "lang": lang,
            "sender_name": place.name_in(lang),
            "unsubscribe": stop,
        }


def spoken(place: Place, survey: Survey, lang: str) -> str:
    """A language that the survey is in: the person's, or its first."""
    return language(place, lang if lang in survey.languages else survey.languages[0])


def personal_path(survey: Survey, invitation_id: UUID, lang: str) -> str:
    token = tickets.token(survey.id, invitation_id)
    return f"/{lang}/surveys/{survey.slug}/invited/{token}"


def stop_path(survey: Survey, invitation_id: UUID, lang: str) -> str:
    token = form_tokens.issue(STOP, f"{survey.id}:{invitation_id}", nonce="-")
    return f"/{lang}/surveys/{survey.slug}/no-mails/{token}"


def stopped_by(token: str) -> tuple[UUID, UUID] | None:
    """The survey and the invitation that a mail's link to stop is of; None where we sent none."""
    found = form_tokens.read(STOP, token, max_age=STOP_SECONDS)
    if found is None:
        return None
    survey_id, _colon, invitation_id = found.subject.partition(":")
    return UUID(survey_id), UUID(invitation_id)


def _body(
    place: Place,
    survey: Survey,
    invitation: SurveyInvitation,
    words: TranslatedText,
    stop: str,
    lang: str,
) -> str:
    area = organisation.area_tree().by_id[survey.area_id].name.in_(lang)[0]
    name = place.name_in(lang)
    paragraphs = (
        words.in_(lang)[0],
        f"{survey.title.in_(lang)[0]}\n"
        f"{links.absolute(place, personal_path(survey, invitation.id, lang))}",
        _until(survey, place),
        _("The link is yours alone and takes one answer: please do not pass it on."),
        _(
            "Your answers are not tied to this invitation. We note that it was used, apart from"
            " the answers, and see only how many of those whom we asked have answered."
        ),
        f"{area}, {name}",
        _(
            "You get this mail because %(municipality)s asks a chosen group of people, and your"
            " address is among them. To get no more mails about this survey:",
            municipality=name,
        )
        + f"\n{stop}",
    )
    return "\n\n".join(part for part in paragraphs if part) + "\n"


def _until(survey: Survey, place: Place) -> str:
    if survey.closes_at is None:
        return ""
    day = survey.closes_at.astimezone(ZoneInfo(place.timezone)).date()
    return str(_("You can answer until %(date)s.", date=format_date(day, "long")))
