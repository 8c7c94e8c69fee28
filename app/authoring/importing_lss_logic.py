"""LimeSurvey's relevance equations and conditions as expressions of ours."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from app.authoring.importing_expressions import (
    Dialect,
    Said,
    Untranslatable,
    chosen,
    empty,
    negated,
    number,
    reference,
    string,
    translated,
)
from app.authoring.importing_lss_model import Question
from app.authoring.importing_xml import Row

_TOKEN = re.compile(
    r"""(?P<string>"[^"]*"|'[^']*')|(?P<number>\d+(?:\.\d+)?(?![A-Za-z_\d]))"""
    r"""|(?P<operator>&&|\|\||==|!=|<=|>=|<>|[=<>!+\-*/%(),])"""
    r"""|(?P<name>[A-Za-z_\d][A-Za-z_\d:]*(?:\.[A-Za-z_]+)*)"""
)
_OPERATORS = {
    "||": "or",
    "or": "or",
    "&&": "and",
    "and": "and",
    "!": "not",
    "not": "not",
    "==": "=",
    "eq": "=",
    "ne": "!=",
    "<>": "!=",
    "lt": "<",
    "le": "<=",
    "gt": ">",
    "ge": ">=",
}
SEVERAL = frozenset("MP")
TRUE = frozenset({"", "1", "true"})


class Names:
    """What the names in expressions mean: by codes, and by the ids that older surveys use."""

    def __init__(self, questions: Sequence[Question], names: Mapping[str, str]) -> None:
        self.by_name: dict[str, Said] = {}
        for one in questions:
            name = names.get(one.id)
            if name is not None:
                self._learn(one, name)

    def _learn(self, one: Question, name: str) -> None:
        sid, gid = one.row.get("sid", ""), one.row.get("gid", "")
        field = f"{sid}X{gid}X{one.id}"
        own = reference(name)
        for written in (one.code, field, f"Q{one.id}"):
            self.by_name.setdefault(written, own)
        self.by_name.setdefault(f"{one.code}_other", reference(f"{name}-Comment"))
        self.by_name.setdefault(f"{field}other", reference(f"{name}-Comment"))
        for place in range(1, len(one.answers) + 1) if one.type == "R" else ():
            self.by_name.setdefault(f"{one.code}_{place}", reference(f"{name}[{place - 1}]"))
        for row in one.rows():
            columns = one.rows(1)
            said = (
                chosen(name, row.code) if one.type in SEVERAL else reference(f"{name}.{row.code}")
            )
            self.by_name.setdefault(f"{one.code}_{row.code}", said)
            self.by_name.setdefault(f"{field}{row.code}", said)
            for column in columns:
                cell = reference(f"{name}.{row.code}.{column.code}")
                self.by_name.setdefault(f"{one.code}_{row.code}_{column.code}", cell)

    def find(self, written: str, own: str = "") -> Said:
        name, _, part = written.partition(".")
        if name in ("self", "this") and own:
            return reference(own)
        if part not in ("", "NAOK", "code", "value", "shown", "valueNAOK"):
            raise Untranslatable(written)
        if name not in self.by_name:
            raise Untranslatable(written)
        return self.by_name[name]


def _call(name: str, arguments: Sequence[Said]) -> Said:
    match name, len(arguments):
        case "is_empty", 1:
            return empty(arguments[0])
        case (("count" | "sum" | "min" | "max"), _):
            if name == "count" and all(one.chosen for one in arguments) and arguments:
                return _counted(arguments)
            return Said(f"{name}({', '.join(one.text for one in arguments)})")
        case "if", 3:
            return Said(f"iif({', '.join(one.text for one in arguments)})")
        case (("round" | "intval" | "floor"), (1 | 2)):
            inside = ", ".join(one.text for one in arguments)
            return Said(f"{'round' if name == 'round' else 'trunc'}({inside})")
        case "date", _:
            raise Untranslatable(name)
    raise Untranslatable(name)


def _counted(arguments: Sequence[Said]) -> Said:
    """How many of the choices of one question are chosen."""
    return Said(f"({' + '.join(f'iif({one.text}, 1, 0)' for one in arguments)})", is_atom=False)


def condition(written: str, names: Names, own: str = "") -> str:
    """A relevance equation; "" where it always holds. Raises Untranslatable."""
    plain = written.strip()
    if plain.lower() in TRUE:
        return ""
    dialect = Dialect(
        _TOKEN, _OPERATORS, lambda name: names.find(name, own), _call, chosen_value="Y"
    )
    return translated(plain, dialect)


_METHODS = {"==": "=", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}


def of_conditions(rows: Sequence[Row], names: Names) -> str:
    """Conditions as older surveys have them: those of a scenario hold together, those about the
    same question instead of each other; one scenario is enough. Raises Untranslatable."""
    scenarios: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        scenario = scenarios[row.get("scenario", "1")]
        scenario[row.get("cfieldname", "")].append(_one(row, names).text)
    wholes = []
    for by_field in scenarios.values():
        parts = [" or ".join(f"({one})" for one in said) for said in by_field.values()]
        wholes.append(" and ".join(f"({part})" for part in parts))
    return " or ".join(f"({one})" for one in wholes) if len(wholes) > 1 else "".join(wholes)


def _one(row: Row, names: Names) -> Said:
    field, value = row.get("cfieldname", ""), row.get("value", "")
    operator = _METHODS.get(row.get("method", "").strip())
    if operator is None or value.startswith(("@", "{")):
        raise Untranslatable(f"{field} {row.get('method', '')} {value}")
    found = names.find(field.lstrip("+"))
    if found.chosen:
        if operator not in ("=", "!=") or value not in ("Y", ""):
            raise Untranslatable(field)
        return found if (value == "Y") == (operator == "=") else negated(found)
    if value == "":
        return empty(found, is_empty=operator == "=")
    is_number = re.fullmatch(r"-?\d{1,15}(\.\d{1,6})?", value) and operator not in ("=", "!=")
    return Said(f"{found.text} {operator} {(number(value) if is_number else string(value)).text}")
