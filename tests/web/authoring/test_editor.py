"""An official writes a survey through the editor: adding, editing, moving, undoing."""

import pytest

from app.accounts.models import User
from app.authoring import workspace
from app.authoring.chooser import BY_CODE
from app.organisation.models import Area
from app.surveys.definition import load
from tests import surveys_factories, works_factories
from tests.client import Client
from tests.web.authoring.writing import EDIT, QUESTION, VEHICLE, entry, names, press, save, work


def test_a_poll_is_made_in_a_few_steps(desk: Client, culture: Area, maria: User) -> None:
    works_factories.empty(culture, "poll", who=maria)
    first = press(desk, add="radiogroup").headers["Location"]
    assert first == f"{QUESTION}question1"
    second = save(
        desk, first, **{"p-title": "Miten kuljet?", "p-choices": "Bussi\r\nAuto", "add": "comment"}
    ).headers["Location"]
    assert names() == ["miten_kuljet", "question1"]
    end = save(desk, second, **{"p-title": "Mitä toivot?", "go": "outline"}).headers["Location"]
    assert end == f"{EDIT}#e-mita_toivot"
    assert entry("miten_kuljet")["choices"] == [
        {"value": "bussi", "text": "Bussi"},
        {"value": "auto", "text": "Auto"},
    ]
    assert load(work().source).questions.keys() == {"miten_kuljet", "mita_toivot"}
    assert "1. Miten kuljet?" in desk.page(EDIT).text


@pytest.mark.parametrize("code", BY_CODE)
def test_every_type_has_a_page_that_saves(
    code: str, desk: Client, culture: Area, maria: User
) -> None:
    works_factories.empty(culture, "poll", who=maria)
    path = press(desk, add=code).headers["Location"]
    before = entry("question1" if code != "panel" else "panel1")
    assert save(desk, path).status_code == 303
    assert entry(str(before["name"])) == before
    assert (
        save(desk, path, **{"p-title": "Something"}).headers["Location"] == f"{QUESTION}something"
    )


def test_opening_a_page_and_saving_it_changes_nothing(
    desk: Client, culture: Area, maria: User
) -> None:
    works_factories.work(culture, "poll", who=maria)
    for name in names():
        save(desk, f"{QUESTION}{name}")
    for path in ("pages/first", "survey"):
        save(desk, EDIT + path)
    assert work().revision == 1


def test_texts_in_other_languages_stay(desk: Client, culture: Area, maria: User) -> None:
    works_factories.work(culture, "poll", who=maria)
    save(desk, VEHICLE, **{"p-title": "Millä?", "p-choices": "Bussi\nAuto\nPyörä"})
    title = surveys_factories.texts("What do you travel by?")
    assert entry("vehicle")["title"] == title | {"fi": "Millä?"}
    bus = surveys_factories.texts("Bus")
    assert entry("vehicle")["choices"][0] == {"value": "bus", "text": bus | {"fi": "Bussi"}}


def test_every_button_of_the_outline_works(desk: Client, culture: Area, maria: User) -> None:
    works_factories.work(culture, "poll", who=maria)
    before = names()
    press(desk, do="down", name="vehicle")
    assert names()[:2] == ["why", "vehicle"]
    press(desk, do="up", name="vehicle")
    assert names() == before
    press(desk, do="duplicate", name="vehicle")
    assert names()[:2] == ["vehicle", "vehicle_2"]
    press(desk, do="place", name="vehicle_2", into="second", after="wish")
    assert names()[-2:] == ["vehicle_2", "place"]
    press(desk, do="delete", name="vehicle_2")
    assert names() == before
    press(desk, do="add-page")
    press(desk, do="page-up", name="page1")
    assert [one["name"] for one in work().source["pages"]] == ["first", "page1", "second"]
    press(desk, do="delete-page", name="first")
    assert names() == ["parking", "wish", "place"]


def test_what_was_deleted_comes_back_by_undo(desk: Client, culture: Area, maria: User) -> None:
    works_factories.work(culture, "poll", who=maria)
    there = press(desk, do="delete", name="wish").headers["Location"]
    told = desk.page(there.partition("#")[0]).text
    assert "What do you wish for? fi" in told
    press(desk, do="undo")
    assert "wish" in names()
    press(desk, do="redo")
    assert "wish" not in names()
    press(desk, do="undo")
    press(desk, do="delete", name="place")
    press(desk, do="undo")
    assert "place" in names()


