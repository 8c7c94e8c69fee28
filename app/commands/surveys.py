"""Commands about surveys: checking, tracing, publishing and importing definitions."""

import json
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from app.accounts import audit
from app.analysis import export_source, export_xlsx, exporting
from app.analysis.exporting import Form, Wanted
from app.authoring import bank, importing_files
from app.authoring.carried_words import FAULTS, WHYS
from app.authoring.difference_words import sentence
from app.authoring.importing import ImportRefused
from app.commands.cities import in_city
from app.commands.organisation import refuse
from app.core import clock, scope
from app.core.db import db
from app.core.documents import DocumentError, Fault, decode
from app.core.i18n import speaking
from app.core.languages import LANGUAGES, SOURCE_LANGUAGE
from app.surveys import definition as definitions
from app.surveys import library, publishing, queries
from app.surveys import meta as metas
from app.surveys.models import Survey
from app.surveys.problems import DefinitionError
from app.surveys.structure import Survey as Definition
from app.surveys.trace import trace as trace_definition

surveys = AppGroup("surveys", help="Check, trace, publish and import survey definitions.")

existing_file = click.Path(exists=True, dir_okay=False, path_type=Path)


@surveys.command("check")
@click.argument("files", nargs=-1, required=True, type=existing_file)
def check(files: tuple[Path, ...]) -> None:
    """Validate definitions (survey.json) and metas (meta.yaml): a line for each problem."""
    faults = [fault for file in files for fault in _faults(file)]
    for fault in faults:
        click.echo(str(fault))
    if faults:
        raise SystemExit(1)


def _faults(file: Path) -> list[Fault]:
    try:
        text = decode(file.read_bytes())
        if file.suffix in (".yaml", ".yml"):
            metas.parse(text)
        else:
            for warning in definitions.load(text).warnings:
                click.echo(f"warning: {library.located(file, warning)}", err=True)
    except DefinitionError as error:
        return [library.located(file, problem) for problem in error.problems]
    except DocumentError as error:
        return [Fault(f"{file}: {fault.path}", fault.reason, fault.hint) for fault in error.faults]
    return []


@surveys.command("trace")
@click.argument("file", type=existing_file)
@click.option("--answers", type=existing_file, help="JSON: an object, or [question, value] steps.")
@click.option("--lang", default=LANGUAGES[0], type=click.Choice(LANGUAGES), show_default=True)
def trace(file: Path, answers: Path | None, lang: str) -> None:
    """Print as JSON what a resident with these answers sees and what is stored."""
    definition = _load(file)
    given: Any = {}
    if answers is not None:
        try:
            given = json.loads(decode(answers.read_bytes()))
        except (ValueError, RecursionError) as error:
            raise click.ClickException(f"{answers}: not JSON: {error}") from error
        if not isinstance(given, dict | list):
            raise click.ClickException(f"{answers}: an object or a list of steps is wanted")
    with speaking(lang):
        seen = trace_definition(definition, given, lang)
        click.echo(json.dumps(seen, ensure_ascii=False, indent=2, default=str))


def _load(file: Path) -> Definition:
    faults = _faults(file)
    if faults:
        for fault in faults:
            click.echo(str(fault), err=True)
        raise SystemExit(1)
    return definitions.load(decode(file.read_bytes()))


@surveys.command("publish")
@click.argument("city")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def publish(city: str, folder: Path) -> None:
    """Publish a FOLDER (survey.json, meta.yaml) in CITY; tells what a new version changes."""
    with in_city(city) as place:
        try:
            found = library.read_folder(folder, publishing.places())
        except DocumentError as error:
            raise refuse(error, folder) from error
        earlier = publishing.latest_version(found.meta.slug)
        try:
            survey = publishing.publish(found, timezone=place.timezone)
        except publishing.LooserProtection as error:
            message = f"what was promised can only get stricter: {error}; nothing was changed"
            raise click.ClickException(message) from None
        except publishing.ShortTaken:
            message = f"another survey has the short address {found.meta.gates.short}"
            raise click.ClickException(message) from None
        bank.note_uses(survey)
        db.session.commit()
        click.echo(f"{survey.slug}: version {survey.version}")
        if 0 < earlier < survey.version:
            _tell(survey)


