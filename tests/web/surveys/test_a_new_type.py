"""A new type of question is one class: from its definition to the official's summary."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

import pytest
from wtforms import StringField

from app.core import scope
from app.surveys import definition, flow, versions
from app.surveys.answers import AnswerError, Message, message
from app.surveys.language.values import written_number
from app.surveys.properties import Property, Table, frozen, whole
from app.surveys.question_types.base import (
    Fields,
    Option,
    Question,
    QuestionKind,
    QuestionState,
)
from app.surveys.question_types.known import BY_NAME
from app.surveys.question_types.shared import SHARED
from app.surveys.question_types.showing import shown
from app.surveys.question_types.views import QuestionView
from app.surveys.texts import Localised
from tests import surveys_factories
from tests.client import Client
from tests.factories import City
from tests.layers import modules
from tests.web.insights.desks import area, official, summary
from tests.web.surveys.residents import documents, pages, place


@dataclass(frozen=True, kw_only=True)
class CountQuestion(Question):
    """How many, from none to `most`: typed as a number, read as a scale."""

    TYPE: ClassVar[str] = "count"
    WIDGET: ClassVar[str] = "text"
    KIND: ClassVar[QuestionKind] = QuestionKind.SCALE
    SECONDS: ClassVar[int] = 400
    MEANING: ClassVar[frozenset[str]] = Question.MEANING | {"most"}
    PROPERTIES: ClassVar[Table] = frozen({**SHARED, "most": Property(whole(1, 20), 9)})

    most: int = 9

    def fields(self, state: QuestionState) -> Fields:
        return {self.control: StringField()}

    def clean(self, value: object) -> object:
        number = written_number(value) if isinstance(value, str) else value
        return super().clean(value) if number is None else number

    def faults(self, state: QuestionState) -> Iterator[tuple[str, Message]]:
        if not isinstance(state.answer, int) or not 0 <= state.answer <= self.most:
            yield "maximum", message("maximum", limit=str(self.most))

    def coded(self, value: object) -> list[str]:
        return [str(value)]

    def display(self, value: object, _lang: str) -> str:
        return str(value)

    def options_in(self, lang: str) -> tuple[Option, ...]:
        return tuple(
            Option(one, str(one), Localised(str(one), lang)) for one in range(self.most + 1)
        )

    def view(
        self,
        state: QuestionState,
        errors: tuple[AnswerError, ...] = (),
        data: Mapping[str, object] | None = None,
    ) -> QuestionView:
        return shown(state, errors, data, input_mode="numeric")


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    """What its line in `known.TYPES` does."""
    monkeypatch.setitem(BY_NAME, CountQuestion.TYPE, CountQuestion)


def source(most: int = 9) -> dict[str, object]:
    count = {"type": "count", "name": "home", "most": most, "isRequired": True}
    return pages([count, {"type": "comment", "name": "why", "visibleIf": "{home} = 0"}])


def test_it_is_checked_and_compared_as_the_others_are(joensuu: City) -> None:
    with scope.of(joensuu.id):
        first, second, wrong = source(), source(most=5), source(most=200)
    survey = definition.load(first)
    assert flow.estimate_minutes(survey) == 8
    assert [error.kind for error in flow.validate_all(survey, {"home": 12}, "fi")] == ["maximum"]
    [change] = versions.compare(survey, definition.load(second))
    assert (change.effect, change.what) == (versions.Effect.BREAKING, "most")
    with pytest.raises(definition.DefinitionError, match="most"):
        definition.load(wrong)


def test_it_is_asked_refused_and_kept(client: Client, joensuu: City) -> None:
    place(joensuu, source=source)
    refused = client.submit("/fi/surveys/poll", **{"q-home": "12"})
    assert refused.status_code == 422
    assert 'value="12"' in refused.text
    assert 'inputmode="numeric"' in refused.text
    assert client.submit("/fi/surveys/poll", **{"q-home": "3"}).status_code == 303
    assert documents(joensuu) == [{"home": 3}]


def test_officials_read_it_as_it_says_it_is_read(client: Client, joensuu: City) -> None:
    with scope.of(joensuu.id):
        survey = surveys_factories.survey(area("culture"), source=source())
        for number in (2, 2, 4, 4, 3) * 2:
            surveys_factories.respond(survey, {"home": number})
    [found] = summary(client.as_(official(joensuu, "culture")), "culture")["own"]["surveys"]
    home = found["questions"][0]
    assert (home["kind"], home["n"], home["mean"]) == ("scale", 5, 3)
    assert [row["count"] for row in home["rows"]] == [0, 0, 2, 1, 2, 0, 0, 0, 0, 0]


def test_nobody_else_asks_a_question_for_the_name_of_its_type() -> None:
    asking = [
        f"{module.place}:{node.lineno}: {ast.unparse(node)}"
        for module in modules().values()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Compare)
        and any(isinstance(side, ast.Attribute) and side.attr == "TYPE" for side in _sides(node))
        and any(isinstance(side, ast.Constant) for side in _sides(node))
    ]
    assert not asking, asking


def _sides(comparison: ast.Compare) -> list[ast.expr]:
    return [comparison.left, *comparison.comparators]