def test_what_undo_would_undo_is_named(desk: Client, culture: Area, maria: User) -> None:
    works_factories.work(culture, "poll", who=maria)
    press(desk, do="delete", name="wish")
    press(desk, do="delete", name="place")
    press(desk, do="undo")
    page = desk.page(EDIT).text
    undo, redo = page.index("What do you wish for? fi"), page.index("Which stop? fi")
    assert undo < redo


def test_nothing_is_written_until_a_published_survey_is_changed(
    desk: Client, culture: Area
) -> None:
    surveys_factories.survey(culture, "poll", source=surveys_factories.definition())
    assert "What do you travel by? fi" in desk.page(EDIT).text
    desk.page(VEHICLE)
    assert workspace.by_slug("poll") is None
    save(desk, VEHICLE)
    save(desk, VEHICLE, **{"p-title": "Millä?"})
    assert work().revision == 2
    assert work().survey_id is not None
    assert entry("vehicle")["title"]["fi"] == "Millä?"


def test_a_published_name_and_value_stay(desk: Client, culture: Area) -> None:
    surveys_factories.survey(culture, "poll", source=surveys_factories.definition())
    save(desk, VEHICLE, **{"p-title": "Millä?", "p-choices": "Bus fi x\nCar\nBicycle"})
    assert [one["value"] for one in entry("vehicle")["choices"]] == ["bus", "car", "bicycle"]
    page = desk.page(VEHICLE)
    assert "p-name" not in page.form(VEHICLE).values


@pytest.mark.parametrize(("known", "value"), [("asked", "bus"), ("named", "bus"), ("", "bus_lane")])
def test_a_value_stays_once_somebody_knows_it(
    known: str, value: str, desk: Client, culture: Area, maria: User
) -> None:
    source = surveys_factories.definition()
    elements = source["pages"][0]["elements"]
    elements[0] |= {"title": "How?", "choices": [{"value": "bus", "text": "Bus"}, "car"]}
    elements[1]["visibleIf"] = "{vehicle} = 'bus'" if known == "named" else "{vehicle} notempty"
    if known == "asked":
        surveys_factories.survey(culture, "poll", source=source)
    else:
        works_factories.work(culture, "poll", who=maria, source=source)
    save(desk, VEHICLE, **{"p-choices": "Bus lane\ncar"})
    assert entry("vehicle")["choices"][0]["value"] == value


def test_a_technical_name_can_be_chosen_before_anybody_is_asked(
    desk: Client, culture: Area, maria: User
) -> None:
    works_factories.work(culture, "poll", who=maria)
    assert save(desk, VEHICLE, **{"p-name": "means"}).headers["Location"] == f"{QUESTION}means"
    assert entry("parking")["visibleIf"] == "{means} = 'car'"
    refused = save(desk, f"{QUESTION}means", **{"p-name": "{x}", "p-title": "Kept"})
    assert refused.status_code == 422
    assert "Kept" in refused.text


def test_what_is_no_number_comes_back_with_everything_typed(
    desk: Client, culture: Area, maria: User
) -> None:
    works_factories.work(culture, "poll", who=maria)
    refused = save(desk, f"{QUESTION}ease", **{"p-rateMax": "many", "p-title": "Typed"})
    assert refused.status_code == 422
    assert "many" in refused.text
    assert "Typed" in refused.text
    assert work().revision == 1
    save(desk, f"{QUESTION}ease", **{"p-rateMax": "10"})
    assert entry("ease")["rateMax"] == 10


def test_questions_inside_others_are_edited_like_the_rest(
    desk: Client, culture: Area, maria: User
) -> None:
    works_factories.empty(culture, "poll", who=maria)
    outer = press(desk, add="paneldynamic").headers["Location"]
    outer = save(desk, outer, **{"p-title": "Children"}).headers["Location"]
    inner = save(desk, outer, add="text", into="y").headers["Location"]
    assert inner == f"{QUESTION}question1?in=children"
    inner = save(desk, inner, **{"p-title": "Name"}).headers["Location"]
    assert inner == f"{QUESTION}name?in=children"
    assert entry("name", "children")["title"] == "Name"
    table = press(desk, add="matrixdynamic").headers["Location"]
    save(desk, table, **{"p-title": "Trips", "p-columns": "Where to\nHow long"})
    column = f"{QUESTION}how_long?in=trips"
    save(desk, column, **{"p-cellType": "text"})
    save(desk, column, **{"p-inputType": "number"})
    assert entry("how_long", "trips") == {
        "name": "how_long", "title": "How long", "cellType": "text", "inputType": "number"
    }  # fmt: skip


