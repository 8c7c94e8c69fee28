"""The grammar of the expression language and the reading of a text into its tree."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from lark import Lark, Token, Transformer, UnexpectedInput, UnexpectedToken
from lark.visitors import v_args

from app.surveys.language.functions import FUNCTIONS
from app.surveys.language.tree import (
    Call,
    Chain,
    Constant,
    Emptiness,
    Listing,
    Negation,
    Node,
    Reference,
    Step,
)
from app.surveys.problems import meant

LONGEST = 5_000
MOST_BRACKETS = 25

# Word operators need no blanks around them ({a}=1or{b}=2), so what may follow decides what a
# word is: the contextual lexer knows which tokens the parser can take.
GRAMMAR = r"""
?start: or_
?or_: and_ (OR and_)*
?and_: compare (AND compare)*
?compare: sum (COMPARE sum)*
?sum: product (SUM product)*
?product: power (PRODUCT power)*
?power: member (POWER member)*
?member: factor (MEMBER factor)*
?factor: plain | negation
negation: NOT+ plain
?plain: "(" or_ ")" | call | emptiness | atom | listing
call: FUNCTION [or_ ("," or_)*] ")"
emptiness: atom EMPTY
listing: "[" [or_ ("," or_)*] "]"
?atom: NULL -> null | BOOLEAN -> boolean | HEX -> hexadecimal | NUMBER -> number
     | STRING -> string | VARIABLE -> variable | WORD -> word

OR: /\|\||or/i
AND: /&&|and/i
COMPARE: /<=|>=|==|=|!=|<|>|lessorequal|greaterorequal|notequal|equal|less|greater/i
SUM: /[+-]/
PRODUCT: /[\/%]|\*(?!=)/
POWER: /\^|power/i
MEMBER: /\*=|notcontains|notcontain|contains|contain|anyof|allof|noneof/i
EMPTY: /notempty|empty/i
FUNCTION.5: /[A-Za-z_][A-Za-z0-9_]*\(/
NOT.4: /!(?!=)|negate(?![A-Za-z0-9_])/i
NULL.3: /(null|undefined)(?![A-Za-z0-9_])/
BOOLEAN.3: /(true|false)(?![A-Za-z0-9_])/i
HEX.2: /-?0x\d+/
NUMBER.1: /-?(\d+\.\d+|[1-9]\d*|0)/
STRING: /'(\\['"]|[^'"])*'|"(\\['"]|[^'"])*"/
VARIABLE: /\{[^{}]+\}/
WORD: /(?!(?i:true|false|null|undefined))[A-Za-z_]+(\d+[A-Za-z_]+)*\d*/
%ignore /[ \t\r\n]+/
"""

_PATCHES = (("=>", ">="), ("=<", "<="), ("<>", "!="), ("equals", "equal "))
_SYNONYMS = {
    "||": "or", "&&": "and", "==": "=", "equal": "=", "notequal": "!=", "less": "<",
    "greater": ">", "lessorequal": "<=", "greaterorequal": ">=", "power": "^",
    "*=": "contains", "contain": "contains", "notcontain": "notcontains",
}  # fmt: skip
_QUOTED = re.compile(r"'(?:\\['\"]|[^'\"])*'|\"(?:\\['\"]|[^'\"])*\"|\{[^{}]*\}")
_INDEXED = re.compile(r"(?P<name>.*)\[(?P<index>-?\d{1,9})\]", re.DOTALL)
_LOST_SPELLING = re.compile(r"0x[0-9a-f]*[a-f]|(?:true|false|null|undefined)\w", re.IGNORECASE)


@dataclass(frozen=True)
class ExpressionError(ValueError):
    """An expression that can't be read: where (from 0), why, and what to try."""

    position: int
    reason: str
    hint: str

    def __str__(self) -> str:
        return f"{self.reason} at position {self.position + 1} ({self.hint})"


@lru_cache(maxsize=4096)
def reference(written: str) -> Reference:
    """The reference that `{written}` is."""
    verbatim = len(written) > 1 and written.startswith("#")
    name = written[1:] if verbatim else written
    steps = tuple(_step(part) for part in name.split("."))
    simple = name.lower() if len(steps) == 1 and steps[0].index is None else ""
    return Reference(name, steps, verbatim, simple)


def _step(part: str) -> Step:
    indexed = _INDEXED.fullmatch(part)
    return Step(indexed["name"], int(indexed["index"])) if indexed else Step(part)


def _chain(children: list[Token | Node]) -> Node:
    nodes = cast(list[Node], children[::2])
    operators = (str(token).lower() for token in children[1::2])
    names = (_SYNONYMS.get(operator, operator) for operator in operators)
    return Chain(nodes[0], tuple(zip(names, nodes[1:], strict=True)))


