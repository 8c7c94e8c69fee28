"""Watches what is sent to the database: every table of a municipality is asked for one only.

The hook of app.core.db scopes what the ORM builds. This looks at the SQL itself, whoever wrote it:
where a statement names a table of municipalities, it must tie that table to the municipality in
scope, by a parameter or by way of another table that is tied. With none in scope it must be false.
It reads the SQL that SQLAlchemy writes; it does not see that a condition stands beside an OR.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, event

from app.core import scope
from app.core.db import Base

COLUMN = "municipality_id"
TOKEN = re.compile(
    r"""(?P<text>'(?:[^']|'')*') | (?P<param>\?|%\((?P<name>\w+)\)s) | "(?P<quoted>[^"]+)"
    | (?P<word>[A-Za-z_]\w*) | (?P<sign>[(),.=]) | (?P<other>\S)""",
    re.VERBOSE,
)
STARTS = frozenset({"SELECT", "INSERT", "UPDATE", "DELETE"})
ENDS_OF_FROM = frozenset({"WHERE", "GROUP", "ORDER", "HAVING", "LIMIT", "SET", "RETURNING"})
NO_ALIAS = ENDS_OF_FROM | frozenset(
    {"ON", "JOIN", "LEFT", "INNER", "OUTER", "FULL", "CROSS", "UNION", "INTERSECT", "EXCEPT"}
    | {"VALUES", "FOR", "OFFSET", "USING", "DEFAULT", "DO"}
)


class TenantLeak(AssertionError):
    """A statement that another municipality's rows are within the reach of."""


@dataclass(frozen=True, slots=True)
class Token:
    kind: str
    text: str


Place = str | int
"""Where a parameter's value is: its name, or its number."""


@dataclass(slots=True, eq=False)
class Block:
    """One SELECT, INSERT, UPDATE or DELETE, without those inside it."""

    outer: "Block | None" = None
    tables: dict[str, str] = field(default_factory=dict)
    """Tables of municipalities by the names that they go by."""
    values: list[tuple[str, Place]] = field(default_factory=list)
    """Names whose municipality is compared with a parameter."""
    equals: list[tuple[str, str]] = field(default_factory=list)
    """Names whose municipalities are compared with each other."""
    is_false: bool = False
    from_depth: int | None = None
    is_table_next: bool = False

    def home_of(self, name: str) -> "Block | None":
        """The block, this or one around it, that a name is from."""
        block: Block | None = self
        while block is not None and name not in block.tables:
            block = block.outer
        return block

    @property
    def yields_nothing(self) -> bool:
        return self.is_false or (self.outer is not None and self.outer.yields_nothing)


_is_off: ContextVar[bool] = ContextVar("guard_is_off", default=False)
found: list[TenantLeak] = []
"""What was found since the test began, also where somebody caught it."""


@contextmanager
def off() -> Iterator[None]:
    """Inside, a test looks at several municipalities by SQL of its own."""
    token = _is_off.set(True)
    try:
        yield
    finally:
        _is_off.reset(token)


def install() -> None:
    """Look at the statements of every engine of this process."""
    event.listen(Engine, "before_cursor_execute", _look)


def _look(
    connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool
) -> None:
    if _is_off.get() or _is_of_a_row_in_hand(context):
        return
    fault = check(statement, parameters, scope.municipality_id())
    if fault:
        leak = TenantLeak(f"{fault}, with {scope.municipality_id()} in scope: {statement}")
        found.append(leak)
        raise leak


def _is_of_a_row_in_hand(context: Any) -> bool:
    """Whether the ORM reads a row anew that it has given out before, by its whole key."""
    options = context.execution_options.get("_sa_orm_load_options") if context else None
    return getattr(options, "_refresh_state", None) is not None


def check(statement: str, parameters: Any, current: UUID | None) -> str:
    """What is wrong with a statement that runs for a municipality, or for none; "" if nothing."""
    for block in blocks(statement):
        if not block.tables or block.yields_nothing:
            continue
        loose = _loose(block, _rows(parameters), current)
        if loose:
            return f"{', '.join(sorted(loose))}: of which municipality?"
    return ""


def _rows(parameters: Any) -> Sequence[Any]:
    """One set of parameters for each time that the statement runs."""
    is_one = isinstance(parameters, Mapping) or not (
        parameters and isinstance(parameters[0], tuple | list | Mapping)
    )
    return [parameters] if is_one else parameters


def _loose(block: Block, rows: Sequence[Any], current: UUID | None) -> set[str]:
    """Names of a block's tables that nothing ties to the municipality in scope."""
    return {name for name in block.tables if not _is_tied(block, name, rows, current, set())}


def _is_tied(
    block: Block, name: str, rows: Sequence[Any], current: UUID | None, seen: set[Any]
) -> bool:
    if (block, name) in seen:
        return False
    seen.add((block, name))
    if any(
        one == name and all(_is_of(row[place], current) for row in rows)
        for one, place in block.values
    ):
        return True
    for pair in block.equals:
        if name in pair:
            other = pair[0] if pair[1] == name else pair[1]
            home = block.home_of(other)
            if home is not None and _is_tied(home, other, rows, current, seen):
                return True
    return False


