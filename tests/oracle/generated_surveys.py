"""Random small surveys with conditions, and answers to them, the same for the same seed."""

import random
from typing import Any

from tests.oracle.generated_conditions import CODES, NUMBERED, TEXTS, Conditions, Json

Step = tuple[str, Any]


class Generator:
    """Surveys whose conditions look at earlier questions, so that answers come in their order."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._conditions = Conditions(self._random)
        self._asked: list[Json] = []
        self._count = 0

    def case(self) -> Json:
        """A survey and steps through it. `restoring`: a change of mind at the end may hide what
        was typed and show it again."""
        self._asked, self._count = [], 0
        make = self._random.choice((self._conditional, self._rules, self._inside))
        survey, restoring = make()
        survey |= {"clearInvisibleValues": "onHiddenContainer"}
        return {"survey": survey, "steps": self._steps(restoring), "restoring": restoring}

    # Kinds of survey

    def _conditional(self) -> tuple[Json, bool]:
        """Pages and panels with conditions, texts with answers in them, defaults, calculations."""
        choosing = self._random.random() < 0.4
        calculated: list[Json] = []
        pages = []
        for number in range(self._random.randint(1, 3)):
            elements = [self._element(choosing, not choosing and not number) for _ in range(4)]
            if self._random.random() < 0.5:
                inside = [self._element(choosing, False) for _ in range(2)]
                panel = {"type": "panel", "name": f"panel{number}", "elements": inside}
                elements.insert(self._random.randint(0, 4), panel | self._seen(before=inside))
                self._reorder(elements)
            page = {"name": f"p{number}", "elements": elements}
            pages.append(page | (self._seen(before=[*_flat(elements)]) if number else {}))
        for number in range(self._random.randint(0, 2)):
            one = {"name": f"sum{number}", "expression": self._conditions.computed(self._asked)}
            calculated.append(one)
        survey = {"pages": pages, "calculatedValues": calculated}
        return survey, not choosing

    def _rules(self) -> tuple[Json, bool]:
        """Questions and triggers that set each other, from earlier ones to later ones."""
        elements = [self._question(False) for _ in range(3)]
        elements += [self._ruled() for _ in range(self._random.randint(1, 3))]
        survey: Json = {"elements": elements, "triggers": []}
        for _ in range(self._random.randint(0, 2)):
            survey["triggers"].append(self._trigger())
        return survey, False

    def _inside(self) -> tuple[Json, bool]:
        """Questions made of questions, with conditions inside and on what is around."""
        elements = [self._question(False) for _ in range(2)]
        for make in self._random.choices(
            (self._panels, self._rows, self._grid, self._matrix, self._items), k=2
        ):
            elements.append(make())
        return {"elements": elements}, False

    # Elements

    def _element(self, choosing: bool, defaults: bool) -> Json:
        before = list(self._asked)
        asked = self._question(defaults)
        asked |= self._seen(before=(), among=before)
        if choosing and before and "choices" in asked and self._random.random() < 0.5:
            asked["choicesVisibleIf"] = f"{self._conditions.holding(before)} or {{item}} != 'red'"
        return asked

    def _question(self, defaults: bool) -> Json:
        one = self._random.choice
        self._count += 1
        name = f"q{self._count}"
        kind = one(("text", "number", "radiogroup", "checkbox", "dropdown", "boolean", "rating"))
        asked: Json = {"type": kind, "name": name}
        if kind == "number":
            asked |= {"type": "text", "inputType": "number"}
        elif kind in ("radiogroup", "checkbox", "dropdown"):
            codes = one((CODES, NUMBERED))
            asked["choices"] = [
                one((code, {"value": code, "text": f"Sign {code}"})) for code in codes
            ]
        if self._asked and self._random.random() < 0.4:
            asked["title"] = f"About {{{one(self._asked)['name']}}} and more"
        if self._random.random() < 0.25:
            asked["isRequired"] = True
        elif self._asked and self._random.random() < 0.2:
            asked["requiredIf"] = self._conditions.holding(self._asked)
        if self._asked and self._random.random() < 0.15:
            asked["enableIf"] = self._conditions.holding(self._asked)
        if defaults and self._random.random() < 0.2:
            asked["defaultValue"] = self._conditions.answer(asked)
        elif self._random.random() < 0.15 and kind in ("text", "number"):
            asked["validators"] = [self._validator(kind)]
        self._asked.append(asked)
        return asked

    def _validator(self, kind: str) -> Json:
        one = self._random.choice
        if kind == "number":
            return {"type": "numeric", "minValue": 2, "maxValue": 10}
        return one(
            (
                {"type": "text", "minLength": 2, "maxLength": 4},
                {"type": "regex", "regex": "^[a-z]+$"},
                {"type": "expression", "expression": self._conditions.holding(self._asked)}
                if self._asked
                else {"type": "email"},
            )
        )

    def _seen(self, before: Any, among: list[Json] | None = None) -> Json:
        """A condition, mostly, on what is asked before; `before` is what it must not look at."""
        inside = {one["name"] for one in before}
        earlier = self._asked if among is None else among
        known = [one for one in earlier if one["name"] not in inside]
        if not known or self._random.random() < 0.45:
            return {}
        return {"visibleIf": self._conditions.holding(known)}

    def _reorder(self, elements: list[Json]) -> None:
        """A panel after all that it looks at."""
        panel = next(one for one in elements if one["type"] == "panel")
        elements.remove(panel)
        elements.append(panel)

    # Rules

    def _ruled(self) -> Json:
        known = self._asked[:3]
        self._count += 1
        computed = {"setValueExpression": self._conditions.computed(known)}
        rule = self._random.choice(
            (
                computed,
                {"setValueIf": self._conditions.holding(known), **computed},
                {"resetValueIf": self._conditions.holding(known)},
                {"defaultValueExpression": self._conditions.computed(known)},
            )
        )
        asked = {"type": "text", "name": f"q{self._count}", **rule}
        self._asked.append(asked)
        return asked

    def _trigger(self) -> Json:
        first, later = self._asked[:3], self._asked[3:]
        target = self._random.choice(later)
        typed = [one for one in first if one["type"] == "text"]
        common = {"expression": self._conditions.holding(first), "setToName": target["name"]}
        kinds: list[Json] = [
            {"type": "setvalue", "setValue": "set"},
            {"type": "runexpression", "runExpression": self._conditions.computed(first)},
        ]
        kinds += [{"type": "copyvalue", "fromName": one["name"]} for one in typed]
        return self._random.choice(kinds) | common

    # Questions made of questions

    def _inner(self, prefix: str, count: int) -> list[Json]:
        """Questions of a template: conditions on earlier ones of the same entry, or outside."""
        outside = self._outside()
        inside: list[Json] = []
        for number in range(count):
            kind = self._random.choice(("text", "radiogroup", "boolean", "checkbox"))
            asked: Json = {"type": kind, "name": f"i{number}"}
            if kind in ("radiogroup", "checkbox"):
                asked["choices"] = list(self._random.choice((CODES, NUMBERED)))
            if self._random.random() < 0.5:
                asked |= self._inner_condition(inside, outside, prefix)
            if self._random.random() < 0.3:
                asked["isRequired"] = True
            if inside and self._random.random() < 0.3:
                asked["title"] = f"Of {{{prefix}{inside[0]['name']}}}"
            inside.append(asked)
        return inside

    def _inner_condition(self, inside: list[Json], outside: list[Json], prefix: str) -> Json:
        written = self._random.choice(("visibleIf", "enableIf", "requiredIf"))
        if inside and self._random.random() < 0.7:
            return {written: self._conditions.holding(inside, prefix)}
        return {written: self._conditions.holding(outside)}

    def _outside(self) -> list[Json]:
        """The simple questions; whether an untouched list is empty there depends on what has
        been looked at."""
        return [one for one in self._asked if one["name"].startswith("q")]

    def _made(self, kind: str, **more: Any) -> Json:
        self._count += 1
        made = {"type": kind, "name": f"c{self._count}", **more}
        self._asked.append(made)
        return made

    def _panels(self) -> Json:
        inner = self._inner("panel.", 3)
        made = self._made("paneldynamic", templateElements=inner, panelCount=1)
        if self._random.random() < 0.4:
            made["templateTitle"] = "Panel {panelIndex} {panel.i0}"
        return made

    def _columns(self) -> list[Json]:
        columns = self._inner("row.", 3)
        for column in columns:
            column["cellType"] = column.pop("type")
        if self._random.random() < 0.3:
            columns[0]["totalType"] = "count"
        return columns

    def _rows(self) -> Json:
        return self._made("matrixdynamic", columns=self._columns(), rowCount=2)

    def _grid(self) -> Json:
        columns, rows = self._columns(), self._fixed()
        if "hideIfRowsEmpty" in rows:
            columns[0].pop("totalType", None)  # the original hands in totals of what is hidden
        return self._made("matrixdropdown", columns=columns, **rows)

    def _matrix(self) -> Json:
        return self._made("matrix", columns=["low", "mid", "high"], **self._fixed())

    def _fixed(self) -> Json:
        """Rows, some or all of them on a condition."""
        rows: list[Any] = ["r1", {"value": "r2"}, "r3"]
        if self._random.random() < 0.5:
            rows[1]["visibleIf"] = self._conditions.holding(self._outside())
        elif self._random.random() < 0.6:
            condition = self._conditions.holding(self._outside())
            return {"rows": rows, "rowsVisibleIf": condition, "hideIfRowsEmpty": True}
        return {"rows": rows}

    def _items(self) -> Json:
        items: list[Json] = [{"name": "first"}, {"name": "second", "isRequired": True}]
        return self._made("multipletext", items=items)

    # Steps

    def _steps(self, changing: bool) -> list[Step]:
        given = [one for one in self._asked if self._random.random() < 0.85]
        steps = [(one["name"], self._said(one)) for one in given]
        if changing and given:
            changed = self._random.choice(given)
            steps.append((changed["name"], self._said(changed)))
        return steps

    def _said(self, asked: Json) -> Any:
        inner = asked.get("templateElements") or asked.get("columns")
        if asked["type"] in ("paneldynamic", "matrixdynamic"):
            return [self._entry(inner) for _ in range(self._random.randint(1, 3))]
        if asked["type"] == "matrixdropdown":
            return {row: self._entry(inner) for row in ("r1", "r2", "r3")}
        if asked["type"] == "matrix":
            columns = ("low", "mid", "high")
            return {row: self._random.choice(columns) for row in ("r1", "r2", "r3")}
        if asked["type"] == "multipletext":
            return {name: self._random.choice(TEXTS) for name in ("first", "second")}
        return self._conditions.answer(asked)

    def _entry(self, inner: Any) -> Json:
        return {
            one["name"]: self._conditions.answer(one)
            for one in inner
            if self._random.random() < 0.75
        }


def _flat(elements: list[Json]) -> list[Json]:
    return [inner for one in elements for inner in (one, *_flat(one.get("elements", [])))]
