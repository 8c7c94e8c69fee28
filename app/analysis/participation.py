"""How many of those who were invited have answered."""

from dataclasses import dataclass

from app.analysis import statistics
from app.analysis.statistics import Interval
from app.surveys import invitations
from app.surveys.meta import Who
from app.surveys.models import Survey


@dataclass(frozen=True, slots=True)
class Rate:
    answered: int
    reachable: int
    share: float
    interval: Interval


def response_rate(survey: Survey) -> Rate | None:
    """Only of surveys for the invited: nobody knows how many could have answered an open one."""
    if survey.who != Who.INVITED:
        return None
    found = invitations.invited(survey)
    if found.answered is None:
        return None
    interval = statistics.wilson(found.answered, found.reachable)
    if interval is None:
        return None
    return Rate(found.answered, found.reachable, found.answered / found.reachable, interval)
