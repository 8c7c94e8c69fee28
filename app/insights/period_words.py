"""Why months are not those that were asked for, in words."""

from collections.abc import Mapping
from types import MappingProxyType

from flask_babel import lazy_gettext as _l

from app.insights.periods import PeriodFault

WHY: Mapping[PeriodFault, str] = MappingProxyType(
    {
        PeriodFault.GARBLED: _l("The months could not be understood: they are like 2026-03."),
        PeriodFault.REVERSED: _l("The first month comes after the last one."),
        PeriodFault.PAST: _l("Nobody was asked anything here that long ago."),
        PeriodFault.FUTURE: _l("Months to come have no answers yet."),
    }
)
