"""What a municipality adds to a survey is checked whole, against the keys of the city."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from app.organisation.pack import parse_bytes
from app.surveys.meta import Anonymity, Meta, MetaError, PublicResults, Who, parse

ROOT = Path(__file__).parents[3]
FOLDERS = (path.parent for path in ROOT.glob("surveys/*/*/meta.yaml"))
SURVEYS = sorted(folder for folder in FOLDERS if folder.parent.name != "examples")
HELSINKI = ZoneInfo("Europe/Helsinki")
CITY: dict[str, Any] = {
    "folder": "kysely",
    "areas": ["liikenne", "kulttuuri"],
    "themes": {"osallisuus": "kulttuuri", "kumppanuus": "liikenne"},
    "objectives": ["bussit", "kirjasto"],
    "questions": ["toive", "ika"],
    "groups": ["vaakku", "lautakunta"],
    "choices": {"ika": ["nuori", "65"]},
}


def document(**changes: object) -> str:
    values = {"slug": "kysely", "area": "liikenne", "opens": "2026-05-01T09:00"} | changes
    return yaml.safe_dump({key: value for key, value in values.items() if value is not None})


def meta(**changes: object) -> Meta:
    return parse(document(**changes), **CITY)


def faults_of(**changes: object) -> list[tuple[str, str]]:
    with pytest.raises(MetaError) as caught:
        meta(**changes)
    return [(fault.path, fault.reason) for fault in caught.value.faults]


def test_what_is_left_out_has_a_careful_default() -> None:
    found = meta()
    assert (found.themes, found.objectives, found.objectives_of) == ((), (), {})
    assert (found.who, found.anonymity) == (Who.ANYONE, Anonymity.ANONYMOUS)
    assert found.public_results is PublicResults.CLOSED
    assert (found.min_group, found.retention_months, found.answer_due_days) == (5, 24, 30)
    assert found.closes is None
    assert not found.once_per_browser


def test_everything_is_read() -> None:
    found = meta(
        themes=["osallisuus"],
        objectives=["bussit"],
        question_objectives={"toive": ["kirjasto", "bussit"]},
        closes="2026-05-31 16:00",
        once_per_browser=True,
        min_group=3,
        public_results="open",
        retention_months=12,
        answer_due_days=14,
    )
    assert found.objectives_of == {"toive": ("kirjasto", "bussit")}
    assert (found.area, found.themes, found.objectives) == (
        "liikenne",
        ("osallisuus",),
        ("bussit",),
    )
    assert (found.once_per_browser, found.min_group) == (True, 3)
    assert found.public_results is PublicResults.OPEN
    assert (found.retention_months, found.answer_due_days) == (12, 14)


def test_fixed_times_are_of_the_municipality_in_summer_and_winter() -> None:
    found = meta(opens="2026-03-01T09:00", closes="2026-05-31T16:00")
    assert found.window(date(2020, 1, 1), HELSINKI) == (
        datetime(2026, 3, 1, 7, 0, tzinfo=UTC),
        datetime(2026, 5, 31, 13, 0, tzinfo=UTC),
    )


def test_relative_days_are_whole_local_days_from_the_publishing() -> None:
    found = meta(opens="-10d", closes="+21d")
    assert found.window(date(2026, 1, 11), HELSINKI) == (
        datetime(2025, 12, 31, 22, 0, tzinfo=UTC),
        datetime(2026, 2, 1, 21, 59, tzinfo=UTC),
    )


def test_a_survey_without_closing_time_stays_open() -> None:
    assert meta(opens="+0d").window(date(2026, 1, 11), HELSINKI)[1] is None


def test_opening_and_closing_on_one_relative_day_is_that_day() -> None:
    opens, closes = meta(opens="+0d", closes="+0d").window(date(2026, 1, 11), HELSINKI)
    assert closes is not None
    assert (closes - opens).total_seconds() == (24 * 60 - 1) * 60


ONE_FAULT: list[tuple[dict[str, object], str, str]] = [
    ({"slug": None}, "slug", "missing"),
    ({"slug": "toinen"}, "slug", "'toinen' in the folder 'kysely'"),
    ({"area": "liikene"}, "area", "no area has the key 'liikene'"),
    ({"area": None}, "area", "missing"),
    ({"themes": ["x"]}, "themes[0]", "no theme has the key 'x'"),
    ({"themes": "osallisuus"}, "themes", "is a text, not a list"),
    ({"objectives": ["bussit", "x"]}, "objectives[1]", "no objective has the key 'x'"),
    (
        {"question_objectives": {"toivo": []}},
        "question_objectives.toivo",
        "no question is named 'toivo'",
    ),
    (
        {"question_objectives": {"ika": ["x"]}},
        "question_objectives.ika[0]",
        "no objective has the key 'x'",
    ),
    ({"question_objectives": ["ika"]}, "question_objectives", "is a list, not a mapping"),
    ({"opens": None}, "opens", "missing"),
    ({"opens": "tomorrow"}, "opens", "'tomorrow' is not a time"),
    ({"opens": "2026-05-01"}, "opens", "'2026-05-01' is a day without a time"),
    ({"opens": "2026-05-01T09:00+03:00"}, "opens", "a time zone of its own"),
    ({"opens": "1026-05-01T09:00"}, "opens", "1026 is out of range"),
    ({"closes": "2026-05-01T08:59"}, "closes", "before the survey opens"),
    ({"closes": "2026-05-01T09:00"}, "closes", "before the survey opens"),
    ({"opens": "-5d", "closes": "-6d"}, "closes", "before the survey opens"),
    ({"closes": "+5d"}, "closes", "a date and relative days together"),
    ({"who": "nobody"}, "who", "'nobody' is not known"),
    ({"anonymity": "none"}, "anonymity", "'none' is not known"),
    ({"public_results": "always"}, "public_results", "'always' is not known"),
    ({"once_per_browser": "yes"}, "once_per_browser", "is a text, not true or false"),
    ({"min_group": 2}, "min_group", "2 does not protect respondents"),
    ({"min_group": 0}, "min_group", "0 does not protect respondents"),
    ({"min_group": -1}, "min_group", "-1 is out of range"),
    ({"retention_months": 0}, "retention_months", "0 is out of range"),
    ({"answer_due_days": 366}, "answer_due_days", "366 is out of range"),
    ({"min_grup": 5}, "min_grup", "unknown key"),
]


@pytest.mark.parametrize(("changes", "path", "reason"), ONE_FAULT)
def test_one_wrong_value_is_one_fault(changes: dict[str, object], path: str, reason: str) -> None:
    assert faults_of(**changes) == [(path, reason)]


def test_every_fault_comes_out_at_once() -> None:
    found = faults_of(slug="Kysely!", area="x", themes=["y"], opens="z", min_group=1, extra=1)
    assert [path for path, _ in found] == [
        "extra",
        "slug",
        "themes[0]",
        "opens",
        "area",
        "min_group",
    ]


def test_where_only_a_theme_is_named_its_owner_is_the_area() -> None:
    assert meta(area=None, themes=["osallisuus"]).area == "kulttuuri"


def test_themes_of_several_owners_leave_the_area_open() -> None:
    assert faults_of(area=None, themes=["osallisuus", "kumppanuus"]) == [
        ("area", "the themes are answered for by different areas")
    ]


def test_without_a_city_references_are_not_checked() -> None:
    found = parse(document(slug="any", area="any", themes=["any"], objectives=["any"]))
    assert (found.area, found.themes, found.objectives) == ("any", ("any",), ("any",))


@pytest.mark.parametrize("text", ["", "[", "- a", "a: *b"])
def test_what_is_no_mapping_is_a_meta_error(text: str) -> None:
    with pytest.raises(MetaError):
        parse(text)


def question_names(elements: list[dict[str, Any]]) -> Iterator[str]:
    for element in elements:
        if element["type"] == "panel":
            yield from question_names(element["elements"])
        elif element["type"] != "html":
            yield element["name"]


def shipped(folder: Path) -> Meta:
    city = ROOT / "app" / "organisation" / "packs" / f"{folder.parent.name}.yaml"
    pack = parse_bytes(city.read_bytes())
    definition = json.loads((folder / "survey.json").read_text("utf-8"))
    return parse(
        (folder / "meta.yaml").read_text("utf-8"),
        folder=folder.name,
        areas=pack.area_keys,
        themes={theme.key: theme.owner for theme in pack.themes},
        objectives=pack.objective_keys,
        questions=[
            name for page in definition["pages"] for name in question_names(page["elements"])
        ],
    )


@pytest.mark.parametrize(
    "folder", SURVEYS, ids=lambda folder: f"{folder.parent.name}/{folder.name}"
)
def test_every_survey_shipped_refers_to_what_its_city_has(folder: Path) -> None:
    found = shipped(folder)
    assert found.min_group >= 5
    assert found.closes is not None


def test_both_cities_have_surveys_that_are_open_and_one_that_is_closed() -> None:
    today = date(2026, 6, 1)
    now = datetime(2026, 6, 1, 12, tzinfo=UTC)
    for city in ("joensuu", "pieksamaki"):
        windows = [
            shipped(folder).window(today, HELSINKI)
            for folder in SURVEYS
            if folder.parent.name == city
        ]
        states = {opens <= now <= closes for opens, closes in windows if closes}
        assert states == {True, False}


def test_who_may_answer_needs_what_lets_people_in() -> None:
    assert meta(who="code", code="Kevät – 2026").gates.code == "kevät2026"
    assert meta(who="members", groups=["vaakku"]).gates.groups == ("vaakku",)
    assert [path for path, _ in faults_of(who="code")] == ["code"]
    assert [path for path, _ in faults_of(who="code", code="a b-c")] == ["code"]
    assert [path for path, _ in faults_of(who="members")] == ["groups"]
    assert [path for path, _ in faults_of(who="members", groups=["vaaku"])] == ["groups[0]"]


@pytest.mark.parametrize(
    ("quota", "place"),
    [
        ({"question": "ikä", "value": "nuori", "most": 1}, "quotas[0].question"),
        ({"question": "toive", "value": "nuori", "most": 1}, "quotas[0].question"),
        ({"question": "ika", "value": "vanha", "most": 1}, "quotas[0].value"),
        ({"question": "ika", "value": "nuori", "most": 0}, "quotas[0].most"),
        ({"question": "ika", "value": "nuori"}, "quotas[0].most"),
        ("ika", "quotas[0]"),
    ],
)
def test_a_quota_names_a_choice_and_how_many(quota: object, place: str) -> None:
    assert [path for path, _ in faults_of(quotas=[quota])] == [place]


def test_quotas_are_read_and_none_twice() -> None:
    young = {"question": "ika", "value": "nuori", "most": 3}
    [quota] = meta(quotas=[{"question": "ika", "value": 65, "most": 3}]).gates.quotas
    assert (quota.question, quota.value, quota.most) == ("ika", "65", 3)
    assert [path for path, _ in faults_of(quotas=[young, dict(young)])] == ["quotas[1].value"]


@pytest.mark.parametrize(
    ("origin", "is_right"),
    [
        ("https://www.kaupunki.fi", True),
        ("https://www.kaupunki.fi:8443", True),
        ("http://kaupunki.localhost:8000", True),
        ("http://www.kaupunki.fi", False),
        ("https://www.kaupunki.fi/", False),
        ("https://*.kaupunki.fi", False),
        ("https://www.kaupunki.fi; script-src *", False),
        ("www.kaupunki.fi", False),
        ("https://www.kaupunki.fi:99999", False),
    ],
)
def test_only_web_sites_show_a_survey_in_a_frame(origin: str, is_right: bool) -> None:
    if is_right:
        assert meta(embed=[origin]).gates.embed == (origin,)
    else:
        assert [path for path, _ in faults_of(embed=[origin])] == ["embed[0]"]
