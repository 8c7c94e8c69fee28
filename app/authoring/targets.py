"""What a page of the editor is about: a question or panel, a page, or the whole survey."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from app.authoring import building, offers, places
from app.authoring import service_editor as editing
from app.authoring.building_lists import CHOICES, as_entries, key_of
from app.authoring.building_places import Found
from app.authoring.service_editor import Draft, Source
from app.surveys.answers import code

SURVEY, PAGE, QUESTION = "survey", "page", "question"


@dataclass(frozen=True, slots=True)
class Target:
    """`inside` are the questions around it, the outermost first."""

    draft: Draft
    kind: str
    name: str = ""
    inside: tuple[str, ...] = ()

    def entry(self, source: Source) -> dict[str, Any] | None:
        """The object in a state of the definition; None where it is not there."""
        if self.kind == SURVEY:
            return source
        found = self.found(source)
        return found.entry if found else None

    def found(self, source: Source) -> Found | None:
        if self.kind == PAGE:
            return building.find_page(source, self.name)
        return building.find(source, self.name, self.inside)

    def kind_of(self, entry: dict[str, Any]) -> str:
        """The kind by which the editor's offers are known."""
        if self.kind in (SURVEY, PAGE):
            return self.kind
        inside, source = self.inside, self.draft.source
        around = building.find(source, inside[-1], inside[:-1]) if inside else None
        return offers.kind_of(entry, around.entry if around else None)

    def offers_of(self, entry: dict[str, Any]) -> tuple[offers.Offer, ...]:
        """What may be said of it. The technical name only until residents are asked."""
        listed = offers.of(self.kind_of(entry))
        return tuple(one for one in listed if one.name != "name" or not self.is_fixed)

    @property
    def is_fixed(self) -> bool:
        """Whether its name is known to residents' answers."""
        if self.kind == PAGE:
            return building.find_page(self.draft.published, self.name) is not None
        return self.draft.is_published(self.name, self.inside)

    @property
    def href(self) -> str:
        return self.called(self.name)

    def called(self, name: str) -> str:
        """Its address once it has another name."""
        slug = self.draft.desk.slug
        if self.kind == QUESTION:
            return places.question(slug, name, self.inside)
        if self.kind == PAGE:
            return url_for("editor.page", slug=slug, page=name)
        return url_for("editor.survey", slug=slug)

    def list_href(self, listed: str) -> str:
        """The address of one of its lists, entry by entry."""
        slug = self.draft.desk.slug
        if self.kind == SURVEY:
            return url_for("editor.listed", slug=slug, listed=listed)
        around = {"in": list(self.inside)} if self.inside else {}
        return url_for("editor.listed", slug=slug, listed=listed, name=self.name, **around)  # type: ignore[arg-type]

    @property
    def outer(self) -> str:
        """The name of the part that it belongs to."""
        return self.inside[0] if self.inside else self.name

    @property
    def known_values(self) -> frozenset[str]:
        """The values of options that somebody knows: residents' answers, or a condition."""
        entry = building.find(self.draft.published, self.name, self.inside)
        listed = [entry.entry.get(key) for key in ("choices", "rows", "columns")] if entry else []
        asked = {code(key_of(one, CHOICES)) for many in listed for one in as_entries(many)}
        written = json.dumps(self.draft.source, ensure_ascii=False)
        own = self.entry(self.draft.source) or {}
        now = [one for key in ("choices", "rows", "columns") for one in as_entries(own.get(key))]
        codes = {code(key_of(one, CHOICES)) for one in now}
        return frozenset(asked | {one for one in codes if f"'{one}'" in written})


def question(slug: str, name: str, inside: Sequence[str]) -> Target:
    return Target(editing.opened(slug), QUESTION, name, tuple(inside))


def page(slug: str, name: str) -> Target:
    return Target(editing.opened(slug), PAGE, name)


def survey(slug: str) -> Target:
    return Target(editing.opened(slug), SURVEY)
