"""Names of files are for reading only, and say what the file is."""

import pytest

from app.surveys.files.kinds import JPEG, PDF, FileKind
from app.surveys.files.names import clean_name, extension, shown_name


@pytest.mark.parametrize(
    ("given", "kind", "name"),
    [
        ("Kuva (1).JPG", JPEG, "Kuva (1).jpg"),
        (r"C:\fakepath\x.pdf", PDF, "x.pdf"),
        ("/etc/passwd", PDF, "passwd.pdf"),
        ("..", PDF, "file.pdf"),
        ("", PDF, "file.pdf"),
        ("\u2800", JPEG, "file.jpg"),
        ('a"; x=<b>.pdf', PDF, "a x=b.pdf"),
        ("a\nb\tc.pdf", PDF, "a b c.pdf"),
        ("a\x00.exe", PDF, "a.pdf"),
        ("a\ud800.pdf", PDF, "a.pdf"),
        ("photo.exe.png", JPEG, "photo.exe.jpg"),
        ("cv. ", PDF, "cv.pdf"),
        ("a\u0308iti.pdf", PDF, "äiti.pdf"),
    ],
)
def test_a_name_is_one_harmless_line(given: str, kind: FileKind, name: str) -> None:
    assert clean_name(given, kind) == name
    assert clean_name(name, kind) == name


def test_a_name_is_cut_and_keeps_its_extension() -> None:
    name = clean_name("x" * 10_000 + ".jpeg", JPEG)
    assert (len(name), extension(name)) == (120, ".jpeg")
    assert len(shown_name("y" * 10_000)) == 120
    assert shown_name("a\u202eb/..\\c\u202ed.e") == "cd.e"
