"""Packs for tests: the smallest one, one with some of everything, and changes to it."""

from typing import Any

import pytest
import yaml

from app.organisation.pack import PackError, parse
from app.organisation.pack_parts import Pack


def small_pack() -> dict[str, Any]:
    """The smallest pack there can be: one language and a single area."""
    return {
        "municipality": {
            "slug": "kunta",
            "name": {"fi": "Kunta"},
            "languages": ["fi"],
            "hosts": ["kunta.localhost"],
            "timezone": "Europe/Helsinki",
            "colour": "#005EB8",
            "population": {"2024": 1200},
            "contacts": {
                "accessibility": "a@kunta.example",
                "privacy": "p@kunta.example",
                "supervisor": {"fi": "Viranomainen"},
                "address": "Tie 1",
            },
        },
        "areas": [{"key": "hallinto", "name": {"fi": "Hallinto"}, "kind": "area"}],
    }


def full_pack() -> dict[str, Any]:
    """A pack with one or two of everything."""
    pack = small_pack()
    pack["areas"][0] |= {
        "from": "2017-01-01",
        "children": [{"key": "vaalit", "name": {"fi": "Vaalit"}, "kind": "service"}],
    }
    pack["themes"] = [{"key": "osallisuus", "name": {"fi": "Osallisuus"}, "owner": "vaalit"}]
    pack["strategies"] = [
        {
            "key": "s",
            "title": {"fi": "Strategia"},
            "period": {"from": 2022, "to": 2030},
            "objectives_period": {"from": 2022, "to": 2025},
            "adopted": {
                "body": {"fi": "Valtuusto"},
                "date": "2021-12-13",
                "section": 110,
                "text": {"fi": "Valtuusto 13.12.2021 § 110"},
            },
            "goals": [
                {
                    "key": "palvelut",
                    "title": {"fi": "Palvelut"},
                    "objectives": [
                        {"key": "kirjasto", "title": {"fi": "Kirjasto"}},
                        {
                            "key": "bussit",
                            "title": {"fi": "Bussit"},
                            "period": {"from": 2024, "to": 2030},
                        },
                    ],
                }
            ],
        }
    ]
    action = {"key": "kokeilu", "title": {"fi": "Kokeilu"}, "objectives": ["bussit"]}
    pack["plans"] = [
        {
            "key": "plan",
            "area": "hallinto",
            "title": {"fi": "Suunnitelma"},
            "period": {"from": 2022, "to": 2025},
            "actions": [action],
        }
    ]
    return pack


def parsed(pack: dict[str, Any]) -> Pack:
    return parse(yaml.safe_dump(pack, allow_unicode=True, sort_keys=False))


def faults_of(pack: dict[str, Any]) -> list[tuple[str, str]]:
    with pytest.raises(PackError) as caught:
        parsed(pack)
    return [(fault.path, fault.reason) for fault in caught.value.faults]


def changed(path: str, value: object) -> dict[str, Any]:
    """The full pack with another value at a path: `areas.0.kind`."""
    pack = full_pack()
    *parents, last = path.split(".")
    place: Any = pack
    for step in parents:
        place = place[int(step)] if isinstance(place, list) else place[step]
    if isinstance(place, list):
        place[int(last)] = value
    else:
        place[last] = value
    return pack


def without(path: str) -> dict[str, Any]:
    """The full pack with a key left out."""
    return changed(path, None)
