"""Pure rules: which passwords are refused, which addresses are one, where one may be sent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.accounts import addresses, passwords
from app.accounts.passwords import PasswordFault
from app.accounts.session import is_local, safe_next

EMAIL = "maija.meikalainen@city.example"


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("elevenchars", PasswordFault.TOO_SHORT),
        ("x" * 100 + "abcdefghij" * 11, PasswordFault.TOO_LONG),
        ("my maija.meikalainen 12", PasswordFault.CONTAINS_EMAIL),
        ("MAIJA.MEIKALAINEN!", PasswordFault.CONTAINS_EMAIL),
        ("Password123!", PasswordFault.TOO_COMMON),
        ("salasanasalasana", PasswordFault.TOO_COMMON),
        ("Lösenord-2024", PasswordFault.TOO_COMMON),
        ("123456789012", PasswordFault.TOO_COMMON),
        ("ababababababab", PasswordFault.TOO_COMMON),
        ("qwertyQWERTY12", PasswordFault.TOO_COMMON),
        ("kuusi tuumaa lunta", None),
        ("correct horse battery", None),
        ("åäö on hyvä alku", None),
    ],
)
def test_a_password_is_refused_for_a_reason(password: str, fault: PasswordFault | None) -> None:
    assert passwords.fault(password, EMAIL) is fault


def test_a_short_local_part_may_occur_in_a_password() -> None:
    assert passwords.fault("anastasia has a boat", "ana@city.example") is None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Maija@City.EXAMPLE ", "maija@city.example"),
        ("a@jyväskylä.fi", "a@xn--jyvskyl-7wae.fi"),
        ("no at sign", None),
        ("a@b", None),
        ("mäijä@city.example", None),
        ("a@city.example\r\nBcc: x@y.example", None),
        ("", None),
    ],
)
def test_an_address_has_one_form(typed: str, kept: str | None) -> None:
    assert addresses.tidy(typed) == kept


@pytest.mark.parametrize(
    "address",
    [
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example/fi/",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/\n/evil.example",
        "evil.example",
        "",
        None,
        "/" + "a" * 600,
    ],
)
def test_nobody_is_sent_away_after_signing_in(address: str | None) -> None:
    assert safe_next(address, "/fi/account") == "/fi/account"


def test_a_page_of_this_host_is_kept_for_after_signing_in() -> None:
    assert safe_next("/fi/desk/areas/culture?from=2024-01", "/") == (
        "/fi/desk/areas/culture?from=2024-01"
    )


@given(st.text())
def test_what_is_local_begins_with_one_slash_and_hides_no_host(address: str) -> None:
    if is_local(address):
        assert address[0] == "/"
        assert address[1:2] not in ("/", "\\")
        assert not any(letter.isspace() and letter != " " for letter in address)
