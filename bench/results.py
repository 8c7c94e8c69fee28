"""Results in great number: a survey of 20 questions, what its pages cost, beside plain counts."""

from datetime import timedelta
from statistics import median
from time import perf_counter
from typing import Any, cast
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import Engine, Index, Table, text

from app import create_app
from app.analysis import queries as counting
from app.config import Config
from app.core import buckets, clock, scope
from app.core.db import db
from app.core.i18n import TranslatedText
from app.organisation import directory
from app.organisation import queries as organisation
from app.surveys import queries, tallies
from app.surveys.models import ResponseCode, Survey, SurveyVersion
from bench import flows
from bench.databases import Database, environment
from bench.in_process import InProcess
from bench.report import aligned

SLUG = "miljoona"
TITLE = TranslatedText({"fi": "Miljoona"})
TIMES = 9
DAYS = 100
SINGLE, RATING, SEVERAL, TEXT = 12, 4, 2, 2
"""Twenty questions; who is asked for several choices gives one here."""
PAGE = f"/fi/desk/surveys/{SLUG}/results"
CROSSTAB = f"{PAGE}/crosstab?rows=q1&columns=q2"
FIRST = {
    "one filter, all questions": f"{PAGE}?where=q3%3D2",
    "crosstab": CROSSTAB,
    "filtered crosstab": f"{CROSSTAB}&where=q3%3D2",
}
"""Asked once: what they count is kept in the process, and counted again here."""
KEPT = {"results page": PAGE, "filtered crosstab, kept": FIRST["filtered crosstab"]}

_NUMBER = (
    "abs((CAST(arrival AS BIGINT) * 7919 + {q} * 104729) * (arrival % 9973 + {q})) / 97 % 5 + 1"
)
_VALUE = (
    f"CASE WHEN question.kind = 't' THEN '' ELSE CAST({_NUMBER.format(q='question.number')}"
    " AS VARCHAR(3)) END"
)
_RESPONSES = """
INSERT INTO response (municipality_id, id, survey_id, version, area_id, arrival, day, lang, channel,
                      receipt_hash, content_hash, is_withdrawn, document)
SELECT :here, {id}, :survey, 1, :area, number, {day}, 'fi', 'web', {hash}, '', {false}, {document}
FROM {numbers}
"""
_CODES = f"""
INSERT INTO response_code (municipality_id, response_id, question, value, survey_id, day)
SELECT :here, source.id, question.name, {_VALUE}, :survey, source.day
FROM (SELECT id, day, arrival FROM response WHERE survey_id = :survey ORDER BY id) source
CROSS JOIN (VALUES {{questions}}) {{names}}
"""
_POSTGRESQL = {
    "id": "gen_random_uuid()",
    "hash": "md5(CAST(number AS VARCHAR)) || md5(CAST(number + 1 AS VARCHAR))",
    "day": "CAST(:first AS DATE) + CAST(number * :days / (:count + 1) AS INTEGER)",
    "false": "false",
    "document": "CAST(CAST(:document AS TEXT) AS JSONB)",
    "numbers": "generate_series(1, :count) number",
}
_SQLITE = {
    "id": "lower(hex(randomblob(16)))",
    "hash": "lower(hex(randomblob(32)))",
    "day": "date(:first, '+' || (number * :days / (:count + 1)) || ' days')",
    "false": "0",
    "document": ":document",
    "numbers": "(WITH RECURSIVE n(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM n"
    " WHERE number < :count) SELECT number FROM n)",
}
_PATIENCE = "SET statement_timeout = 0"
_OFF = {
    "sqlite": ("PRAGMA foreign_keys = OFF", "PRAGMA query_only = OFF"),
    "postgresql": (_PATIENCE, "SET session_replication_role = replica"),
}
_TABLE = cast("Table", ResponseCode.__table__)
_PLAIN = text(
    "SELECT value, count(*) FROM response_code WHERE municipality_id = :here"
    " AND survey_id = :survey AND question = 'q1' GROUP BY value"
)
"""The baseline: what any count of one question costs at least on this machine."""


def run(count: int, database: Database) -> None:
    """Fill a survey of its own with `count` responses, unless it is there, and time its pages."""
    app = create_app(Config.from_env(environment(database.url)))
    began = perf_counter()
    here, survey = _fill(app, count)
    print(f"{count} responses of 20 questions at hand after {perf_counter() - began:.0f} s")
    client = InProcess(app, flows.HOST)
    flows.summary(client)
    rows = [("", "median ms", "slowest ms")]
    rows.append(_line("count of one question (baseline)", lambda: _plain(app, here, survey), 3))
    for name, path in FIRST.items():
        rows.append(_line(name, lambda path=path: _anew(client, path), 3))
    for name, path in KEPT.items():
        rows.append(_line(name, lambda path=path: client.get(path), TIMES))
    print(aligned(rows), flush=True)


def _anew(client: InProcess, path: str) -> None:
    counting.kept.clear()
    client.get(path)


