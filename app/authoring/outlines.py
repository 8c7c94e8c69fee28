"""The outline of a survey in the making: its pages with their questions, as residents meet them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.authoring import building_texts as texts
from app.authoring import chooser, mending, offers, places
from app.authoring.building_places import INNER, Found, find, pages, walk
from app.authoring.mending import PlaceKind
from app.authoring.offers_words import Said
from app.surveys.definition import DefinitionError, load
from app.surveys.problems import Problem


@dataclass(frozen=True, slots=True)
class Row:
    """A question or panel. `rows` are those in the panel; `first` and `last` tell whether it can
    move up and down."""

    name: str
    href: str
    title: str
    lang: str
    type: Said
    is_panel: bool
    is_required: bool
    is_conditional: bool
    faults: int
    number: int = 0
    rows: tuple["Row", ...] = ()


@dataclass(frozen=True, slots=True)
class PageRow:
    """A page with what is asked on it."""

    name: str
    title: str
    is_conditional: bool
    faults: int
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Faults:
    """What keeps a survey from being published, by the place where it is mended."""

    problems: tuple[Problem, ...] = ()
    by_place: Mapping[tuple[str, ...], tuple[Problem, ...]] = field(default_factory=dict)

    def at(self, *place: str) -> tuple[Problem, ...]:
        """Those of a page (its name after ""), or of a question, in what it holds too."""
        return self.by_place.get(place, ())


def faults(source: Mapping[str, Any]) -> Faults:
    try:
        load(source)
    except DefinitionError as error:
        found: dict[tuple[str, ...], tuple[Problem, ...]] = {}
        for problem in error.problems:
            place = mending.place_of(source, problem.path)
            is_asked = place.kind in (PlaceKind.QUESTION, PlaceKind.PANEL)
            path = (*place.inside, place.name) if is_asked else ("", place.name)
            for end in range(1, len(path) + 1) if is_asked else (2,):
                found[path[:end]] = (*found.get(path[:end], ()), problem)
        return Faults(error.problems, found)
    return Faults()


def of(slug: str, source: Mapping[str, Any], found: Faults) -> tuple[PageRow, ...]:
    lang = texts.language(source)
    made, number = [], 1
    for place, page in enumerate(pages(source), start=1):
        name = str(page.get("name", ""))
        rows = rows_of(slug, source, page.get("elements"), found, (), number)
        number += sum(_count(row) for row in rows)
        made.append(
            PageRow(
                name=name,
                title=texts.anything_said(page.get("title"), lang),
                is_conditional=_is_conditional(page),
                faults=len(found.at("", name or f"page{place}")),
                rows=rows,
            )
        )
    return tuple(made)


def rows_of(
    slug: str,
    source: Mapping[str, Any],
    listed: object,
    found: Faults,
    inside: Sequence[str] = (),
    number: int = 1,
) -> tuple[Row, ...]:
    rows = []
    for entry in listed if isinstance(listed, list) else ():
        if isinstance(entry, dict):
            row = _row(slug, source, entry, found, tuple(inside), number)
            number += _count(row)
            rows.append(row)
    return tuple(rows)


def _count(row: Row) -> int:
    return sum(_count(one) for one in row.rows) if row.is_panel else int(bool(row.number))


def _row(
    slug: str,
    source: Mapping[str, Any],
    entry: Mapping[str, Any],
    found: Faults,
    inside: tuple[str, ...],
    number: int,
) -> Row:
    lang, name = texts.language(source), str(entry.get("name", ""))
    around = find(source, inside[-1], inside[:-1]) if inside else None
    kind = offers.kind_of(entry, around.entry if around else None)
    is_panel = kind == "panel"
    inner = entry.get("elements") if is_panel else None
    title = texts.anything_said(entry.get("title"), lang)
    return Row(
        name=name,
        href=places.question(slug, name, inside),
        title=title or _plain(texts.anything_said(entry.get("html"), lang)),
        lang=lang if texts.said(entry.get("title"), lang) else "",
        type=chooser.label(kind.removeprefix(offers.COLUMN_KIND)) if kind != "item" else "",
        is_panel=is_panel,
        is_required=entry.get("isRequired") is True,
        is_conditional=_is_conditional(entry),
        faults=len(found.at(*inside, name)),
        number=0 if is_panel or kind in ("html", "image") else number,
        rows=rows_of(slug, source, inner, found, inside, number),
    )


def _plain(html: str) -> str:
    """The beginning of a text of HTML, without its tags."""
    text, is_tag = "", False
    for sign in html[:1000]:
        if sign == "<":
            is_tag = True
        elif sign == ">":
            is_tag = False
            text += " "
        elif not is_tag:
            text += sign
    words = " ".join(text.split())
    return words if len(words) <= 80 else words[:79] + "…"


def _is_conditional(entry: Mapping[str, Any]) -> bool:
    return bool(entry.get("visibleIf")) or entry.get("visible") is False


def inner_rows(
    slug: str, source: Mapping[str, Any], entry: Found, inside: Sequence[str], found: Faults
) -> tuple[Row, ...]:
    """What a question holds: the columns of a table, the fields, the questions of each entry."""
    inner = INNER.get(entry.kind)
    listed = entry.entry.get(inner) if inner else None
    return rows_of(slug, source, listed, found, (*inside, entry.name))


def destinations(
    source: Mapping[str, Any], name: str, unnamed: str
) -> Iterable[tuple[str, str, str]]:
    """Where a question can be moved: (page or panel, after what, in words)."""
    lang = texts.language(source)
    for at, page in enumerate(pages(source), start=1):
        title = texts.anything_said(page.get("title"), lang)
        here = f"{at}. {title}".strip() if title else f"{unnamed} {at}"
        yield str(page.get("name", "")), "", here
        for one in walk({"pages": [page]}):
            if one.name != name and not one.depth and not one.panel:
                words = texts.anything_said(one.entry.get("title"), lang) or one.name
                yield str(page.get("name", "")), one.name, words
            if one.is_panel and one.name != name:
                words = texts.anything_said(one.entry.get("title"), lang) or one.name
                yield one.name, "", words
