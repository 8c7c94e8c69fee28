"""The components wire labels, hints and errors so that assistive technology finds them."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask import Flask, render_template_string
from flask_babel import Babel
from jinja2 import StrictUndefined
from markupsafe import Markup
from wtforms import BooleanField, Form, PasswordField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired

from app.core.forms import SelectChoice

TEMPLATES = Path(__file__).parents[3] / "app" / "core" / "templates"
Render = Callable[..., str]


class Elements(HTMLParser):
    """Every element of a piece of HTML: (name, attributes)."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def all(self, tag: str, **attributes: str) -> list[dict[str, str | None]]:
        wanted = attributes.items()
        return [has for name, has in self.found if name == tag and wanted <= has.items()]

    def ids(self) -> list[str]:
        return [has["id"] or "" for _, has in self.found if "id" in has]


@pytest.fixture
def render() -> Iterator[Render]:
    """Renders a call of macros with the settings of the service: autoescape, StrictUndefined."""
    app = Flask("macros", template_folder=str(TEMPLATES))
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["csrf_token"] = lambda: "token"
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "no-catalogues"
    Babel(app, locale_selector=lambda: "fi")
    files = ("page", "card", "text", "form", "field", "choice", "table", "chart")
    imports = "".join(f'{{% import "macros/{name}.html" as {name} %}}' for name in files)
    with app.test_request_context():
        yield lambda source, **values: render_template_string(imports + source, **values)


FIELDS = {
    "text": "{{ field.text('a', 'a', 'Label', hint='Hint', error='Wrong', required=true) }}",
    "textarea": "{{ field.textarea('a', 'a', 'Label', hint='Hint', error='Wrong') }}",
    "select": "{{ field.select('a', 'a', 'Label', [('1', 'One')], hint='Hint', error='Wrong') }}",
    "radios": "{{ choice.radios('a', 'a', 'L', [(1, 'x'), (2, 'y')], hint='H', error='Wrong') }}",
    "checkboxes": "{{ choice.checkboxes('a', 'a', 'L', [(1, 'x'), (2, 'y')], error='Wrong') }}",
    "rating": "{{ choice.rating('a', 'a', 'L', [(1, 1), (2, 2)], low='Bad', error='Wrong') }}",
    "yes_no": "{{ choice.yes_no('a', 'a', 'L', error='Wrong') }}",
    "checkbox": "{{ choice.checkbox('a', 'a', 'Label', hint='Hint', error='Wrong') }}",
}


@pytest.mark.parametrize("source", FIELDS.values(), ids=FIELDS)
def test_every_reference_of_a_field_leads_to_an_element(render: Render, source: str) -> None:
    elements = Elements(render(source))
    ids = elements.ids()
    assert len(ids) == len(set(ids))
    referred = [has["for"] for has in elements.all("label")]
    for _, has in elements.found:
        referred += (has.get("aria-describedby") or "").split()
    assert set(referred) <= set(ids)
    assert "a-error" in referred


@pytest.mark.parametrize("source", FIELDS.values(), ids=FIELDS)
def test_the_link_of_an_error_leads_to_a_control_that_takes_focus(
    render: Render, source: str
) -> None:
    controls = [tag for tag, has in Elements(render(source)).found if has.get("id") == "a"]
    assert len(controls) == 1
    assert controls[0] in ("input", "textarea", "select")


@pytest.mark.parametrize("source", FIELDS.values(), ids=FIELDS)
def test_a_wrong_field_says_that_it_is_invalid(render: Render, source: str) -> None:
    assert any(has.get("aria-invalid") == "true" for _, has in Elements(render(source)).found)


def test_a_field_without_hint_or_error_refers_to_nothing(render: Render) -> None:
    [control] = Elements(render("{{ field.text('a', 'a', 'Label') }}")).all("input")
    assert not {"aria-describedby", "aria-invalid"} & control.keys()


def test_what_people_typed_is_escaped_and_keeps_a_first_line_break(render: Render) -> None:
    typed = '\n</textarea><b>"'
    html = render("{{ field.textarea('a', 'a', 'Label', value=typed) }}", typed=typed)
    assert ">\n\n&lt;/textarea&gt;&lt;b&gt;&#34;</textarea>" in html


