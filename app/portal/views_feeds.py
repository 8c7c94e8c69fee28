"""Atom feeds: new ideas, and what was done."""

from collections.abc import Sequence
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from app.core import atom
from app.core.access import PUBLIC, access
from app.core.atom import Entry, Feed
from app.core.i18n import PREFIX, current_language, speaking
from app.core.text import plain
from app.ideas import listing, queries
from app.ideas.listing import Card
from app.ideas.queries import Wanted
from app.ideas.words import DECISIONS
from app.organisation import links, tenancy
from app.portal import done as done_pages
from app.portal.done import Answered, Changed, Deed, Told

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
    return _feed(_("Ideas"), url_for("ideas.index"), [_published(card) for card in cards])


@blueprint.get("/done.atom")
@access(PUBLIC)
def done() -> Response:
    """The latest answers, and web pages that were changed."""
    deeds = done_pages.page(tenancy.place()).deeds
    return _feed(_("You said, we did"), url_for("portal.done"), [_done(deed) for deed in deeds])


def _feed(title: str, path: str, entries: Sequence[Entry]) -> Response:
    place, lang = tenancy.place(), current_language()
    feed = Feed(
        href=links.absolute(place, request.path),
        page=links.absolute(place, path),
        title=f"{title} – {place.name_in(lang)}",
        author=place.name_in(lang),
        lang=lang,
        entries=entries,
    )
    response = Response(atom.written(feed), content_type=f"{atom.MEDIA_TYPE}; charset=utf-8")
    response.headers["Cache-Control"] = f"public, max-age={SECONDS}"
    response.add_etag()
    response.make_conditional(request)
    return response


def _published(card: Card) -> Entry:
    assert card.idea.published_at is not None, "it is public"
    return _of_idea(card, card.idea.published_at, card.idea.text, card.idea.lang)


def _done(deed: Deed) -> Entry:
    match deed:
        case Answered():
            return _answered(deed)
        case Told():
            return _told(deed)
    return _changed(deed)


def _told(deed: Told) -> Entry:
    lang = current_language()
    address = links.absolute(tenancy.place(), url_for("surveys.survey", slug=deed.survey.slug))
    title, title_lang = deed.survey.title.in_(lang)
    words, words_lang = deed.outcome.doing.in_(lang)
    return Entry(
        id=address,
        href=address,
        title=title,
        title_lang=title_lang,
        author=deed.area.name.in_(lang)[0],
        updated=deed.outcome.corrected_at or deed.at,
        summary=_short(plain(words)),
        summary_lang=words_lang,
    )


def _answered(deed: Answered) -> Entry:
    answer = deed.card.answer
    assert answer is not None, "it is answered"
    with speaking(answer.lang):
        words = f"{DECISIONS[answer.decision]}. {answer.next_steps}"
    return _of_idea(deed.card, answer.at, words, answer.lang)


def _of_idea(card: Card, updated: datetime, summary: str, lang: str) -> Entry:
    idea = card.idea
    address = links.absolute(tenancy.place(), url_for("ideas.idea", number=idea.number))
    return Entry(
        id=address,
        href=address,
        title=idea.title,
        title_lang=idea.lang,
        author=str(card.group.name) if card.group else _("Resident"),
        updated=updated,
        summary=_short(summary),
        summary_lang=lang,
    )


def _changed(deed: Changed) -> Entry:
    """A page that is changed again is the same entry, updated: the day is all that is known."""
    place, page, lang = tenancy.place(), deed.page, current_language()
    midnight = datetime.combine(deed.on, time.min, ZoneInfo(place.timezone))
    return Entry(
        id=links.absolute(place, f"{url_for('portal.done')}#{deed.anchor}"),
        href=page.url,
        title=page.title or page.url,
        title_lang=page.lang,
        author=deed.area.name.in_(lang)[0],
        updated=midnight.astimezone(UTC),
        summary=_("The page was changed because of what its readers said."),
        summary_lang=lang,
    )


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_SUMMARY else text[: LONGEST_SUMMARY - 1].rstrip() + "…"