def _plain(app: Flask, here: Any, survey: Any) -> None:
    with app.app_context(), db.engine.connect() as connection:
        connection.execute(_PLAIN, {"here": here, "survey": survey}).all()


def _line(name: str, work: Any, times: int) -> tuple[str, str, str]:
    work()
    seconds = []
    for _time in range(times):
        began = perf_counter()
        work()
        seconds.append(perf_counter() - began)
    return name, f"{median(seconds) * 1000:.0f}", f"{max(seconds) * 1000:.0f}"


def _fill(app: Flask, count: int) -> tuple[Any, Any]:
    with app.app_context():
        place = directory.by_host(flows.HOST)
        assert place is not None
        db.session.rollback()
        with scope.of(place.id):
            known = queries.by_slug(SLUG)
            survey = known.id if known else _survey()
            on_sqlite = db.engine.dialect.name == "sqlite"
            keys = [one.hex if on_sqlite else one for one in (place.id, survey)]
            if known is None:
                area = _area()
                db.session.rollback()
                _insert(db.engine, count, keys, area.hex if on_sqlite else area)
                closed = buckets.last_closed_day(clock.now(), place.timezone)
                if not on_sqlite:
                    db.session.connection().exec_driver_sql(_PATIENCE)
                buckets.fold(tallies.KIND, survey, tallies.compute, through=closed)
                db.session.commit()
    return keys[0], keys[1]


def _survey() -> UUID:
    """Closed yesterday, so that all its answers are shown."""
    now = clock.now()
    id = uuid4()
    db.session.add(
        Survey(
            id=id, slug=SLUG, area_id=_area(), title=TITLE, description=TITLE,
            languages=["fi"], minutes=5, version=1, opens_at=now - timedelta(days=DAYS + 2),
            closes_at=now - timedelta(days=1), answer_due_on=None, once_per_browser=False,
            min_group=5, segments=[], public_results="closed", retention_months=24,
        )
    )  # fmt: skip
    db.session.flush()
    source = {
        "title": "Miljoona",
        "pages": [{"name": "p", "elements": list(map(_element, _kinds()))}],
    }
    db.session.add(
        SurveyVersion(
            survey_id=id, number=1, definition=source, digest="miljoona", published_at=now
        )
    )
    db.session.commit()
    return id


def _area() -> UUID:
    """One that the official who reads may read of."""
    found = organisation.area(flows.SUMMARY.partition("?")[0].rpartition("/")[2])
    assert found is not None
    return found.id


def _kinds() -> list[tuple[int, str]]:
    kinds = "s" * SINGLE + "r" * RATING + "m" * SEVERAL + "t" * TEXT
    return list(enumerate(kinds, start=1))


def _element(one: tuple[int, str]) -> dict[str, object]:
    number, kind = one
    name = {"name": f"q{number}", "title": f"Kysymys {number}"}
    if kind == "r":
        return {"type": "rating", **name}
    if kind == "t":
        return {"type": "comment", **name}
    return {"type": "radiogroup" if kind == "s" else "checkbox", "choices": list("12345"), **name}


def _insert(engine: Engine, count: int, keys: list[Any], area: Any) -> None:
    """By SQL: foreign keys are not looked up (all point to what was made just now), and codes come
    in the order of their key."""
    on_sqlite = engine.dialect.name == "sqlite"
    parts = _SQLITE if on_sqlite else _POSTGRESQL
    questions = ", ".join(f"('q{number}', {number}, '{kind}')" for number, kind in _kinds())
    names = "question" if on_sqlite else "question(name, number, kind)"
    codes = _CODES.format(questions=questions, names=names)
    if on_sqlite:
        codes = codes.replace(f"(VALUES {questions}) question", _sqlite_table(questions))
    known = {
        "here": keys[0],
        "survey": keys[1],
        "area": area,
        "count": count,
        "days": DAYS,
        "first": (clock.now() - timedelta(days=DAYS + 1)).date().isoformat(),
        "document": '{"q19": "' + "Valoja polulle ja lisää vuoroja. " * 8 + '"}',
    }
    with engine.connect() as connection:
        for off in _OFF[engine.dialect.name]:
            connection.exec_driver_sql(off)
        indexes: list[Index] = sorted(_TABLE.indexes, key=lambda one: str(one.name))
        for index in indexes:
            index.drop(connection)
        for statement in (_RESPONSES.format(**parts), codes):
            used = {name: value for name, value in known.items() if f":{name}" in statement}
            connection.execute(text(statement), used)
        for index in indexes:
            index.create(connection)
        connection.commit()
        if not on_sqlite:
            connection.exec_driver_sql("SET session_replication_role = origin")
            connection.commit()
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if not on_sqlite:
            connection.exec_driver_sql(_PATIENCE)
        connection.exec_driver_sql("ANALYZE" if on_sqlite else "VACUUM ANALYZE")


def _sqlite_table(questions: str) -> str:
    return (
        "(SELECT column1 AS name, column2 AS number, column3 AS kind"
        f" FROM (VALUES {questions})) question"
    )
