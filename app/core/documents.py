"""Reads YAML documents written by people, safely, and reports every fault with its place.

Only what a person needs in a data file is accepted: mappings, lists, texts, whole numbers,
decimals, true, false and null. Tags, anchors and aliases are refused, so a document can neither
create an object nor grow when it is read. `yes`, `no`, `on`, `12:30` and dates stay texts: the
code `no` of a language is no boolean, and whoever expects a date reads it with a fault of its own.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import yaml

MAX_BYTES = 1_000_000
MAX_DEPTH = 40

NULL_TAG = "tag:yaml.org,2002:null"
BOOL_TAG = "tag:yaml.org,2002:bool"
INT_TAG = "tag:yaml.org,2002:int"
FLOAT_TAG = "tag:yaml.org,2002:float"

UNSTORABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is wrong in a document: where, why, and what to do about it."""

    path: str
    reason: str
    hint: str = ""

    def __str__(self) -> str:
        line = f"{self.path}: {self.reason}"
        return f"{line} ({self.hint})" if self.hint else line


class DocumentError(ValueError):
    """A document that cannot be used; `faults` names everything that is wrong with it."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class _Refusal(yaml.MarkedYAMLError):
    """A construct that is valid YAML and refused here; `note` carries the hint."""


class _Loader(yaml.SafeLoader):
    """Composes nodes with the plain types of YAML 1.2 and no tags, anchors or aliases."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        mark = event.start_mark
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _Refusal(
                problem="anchors and aliases are not accepted",
                problem_mark=mark,
                note="write the value out where it is needed",
            )
        if getattr(event, "tag", None):
            raise _Refusal(
                problem="tags are not accepted",
                problem_mark=mark,
                note="leave out what begins with an exclamation mark, or quote the text",
            )
        if self.depth == MAX_DEPTH:
            raise _Refusal(problem=f"nested more than {MAX_DEPTH} levels deep", problem_mark=mark)
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node if isinstance(node, yaml.Node) else None


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    (NULL_TAG, r"(?:~|null|)", "~n\0"),
    (BOOL_TAG, r"(?:true|false)", "tf"),
    (INT_TAG, r"[-+]?(?:0|[1-9][0-9]{0,17})", "-+0123456789"),
    (FLOAT_TAG, r"[-+]?[0-9]{1,17}\.[0-9]{1,17}", "-+0123456789"),
):
    _Loader.add_implicit_resolver(
        _tag,
        re.compile(f"^{_pattern}$"),
        ["" if char == "\0" else char for char in _first],
    )


def decode(raw: bytes) -> str:
    """The text of a file's bytes; a `DocumentError` when they are not UTF-8."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        fault = Fault(f"line {line}", "not UTF-8", "save the file with the encoding UTF-8")
        raise DocumentError([fault]) from error


def read_yaml(text: str, *, max_bytes: int = MAX_BYTES) -> tuple[object, list[Fault]]:
    """The document as dictionaries (keys are always texts), lists and scalars, and its faults.

    The faults are keys written twice and characters that cannot be stored. What stops the
    reading (syntax, size, a refused construct) is raised as a `DocumentError`.
    """
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > max_bytes:
        reason = f"{size} bytes is too large"
        raise DocumentError([Fault("document", reason, f"at most {max_bytes} bytes")])
    faults: list[Fault] = []
    return _value(_compose(text), "", faults), faults


def join_path(path: str, key: str | int) -> str:
    """The path of an entry below `path`: `areas[0].name.fi`."""
    if isinstance(key, int):
        return f"{path}[{key}]"
    return f"{path}.{key}" if path else key


def _compose(text: str) -> yaml.Node:
    loader: _Loader | None = None
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        raise DocumentError([_syntax_fault(error)]) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        reason = f"the character U+{error.character:04X} is not accepted"
        raise DocumentError([Fault(f"line {line}", reason, "remove it")]) from error
    except (ValueError, OverflowError) as error:  # from int() and chr() inside the scanner
        line = loader.line + 1 if loader else 1
        reason = "not valid YAML: an impossible escape or version number"
        raise DocumentError([Fault(f"line {line}", reason)]) from error
    if not isinstance(node, yaml.Node):
        raise DocumentError([Fault("document", "empty", "nothing was written in it")])
    return node


def _syntax_fault(error: yaml.MarkedYAMLError) -> Fault:
    mark = error.problem_mark or error.context_mark
    place = f"line {mark.line + 1}, column {mark.column + 1}" if mark else "document"
    if isinstance(error, _Refusal):
        return Fault(place, error.problem or "", error.note or "")
    reason = " ".join(part for part in (error.context, error.problem) if part)
    hint = "check the indentation, and quote texts that hold ': ' or ' #'"
    return Fault(place, f"not valid YAML: {reason}", hint)


def _value(node: yaml.Node, path: str, faults: list[Fault]) -> object:
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, faults)
    if isinstance(node, yaml.SequenceNode):
        return [
            _value(item, join_path(path, index), faults) for index, item in enumerate(node.value)
        ]
    return _scalar(node, path, faults)


def _mapping(node: yaml.MappingNode, path: str, faults: list[Fault]) -> dict[str, object]:
    result: dict[str, object] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            faults.append(Fault(path or "document", f"a key on line {line} is not a plain text"))
            continue
        key = str(key_node.value)
        place = join_path(path, key)
        if key in result:
            faults.append(Fault(place, f"written twice, again on line {line}", "keep one of them"))
        result[key] = _value(value_node, place, faults)
    return result


def _scalar(node: yaml.Node, path: str, faults: list[Fault]) -> object:
    text = str(node.value)
    if node.tag == NULL_TAG:
        return None
    if node.tag == BOOL_TAG:
        return text == "true"
    if node.tag == INT_TAG:
        return int(text)
    if node.tag == FLOAT_TAG:
        return float(text)
    found = UNSTORABLE.search(text)
    if found:
        reason = f"holds the character U+{ord(found[0]):04X}"
        faults.append(Fault(path or "document", reason, "remove it"))
    return text