def _tell(survey: Survey) -> None:
    """What the new version changes, in the words of the desk."""
    before, now = (library.compiled(survey.id, survey.version - age) for age in (1, 0))
    with speaking(SOURCE_LANGUAGE):
        for change in publishing.changes(survey):
            click.echo(f"  {change.effect}: {sentence(change, before, now)}")


@surveys.command("export")
@click.argument("city")
@click.argument("slug")
@click.option(
    "--format",
    "form",
    default="csv",
    type=click.Choice([str(one) for one in Form]),
    show_default=True,
)
@click.option("--lang", type=click.Choice(LANGUAGES), help="Else the survey's first language.")
@click.option("--words", is_flag=True, help="Choices in words, not codes (csv, xlsx).")
@click.option("--without-texts", is_flag=True, help="Leave out what people wrote.")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path))
def export(
    city: str, slug: str, form: str, lang: str | None, words: bool, without_texts: bool, out: Path
) -> None:
    """Write the responses to the survey SLUG of CITY to a file, as many as may be shown now."""
    with in_city(city) as place:
        with scope.of(place.id, read_only=True):  # writers need not wait meanwhile
            survey = queries.by_slug(slug)
            if survey is None:
                raise click.ClickException(f"{city} has no survey {slug!r}")
            wanted = Wanted(Form(form), lang or survey.languages[0], words, not without_texts)
            with speaking(wanted.lang):
                rows = _written(survey, wanted, out)
            db.session.rollback()
        audit.record("survey.exported", "survey", slug, survey=slug, form=form, rows=rows)
        db.session.commit()
    click.echo(f"{out}: {rows} responses")


def _written(survey: Survey, wanted: Wanted, out: Path) -> int:
    """Write the file beside its place, and put it there once it is whole."""
    now = clock.now()
    part = out.with_name(f".{out.name}.part")
    try:
        tables = exporting.tables(survey, now)
        with part.open("w+b") as file:
            exporting.write(tables, wanted, file, now)
        part.replace(out)
    except export_source.TooFew as few:
        raise click.ClickException(f"too few responses: {few.least} are needed") from few
    except export_xlsx.TooLong as fault:
        message = "more rows than Excel holds: choose csv or sav"
        raise click.ClickException(message) from fault
    except OSError as fault:
        raise click.ClickException(f"{out}: {fault.strerror}") from fault
    finally:
        part.unlink(missing_ok=True)
    return tables.source.rows


@surveys.command("import")
@click.argument("file", type=existing_file)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True)
@click.option("--lang", default=LANGUAGES[0], type=click.Choice(LANGUAGES), show_default=True)
def import_(file: Path, out: Path, lang: str) -> None:
    """Make a survey's folder of a FILE (.lss, .xlsx, .md, .json, .txt): survey.json and a draft of
    meta.yaml; prints a line for each thing that could not be carried over."""
    if file.stat().st_size > importing_files.MOST_BYTES:
        raise click.ClickException(f"{file}: at most {importing_files.MOST_BYTES} bytes")
    with speaking(SOURCE_LANGUAGE):
        try:
            found = importing_files.from_file(file.name, file.read_bytes(), language=lang)
        except ImportRefused as refused:
            for problem in refused.problems:
                click.echo(str(problem), err=True)
            raise click.ClickException(f"{file}: {FAULTS[refused.fault]}") from None
        for line in found.lines:
            click.echo(f"{line.where}: {line.what}: {WHYS[line.why]}")
    _write_folder(out, json.dumps(found.source, ensure_ascii=False, indent=2) + "\n")
    click.echo(f"{out}: {len(found.definition.questions)} questions; name the area in meta.yaml")


def _write_folder(out: Path, definition: str) -> None:
    """Write both files, or none where there are some already."""
    files = {library.DEFINITION_FILE: definition, library.META_FILE: _META.format(slug=out.name)}
    if any((out / name).exists() for name in files):
        raise click.ClickException(f"{out}: there is a survey in it already; nothing was changed")
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (out / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"{out}: {error.strerror}") from error


_META = """slug: {slug}
area: change-me   # the key of the responsible area
themes: []
objectives: []
opens: +1d
closes: +31d
who: anyone
once_per_browser: true
anonymity: anonymous
min_group: 5
public_results: closed
retention_months: 24
answer_due_days: 30
"""