class _TreeBuilder(Transformer[Token, Node]):
    """Turns what the parser recognises into nodes, from the leaves up."""

    or_ = and_ = compare = sum = product = power = member = staticmethod(_chain)

    def call(self, children: list[Token | Node | None]) -> Node:
        token = cast(Token, children[0])
        name = str(token)[:-1]
        if name not in FUNCTIONS:
            raise _unknown_function(name, token.start_pos or 0)
        return Call(name, tuple(cast(Node, child) for child in children[1:] if child is not None))

    def negation(self, children: list[Token | Node]) -> Node:
        return Negation(cast(Node, children[-1]), len(children) - 1)

    def emptiness(self, children: list[Token | Node]) -> Node:
        return Emptiness(cast(Node, children[0]), str(children[1]).lower() == "empty")

    def listing(self, children: list[Node | None]) -> Node:
        return Listing(tuple(child for child in children if child is not None))

    @v_args(inline=True)
    def null(self, _token: Token) -> Node:
        return Constant(None)

    @v_args(inline=True)
    def boolean(self, token: Token) -> Node:
        return Constant(token.lower() == "true")

    @v_args(inline=True)
    def hexadecimal(self, token: Token) -> Node:
        return Constant(int(token, 16))

    @v_args(inline=True)
    def number(self, token: Token) -> Node:
        return Constant(float(token) if "." in token or len(token) > 15 else int(token))

    @v_args(inline=True)
    def string(self, token: Token) -> Node:
        return Constant(token[1:-1].replace("\\'", "'").replace('\\"', '"'))

    @v_args(inline=True)
    def word(self, token: Token) -> Node:
        return Constant(str(token))

    @v_args(inline=True)
    def variable(self, token: Token) -> Node:
        return reference(token[1:-1])


def _unknown_function(name: str, position: int) -> ExpressionError:
    close = meant(name, FUNCTIONS)
    hint = f"write {close}(" if close else f"known functions: {', '.join(sorted(FUNCTIONS))}"
    return ExpressionError(position, f"unknown function {name}", hint)


_PARSER = Lark(
    GRAMMAR, parser="lalr", lexer="contextual", transformer=_TreeBuilder(), maybe_placeholders=False
)


@lru_cache(maxsize=4096)
def tree(source: str) -> Node:
    """The tree of an expression; raises ExpressionError."""
    if len(source) > LONGEST:
        raise ExpressionError(LONGEST, "the expression is too long", f"at most {LONGEST} signs")
    for written, read_as in _PATCHES:
        source = source.replace(written, read_as)
    missing = _check_nesting(source)
    for closing in range(missing + 1):
        try:
            return cast(Node, _PARSER.parse(source + ")" * closing))
        except UnexpectedInput as problem:
            at_end = isinstance(problem, UnexpectedToken) and problem.token.type == "$END"
            if not at_end or closing == missing:
                raise _explained(source, problem) from None
    raise AssertionError("the last attempt returns or raises")


def written_names(source: str) -> frozenset[str]:
    """The names between braces, outside of quotes, of an expression that can't be read."""
    return frozenset(one[1:-1] for one in _QUOTED.findall(source) if one[0] == "{" and one != "{}")


def _check_nesting(source: str) -> int:
    """Refuse nesting that is absurd; gives the number of closing brackets missing at the end."""
    depth = 0
    bare = _QUOTED.sub(lambda match: " " * len(match[0]), source)
    for position, sign in enumerate(bare):
        if sign in "([":
            depth += 1
            if depth > MOST_BRACKETS:
                hint = f"at most {MOST_BRACKETS} levels; use calculated values for parts"
                raise ExpressionError(position, "brackets are nested too deeply", hint)
        elif sign in ")]":
            depth -= 1
    return max(depth, 0)


def _explained(source: str, problem: UnexpectedInput) -> ExpressionError:
    position = problem.pos_in_stream
    at_end = isinstance(problem, UnexpectedToken) and problem.token.type == "$END"
    if at_end or position is None or not 0 <= position < len(source):
        return ExpressionError(len(source), "the expression ends too early", "complete it")
    word = re.compile(r"\w*").match(source, position)
    found = (word[0] if word else "") or source[position]
    before = source[:position]
    joined = re.search(r"\w*$", before)
    started = (joined[0] if joined else "") + found
    hint = "check the operators and brackets around it"
    if _LOST_SPELLING.search(started):
        hint = "put the text in quotes, or write the number in decimal"
    elif re.fullmatch(r"\s*not\s*", before) or found == "not":
        hint = "there is no `not`; write !({a} = 1)"
    elif source[position] in "'\"":
        hint = "a quoted text must end with its own quote and hold no other unescaped quote"
    elif source[position] == "-":
        hint = "there is no minus before names or brackets; write 0 - {a}"
    elif source[position] in "{}":
        hint = "write names as {name}"
    return ExpressionError(position, f"did not expect {found!r}", hint)
