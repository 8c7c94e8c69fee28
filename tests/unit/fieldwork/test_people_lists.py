"""Lists of people as offices have them: pasted, or out of a spreadsheet."""

import pytest

from app.accounts.addresses import tidy
from app.fieldwork import people_lists
from app.fieldwork.people_lists import PeopleList, Person, Reason, TooManyRows

LANGUAGES = ("fi", "sv", "en")


def read(text: str, lang: str = "fi") -> PeopleList:
    return people_lists.read(text, lang=lang, languages=LANGUAGES, tidy=tidy)


def only(text: str) -> Person:
    found = read(text)
    assert found.broken == ()
    assert len(found.people) == 1
    return found.people[0]


@pytest.mark.parametrize(
    ("line", "person"),
    [
        ("Maija@Example.FI", Person(1, "maija@example.fi", "fi", "")),
        ("Maija Meri <maija@example.fi>", Person(1, "maija@example.fi", "fi", "Maija Meri")),
        ('"Meri, Maija" <maija@example.fi>', Person(1, "maija@example.fi", "fi", "Meri, Maija")),
        ("maija@example.fi;sv;Luokka 5 A", Person(1, "maija@example.fi", "sv", "Luokka 5 A")),
        ("maija@example.fi\tSvenska\tMaija", Person(1, "maija@example.fi", "sv", "Maija")),
        ("maija@example.fi,EN,Maija", Person(1, "maija@example.fi", "en", "Maija")),
        ("maija@example.fi;;Maija", Person(1, "maija@example.fi", "fi", "Maija")),
        ("Maija <maija@example.fi>; sv", Person(1, "maija@example.fi", "sv", "Maija")),
        ('"Maija <maija@example.fi>";sv-FI', Person(1, "maija@example.fi", "sv", "Maija")),
    ],
)  # fmt: skip
def test_a_line_is_read_however_it_was_written(line: str, person: Person) -> None:
    assert only(line) == person


@pytest.mark.parametrize(
    "header",
    [
        "nimi;sähköposti;kieli",
        "Namn;E-post;Språk",
        "Name;E-mail address;Language",
        "Tunniste;Sähköpostiosoite;KIELI",
    ],
)
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_header_says_what_stands_where(header: str, separator: str) -> None:
    text = f"{header}\nMaija;maija@example.fi;sv\n".replace(";", separator)
    assert only(text) == Person(2, "maija@example.fi", "sv", "Maija")


def test_first_and_last_names_in_columns_of_their_own_are_put_together() -> None:
    assert only("Etunimi;Sukunimi;Sähköposti\nMaija;Meri;m@example.fi").label == "Maija Meri"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_a_file_is_read_in_the_encodings_of_spreadsheets(encoding: str) -> None:
    data = "sähköposti;nimi\r\nåke@example.fi;Åke Öhman\r\nö@example.fi;x\r\n".encode(encoding)
    text = people_lists.decoded(data.replace("å".encode(encoding) + b"ke@", b"ake@"))
    assert "Åke Öhman" in text


def test_each_broken_row_is_named_with_its_line_and_reason() -> None:
    found = read(
        "\n".join(
            [
                "first@example.fi",
                "not an address",
                "",
                "second@@example.fi",
                "one@example.fi;two@example.fi",
                "third@example.fi;de",
                f"fourth@example.fi;fi;{'x' * 121}",
                'fifth@example.fi;"open;never closed',
                "last@example.fi",
            ]
        )
    )
    assert [(one.line, one.reason) for one in found.broken] == [
        (2, Reason.NO_ADDRESS),
        (4, Reason.BAD_ADDRESS),
        (5, Reason.TWO_ADDRESSES),
        (6, Reason.LANGUAGE),
        (7, Reason.LONG_LABEL),
        (8, Reason.QUOTE),
    ]
    assert [one.email for one in found.people] == ["first@example.fi", "last@example.fi"]


def test_an_address_counts_once() -> None:
    found = read("a@example.fi;sv;First\nA@EXAMPLE.FI\nb@example.fi\n a@example.fi ")
    assert found.repeated == 2
    assert [(one.email, one.lang) for one in found.people] == [
        ("a@example.fi", "sv"),
        ("b@example.fi", "fi"),
    ]


def test_fifty_thousand_rows_are_taken_and_no_more() -> None:
    rows = [f"person{number}@example.fi" for number in range(people_lists.MOST_ROWS)]
    assert len(read("\n".join(rows)).people) == people_lists.MOST_ROWS
    with pytest.raises(TooManyRows):
        read("\n".join([*rows, "one-more@example.fi"]))


@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff", "\0\0", "<>", '"', "<@>;;;;;"])
def test_nonsense_adds_nobody(text: str) -> None:
    assert read(text).people == ()
