"""`organisation load`: a municipality comes into step with its pack, whole or not at all."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
import yaml
from flask import Flask
from sqlalchemy import func, select

from app.core import scope
from app.core.db import db
from app.demo.service import PACKS
from app.organisation import queries
from app.organisation.models import Action, Area, Municipality, MunicipalityHost, Theme
from tests.client import Client
from tests.factories import City


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A copy of the pack of Pieksämäki under another name and host, to be changed by a test."""
    document = yaml.safe_load((PACKS / "pieksamaki.yaml").read_text(encoding="utf-8"))
    document["municipality"] |= {"slug": "koekunta", "hosts": ["koekunta.localhost"]}
    return written(tmp_path / "koekunta.yaml", document)


def written(path: Path, document: object) -> Path:
    path.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    return path


def changed(path: Path, change: object) -> None:
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    change(document)  # type: ignore[operator]
    written(path, document)


def run(app: Flask, path: Path) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["organisation", "load", str(path)])
    db.session.expire_all()
    return result.exit_code, result.output


def municipality_id(slug: str) -> object:
    return db.session.scalars(select(Municipality.id).where(Municipality.slug == slug)).first()


def test_a_pack_becomes_a_municipality_with_all_its_parts(app: Flask, pack: Path) -> None:
    code, output = run(app, pack)
    assert (code, output) == (0, "koekunta: loaded\n")
    loaded = municipality_id("koekunta")
    with scope.of(loaded):  # type: ignore[arg-type]
        tree = queries.area_tree()
        (strategy,) = queries.strategies()
        assert tree.by_key["joukkoliikenne"].parent_id == tree.by_key["yleishallinto"].id
        assert [len(goal.objectives) for goal in strategy.goals] == [6, 5, 5, 5]
        (plan,) = queries.plans()
        assert plan.plan.area_id == tree.by_key["kaupunginhallitus"].id
        assert any(action.action.is_climate for action in plan.actions)
        assert all(action.objective_ids for action in plan.actions)


def test_loading_again_changes_nothing_and_keeps_every_id(app: Flask, pack: Path) -> None:
    run(app, pack)
    with scope.of(municipality_id("koekunta")):  # type: ignore[arg-type]
        before = {area.key: area.id for area in db.session.scalars(select(Area))}
        actions = {action.key: action.id for action in db.session.scalars(select(Action))}
    assert run(app, pack)[0] == 0
    with scope.of(municipality_id("koekunta")):  # type: ignore[arg-type]
        assert {area.key: area.id for area in db.session.scalars(select(Area))} == before
        assert {a.key: a.id for a in db.session.scalars(select(Action))} == actions


@time_machine.travel(datetime(2026, 5, 3, 22, 30, tzinfo=UTC), tick=False)
def test_what_a_pack_names_no_more_ends_but_stays(app: Flask, pack: Path) -> None:
    run(app, pack)

    def without_elections(document: dict[str, list[dict[str, list[dict[str, str]]]]]) -> None:
        children = document["areas"][0]["children"]
        document["areas"][0]["children"] = [c for c in children if c["key"] != "vaalitoimi"]

    changed(pack, without_elections)
    assert run(app, pack)[0] == 0
    with scope.of(municipality_id("koekunta")):  # type: ignore[arg-type]
        ended = queries.area("vaalitoimi")
        assert ended is not None
        assert str(ended.valid_until) == "2026-05-03", "the day before, where the city is"


def test_a_new_name_and_colour_show_at_once(app: Flask, pack: Path, client: Client) -> None:
    run(app, pack)

    def renamed(document: dict[str, dict[str, object]]) -> None:
        document["municipality"]["name"] = dict.fromkeys(("fi", "sv", "en"), "Uusikunta")

    changed(pack, renamed)
    assert run(app, pack)[0] == 0
    koekunta = City(municipality_id("koekunta"), "koekunta", "koekunta.localhost", "Uusikunta")  # type: ignore[arg-type]
    assert "Uusikunta" in client.at(koekunta).get("/fi/").text


def test_every_fault_is_told_and_nothing_is_changed(app: Flask, pack: Path) -> None:
    def broken(document: dict[str, dict[str, object]]) -> None:
        document["municipality"]["colour"] = "blue"
        document["municipality"]["timezone"] = "Europe/Nowhere"
        document["strategies"][0]["goals"][0]["key"] = "Not A Key"  # type: ignore[index]
        document["plans"][0]["area"] = "no-such-area"  # type: ignore[index]

    changed(pack, broken)
    code, output = run(app, pack)
    assert code == 1
    for path in (
        "municipality.colour",
        "municipality.timezone",
        "strategies[0].goals[0].key",
        "plans[0].area",
    ):
        assert f"{pack}: {path}: " in output
    assert "nothing was changed: 4 faults" in output
    assert municipality_id("koekunta") is None


def test_a_host_of_another_municipality_is_refused_whole(
    app: Flask, pack: Path, joensuu: City
) -> None:
    def taken(document: dict[str, dict[str, object]]) -> None:
        document["municipality"]["hosts"] = ["koekunta.localhost", joensuu.host]

    changed(pack, taken)
    code, output = run(app, pack)
    assert code == 1
    assert f"municipality.hosts[1]: {joensuu.host} already leads to {joensuu.slug}" in output
    assert municipality_id("koekunta") is None
    owner = db.session.scalars(
        select(MunicipalityHost.municipality_id).where(MunicipalityHost.host == joensuu.host)
    ).one()
    assert owner == joensuu.id


def test_a_pack_touches_no_other_municipality(
    app: Flask, pack: Path, joensuu: City, pieksamaki: City
) -> None:
    def counted() -> list[object]:
        found: list[object] = []
        for city in (joensuu, pieksamaki):
            with scope.of(city.id):
                found += [
                    db.session.scalar(select(func.count()).select_from(kind).where(kind.id != None))  # noqa: E711
                    for kind in (Area, Theme)
                ]
        return found

    before = counted()
    assert run(app, pack)[0] == 0
    assert counted() == before


def test_bytes_that_are_no_text_are_a_fault_like_any_other(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "latin.yaml"
    path.write_bytes("municipality: Pieksämäki".encode("latin-1"))
    code, output = run(app, path)
    assert code == 1
    assert "not UTF-8" in output
