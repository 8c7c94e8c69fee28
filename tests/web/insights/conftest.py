"""The desk is tested on a Monday morning."""

from tests.web.insights.desks import monday

__all__ = ["monday"]
