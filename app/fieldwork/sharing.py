"""What an official hands on to let people know of a survey: short link, texts, frame, poster."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from zoneinfo import ZoneInfo

from flask_babel import format_date, ngettext
from flask_babel import gettext as _
from sqlalchemy import or_, select

from app.core.db import db
from app.core.i18n import speaking
from app.core.languages import AUTONYMS
from app.organisation import links
from app.organisation.directory import Place
from app.surveys.meta import Anonymity
from app.surveys.models import Survey
from app.surveys.models_work import SurveyWork

SHORT = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,28}[a-z0-9])?")
RESERVED = frozenset(
    {*AUTONYMS, "admin", "api", "desk", "fi", "new", "s", "static", "surveys", "theme", "w"}
)
"""Names that would be mistaken for parts of the site when they are read out."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """A survey as one language invites to it; all of it ready to be read, or copied."""

    lang: str
    language: str
    title: str
    about: str
    minutes: str
    anonymity: str
    until: str
    link: str
    city: str
    frame: str
    """The HTML that shows the survey on another site."""

    @property
    def text(self) -> str:
        """Plain text for a newsletter or social media."""
        facts = " ".join(part for part in (self.minutes, self.anonymity, self.until) if part)
        return "\n\n".join(part for part in (self.title, self.about, facts, self.link) if part)

    @property
    def html(self) -> str:
        """The same as HTML for a newsletter."""
        facts = " ".join(part for part in (self.minutes, self.anonymity, self.until) if part)
        about = f"<p>{escape(self.about)}</p>\n" if self.about else ""
        return (
            f'<div lang="{self.lang}">\n<h2>{escape(self.title)}</h2>\n{about}'
            f"<p>{escape(facts)}</p>\n"
            f'<p><a href="{escape(self.link)}">{escape(self.city)}: {escape(self.title)}</a></p>\n'
            "</div>"
        )


def find(name: str) -> Survey | None:
    """The survey that a short link names, by its short key or by its slug."""
    name = name.strip().lower()
    query = select(Survey).where(or_(Survey.short_key == name, Survey.slug == name))
    found = db.session.scalars(query).all()
    return next((one for one in found if one.short_key == name), found[0] if found else None)


def is_taken(key: str, survey: Survey) -> bool:
    """Whether a name leads to another survey already, or will."""
    others = select(Survey.id).where(
        Survey.id != survey.id, or_(Survey.short_key == key, Survey.slug == key)
    )
    works = select(SurveyWork.id).where(SurveyWork.slug == key, SurveyWork.slug != survey.slug)
    return any(db.session.scalars(query.limit(1)).first() for query in (others, works))


def short_link(place: Place, survey: Survey) -> str:
    return links.absolute(place, f"/s/{survey.short_key or survey.slug}")


def invitations(place: Place, survey: Survey) -> Sequence[Invitation]:
    """In each language that the survey and the city's pages have."""
    return tuple(_invitations(place, survey))


def _invitations(place: Place, survey: Survey) -> Iterator[Invitation]:
    offered = [lang for lang in survey.languages if lang in place.languages] or place.languages
    for lang in offered:
        with speaking(lang):
            title = survey.title.in_(lang)[0]
            address = links.absolute(place, f"/{lang}/surveys/{survey.slug}?frame=1")
            yield Invitation(
                lang=lang,
                language=AUTONYMS[lang],
                title=title,
                about=survey.description.in_(lang)[0],
                minutes=ngettext(
                    "Answering takes about %(num)s minute.",
                    "Answering takes about %(num)s minutes.",
                    survey.minutes,
                ),
                anonymity=_anonymity(survey),
                until=_until(survey, place),
                link=short_link(place, survey),
                city=place.name_in(lang),
                frame=frame(title, address),
            )


def _anonymity(survey: Survey) -> str:
    if survey.anonymity == Anonymity.PERSONAL:
        return str(_("The survey asks who answers it."))
    return str(_("You answer without your name and without an account."))


def _until(survey: Survey, place: Place) -> str:
    day = last_day(survey, place)
    return str(_("Answer by %(date)s.", date=format_date(day, "long"))) if day else ""


def last_day(survey: Survey, place: Place) -> date | None:
    if survey.closes_at is None:
        return None
    return survey.closes_at.astimezone(ZoneInfo(place.timezone)).date()


def frame(title: str, address: str) -> str:
    """The survey in a frame of another site. It scrolls inside, whatever its page is as high as."""
    return (
        f'<iframe title="{escape(title)}" src="{escape(address)}" '
        'width="100%" height="900" loading="lazy" referrerpolicy="no-referrer"></iframe>'
    )