def _is_of(value: object, current: UUID | None) -> bool:
    """Whether a parameter is the municipality in scope, as a database's driver gets it."""
    return current is not None and str(value).replace("-", "") == current.hex


@cache
def _tenant_tables() -> frozenset[str]:
    return frozenset(
        name for name, table in Base.metadata.tables.items() if COLUMN in table.primary_key.columns
    )


@lru_cache(maxsize=5000)
def blocks(statement: str) -> tuple[Block, ...]:
    """The statement taken apart; nothing for what only makes or alters tables."""
    tokens = tuple(_tokens(statement))
    if not tokens or tokens[0].text.upper() not in STARTS | {"WITH"}:
        return ()
    return tuple(_Reader(tokens).read())


def _tokens(statement: str) -> Iterator[Token]:
    number = 0
    for match in TOKEN.finditer(statement):
        kind = match.lastgroup or ""
        if match["param"]:
            yield Token("param", match["name"] or str(number))
            number += 1
        elif match["quoted"]:
            yield Token("name", match["quoted"])
        elif match["word"]:
            yield Token("word", match["word"])
        else:
            yield Token(kind, match[0])


class _Reader:
    """Goes through the tokens once."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.found: list[Block] = []
        self.block: Block | None = None
        self.around: list[Block | None] = []

    def read(self) -> list[Block]:
        for at, token in enumerate(self.tokens):
            word = token.text.upper() if token.kind == "word" else ""
            if token.text == "(" and token.kind == "sign":
                self._open()
            elif token.text == ")" and token.kind == "sign":
                self.block = self.around.pop()
            elif word in STARTS and self._text(at - 1) not in ("FOR", "DO", "KEY"):
                self._begin(at, word)
            elif self.block is not None:
                self._inside(self.block, at, token, word)
        return self.found

    def _text(self, at: int) -> str:
        return self.tokens[at].text.upper() if 0 <= at < len(self.tokens) else ""

    def _open(self) -> None:
        if self.block is not None:
            self.block.is_table_next = False
        self.around.append(self.block)

    def _begin(self, at: int, word: str) -> None:
        outer = self.around[-1] if self.around else None
        self.block = Block(outer)
        self.found.append(self.block)
        if word == "UPDATE":
            self._table(self.block, at + 1)
        elif word == "INSERT":
            self._insert(self.block, at + 2)

    def _inside(self, block: Block, at: int, token: Token, word: str) -> None:
        if word in ("FROM", "JOIN"):
            block.is_table_next, block.from_depth = True, len(self.around)
        elif word in ENDS_OF_FROM:
            block.from_depth = None
        elif token.text == "," and block.from_depth == len(self.around):
            block.is_table_next = True
        elif word == "FALSE" or [self._text(at + n) for n in range(3)] == ["0", "=", "1"]:
            block.is_false = True
        elif block.is_table_next and token.kind in ("word", "name") and word != "LATERAL":
            block.is_table_next = False
            self._table(block, at)
        elif token.text == "=":
            self._comparison(block, at)

    def _table(self, block: Block, at: int) -> None:
        table = self.tokens[at].text
        if table not in _tenant_tables() or self._text(at + 1) == ".":
            return
        after = at + 2 if self._text(at + 1) == "AS" else at + 1
        follows = self.tokens[after] if after < len(self.tokens) else Token("", "")
        is_alias = follows.kind == "name" or (
            follows.kind == "word" and follows.text.upper() not in NO_ALIAS
        )
        block.tables[follows.text if is_alias else table] = table

    def _comparison(self, block: Block, at: int) -> None:
        left, right = self._municipality(at - 3), self._municipality(at + 1)
        if left and right:
            block.equals.append((left, right))
        elif left and self.tokens[at + 1].kind == "param":
            block.values.append((left, self._place(at + 1)))
        elif right and self.tokens[at - 1].kind == "param":
            block.values.append((right, self._place(at - 1)))

    def _municipality(self, at: int) -> str:
        """The name in `name.municipality_id`."""
        is_one = self._text(at + 1) == "." and self._text(at + 2) == COLUMN.upper()
        return self.tokens[at].text if is_one and at >= 0 else ""

    def _place(self, at: int) -> Place:
        name = self.tokens[at].text
        return int(name) if name.isdigit() else name

    def _insert(self, block: Block, at: int) -> None:
        """`INSERT INTO table (columns) VALUES (values), …`: the first row of values is looked at,
        the others are made the same way."""
        table = self.tokens[at].text
        if table not in _tenant_tables():
            return
        block.tables[table] = table
        end = next(n for n in range(at, len(self.tokens)) if self._text(n) == ")")
        columns = [token.text for token in self.tokens[at + 2 : end] if token.text != ","]
        starts = [n for n in range(end, len(self.tokens)) if self._text(n) == "VALUES"]
        if COLUMN not in columns or not starts:
            return
        depth, index = 0, 0
        for n in range(starts[0] + 1, len(self.tokens)):
            sign = self.tokens[n].text if self.tokens[n].kind == "sign" else ""
            depth += (sign == "(") - (sign == ")")
            if depth == 0:
                return
            index += sign == "," and depth == 1
            if self.tokens[n].kind == "param" and index == columns.index(COLUMN):
                block.values.append((table, self._place(n)))
                return
