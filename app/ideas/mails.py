"""The mails about ideas, each in its reader's language: links that prove an address, and news."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from flask import Flask
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from app.accounts import queries as accounts
from app.accounts.mails import language, place_in_scope
from app.core import jobs
from app.core.db import db
from app.core.i18n import speaking
from app.engagement import contacts, readers
from app.engagement.models import EmailContact
from app.engagement.readers import Reader
from app.ideas import queries
from app.ideas.lifecycle import Event
from app.ideas.models import Idea, IdeaAnswer, IdeaAuthor, IdeaEvent, IdeaFollower
from app.ideas.words import DECISIONS, NEWS
from app.organisation import links
from app.organisation import queries as organisation
from app.organisation.directory import Place

NEWS_JOB = "idea.news"
OWN, FOLLOW = "idea.own", "idea.follow"
"""What a mailed link proves its opener to be: the author, or somebody who follows."""
ABOUT_AREA = (Event.MOVE, Event.TAKE, Event.ANSWER, Event.CORRECT)
"""News in which the reader also hears which area has the matter now."""


def ask_author(idea: Idea, contact: EmailContact) -> None:
    """Send the link that proves the address of whoever has written an idea. None of its words:
    anybody can write some and leave the address of somebody else."""
    place = place_in_scope()
    lang = language(place, contact.lang)
    with speaking(lang):
        readers.send(
            place,
            Reader(contact.email, lang, _own_path(idea, contact, lang)),
            _("Confirm your idea"),
            _("Hello!"),
            _(
                "Somebody, we hope you, has written an idea to %(municipality)s and left this"
                " address. Open the page and confirm it, and it goes to whoever answers for the"
                " matter:",
                municipality=place.name_in(lang),
            ),
            links.absolute(place, _own_path(idea, contact, lang)),
            _(
                "Keep this mail: on the same page you see what becomes of the idea, and can"
                " withdraw it until it is answered."
            ),
            _("If it was not you, you need do nothing: in a week all of it is removed."),
        )


def ask_follower(idea: Idea, contact: EmailContact) -> None:
    """Send the link that proves the address of whoever wants to follow an idea."""
    place = place_in_scope()
    lang = language(place, contact.lang)
    with speaking(lang):
        readers.send(
            place,
            Reader(contact.email, lang, ""),
            _("Follow an idea: %(title)s", title=idea.title),
            _("Hello!"),
            _(
                "Somebody, we hope you, wants to hear at this address what becomes of an idea in"
                " %(municipality)s. Open the page to say yes:",
                municipality=place.name_in(lang),
            ),
            links.absolute(place, _follow_path(idea, contact, lang)),
            _("If it was not you, you need do nothing: you get no more mails."),
        )


def tell(event: IdeaEvent, *, author: bool, followers: bool) -> None:
    """Let the author and the followers hear of an event, once the transaction in hand is over."""
    if author or followers:
        jobs.enqueue(
            NEWS_JOB,
            {
                "idea": str(event.idea_id),
                "event": str(event.id),
                "author": author,
                "followers": followers,
            },
        )


def _own_path(idea: Idea, contact: EmailContact, lang: str) -> str:
    return f"/{lang}/ideas/own/{contacts.token(OWN, idea.id, contact)}"


def _follow_path(idea: Idea, contact: EmailContact, lang: str) -> str:
    return f"/{lang}/ideas/following/{contacts.token(FOLLOW, idea.id, contact)}"


def _news(payload: Mapping[str, Any]) -> None:
    """One mail to each reader. They are put into the queue in the transaction that ends this
    job: however often it is begun, everyone gets one."""
    idea = db.session.scalars(select(Idea).where(Idea.id == UUID(payload["idea"]))).one_or_none()
    event = db.session.scalars(
        select(IdeaEvent).where(IdeaEvent.id == UUID(payload["event"]))
    ).one_or_none()
    if idea is None or event is None:
        return
    place = place_in_scope()
    is_answer = event.event in (Event.ANSWER, Event.CORRECT)
    answer = queries.answers(idea.id)[0] if is_answer else None
    told: dict[str, Reader] = {}
    if payload["followers"]:
        told |= {reader.email: reader for reader in _followers(idea, place)}
    if payload["author"]:
        told |= {reader.email: reader for reader in _authors(idea, place)}
    for reader in told.values():
        _tell_one(place, reader, idea, event, answer)


def _authors(idea: Idea, place: Place) -> Iterator[Reader]:
    """The resident who wrote it, or all members of the group whose idea it is."""
    if idea.group_id is not None:
        group = accounts.group_by_id(idea.group_id)
        for user in accounts.members_of(idea.group_id):
            lang = language(place, user.lang)
            yield Reader(user.email, lang, f"/{lang}/council/{group.key}/ideas/{idea.id}")
        return
    query = select(EmailContact).join(IdeaAuthor, IdeaAuthor.contact_id == EmailContact.id)
    for contact in db.session.scalars(query.where(IdeaAuthor.idea_id == idea.id)):
        lang = language(place, contact.lang)
        yield Reader(contact.email, lang, _own_path(idea, contact, lang))


def _followers(idea: Idea, place: Place) -> Iterator[Reader]:
    query = select(EmailContact).join(IdeaFollower, IdeaFollower.contact_id == EmailContact.id)
    for contact in db.session.scalars(query.where(IdeaFollower.idea_id == idea.id)):
        lang = language(place, contact.lang)
        stop = _follow_path(idea, contact, lang)
        yield Reader(contact.email, lang, f"/{lang}/ideas/{idea.number}", stop)


def _tell_one(
    place: Place, reader: Reader, idea: Idea, event: IdeaEvent, answer: IdeaAnswer | None
) -> None:
    with speaking(reader.lang):
        paragraphs = [_("Hello!"), str(NEWS[event.event]), idea.title]
        if event.event in (Event.SUBMIT, Event.CONFIRM):
            paragraphs.append(_due(idea))
        if event.text:
            paragraphs.append(event.text)
        if event.event == Event.RETURN:
            paragraphs.append(_("Open the page, change the idea and send it again:"))
        if answer is not None:
            paragraphs += [
                str(DECISIONS[answer.decision]),
                f"{_('Reasons')}:\n{answer.reasons}",
                f"{_('Next steps')}:\n{answer.next_steps}",
            ]
        if event.event in ABOUT_AREA:
            area = organisation.area_tree().by_id[event.area_id]
            paragraphs.append(f"{_('Responsible area')}: {area.name.in_(reader.lang)[0]}")
        paragraphs.append(links.absolute(place, reader.path))
        if reader.stop_path:
            paragraphs.append(_("You get this mail because you follow the idea. To stop:"))
            paragraphs.append(links.absolute(place, reader.stop_path))
        readers.send(place, reader, f"{NEWS[event.event]} {idea.title}", *paragraphs)


def _due(idea: Idea) -> str:
    if idea.due_on is None or idea.submitted_on is None:
        return ""
    days = (idea.due_on - idea.submitted_on).days
    return str(
        ngettext(
            "We promise an answer within %(num)s day.",
            "We promise an answer within %(num)s days.",
            days,
        )
    )


def install(app: Flask) -> None:
    jobs.handle(app, NEWS_JOB, _news)
