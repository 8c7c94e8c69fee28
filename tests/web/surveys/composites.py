"""One question of each type that is made of questions, and steps on the page that asks it."""

from typing import Any

from tests.client import Client
from tests.pages import Page
from tests.web.surveys.residents import pages

POLL = "/en/surveys/poll"
CHILD, TOY = "q-children.5b.{}.5d..2e.", "q-children.5b.{}.5d..2e.toys.5b.{}.5d..2e."


def text(name: str, **more: Any) -> dict[str, Any]:
    return {"type": "text", "name": name, "title": f"Title {name}", **more}


def address() -> dict[str, Any]:
    items = [text("street", isRequired=True), text("town")]
    for item in items:
        del item["type"]
    return {"type": "multipletext", "name": "address", "title": "Where?", "items": items}


def services(**more: Any) -> dict[str, Any]:
    rows = [{"value": value, "text": value.title()} for value in ("bus", "rail")]
    return {"type": "matrix", "name": "services", "title": "How are they?", "rows": rows,
            "columns": ["good", "bad"], **more}  # fmt: skip


def visits() -> dict[str, Any]:
    columns = [
        {"name": "often", "title": "How often", "cellType": "dropdown",
         "choices": ["daily", "never"], "isRequired": True},
        {"name": "why", "title": "Why", "cellType": "text",
         "visibleIf": "{row.often} = 'never'", "isRequired": True},
    ]  # fmt: skip
    return {"type": "matrixdropdown", "name": "visits", "title": "Visits",
            "rows": ["pool", "park"], "columns": columns}  # fmt: skip


def costs(**more: Any) -> dict[str, Any]:
    columns = [
        {"name": "what", "title": "What", "cellType": "text", "isRequired": True},
        {"name": "sum", "title": "Sum", "cellType": "text", "inputType": "number",
         "totalType": "sum"},
    ]  # fmt: skip
    return {"type": "matrixdynamic", "name": "costs", "title": "Costs", "rowCount": 1,
            "columns": columns, **more}  # fmt: skip


def children(**more: Any) -> dict[str, Any]:
    toys = {"type": "matrixdynamic", "name": "toys", "title": "Toys", "rowCount": 0,
            "visibleIf": "{panel.age} < 7",
            "columns": [{"name": "toy", "title": "Toy", "cellType": "text"}]}  # fmt: skip
    inside = [text("name", isRequired=True), text("age", inputType="number"), toys]
    return {"type": "paneldynamic", "name": "children", "title": "Children",
            "panelCount": 1, "maxPanelCount": 4, "templateElements": inside, **more}  # fmt: skip


def everything() -> dict[str, Any]:
    return pages([address(), services(), visits(), costs(), children()])


def values(html: str) -> dict[str, Any]:
    return Page(html).form().values


def press(client: Client, html: str, button: str, value: str = "1", **typed: Any) -> str:
    """The page that follows a button for an entry."""
    assert f'name="{button}" value="{value}"' in html
    sent = client.post(POLL, values(html) | typed | {button: value})
    assert sent.status_code == 200
    assert 'role="alert"' not in sent.text
    return sent.text