def test_rules_are_edited_one_by_one(desk: Client, culture: Area, maria: User) -> None:
    works_factories.work(culture, "poll", who=maria)
    rules = f"{EDIT}lists/validators?name=place"
    save(desk, rules, do="add:text")
    save(desk, rules, **{"r0-minLength": "3", "r0-text": "Longer"})
    save(desk, rules, do="add:regex")
    assert save(desk, rules, **{"r0-minLength": "x"}).status_code == 422
    assert entry("place")["validators"] == [
        {"type": "text", "minLength": 3, "text": "Longer"},
        {"type": "regex"},
    ]
    save(desk, rules, do="up:1")
    save(desk, rules, do="remove:1")
    assert entry("place")["validators"] == [{"type": "regex"}]
    for listed in ("triggers", "calculatedValues", "completedHtmlOnCondition"):
        assert save(desk, f"{EDIT}lists/{listed}", do="add:complete").status_code == 303
    assert desk.get(f"{EDIT}lists/pages").status_code == 404


def test_options_one_by_one_keep_the_rest(desk: Client, culture: Area, maria: User) -> None:
    works_factories.work(culture, "poll", who=maria)
    save(desk, f"{EDIT}lists/choices?name=vehicle", **{"r1-visibleIf": "{why} notempty"})
    assert entry("vehicle")["choices"][1]["visibleIf"] == "{why} notempty"
    save(desk, VEHICLE, **{"p-choices": "Bussi\nBil\nCykel"})
    assert entry("vehicle")["choices"][1]["visibleIf"] == "{why} notempty"


def test_conditions_are_built_on_a_page_of_their_own_once_all_is_saved(
    desk: Client, culture: Area, maria: User
) -> None:
    works_factories.work(culture, "poll", who=maria)
    there = save(desk, VEHICLE, **{"p-title": "Kept", "go": "condition:visibleIf"})
    assert there.headers["Location"] == f"{EDIT}conditions/vehicle?of=visibleIf"
    assert entry("vehicle")["title"]["fi"] == "Kept"


def test_the_way_back_to_a_question_that_got_its_name_leads_to_all_questions(
    desk: Client, culture: Area, maria: User
) -> None:
    works_factories.empty(culture, "poll", who=maria)
    before = press(desk, add="text").headers["Location"]
    save(desk, before, **{"p-title": "Where?"})
    assert desk.get(before).headers["Location"] == EDIT


@pytest.mark.parametrize(
    ("field", "typed", "status"),
    [
        ("p-title", "a\0b", 303),
        ("p-defaultValue", '"\\u0000"', 303),
        ("p-defaultValue", '"\\ud800"', 303),
        ("p-defaultValue", "[" * 500 + "]" * 500, 303),
        ("p-defaultValue", "NaN", 303),
        ("p-choices", "\n".join("a" * 3 for _line in range(1_500)), 422),
        ("p-choices", "\n".join(str(line) for line in range(900)), 303),
        ("p-visibleIf", "{" * 3_000, 303),
        ("p-choicesOrder", "sideways", 422),
        ("p-colCount", "1e400", 422),
    ],
)
def test_whatever_is_typed_is_kept_or_refused(
    field: str, typed: str, status: int, desk: Client, culture: Area, maria: User
) -> None:
    works_factories.work(culture, "poll", who=maria)
    assert save(desk, VEHICLE, **{field: typed}).status_code == status
    desk.page(EDIT)
    desk.page(VEHICLE)


def test_a_definition_that_is_all_wrong_can_be_opened(
    desk: Client, culture: Area, maria: User
) -> None:
    source = {
        "title": 5,
        "locale": 7,
        "pages": [
            {"elements": "none"},
            "page",
            {"name": 3, "elements": [{"type": 4, "choices": {}, "title": ["a"]}, {"type": "nope"}]},
        ],
    }
    works_factories.work(culture, "poll", who=maria, source=source)
    page = desk.page(EDIT)
    for link in [one for one in page.links if one.startswith(EDIT)]:
        assert (
            desk.get(link).status_code < 400
            or "preview" in link
            or "languages" in link
            or "problems" in link
        )
    press(desk, add="text")
    assert "question3" in names()
