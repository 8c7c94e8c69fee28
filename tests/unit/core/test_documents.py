"""YAML documents are read without surprises, and every fault is named with its place."""

import pytest

from app.core.documents import MAX_BYTES, DocumentError, Fault, decode, join_path, read_yaml


def value_of(text: str) -> object:
    value, faults = read_yaml(text)
    assert faults == []
    return value


def faults_of(text: str) -> list[Fault]:
    """The faults of a document, those that stop the reading included."""
    try:
        return read_yaml(text)[1]
    except DocumentError as error:
        return list(error.faults)


def only_fault_of(text: str) -> Fault:
    (fault,) = faults_of(text)
    return fault


def test_plain_values_keep_their_type() -> None:
    text = "a: 1\nb: [x, -2, 1.5, true, false, ~, '', null]\nc: {d: '1'}\n"
    expected = {"a": 1, "b": ["x", -2, 1.5, True, False, None, "", None], "c": {"d": "1"}}
    assert value_of(text) == expected


@pytest.mark.parametrize(
    "scalar", ["no", "yes", "on", "12:30", "2026-01-31", "007", "0x10", "1_000", "=", "<<"]
)
def test_what_yaml_1_1_would_turn_into_something_else_stays_a_text(scalar: str) -> None:
    assert value_of(f"a: {scalar}\n") == {"a": scalar}


def test_keys_are_always_texts() -> None:
    assert value_of("2024: 5\nno: Norsk\nnull: x\ntrue: y\n") == {
        "2024": 5,
        "no": "Norsk",
        "null": "x",
        "true": "y",
    }


def test_a_very_long_number_stays_a_text() -> None:
    assert value_of("a: " + "9" * 5000) == {"a": "9" * 5000}


def test_a_syntax_fault_names_line_and_column() -> None:
    fault = only_fault_of("a: 1\nb: c: d\n")
    assert fault.path == "line 2, column 5"
    assert fault.reason.startswith("not valid YAML")
    assert "quote" in fault.hint


def test_every_key_that_is_written_twice_is_a_fault() -> None:
    faults = faults_of("a: 1\na: 2\nb:\n  - {c: 1, c: 2}\n")
    assert [(fault.path, fault.reason) for fault in faults] == [
        ("a", "written twice, again on line 2"),
        ("b[0].c", "written twice, again on line 4"),
    ]


def test_an_alias_bomb_is_refused_at_its_first_anchor() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + level)}: &{chr(98 + level)} [*{chr(97 + level)}, *{chr(97 + level)}]\n"
        for level in range(20)
    )
    assert only_fault_of(bomb).reason == "anchors and aliases are not accepted"


def test_a_lone_alias_is_refused() -> None:
    assert only_fault_of("a: *b\n").reason == "anchors and aliases are not accepted"


@pytest.mark.parametrize(
    "value", ["!!python/object/apply:os.system [id]", "!!int '1'", "!own x", "! x", "!!set {a}"]
)
def test_tags_are_refused(value: str) -> None:
    fault = only_fault_of(f"a: {value}\n")
    assert (fault.path, fault.reason) == ("line 1, column 4", "tags are not accepted")


def test_deep_nesting_is_refused_before_it_exhausts_the_stack() -> None:
    assert "levels deep" in only_fault_of("[" * 100_000).reason


def test_a_document_above_the_limit_is_refused_unread() -> None:
    fault = only_fault_of("a: " + "x" * MAX_BYTES)
    assert (fault.path, fault.hint) == ("document", f"at most {MAX_BYTES} bytes")


def test_a_document_of_the_largest_size_is_read() -> None:
    assert value_of("a: " + "x" * (MAX_BYTES - 3)) == {"a": "x" * (MAX_BYTES - 3)}


@pytest.mark.parametrize("text", ["", "   \n", "# only a comment\n"])
def test_an_empty_document_is_a_fault(text: str) -> None:
    assert (only_fault_of(text).path, only_fault_of(text).reason) == ("document", "empty")


def test_a_second_document_is_a_fault() -> None:
    assert "single document" in only_fault_of("---\na: 1\n---\nb: 2\n").reason


def test_a_list_as_key_is_a_fault() -> None:
    assert only_fault_of("b:\n  ? [a]\n  : 1\n").reason == "a key on line 2 is not a plain text"


@pytest.mark.parametrize("text", ["a: 1\nb: \x01\n", "a: 1\nb: \ud800\n"])
def test_a_raw_control_character_names_its_line(text: str) -> None:
    fault = only_fault_of(text)
    assert fault.path == "line 2"
    assert "is not accepted" in fault.reason


@pytest.mark.parametrize(
    ("escape", "code"), [("\\0", "U+0000"), ("\\ud800", "U+D800"), ("\\r", "U+000D")]
)
def test_an_escaped_character_that_no_database_stores_names_its_path(
    escape: str, code: str
) -> None:
    fault = only_fault_of(f'a: [x, "{escape}"]\n')
    assert (fault.path, fault.reason) == ("a[1]", f"holds the character {code}")


@pytest.mark.parametrize("text", ['a: "\\U99999999"', "%YAML 1." + "9" * 5000 + "\n---\na: 1"])
def test_impossible_escapes_and_versions_are_faults(text: str) -> None:
    assert "impossible" in only_fault_of(text).reason


def test_bytes_that_are_not_utf_8_name_their_line() -> None:
    with pytest.raises(DocumentError) as caught:
        decode("a: 1\nb: Pieksämäki\n".encode("latin-1"))
    (fault,) = caught.value.faults
    assert (fault.path, fault.reason) == ("line 2", "not UTF-8")


def test_a_byte_order_mark_is_left_out() -> None:
    assert value_of(decode(b"\xef\xbb\xbfa: 1\n")) == {"a": 1}


def test_a_fault_reads_as_one_line() -> None:
    assert str(Fault("a.b", "missing", "give it a text")) == "a.b: missing (give it a text)"
    assert str(Fault("a.b", "missing")) == "a.b: missing"


def test_an_error_lists_its_faults_line_by_line() -> None:
    assert str(DocumentError([Fault("a", "x"), Fault("b", "y")])) == "a: x\nb: y"


def test_paths_join_keys_and_positions() -> None:
    assert join_path("", "areas") == "areas"
    assert join_path("areas", 0) == "areas[0]"
    assert join_path("areas[0]", "name") == "areas[0].name"
