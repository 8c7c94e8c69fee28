"""Generated expressions and surveys with the oracle's answers, new ones and those written down."""

import json
from pathlib import Path
from typing import Any

from app.surveys.definition import load
from tests.oracle import generated_expressions, generated_surveys
from tests.oracle.agreement import alike, evaluated
from tests.oracle.asking import ask
from tests.oracle.states import difference, played, state_of

Json = dict[str, Any]

EXPRESSIONS = Path(__file__).with_name("expressions.json")
SURVEYS = Path(__file__).with_name("surveys.json")


def expressions(seed: int, count: int) -> list[Json]:
    """New expressions with the answers to them; the few on which the original fails are left
    out."""
    generator = generated_expressions.Generator(seed)
    cases = [generator.case() for _ in range(count)]
    answers, _ = ask(expressions=cases)
    pairs = zip(cases, answers, strict=True)
    return [{**case, "answer": answer} for case, answer in pairs if "failed" not in answer]


def surveys(seed: int, count: int) -> list[Json]:
    """New surveys, steps through them, and the states that these lead to."""
    generator = generated_surveys.Generator(seed)
    cases = [generator.case() for _ in range(count)]
    for case in cases:
        case["steps"] = played(_loaded(case), case["steps"])
    _, answers = ask(surveys=cases)
    return [{**case, "answer": answer} for case, answer in zip(cases, answers, strict=True)]


def _loaded(case: Json) -> Any:
    return load(case["survey"], language="en")


def expression_disagreement(case: Json) -> str:
    """What the engine says instead of the case's answer; "" where it says the same."""
    ours = evaluated(case)
    if alike(case["answer"], ours):
        return ""
    said = f"{case['answer']} there, {ours} here"
    return f"{case['expression']} on {json.dumps(case['values'])}: {said}"


def survey_disagreement(case: Json) -> str:
    """Where the engine's state differs from the case's; "" where it does not."""
    if "failed" in case["answer"]:
        return f"{case['answer']['failed']}: {json.dumps(case['survey'])}"
    found = difference(case["answer"], state_of(_loaded(case), case["steps"]))
    if not found:
        return ""
    return f"{json.dumps(case['survey'])} after {json.dumps(case['steps'])}: {found}"
