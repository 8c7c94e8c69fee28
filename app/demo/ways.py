"""How the made-up residents answered: on what, how long, and where some of them stopped."""

from collections.abc import Iterator, Sequence
from datetime import date
from random import Random
from typing import Any
from uuid import UUID

from app.surveys.fillings import ROUGH
from app.surveys.models import Survey
from app.surveys.models_access import Device
from app.surveys.structure import Survey as Definition

DEVICES = {Device.PHONE: 62, Device.COMPUTER: 30, Device.TABLET: 8}
STOPPING = 0.14
"""How many stop, beside each one who sends the answers of a survey of several pages."""


def passages(
    survey: Survey, definition: Definition, came: Sequence[tuple[date, str]]
) -> list[dict[str, Any]]:
    """A passage for each response (its day and language), and for some who stopped. Drawn apart
    from the answers: they stay what they are."""
    rng = Random(f"ways/{survey.slug}")  # noqa: S311 - seeded on purpose
    return [*_sent(survey, came, rng), *_stopped(survey, definition, came, rng)]


def _sent(
    survey: Survey, came: Sequence[tuple[date, str]], rng: Random
) -> Iterator[dict[str, Any]]:
    usual = survey.minutes * 60 * 0.8
    for day, lang in came:
        [device] = rng.choices(list(DEVICES), list(DEVICES.values()))
        seconds = min(int(usual * rng.lognormvariate(0, 0.5)), 3_600)
        yield _row(survey, day, rng, device=device, lang=lang, seconds=seconds // ROUGH * ROUGH)


def _stopped(
    survey: Survey, definition: Definition, came: Sequence[tuple[date, str]], rng: Random
) -> Iterator[dict[str, Any]]:
    later = [page.name for page in definition.pages[1:]]
    weights = [2 ** (len(later) - place) for place in range(len(later))]
    for day, _lang in came:
        if later and rng.random() < STOPPING:
            [page] = rng.choices(later, weights)
            yield _row(survey, day, rng, page=page)


def _row(survey: Survey, day: date, rng: Random, **told: Any) -> dict[str, Any]:
    row = {"device": None, "lang": None, "page": "", "seconds": None}
    return {
        "id": UUID(int=rng.getrandbits(128), version=4),
        "survey_id": survey.id,
        "day": day,
        "version": survey.version,
        **row,
        **told,
    }
