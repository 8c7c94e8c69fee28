"""Exporting the responses of a survey: which file, with what in it, written in constant memory."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import BinaryIO

from app.analysis import export_csv, export_json, export_sav, export_source, export_xlsx
from app.analysis.export_tables import Tables
from app.surveys.models import Survey

__all__ = ["Form", "Wanted", "file_name", "media_type", "tables", "write"]


class Form(StrEnum):
    """The kinds of file, by the ending of their names."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"
    SAV = "sav"


MEDIA_TYPES: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "sav": "application/x-spss-sav",
    "zip": "application/zip",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """`words`: choices in the words of `lang` rather than in their codes (CSV and Excel only).
    `texts`: with what people wrote in their own words, and the names of their files."""

    form: Form
    lang: str
    words: bool = False
    texts: bool = True


@dataclass(frozen=True, slots=True)
class Size:
    """How many responses came, and how many of them an export would hold (0: too few yet)."""

    received: int
    rows: int
    least: int


def tables(survey: Survey, now: datetime) -> Tables:
    """All that may be exported of a survey. Raises export_source.TooFew."""
    return Tables(export_source.of_survey(survey, now), tuple(survey.languages))


def layout(survey: Survey) -> Tables:
    """The tables without a row: what the codebook tells of."""
    return Tables(export_source.empty(survey), tuple(survey.languages))


def size(survey: Survey, now: datetime) -> Size:
    received, shown, least = export_source.counts(survey, now)
    return Size(received, shown, least)


def ending(found: Tables, wanted: Wanted) -> str:
    """How the name of the file ends: several tables of CSV or SPSS come in an archive."""
    is_alone = wanted.form in (Form.XLSX, Form.JSON) or found.is_one
    return str(wanted.form) if is_alone else "zip"


def file_name(found: Tables, wanted: Wanted, today: date) -> str:
    return f"{found.source.survey.slug}_{today:%Y-%m-%d}.{ending(found, wanted)}"


def media_type(found: Tables, wanted: Wanted) -> str:
    return MEDIA_TYPES[ending(found, wanted)]


def write(found: Tables, wanted: Wanted, out: BinaryIO, now: datetime) -> None:
    """Write the file. Raises export_xlsx.TooLong where there are more rows than Excel holds."""
    chosen = replace(found, texts=wanted.texts)
    match wanted.form:
        case Form.CSV:
            export_csv.write(chosen, out, wanted.lang, words=wanted.words)
        case Form.XLSX:
            export_xlsx.write(chosen, out, wanted.lang, words=wanted.words)
        case Form.JSON:
            export_json.write(chosen, out)
        case Form.SAV:
            export_sav.write(chosen, out, wanted.lang, made=now)
