"""The largest form that a definition may lead to is taken."""

from flask import Flask

from app.surveys.question_types.sending import MOST_SENT
from tests.client import Client
from tests.factories import City
from tests.web.surveys.composites import POLL, values
from tests.web.surveys.residents import documents, pages, place


def test_a_form_with_as_many_fields_as_a_page_may_have_is_taken(
    app: Flask, client: Client, joensuu: City
) -> None:
    boxes = {"type": "checkbox", "title": "Which?", "choices": list(range(MOST_SENT // 4))}
    place(joensuu, source=lambda: pages([{**boxes, "name": f"b{at}"} for at in range(4)]))
    assert app.config["MAX_FORM_PARTS"] > MOST_SENT
    ticked = {f"q-b{at}": [str(one) for one in boxes["choices"]] for at in range(4)}
    assert client.post(POLL, values(client.get(POLL).text) | ticked).status_code == 303
    assert {len(ticks) for ticks in documents(joensuu)[0].values()} == {MOST_SENT // 4}
