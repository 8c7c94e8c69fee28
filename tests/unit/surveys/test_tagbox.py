"""A tagbox is a checkbox for long lists."""

from tests.unit.surveys.one_question import Json, asked, kinds, refusals, state_of, submitted

TOWNS: Json = {
    "type": "tagbox",
    "choices": ["Eno", "Tuupovaara", {"value": 3, "text": "Kiihtelys"}],
}


def test_any_number_of_choices_is_stored_once_each() -> None:
    survey, question = asked(**TOWNS)
    assert submitted(survey, "Eno", "3", "Eno") == ["Eno", 3]
    assert submitted(survey) is None
    assert question.clean("Eno") == ["Eno"]
    assert question.display(["Eno", 3], "fi") == "Eno, Kiihtelys"
    assert question.coded(["Eno", 3]) == ["Eno", "3"]
    assert question.export(["Eno", 3]) == "Eno; 3"


def test_what_is_not_among_them_is_refused() -> None:
    survey, _ = asked(**TOWNS, maxSelectedChoices=2)
    assert kinds(survey, ["Eno"]) == []
    assert kinds(survey, ["Oulu"]) == ["choice"]
    assert kinds(survey, {"Eno": True}) == ["type"]
    assert kinds(survey, ["Eno", "Tuupovaara", 3]) == ["too_many"]
    none, _ = asked(**TOWNS, showNoneItem=True)
    assert kinds(none, ["none", "Eno"]) == ["alone"]


def test_the_page_shows_it_as_boxes_to_tick() -> None:
    survey, question = asked(**TOWNS, defaultValue=["Eno"])
    view = question.view(state_of(survey, {}))
    assert view.has_several
    assert [one.value for one in view.options if one.checked] == ["Eno"]


def test_the_author_is_told_what_contradicts() -> None:
    assert refusals(**TOWNS, minSelectedChoices=4) == {
        "minSelectedChoices": "there are fewer choices"
    }
    assert refusals(type="tagbox") == {"choices": "there is nothing to choose"}
    assert refusals(**TOWNS, choicesLazyLoadEnabled=True) == {
        "choicesLazyLoadEnabled": "this property is not supported"
    }