@pytest.mark.parametrize(
    ("required", "mark", "shown"),
    [
        ("false", "optional", "(optional)"),
        ("true", "optional", ""),
        ("true", "required", "(required)"),
        ("false", "required", ""),
        ("true", "", ""),
    ],
)
def test_only_the_exception_is_marked(render: Render, required: str, mark: str, shown: str) -> None:
    html = render(f"{{{{ field.text('a', 'a', 'Label', required={required}, mark='{mark}') }}}}")
    assert [word for word in ("(optional)", "(required)") if word in html] == (
        [shown] * bool(shown)
    )


def test_chosen_values_come_back_chosen(render: Render) -> None:
    boxes = Elements(
        render("{{ choice.checkboxes('a', 'a', 'L', [('1', 'x'), ('2', 'y')], values=['2']) }}")
    ).all("input")
    assert [box["value"] for box in boxes if "checked" in box] == ["2"]
    answers = Elements(render("{{ choice.yes_no('a', 'a', 'L', value=false) }}")).all("input")
    assert [answer["value"] for answer in answers if "checked" in answer] == ["false"]


class Person(Form):
    name = StringField("Name", [InputRequired("Write a name.")], description="As you like")
    secret = PasswordField("Secret")
    role = SelectField(
        "Role", choices=[SelectChoice("editor", "Editor"), SelectChoice("official", "Official")]
    )
    way = RadioField("Way", choices=[SelectChoice("mail", "Mail"), SelectChoice("phone", "Phone")])
    agreed = BooleanField("Agreed")


def test_fields_of_wtforms_become_components_with_their_errors(render: Render) -> None:
    form = Person(data={"role": "official", "way": "phone", "agreed": True, "secret": "hidden"})
    form.name.errors = ["Write a name."]
    source = "{% for f in person %}{{ form.field(f) }}{% endfor %}"
    elements = Elements(html := render(source, person=form))
    [name] = elements.all("input", name="name")
    assert name["aria-describedby"] == "name-hint name-error"
    assert name["aria-required"] == "true"
    assert elements.all("input", type="password", name="secret", value="")
    assert "selected" in elements.all("option", value="official")[0]
    assert "checked" in elements.all("input", value="phone")[0]
    assert "checked" in elements.all("input", name="agreed")[0]
    assert "hidden" not in html


def test_the_error_summary_is_announced_and_links_to_the_fields(render: Render) -> None:
    elements = Elements(render("{{ form.error_summary([('q1', 'One'), ('q2', 'Two')]) }}"))
    [summary] = elements.all("div", role="alert")
    assert summary["tabindex"] == "-1"
    assert summary["aria-labelledby"] in elements.ids()
    assert [link["href"] for link in elements.all("a")] == ["#q1", "#q2"]
    assert not render("{{ form.error_summary([]) }}").strip()


def test_a_posted_form_carries_its_token(render: Render) -> None:
    elements = Elements(render("{% call form.form('/fi/x') %}{% endcall %}"))
    assert elements.all("form", method="post", action="/fi/x")
    assert elements.all("input", type="hidden", name="csrf_token", value="token")


def test_the_first_button_of_a_form_is_the_one_that_enter_presses(render: Render) -> None:
    buttons = Elements(render("{{ form.buttons('Next', back='Back') }}")).all("button")
    assert [button.get("value") for button in buttons] == [None, "back"]


def test_bars_give_every_number_as_text_and_hide_the_drawing(render: Render) -> None:
    rows = [("Yes", 1200, 0.5), ("No", 3, 0.001)]
    html = render("{{ chart.bars('Half say yes', 'c', rows, 'n', 'Answer') }}", rows=rows)
    drawings = Elements(html).all("svg")
    assert all(drawing["aria-hidden"] == "true" for drawing in drawings)
    assert [bar["width"] for bar in Elements(html).all("rect", **{"class": "k-bar-fill"})] == [
        "50.0%",
        "0.1%",
    ]
    assert "<td>1\xa0200</td>" in html
    assert "<td>50\xa0%</td>" in html


