"""The packs of the two cities are whole and say what the cities' own documents say."""

from pathlib import Path

from app.organisation.pack import parse_bytes
from app.organisation.pack_parts import Years

PACKS = Path(__file__).parents[3] / "app" / "organisation" / "packs"


def test_every_pack_shipped_is_read() -> None:
    packs = {path.stem: parse_bytes(path.read_bytes()) for path in PACKS.glob("*.yaml")}
    assert set(packs) == {"joensuu", "pieksamaki"}
    for slug, pack in packs.items():
        assert pack.municipality.slug == slug
        assert pack.municipality.hosts == (f"{slug}.localhost",)
        assert pack.municipality.languages == ("fi", "sv", "en")
        assert pack.municipality.population_is_demo
        assert pack.municipality.colour_is_demo


def test_joensuu_has_three_themes_with_owners_and_no_strategy() -> None:
    pack = parse_bytes((PACKS / "joensuu.yaml").read_bytes())
    assert {theme.key: theme.owner for theme in pack.themes} == {
        "asukaslahtoisyys": "hyvinvointi",
        "kumppanuus": "elinvoima",
        "osallisuus": "konsernipalvelut",
    }
    assert [area.key for area in pack.areas] == [
        "elinvoima",
        "hyvinvointi",
        "kaupunkiymparisto",
        "konsernipalvelut",
    ]
    assert pack.strategies == ()


def test_pieksamaki_has_four_goals_with_twenty_one_objectives_and_no_theme() -> None:
    pack = parse_bytes((PACKS / "pieksamaki.yaml").read_bytes())
    (strategy,) = pack.strategies
    assert [len(goal.objectives) for goal in strategy.goals] == [6, 5, 5, 5]
    assert len(pack.objective_keys) == 21
    assert strategy.period == Years(2022, 2030)
    assert {o.period for goal in strategy.goals for o in goal.objectives} == {Years(2022, 2025)}
    assert pack.theme_keys == frozenset()
    (plan,) = pack.plans
    assert plan.area == "kaupunginhallitus"
    assert all(action.demo and action.objectives for action in plan.actions)
    assert any(action.climate for action in plan.actions)
