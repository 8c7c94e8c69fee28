"""`flask surveys import`: a folder of a file, and a line for each thing that is not in it."""

from pathlib import Path

from flask import Flask

from app.surveys import library
from tests.unit.authoring.lss_files import Survey


def test_a_limesurvey_file_becomes_a_folder_that_is_in_order(app: Flask, tmp_path: Path) -> None:
    survey = Survey()
    survey.group("Alku")
    survey.ask("L", "tapa", answers=["bussi", "auto"])
    survey.ask("I", "kieli")
    file, out = tmp_path / "kysely.lss", tmp_path / "kysely"
    file.write_bytes(survey.file())
    done = app.test_cli_runner().invoke(args=["surveys", "import", str(file), "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert "kieli: type I: There is no such type of question here" in done.output
    found = library.read_folder(out)
    assert list(found.definition.questions) == ["tapa"]
    assert found.meta.slug == "kysely"
    again = app.test_cli_runner().invoke(args=["surveys", "import", str(file), "--out", str(out)])
    assert again.exit_code == 1
    assert "nothing was changed" in again.output


def test_what_cannot_be_read_leaves_nothing(app: Flask, tmp_path: Path) -> None:
    out = tmp_path / "kysely"
    for name, content, said in (
        ("a.lss", b"<!DOCTYPE a []><document/>", "not safe to read"),
        ("a.xlsx", b"x", "no whole .xlsx file"),
        ("a.json", b'{"elements": [{"type": "text"}]}', "elements[0].name"),
        ("a.txt", b"x" * 5_000_001, "at most 5000000 bytes"),
        ("a.pdf", b"x", "cannot be read"),
    ):
        (tmp_path / name).write_bytes(content)
        args = ["surveys", "import", str(tmp_path / name), "--out", str(out)]
        done = app.test_cli_runner().invoke(args=args)
        assert done.exit_code == 1, name
        assert said in done.output, done.output
        assert not out.exists()
