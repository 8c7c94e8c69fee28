"""The scope of work in hand: which municipality it is for, and whether it may write."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

_municipality: ContextVar[UUID | None] = ContextVar("municipality", default=None)
_read_only: ContextVar[bool] = ContextVar("read_only", default=False)


class NoMunicipality(RuntimeError):
    """A tenant row was about to be made with no municipality in scope."""


def municipality_id() -> UUID | None:
    return _municipality.get()


def required_municipality_id() -> UUID:
    """The municipality in scope; raises NoMunicipality where there is none."""
    current = _municipality.get()
    if current is None:
        raise NoMunicipality("no municipality is in scope")
    return current


def is_read_only() -> bool:
    return _read_only.get()


def enter(municipality: UUID | None, *, read_only: bool) -> None:
    """Set the scope of a web request, once, before anything touches the database."""
    _municipality.set(municipality)
    _read_only.set(read_only)


@contextmanager
def of(municipality: UUID | None, *, read_only: bool = False) -> Iterator[None]:
    """Do the work inside for one municipality: commands, jobs and tests."""
    before = _municipality.set(municipality)
    mode = _read_only.set(read_only)
    try:
        yield
    finally:
        _read_only.reset(mode)
        _municipality.reset(before)
