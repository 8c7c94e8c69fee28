"""Definitions and answers, changed at random into something that they may not be."""

import copy
import random
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]

JUNK: tuple[Any, ...] = (
    *(
        None,
        True,
        0,
        -1,
        1.5,
        10**30,
        "",
        "x",
        "{a}",
        "{panel.a} = 1",
        "{row.",
        "(",
        "\x00",
        "é" * 50,
    ),
    *([], {}, [[]], [{}], {"fi": "x"}, {"default": 1}, [1, "1"], ["a"] * 300, {"": ""}),
    *({"type": "text"}, {"type": "paneldynamic", "name": "z"}, {"value": 1, "visibleIf": "{item}"}),
)


def places(value: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The ways to everything inside."""
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for key, one_inside in inner:
        yield (*above, key)
        if isinstance(one_inside, (dict, list)):
            yield from places(one_inside, (*above, key))


def mutated(source: Json, generator: random.Random) -> Json:
    """With a few things taken away, put elsewhere, doubled or replaced."""
    found = copy.deepcopy(source)
    for _ in range(generator.randint(1, 4)):
        ways = list(places(found))
        if not ways:
            break
        *above, key = generator.choice(ways)
        holder = found
        for step in above:
            holder = holder[step]
        kind = generator.random()
        if kind < 0.2:
            del holder[key]
        elif kind < 0.4:
            holder[key] = copy.deepcopy(at(found, generator.choice(ways)))
        elif kind < 0.5 and isinstance(holder, list):
            holder.append(copy.deepcopy(holder[key]))
        elif kind < 0.6 and isinstance(holder, dict):
            *_, other = generator.choice(ways)
            holder[str(other)] = holder[key]
        else:
            holder[key] = copy.deepcopy(generator.choice(JUNK))
    return found


def at(value: Any, way: tuple[Any, ...]) -> Any:
    for step in way:
        if not isinstance(value, (dict, list)) or isinstance(value, list) != isinstance(step, int):
            return None
        value = (
            value.get(step) if isinstance(value, dict) else next(iter(value[step : step + 1]), None)
        )
    return value
