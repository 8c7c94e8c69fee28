"""Atom feeds: new ideas, and what came of them."""

from collections.abc import Callable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from app.core import atom
from app.core.access import PUBLIC, access
from app.core.atom import Entry, Feed
from app.core.i18n import PREFIX, current_language
from app.ideas import listing, queries
from app.ideas.listing import Card
from app.ideas.queries import Wanted
from app.ideas.words import DECISIONS
from app.organisation import links, tenancy
from app.portal import done as done_pages

blueprint = Blueprint("feeds", __name__, url_prefix=PREFIX)

SIZE = 30
SECONDS = 300
"""How long an answer may be kept before it is asked for again."""
LONGEST_SUMMARY = 300


@blueprint.get("/ideas.atom")
@access(PUBLIC)
def ideas() -> Response:
    """The ideas that were published last."""
    found = queries.listed(Wanted(), size=SIZE).ideas
    cards = listing.here(found, tenancy.place().timezone)
    return _feed(_("Ideas"), url_for("ideas.index"), cards, _published)


@blueprint.get("/done.atom")
@access(PUBLIC)
def done() -> Response:
    """The latest answers."""
    cards = done_pages.page(tenancy.place()).cards
    return _feed(_("You said, we did"), url_for("portal.done"), cards, _answered)


def _feed(
    title: str, path: str, cards: Sequence[Card], told: Callable[[Card], tuple[datetime, str]]
) -> Response:
    place, lang = tenancy.place(), current_language()
    feed = Feed(
        href=links.absolute(place, request.path),
        page=links.absolute(place, path),
        title=f"{title} – {place.name_in(lang)}",
        lang=lang,
        entries=[_entry(card, told(card)) for card in cards],
    )
    response = Response(atom.written(feed), content_type=f"{atom.MEDIA_TYPE}; charset=utf-8")
    response.headers["Cache-Control"] = f"public, max-age={SECONDS}"
    response.add_etag()
    response.make_conditional(request)
    return response


def _entry(card: Card, told: tuple[datetime, str]) -> Entry:
    idea = card.idea
    path = url_for("ideas.idea", number=idea.number)
    return Entry(
        href=links.absolute(tenancy.place(), path),
        title=idea.title,
        lang=idea.lang,
        author=str(card.group.name) if card.group else _("Resident"),
        updated=told[0],
        summary=_short(told[1]),
    )


def _published(card: Card) -> tuple[datetime, str]:
    assert card.idea.published_at is not None, "it is public"
    return card.idea.published_at, card.idea.text


def _answered(card: Card) -> tuple[datetime, str]:
    assert card.answer is not None, "it is answered"
    zone = ZoneInfo(tenancy.place().timezone)
    words = f"{DECISIONS[card.answer.decision]}. {card.answer.next_steps}"
    return card.answer.at.astimezone(zone), words


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_SUMMARY else text[: LONGEST_SUMMARY - 1].rstrip() + "…"
