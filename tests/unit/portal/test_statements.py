"""The statements say the same in every language and need only what a municipality gives."""

from pathlib import Path
from string import Formatter

import pytest

from app.core.languages import LANGUAGES
from app.core.text import markdown

STATEMENTS = Path(__file__).parents[3] / "app" / "portal" / "statements"
PLACEHOLDERS = {
    "accessibility": {"municipality", "accessibility_email", "supervisor"},
    "privacy": {"municipality", "address", "privacy_email"},
}
VALUES = {
    "municipality": "Kunta",
    "address": "Tie 1",
    "accessibility_email": "esteet@kunta.example",
    "privacy_email": "tiedot@kunta.example",
    "supervisor": "Viranomainen",
}

every_statement = pytest.mark.parametrize("name", sorted(PLACEHOLDERS))
every_language = pytest.mark.parametrize("language", LANGUAGES)


def statement(name: str, language: str) -> str:
    return (STATEMENTS / f"{name}.{language}.md").read_text("utf-8")


def shape(text: str) -> list[str]:
    """The kind of each line, so that two languages can be held side by side."""
    return [line[:2] if line[:2] in ("##", "- ") else "text" for line in text.splitlines() if line]


def test_there_are_no_other_statements() -> None:
    expected = {f"{name}.{language}.md" for name in PLACEHOLDERS for language in LANGUAGES}
    assert {path.name for path in STATEMENTS.iterdir()} == expected


@every_language
@every_statement
def test_a_statement_uses_what_it_should_and_no_more(name: str, language: str) -> None:
    fields = {field for _, field, _, _ in Formatter().parse(statement(name, language)) if field}
    assert fields == PLACEHOLDERS[name]


@every_language
@every_statement
def test_languages_agree_paragraph_by_paragraph(name: str, language: str) -> None:
    assert shape(statement(name, language)) == shape(statement(name, LANGUAGES[0]))


@every_language
@every_statement
def test_a_statement_becomes_html_with_a_link_to_write_to(name: str, language: str) -> None:
    html = markdown(statement(name, language).format(**VALUES))
    assert html.count("<h2>") >= 4
    assert 'href="mailto:' in html
    assert "##" not in html
    assert "{" not in html


@every_language
def test_the_accessibility_statement_names_act_clock_and_supervisor(language: str) -> None:
    text = statement("accessibility", language).format(**VALUES)
    assert "306/2019" in text
    assert "14" in text
    assert "Viranomainen" in text
