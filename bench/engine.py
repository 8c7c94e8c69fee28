"""The survey engine by itself, in this process: its logic beside its templates in the same run."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import Any

from flask import Flask, get_template_attribute

from app import create_app
from app.config import Config
from app.surveys import flow
from app.surveys.definition import load
from app.surveys.expressions import parse
from app.surveys.language.scope import Scope
from app.surveys.page_states import PageState
from app.surveys.question_html import TEMPLATE
from app.surveys.question_types.asking import element_view
from app.surveys.structure import Survey
from bench.databases import environment
from bench.report import aligned

Json = dict[str, Any]
ROUNDS = 7
LANG = "fi"
EXPRESSIONS = (
    "{q1} = 'a' and {q2} notempty",
    "{q3} + {q4} * 2 > 10",
    "{list} contains 'x' or {q1} != 'b'",
    "iif({q3} > 5, 'much', 'little') = 'much'",
    "sum({q3}, {q4}, 7) / count({q3}, {q4}) >= 4",
    "{rows[0].sum} + sumInArray({rows}, 'sum') > 20",
    "age({born}) >= 18 and !({q2} empty)",
    "{q1} anyof ['a', 'b', 'c'] and {list} allof ['x']",
)
VALUES: Json = {
    "q1": "a", "q2": "words", "q3": 6, "q4": "7", "list": ["x", "y"], "born": "1990-05-01",
    "rows": [{"sum": 5}, {"sum": 12}],
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """A survey with answers, and one of its pages."""

    title: str
    survey: Survey
    answers: Mapping[str, object]
    name: str


def run(folder: Path) -> None:
    """Measure and print."""
    app = create_app(Config.from_env(environment(f"sqlite:///{folder / 'engine.db'}")))
    with app.test_request_context(f"/{LANG}/"):
        print(aligned([HEAD, *(_page_row(one, app) for one in (many_conditions(), composites()))]))
        print(aligned([("survey of 200 questions on 20 pages", "ms"), *_whole_rows()]))
        print(f"expressions, parsed once: {_expressions():,.0f} a second", flush=True)


HEAD = ("page", "logic ms", "answers taken ms", "HTML ms", "logic of HTML", "taken of HTML")


def _page_row(page: Page, app: Flask) -> tuple[str, ...]:
    """Logic: the state of the page. Answers taken: what a form sent is read into the answers,
    judged, and the page made anew. HTML: each question by its template, none of them kept."""

    def logic() -> PageState:
        state = flow.page(page.survey, page.answers, page.name, LANG)
        assert state is not None
        return state

    def taken() -> PageState:
        flow.answered(page.survey, {}, page.answers)
        flow.validate_page(page.survey, page.answers, page.name, LANG)
        return logic()

    state = logic()
    with app.app_context():
        question = get_template_attribute(TEMPLATE, "element")

    def html() -> int:
        views = [element_view(element, (), None) for element in state.elements]
        return sum(len(question(view, LANG)) for view in views)

    thought, took, rendered = (_milliseconds(work) for work in (logic, taken, html))
    asked = len(state.everything)
    return (
        f"{page.title} ({asked} asked)",
        f"{thought:.2f}",
        f"{took:.2f}",
        f"{rendered:.2f}",
        f"{thought / rendered:.0%}",
        f"{took / rendered:.0%}",
    )


def _whole_rows() -> Iterator[tuple[str, str]]:
    source = twenty_pages()
    yield "loaded (once for each version)", f"{_milliseconds(lambda: load(source)):.2f}"
    survey = load(source)
    answers = flow.answered(survey, {}, {f"q{at}": "a" for at in range(200)})
    works: Mapping[str, Callable[[], object]] = {
        "path": lambda: flow.path(survey, answers),
        "page": lambda: flow.page(survey, answers, "p10", LANG),
        "validate_page": lambda: flow.validate_page(survey, answers, "p10", LANG),
        "validate_all": lambda: flow.validate_all(survey, answers, LANG),
        "completed": lambda: flow.completed(survey, answers),
    }
    for name, work in works.items():
        yield name, f"{_milliseconds(work):.2f}"


def _expressions() -> float:
    parsed, scope = [parse(one) for one in EXPRESSIONS], Scope.of(VALUES)
    return len(parsed) * 1000 / _milliseconds(lambda: [one.evaluate(scope) for one in parsed])


def _milliseconds(work: Callable[[], object]) -> float:
    """Of CPU, the least of some rounds."""
    work()
    began = process_time()
    work()
    times = max(1, int(0.1 / max(process_time() - began, 1e-6)))
    return min(_round(work, times) for _ in range(ROUNDS)) * 1000


def _round(work: Callable[[], object], times: int) -> float:
    began = process_time()
    for _ in range(times):
        work()
    return (process_time() - began) / times


# What is measured


def many_conditions() -> Page:
    """40 questions of four kinds, 30 of them on conditions on what comes before."""
    kinds: tuple[Json, ...] = (
        {"type": "radiogroup", "choices": ["a", "b", "c"]},
        {"type": "text"},
        {"type": "checkbox", "choices": ["a", "b", "c", "d"]},
        {"type": "comment"},
    )
    elements: list[Json] = []
    for at in range(40):
        one = {**kinds[at % 4], "name": f"q{at}", "title": f"Question {at}"}
        if at >= 10:
            before = at - at % 4 - 4
            one["visibleIf"] = f"{{q{before}}} = 'a' and ({{q{at - 1}}} empty or {{q1}} notempty)"
        elements.append(one)
    survey = load({"pages": [{"name": "p", "elements": elements}]})
    answers: Json = {f"q{at}": ["a", "words", ["a", "b"], "more"][at % 4] for at in range(40)}
    return Page("40 questions, 30 conditions", survey, answers, "p")


def composites() -> Page:
    """A matrix of 10 by 5, and 20 panels of four questions, one of them on a condition."""
    inside: list[Json] = [
        {"type": "text", "name": "nick", "title": "Nick", "isRequired": True},
        {"type": "text", "name": "age", "title": "Age", "inputType": "number"},
        {"type": "dropdown", "name": "way", "title": "Way", "choices": ["bus", "foot", "car"]},
        {"type": "text", "name": "stop", "title": "Stop", "visibleIf": "{panel.way} = 'bus'"},
    ]
    matrix: Json = {"type": "matrix", "name": "m", "title": "Grades", "rows": [*range(10)],
                    "columns": [*range(5)], "rowsVisibleIf": "{item} >= 0"}  # fmt: skip
    panels = {"type": "paneldynamic", "name": "l", "title": "Children", "templateElements": inside}
    survey = load({"pages": [{"name": "p", "elements": [matrix, panels]}]})
    said = [{"nick": f"N{at}", "age": at, "way": ("bus", "foot")[at % 2]} for at in range(20)]
    answers: Json = {"m": {str(row): row % 5 for row in range(10)}, "l": said}
    return Page("matrix 10 x 5, 20 panels of 4", survey, answers, "p")


def twenty_pages() -> Json:
    def question(at: int) -> Json:
        one: Json = {"type": "radiogroup", "name": f"q{at}", "choices": ["a", "b", "c"]}
        if at % 3 == 2:
            one["visibleIf"] = f"{{q{at - 1}}} = 'a' or {{q{at - 2}}} = 'b'"
        return one | ({"isRequired": True} if at % 5 == 0 else {})

    return {
        "pages": [
            {"name": f"p{page}", "elements": [question(page * 10 + at) for at in range(10)]}
            for page in range(20)
        ]
    }
