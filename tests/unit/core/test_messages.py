"""The messages of templates: in the language of the moment, and safe whatever is put in."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from flask import Flask, render_template_string
from flask_babel import force_locale, gettext
from markupsafe import Markup

from app.core import i18n

ONE, MANY = "%(num)s answer <b>", "%(num)s answers <b>"


@pytest.fixture
def speaking(tmp_path: Path) -> Flask:
    """An application with a Finnish and a Swedish catalogue."""
    for lang, hello, one, many in (
        ("fi", "Hei %(name)s!", "%(num)s vastaus <b>", "%(num)s vastausta <b>"),
        ("sv", "Hej %(name)s!", "%(num)s svar <b>", "%(num)s svar <b>"),
    ):
        catalogue = Catalog(locale=lang)
        catalogue.add("Hello %(name)s!", hello)
        catalogue.add("100 %% sure", f"100 %% {lang}")
        catalogue.add((ONE, MANY), (one, many))
        folder = tmp_path / lang / "LC_MESSAGES"
        folder.mkdir(parents=True)
        with (folder / "messages.mo").open("wb") as file:
            write_mo(file, catalogue)
    app = Flask(__name__)
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(tmp_path)
    i18n.install(app)
    return app


def _rendered(source: str, lang: str, **values: object) -> str:
    with force_locale(lang):
        return render_template_string(source, **values)


def test_each_language_keeps_its_own_words(speaking: Flask) -> None:
    with speaking.test_request_context():
        source = "{{ _('Hello %(name)s!', name='Aino') }}"
        seen = [_rendered(source, lang) for lang in ("fi", "sv", "en", "fi")]
        assert seen == ["Hei Aino!", "Hej Aino!", "Hello Aino!", "Hei Aino!"]
        with force_locale("sv"):
            assert gettext("Hello %(name)s!", name="Aino") == "Hej Aino!"


def test_what_is_put_into_a_message_is_escaped_and_the_message_itself_is_not(
    speaking: Flask,
) -> None:
    with speaking.test_request_context():
        source = "{{ _('Hello %(name)s!', name=name) }} {{ ngettext(one, many, n, who=name) }}"
        values = {"one": ONE, "many": MANY, "n": 2}
        bold = _rendered(source, "fi", name=Markup("<i>A</i>"), **values)
        assert bold == "Hei <i>A</i>! 2 vastausta <b>"
        assert "&lt;i&gt;A&lt;/i&gt;" in _rendered(source, "fi", name="<i>A</i>", **values)


def test_a_message_without_variables_is_a_format_all_the_same(speaking: Flask) -> None:
    with speaking.test_request_context():
        assert _rendered("{{ _('100 %% sure') }}", "fi") == "100 % fi"
        assert _rendered("{{ gettext('100 %% sure') }}", "sv") == "100 % sv"


def test_a_plural_counts_and_may_say_its_number_in_its_own_way(speaking: Flask) -> None:
    with speaking.test_request_context():
        source = "{{ ngettext(one, many, n) }} {{ ngettext(one, many, n, num='N') }}"
        one = _rendered(source, "fi", one=ONE, many=MANY, n=1)
        assert one == "1 vastaus <b> N vastaus <b>"
        assert _rendered(source, "fi", one=ONE, many=MANY, n=3).startswith("3 vastausta")
