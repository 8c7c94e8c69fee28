"""Addresses that residents leave: one row each, proven by a link for one purpose and one thing."""

from collections.abc import Iterator
from uuid import uuid4

import pytest

from app.core import scope
from app.engagement import contacts
from tests.factories import City

EMAIL = "maija@home.example"


@pytest.fixture(autouse=True)
def _here(joensuu: City) -> Iterator[None]:
    with scope.of(joensuu.id):
        yield


def test_an_address_is_kept_once_and_in_the_language_spoken_last() -> None:
    first = contacts.leave(EMAIL, "fi")
    second = contacts.leave(EMAIL, "sv")
    assert second.id == first.id
    assert second.lang == "sv"


def test_nobody_else_changes_the_language_of_a_proven_address() -> None:
    contact = contacts.leave(EMAIL, "fi")
    contacts.prove(contact)
    assert contacts.leave(EMAIL, "sv").lang == "fi"
    proven_at = contact.verified_at
    contacts.prove(contact)
    assert contact.verified_at == proven_at


def test_a_link_says_its_thing_and_contact_for_its_purpose_only() -> None:
    contact, subject = contacts.leave(EMAIL, "fi"), uuid4()
    token = contacts.token("own", subject, contact)
    assert contacts.opened("own", token) == (subject, contact.id)
    assert contacts.opened("follow", token) is None
    for forged in ("", "x", token[:-2] + "xx", token[::-1]):
        assert contacts.opened("own", forged) is None
    assert EMAIL not in token


def test_a_city_has_its_own_row_for_the_same_address(pieksamaki: City) -> None:
    here = contacts.leave(EMAIL, "fi")
    with scope.of(pieksamaki.id):
        there = contacts.leave(EMAIL, "fi")
        assert there.id != here.id
        assert contacts.by_id(here.id) is None
