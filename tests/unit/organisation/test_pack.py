"""A pack is read whole: what is right comes out as values, what is wrong all at once."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.documents import Fault
from app.organisation.pack import PackError, parse, parse_bytes
from app.organisation.pack_parts import ActionState, AreaKind, PackArea, Years
from tests.unit.organisation.pack_documents import (
    changed,
    faults_of,
    full_pack,
    parsed,
    small_pack,
    without,
)


def test_the_smallest_pack_has_no_themes_strategies_or_plans() -> None:
    pack = parsed(small_pack())
    assert (pack.themes, pack.strategies, pack.plans) == ((), (), ())
    assert pack.area_keys == {"hallinto"}
    assert pack.municipality.population == {2024: 1200}
    assert pack.municipality.colour == "#005eb8"
    assert pack.municipality.intro == {}


def test_a_strategy_without_goals_and_a_plan_without_actions_are_valid() -> None:
    pack = full_pack()
    pack["strategies"][0]["goals"] = []
    pack["plans"][0]["actions"] = []
    assert parsed(pack).strategies[0].goals == ()


def test_everything_of_a_pack_is_read() -> None:
    pack = parsed(full_pack())
    (area,) = pack.areas
    assert (area.kind, area.valid_from, area.valid_until) == (AreaKind.AREA, date(2017, 1, 1), None)
    assert area.children == (
        PackArea("vaalit", {"fi": "Vaalit"}, {}, AreaKind.SERVICE, None, None, ()),
    )
    assert pack.area_keys == {"hallinto", "vaalit"}
    assert pack.themes[0].owner == "vaalit"
    (strategy,) = pack.strategies
    assert strategy.adopted is not None
    assert (strategy.adopted.day, strategy.adopted.section) == (date(2021, 12, 13), 110)
    (action,) = pack.plans[0].actions
    assert (action.climate, action.demo, action.state) == (False, False, ActionState.PLANNED)
    assert action.objectives == ("bussit",)


def test_an_objective_takes_its_own_period_or_the_one_of_all_objectives() -> None:
    (goal,) = parsed(full_pack()).strategies[0].goals
    assert [objective.period for objective in goal.objectives] == [
        Years(2022, 2025),
        Years(2024, 2030),
    ]


def test_without_a_period_of_objectives_the_strategy_period_holds() -> None:
    (goal,) = parsed(without("strategies.0.objectives_period")).strategies[0].goals
    assert goal.objectives[0].period == Years(2022, 2030)


ONE_FAULT = [
    ("municipality.slug", "Kunta", "'Kunta' cannot be used in an address"),
    ("municipality.slug", None, "missing"),
    ("municipality.name.fi", "", "empty"),
    ("municipality.name", "Kunta", "is a text, not a mapping"),
    ("municipality.name.de", "Gemeinde", "unknown key"),
    ("municipality.languages", [], "empty"),
    ("municipality.hosts", [], "empty"),
    ("municipality.timezone", "Europe/Helsinky", "'Europe/Helsinky' is not a time zone"),
    ("municipality.colour", "red", "'red' is not a colour"),
    ("municipality.colour", "#12345g", "'#12345g' is not a colour"),
    ("municipality.population", None, "missing"),
    ("municipality.population", {}, "empty"),
    ("municipality.population.2024", "many", "is a text, not a whole number"),
    ("municipality.population.year", 5, "'year' is not a year"),
    ("municipality.population_is_demo", "yes", "is a text, not true or false"),
    ("municipality.contacts", None, "missing"),
    ("municipality.contacts.privacy", "nobody", "'nobody' is not an e-mail address"),
    ("municipality.contacts.address", "x" * 501, "501 characters are too many"),
    ("areas.0.kind", None, "missing"),
    ("areas.0.kind", "unit", "'unit' is not known"),
    ("areas.0.kind", "service", "service at the top of the tree"),
    ("areas.0.children.0.kind", "area", "area below area"),
    ("areas.0.children.0.key", "hallinto", "'hallinto' is the key of another area"),
    ("areas.0.children.0.from", "2016-12-31", "before the area above it, which begins 2017-01-01"),
    ("areas.0.until", "2016-01-01", "2016-01-01 is before 2017-01-01"),
    ("areas.0.from", "1.1.2017", "'1.1.2017' is not a day"),
    ("areas.0.nimi", {"fi": "x"}, "unknown key"),
    ("themes.0.owner", "vaalti", "no area has the key 'vaalti'"),
    ("themes.0.owner", None, "missing"),
    ("themes.0.ways", [{"fi": 3}], "is a whole number, not a text"),
    ("themes.0.key", "a b", "'a b' cannot be used in an address"),
    ("strategies.0.period", None, "missing"),
    ("strategies.0.period.to", "2030", "is a text, not a whole number"),
    ("strategies.0.period.from", 12, "12 is out of range"),
    ("strategies.0.adopted.date", "2021-13-01", "'2021-13-01' is not a day"),
    ("strategies.0.adopted.section", 0, "0 is out of range"),
    ("strategies.0.goals.0.objectives.0.key", "bussit", "'bussit' is the key of another objective"),
    ("strategies.0.goals.0.title", {}, "missing in this language"),
    ("plans.0.area", "x", "no area has the key 'x'"),
    ("plans.0.actions.0.objectives.0", "busit", "no objective has the key 'busit'"),
    ("plans.0.actions.0.state", "finished", "'finished' is not known"),
    ("plans.0.actions.0.climate", 1, "is a whole number, not true or false"),
    ("plans.0.actions.0", "Kokeilu", "is a text, not a mapping"),
    ("plans", {}, "is a mapping, not a list"),
    ("areas", {}, "is a mapping, not a list"),
]


@pytest.mark.parametrize(("path", "value", "reason"), ONE_FAULT)
def test_one_wrong_value_is_named_with_its_reason(path: str, value: object, reason: str) -> None:
    assert reason in [found for _, found in faults_of(changed(path, value))]


def test_a_fault_is_named_with_its_path() -> None:
    found = faults_of(changed("areas.0.children.0.kind", "unit"))
    assert found == [("areas[0].children[0].kind", "'unit' is not known")]


def test_hints_name_what_was_probably_meant() -> None:
    with pytest.raises(PackError) as caught:
        parsed(changed("themes.0.owner", "vaalti"))
    assert [fault.hint for fault in caught.value.faults] == ["did you mean vaalit?"]


@pytest.mark.parametrize(
    "host",
    [
        "kunta.fi:8000",
        "https://kunta.fi",
        "Kunta.fi",
        "kunta.fi/",
        "-a.fi",
        "a..fi",
        "pieksämäki.fi",
    ],
)
def test_a_host_is_a_bare_lower_case_name(host: str) -> None:
    assert faults_of(changed("municipality.hosts", ["kunta.fi", host])) == [
        ("municipality.hosts[1]", f"{host!r} is not a host name")
    ]


def test_a_host_named_twice_is_a_fault() -> None:
    assert faults_of(changed("municipality.hosts", ["a.fi", "a.fi"])) == [
        ("municipality.hosts[1]", "'a.fi' is in the list twice")
    ]


def test_a_language_is_one_that_the_service_speaks() -> None:
    """Otherwise its texts would be asked for and never shown; with no other, no page would be."""
    pack = changed("municipality.languages", ["fi", "tlh"])
    assert faults_of(pack) == [("municipality.languages[1]", "the service does not speak 'tlh'")]


def test_a_new_language_is_missed_in_every_text() -> None:
    found = faults_of(changed("municipality.languages", ["fi", "sv"]))
    assert len(found) == 13
    assert {reason for _, reason in found} == {"missing in this language"}
    assert ("strategies[0].goals[0].objectives[1].title.sv", "missing in this language") in found


def test_a_period_that_ends_before_it_begins_is_a_fault() -> None:
    pack = changed("plans.0.period", {"from": 2025, "to": 2022})
    assert faults_of(pack) == [("plans[0].period", "ends in 2022, before it begins in 2025")]


def test_periods_of_objectives_lie_within_the_strategy() -> None:
    pack = changed("strategies.0.objectives_period", {"from": 2021, "to": 2025})
    pack["strategies"][0]["goals"][0]["objectives"][1]["period"] = {"from": 2024, "to": 2031}
    assert faults_of(pack) == [
        ("strategies[0].objectives_period", "2021 to 2025 is not within 2022 to 2030"),
        (
            "strategies[0].goals[0].objectives[1].period",
            "2024 to 2031 is not within 2022 to 2030",
        ),
    ]


def test_an_area_does_not_outlive_the_area_above_it() -> None:
    pack = changed("areas.0.until", "2024-12-31")
    pack["areas"][0]["children"][0]["until"] = "2025-12-31"
    assert faults_of(pack) == [
        ("areas[0].children[0].until", "after the area above it, which ends 2024-12-31")
    ]


def test_a_pack_without_areas_is_a_fault() -> None:
    assert faults_of(small_pack() | {"areas": []}) == [("areas", "no area")]
    without_areas = small_pack()
    del without_areas["areas"]
    assert faults_of(without_areas) == [("areas", "missing")]


@pytest.mark.parametrize("kind", ["themes", "plans", "strategies"])
def test_a_repeated_entry_is_a_duplicate_key_of_its_kind(kind: str) -> None:
    pack = full_pack()
    pack[kind].append(deepcopy(pack[kind][0]))
    reasons = [reason for path, reason in faults_of(pack) if path == f"{kind}[1].key"]
    assert len(reasons) == 1
    assert "is the key of another" in reasons[0]


def test_every_fault_of_a_pack_comes_out_at_once() -> None:
    pack = full_pack()
    del pack["municipality"]["slug"]
    pack["municipality"]["colour"] = "blue"
    pack["municipality"]["contacts"]["privacy"] = "x"
    pack["areas"][0]["children"][0]["kind"] = "unit"
    pack["themes"][0]["owner"] = "nobody"
    pack["strategies"][0]["goals"][0]["objectives"][0]["key"] = "Kirjasto"
    pack["plans"][0]["actions"][0]["objectives"] = ["nothing"]
    pack["extra"] = 1
    assert {path for path, _ in faults_of(pack)} == {
        "municipality.slug",
        "municipality.colour",
        "municipality.contacts.privacy",
        "areas[0].children[0].kind",
        "themes[0].owner",
        "strategies[0].goals[0].objectives[0].key",
        "plans[0].actions[0].objectives[0]",
        "extra",
    }


@pytest.mark.parametrize("text", ["a: [", "just a text", "- a\n- b\n", "", "a: &x 1\n"])
def test_what_is_no_pack_at_all_is_a_pack_error(text: str) -> None:
    with pytest.raises(PackError):
        parse(text)


def test_a_pack_that_is_not_utf_8_is_a_pack_error() -> None:
    with pytest.raises(PackError) as caught:
        parse_bytes(b"municipality:\n  name: Pieks\xe4m\xe4ki\n")
    assert [(fault.path, fault.reason) for fault in caught.value.faults] == [
        ("line 2", "not UTF-8")
    ]


def test_a_key_written_twice_comes_out_with_the_other_faults() -> None:
    with pytest.raises(PackError) as caught:
        parse("areas: []\nareas: []\nextra: 1\nmunicipality: {}\n")
    paths = [fault.path for fault in caught.value.faults]
    assert {"areas", "extra", "municipality.slug"} <= set(paths)
    assert "written twice, again on line 2" in [fault.reason for fault in caught.value.faults]


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=4,
)


def places(value: object, path: str = "") -> Iterator[str]:
    """The path of everything below a value: `areas.0.kind`."""
    if isinstance(value, dict):
        entries = list(value.items())
    else:
        entries = list(enumerate(value)) if isinstance(value, list) else []
    for key, inner in entries:
        place = f"{path}.{key}" if path else str(key)
        yield place
        yield from places(inner, place)


@given(path=st.sampled_from(sorted(places(full_pack()))), value=JUNK)
def test_junk_anywhere_is_a_pack_or_a_list_of_faults_and_never_a_crash(
    path: str, value: object
) -> None:
    faults: tuple[Fault, ...] = ()
    try:
        pack = parsed(changed(path, value))
    except PackError as error:
        faults = error.faults
    assert faults or pack.areas
    assert all(fault.path and fault.reason for fault in faults)
