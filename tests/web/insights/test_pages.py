"""What the summary of an area tells of page feedback."""

import pytest

from app.core import scope
from app.pagefeedback import filing
from tests import pagefeedback_factories as feedback
from tests.client import Client
from tests.factories import City
from tests.web.insights.desks import area, objective, official, summary, theme

pytestmark = pytest.mark.usefixtures("monday")


def test_reactions_and_comments_are_told_by_page(client: Client, joensuu: City) -> None:
    with scope.of(joensuu.id):
        widget = feedback.widget(area("culture"))
        feedback.rule(widget, f"{feedback.SITE}/parks", area("environment"))
        for value in (2, 2, 2, 2, 1):
            feedback.react(widget, "/library", value)
        feedback.react(widget, "/museum", 1, text="When is it open?")
        feedback.react(widget, "/parks/one", 2)
        feedback.react(widget, "/library", 1, is_suspect=True)
        museum = feedback.page(widget, "/museum")
    reader = client.as_(official(joensuu, "culture"))
    told = summary(reader, "culture")["own"]["pages"]
    assert (told["count"], told["reactions"], told["comments"], told["unread"]) == (2, 6, 1, 1)
    assert [(one["reactions"], one["positive"]) for one in told["first"]] == [(5, 0.8), (1, None)]
    page = reader.page("/en/desk/areas/culture")
    assert f"/en/desk/feedback/{museum.id}" in page.links
    assert "80%" in page.text
    rows = reader.get("/en/desk/areas/culture.csv").text
    assert f"{feedback.SITE}/library;5;0,8;80% of them good" in rows
    assert f";Page feedback: comments;;;{museum.title};{feedback.SITE}/museum;1;;1 is" in rows


def test_a_page_that_went_to_another_area_is_told_of_and_leads_nowhere(
    client: Client, joensuu: City
) -> None:
    with scope.of(joensuu.id):
        widget = feedback.widget(area("environment"))
        feedback.rule(widget, "/library", area("culture"), objectives=(objective(),))
        feedback.react(widget, "/library", 1)
        library = feedback.page(widget, "/library")
        filing.choose(library, area("environment").id, revision=library.revision)
    reader = client.as_(official(joensuu, "culture"))
    page = reader.page("/en/desk/areas/culture")
    assert library.title in page.text
    assert "Area environment en" in page.text
    address = f"/en/desk/feedback/{library.id}"
    assert reader.get(address).status_code == 403
    assert address not in page.links


def test_pages_about_a_theme_reach_the_area_that_answers_for_it(
    client: Client, joensuu: City
) -> None:
    with scope.of(joensuu.id):
        widget = feedback.widget(area("environment"))
        feedback.rule(
            widget, f"{feedback.SITE}/schools", area("environment"), themes=(theme("children"),)
        )
        feedback.react(widget, "/schools/one", 2)
        school = feedback.page(widget, "/schools/one")
    reader = client.as_(official(joensuu, "wellbeing"))
    [children] = summary(reader, "wellbeing")["themes"]
    assert [one["url"] for one in children["pages"]["first"]] == [school.url]
    page = reader.page("/en/desk/areas/wellbeing")
    assert school.title in page.text
    assert not [one for one in page.links if str(school.id) in one]


def test_the_first_screen_counts_unread_comments_and_puts_danger_first(
    client: Client, joensuu: City
) -> None:
    with scope.of(joensuu.id):
        widget = feedback.widget(area("culture"))
        for text in ("Nice page", "I want to die"):
            feedback.react(widget, "/library", 1, text=text)
        other = feedback.widget(area("environment"))
        feedback.react(other, "/parks", 1, text="Not mine")
    page = client.as_(official(joensuu, "culture")).page("/en/desk/")
    assert "2 comments on a web page" in page.text or "2 comments on web pages" in page.text
    assert "Somebody writes of danger to life" in page.text
    assert "/en/desk/feedback/" in page.links
