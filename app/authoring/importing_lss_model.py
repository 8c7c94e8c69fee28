"""A LimeSurvey survey as its .lss file has it: groups, questions, answers, in all languages."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from app.authoring.importing import Fault, ImportRefused
from app.authoring.importing_xml import Row, rows

Texts = dict[str, str]


@dataclass(slots=True)
class Answer:
    code: str
    texts: Texts
    scale: int


@dataclass(slots=True)
class Question:
    """A question, or (with a parent) one of its rows, items or columns."""

    id: str
    code: str
    type: str
    texts: Texts
    help: Texts
    row: Row
    attributes: dict[str, Texts] = field(default_factory=dict)
    subquestions: list["Question"] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    conditions: list[Row] = field(default_factory=list)
    defaults: list[Row] = field(default_factory=list)

    def attribute(self, name: str) -> str:
        """An attribute that is the same in all languages; "" where it is not set."""
        return next((value for value in self.attributes.get(name, {}).values() if value), "")

    def rows(self, scale: int = 0) -> list["Question"]:
        return [one for one in self.subquestions if _number(one.row.get("scale_id")) == scale]


@dataclass(slots=True)
class Group:
    id: str
    texts: Texts
    description: Texts
    relevance: str
    questions: list[Question] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class LimeSurvey:
    """`settings` is the row of the survey, `words` its texts by language."""

    language: str
    languages: tuple[str, ...]
    settings: Row
    words: Mapping[str, Row]
    groups: tuple[Group, ...]
    quotas: tuple[str, ...]


def model(root: Element) -> LimeSurvey:
    """What a document holds; raises ImportRefused where it is of another kind."""
    kind = (root.findtext("LimeSurveyDocType") or "").strip()
    settings = rows(root, "surveys")
    if root.tag != "document" or kind != "Survey" or not settings:
        raise ImportRefused(Fault.NOT_LIMESURVEY, kind)
    main = settings[0].get("language", "") or "en"
    more = settings[0].get("additional_languages", "").split()
    words = {
        row.get("surveyls_language", ""): row for row in rows(root, "surveys_languagesettings")
    }
    groups = _groups(root, main)
    _questions(root, main, groups)
    return LimeSurvey(
        language=main,
        languages=tuple(dict.fromkeys((main, *more))),
        settings=settings[0],
        words=words,
        groups=tuple(groups.values()),
        quotas=tuple(row.get("name", "") for row in rows(root, "quota")),
    )


def _number(written: str | None) -> int:
    return int(written) if written and written.isascii() and written.isdigit() else 0


def _texts(found: list[Row], key: str, field_: str, main: str) -> dict[str, Texts]:
    """Texts of rows by the id in `key`, by language."""
    texts: dict[str, Texts] = defaultdict(dict)
    for row in found:
        if row.get(field_):
            texts[row.get(key, "")][row.get("language") or main] = row[field_]
    return texts


def _groups(root: Element, main: str) -> dict[str, Group]:
    found = rows(root, "groups")
    more = [*found, *rows(root, "group_l10ns")]
    names = _texts(more, "gid", "group_name", main)
    about = _texts(more, "gid", "description", main)
    groups: dict[str, Group] = {}
    for row in sorted(found, key=lambda one: _number(one.get("group_order"))):
        id = row.get("gid", "")
        if id not in groups:
            groups[id] = Group(id, names[id], about[id], row.get("grelevance", ""))
    return groups


def _questions(root: Element, main: str, groups: dict[str, Group]) -> None:
    found = [*rows(root, "questions"), *rows(root, "subquestions")]
    more = [*found, *rows(root, "question_l10ns")]
    texts = _texts(more, "qid", "question", main)
    help = _texts(more, "qid", "help", main)
    known: dict[str, Question] = {}
    in_order = sorted(found, key=lambda one: _number(one.get("question_order")))
    for row in in_order:
        id = row.get("qid", "")
        if id not in known:
            known[id] = Question(
                id, row.get("title", ""), row.get("type", ""), texts[id], help[id], row
            )
    for one in known.values():
        parent = one.row.get("parent_qid", "0")
        if parent not in ("", "0"):
            if parent in known:
                known[parent].subquestions.append(one)
        elif one.row.get("gid", "") in groups:
            groups[one.row.get("gid", "")].questions.append(one)
    _answers(root, main, known)
    for section, into in (("conditions", "conditions"), ("defaultvalues", "defaults")):
        for row in rows(root, section):
            if row.get("qid") in known:
                getattr(known[row["qid"]], into).append(row)
    for row in rows(root, "question_attributes"):
        if row.get("qid") in known and row.get("value"):
            named = known[row["qid"]].attributes.setdefault(row.get("attribute", ""), {})
            named[row.get("language", "")] = row["value"]


def _answers(root: Element, main: str, known: dict[str, Question]) -> None:
    found = rows(root, "answers")
    translated = _texts(rows(root, "answer_l10ns"), "aid", "answer", main)
    in_order = sorted(found, key=lambda one: _number(one.get("sortorder")))
    there: dict[tuple[str, str, int], Answer] = {}
    for row in in_order:
        qid, code, scale = row.get("qid", ""), row.get("code", ""), _number(row.get("scale_id"))
        if qid not in known or not code:
            continue
        answer = there.get((qid, code, scale))
        if answer is None:
            answer = there[qid, code, scale] = Answer(code, {}, scale)
            known[qid].answers.append(answer)
        answer.texts.update(translated.get(row.get("aid", ""), {}))
        if row.get("answer"):
            answer.texts[row.get("language") or main] = row["answer"]
