"""LimeSurvey files as tests need them: rows in sections, of the older shape and of the newer."""

from collections.abc import Mapping
from xml.sax.saxutils import escape

Row = Mapping[str, object]
TEXT = {"fi": "fi", "sv": "sv"}


def document(sections: Mapping[str, list[Row]], kind: str = "Survey") -> bytes:
    parts = [
        f"<{name}><rows>{''.join(_row(row) for row in rows)}</rows></{name}>"
        for name, rows in sections.items()
    ]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<document>'
        f"<LimeSurveyDocType>{kind}</LimeSurveyDocType><DBVersion>480</DBVersion>"
        f"{''.join(parts)}</document>"
    ).encode()


def _row(row: Row) -> str:
    fields = (f"<{key}><![CDATA[{value}]]></{key}>" for key, value in row.items())
    return f"<row>{''.join(fields)}</row>"


class Survey:
    """Gathers the rows of a survey in Finnish and Swedish in the newer shape."""

    def __init__(self, languages: str = "sv") -> None:
        self.sections: dict[str, list[Row]] = {
            name: []
            for name in (
                *("answers", "answer_l10ns", "conditions", "defaultvalues", "groups"),
                *("group_l10ns", "questions", "question_l10ns", "subquestions"),
                *("question_attributes", "quota", "surveys", "surveys_languagesettings"),
            )
        }
        self.languages = ["fi", *languages.split()]
        self.add("surveys", sid=77, language="fi", additional_languages=languages)
        for lang in self.languages:
            self.add(
                "surveys_languagesettings",
                surveyls_language=lang,
                surveyls_title=f"Palvelukysely {lang}",
                surveyls_welcometext=f"<p>Tervetuloa <b>kyselyyn</b> {lang}</p>",
                surveyls_endtext=f"<p onclick='x()'>Kiitos {lang}</p><script>alert(1)</script>",
            )
        self.ids = 100
        self.gid = 0

    def add(self, section: str, **row: object) -> None:
        self.sections[section].append(row)

    def next(self) -> int:
        self.ids += 1
        return self.ids

    def group(self, name: str, relevance: str = "") -> None:
        self.gid = self.next()
        self.add("groups", gid=self.gid, sid=77, group_order=self.gid, grelevance=relevance)
        for lang in self.languages:
            self.add("group_l10ns", gid=self.gid, language=lang, group_name=f"{name} {lang}")

    def ask(self, type: str, code: str, text: str = "", **more: object) -> int:
        """A question; `rows`, `columns` and `answers` are codes, `attributes` a mapping."""
        qid = self.next()
        rows, columns = more.pop("rows", ()), more.pop("columns", ())
        answers, attributes = more.pop("answers", ()), more.pop("attributes", {})
        base = {"qid": qid, "parent_qid": 0, "sid": 77, "gid": self.gid, "type": type}
        self.add("questions", **base, title=code, question_order=qid, **more)
        self._said(qid, text or f"Kysymys {code}?")
        for scale, codes in ((0, rows), (1, columns)):
            for one in codes:  # type: ignore[attr-defined]
                sub = self.next()
                self.add(
                    "subquestions", qid=sub, parent_qid=qid, title=one, scale_id=scale,
                    question_order=sub, type="T",
                )  # fmt: skip
                self._said(sub, f"Rivi {one}")
        for place, one in enumerate(answers):  # type: ignore[arg-type]
            code_, _, scale_ = str(one).partition("@")
            aid = self.next()
            self.add("answers", aid=aid, qid=qid, code=code_, sortorder=place, scale_id=scale_ or 0)
            for lang in self.languages:
                self.add("answer_l10ns", aid=aid, answer=f"Vastaus {code_} {lang}", language=lang)
        for key, value in attributes.items():  # type: ignore[attr-defined]
            self.add("question_attributes", qid=qid, attribute=key, value=value, language="")
        return qid

    def _said(self, qid: int, text: str) -> None:
        for lang in self.languages:
            self.add(
                "question_l10ns", qid=qid, question=f"<p>{escape(text)} {lang}</p>", language=lang
            )

    def file(self) -> bytes:
        return document(self.sections)