def test_a_trend_with_nothing_in_it_is_drawn_flat(render: Render) -> None:
    html = render("{{ chart.columns('Quiet', 'c', [('1', 'January', 0)], 'Answers') }}")
    assert [bar["height"] for bar in Elements(html).all("rect")] == ["0.0%"]


def test_too_few_answers_show_no_figure_but_the_rule(render: Render) -> None:
    html = render("{{ chart.too_few('Young people', 'c', k=7) }}")
    assert "7 people" in html
    assert not Elements(html).all("table")


def test_a_wide_table_is_reached_by_the_keyboard_and_named(render: Render) -> None:
    elements = Elements(
        render("{{ table.data_table('Goals', 't', [('A', 'text'), ('N', 'number')], [['x', 1]]) }}")
    )
    [frame] = elements.all("div", role="region")
    assert frame["tabindex"] == "0"
    assert frame["aria-labelledby"] in elements.ids()
    assert elements.all("th", scope="row")


def test_only_a_text_in_another_language_is_marked(render: Render) -> None:
    assert (
        render("{{ text.text_in('Hej <b>', 'sv', 'fi') }}")
        == '<span lang="sv">Hej &lt;b&gt;</span>'
    )
    assert render("{{ text.text_in('Moi', 'fi', 'fi') }}") == "Moi"
    assert render("{{ text.block_in(html, 'sv', 'fi') }}", html=Markup("<p>Hej</p>")) == (
        '<div class="k-prose" lang="sv"><p>Hej</p></div>'
    )


def test_days_and_moments_are_written_in_the_language_of_the_page(render: Render) -> None:
    assert render("{{ text.date(day) }}", day=date(2026, 3, 1)) == (
        '<time datetime="2026-03-01">1. maaliskuuta 2026</time>'
    )
    written = render("{{ text.moment(when) }}", when=datetime(2026, 3, 1, 9, 5, tzinfo=UTC))
    assert 'datetime="2026-03-01T09:05+00:00"' in written


def test_a_list_without_more_pages_has_no_pagination(render: Render) -> None:
    assert not render("{{ page.pagination() }}").strip()
    assert [
        link["rel"] for link in Elements(render("{{ page.pagination(older='/x') }}")).all("a")
    ] == ["next"]


def test_each_cell_of_a_stacking_table_brings_the_label_of_its_column(render: Render) -> None:
    source = "{{ table.stacking_table('People', 'people', columns, [['Aino', 'a@b.fi', 3]]) }}"
    columns = [("Name", "text"), ("E-mail", "text"), ("Answers", "number")]
    page = Elements(render(source, columns=columns))
    assert [has["scope"] for has in page.all("th")] == ["col"] * 3 + ["row"]
    assert [has["data-label"] for has in page.all("td")] == ["E-mail", "Answers"]
    assert len(page.all("td", **{"class": "k-number"})) == 1


def test_the_hint_of_a_choice_describes_it_and_is_no_part_of_its_label(render: Render) -> None:
    class Roles(Form):
        role = RadioField("Role")

    form = Roles()
    form.role.choices = [SelectChoice("a", "Editor", {"hint": "Edits"}), SelectChoice("b", "Other")]
    html = render("{{ form.field(one.role, mark='') }}", one=form)
    first, second = Elements(html).all("input", type="radio")
    assert first["aria-describedby"] == "role-about"
    assert "aria-describedby" not in second
    assert '<div class="k-hint" id="role-about">Edits</div>' in html
    assert '<label for="role">Editor</label>' in html


def test_a_single_action_says_to_what_it_is_done(render: Render) -> None:
    html = render("{{ form.action('/x', 'Revoke', about='Report', danger=true) }}")
    assert Elements(html).all("form", method="post", action="/x")
    assert Elements(html).all("input", type="hidden", name="csrf_token", value="token")
    assert 'Revoke <span class="ds-sr-only">Report</span></button>' in html
