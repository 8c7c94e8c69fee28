"""The accessibility and privacy statements: true, in each language, with the city's contacts."""

from pathlib import Path

import pytest
from sqlalchemy import select

from app.core.db import db
from app.core.i18n import TranslatedText
from app.core.languages import LANGUAGES
from app.organisation.models import Municipality
from app.portal import statements
from app.portal.statements import Kind
from app.surveys.drafts import DRAFT_DAYS
from tests.client import Client
from tests.factories import City


def municipality(city: City) -> Municipality:
    return db.session.scalars(select(Municipality).where(Municipality.id == city.id)).one()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", list(Kind))
def test_a_statement_names_the_city_and_whom_to_write_to(
    client: Client, kind: Kind, lang: str
) -> None:
    page = client.page(f"/{lang}/{kind}")
    assert page.lang == lang
    assert f"Joensuu {lang} Jokimerkki" in page.text
    assert f"mailto:{kind}@joensuu.example" in page.links
    assert "{" not in page.text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_accessibility_statement_names_who_supervises(client: Client, lang: str) -> None:
    assert f"Supervisor {lang} Jokimerkki" in client.page(f"/{lang}/accessibility").text


def test_a_statement_says_when_it_was_last_updated(client: Client) -> None:
    assert '<time datetime="2026-' in client.get("/en/privacy").text


def test_contacts_are_shown_as_they_are_and_never_as_markup(client: Client, joensuu: City) -> None:
    row = municipality(joensuu)
    row.address = "*A* [b](http://c.example) <b>&amp;</b> _d_ `e`\n\n# f {privacy_email} \\"
    row.privacy_email = "a*b_c(d)@joensuu.example"
    html = client.get("/en/privacy").text
    page = client.page("/en/privacy")
    shown = "*A* [b](http://c.example) <b>&amp;</b> _d_ `e` # f {privacy_email} \\"
    assert shown in page.text
    assert "http://c.example" not in page.links
    assert page.links["mailto:a*b_c(d)@joensuu.example"].startswith("a*b_c(d)@joensuu.example")
    assert "<b>" not in html


def test_a_city_without_an_address_has_no_empty_brackets(client: Client, joensuu: City) -> None:
    municipality(joensuu).address = ""
    assert "()" not in client.page("/en/privacy").text


def test_a_language_without_a_statement_gets_the_first_there_is() -> None:
    row = Municipality(
        name=TranslatedText({"fi": "Joki"}),
        supervisor=TranslatedText({"fi": "Valvoja"}),
        accessibility_email="a@joki.example",
        privacy_email="p@joki.example",
        address="",
    )
    assert statements.statement(Kind.PRIVACY, row, "tlh").lang == "fi"


@pytest.mark.parametrize("kind", list(Kind))
def test_all_languages_have_the_same_parts(kind: Kind) -> None:
    shapes = {
        tuple(line[:2] for line in text.splitlines() if line.startswith(("## ", "- ")))
        for text in (statement_file(kind, lang).read_text(encoding="utf-8") for lang in LANGUAGES)
    }
    assert len(shapes) == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_privacy_statement_tells_how_long_drafts_are_kept(lang: str) -> None:
    assert f" {DRAFT_DAYS} " in statement_file(Kind.PRIVACY, lang).read_text(encoding="utf-8")


def statement_file(kind: Kind, lang: str) -> Path:
    return statements.FOLDER / f"{kind}.{lang}.md"
