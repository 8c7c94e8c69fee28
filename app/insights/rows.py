"""A summary as rows of a table, for spreadsheets."""

from collections.abc import Iterator

from flask_babel import format_date, format_number, format_percent, ngettext
from flask_babel import gettext as _

from app.core.spreadsheets import Cell
from app.ideas.words import STATES
from app.insights.idea_reports import IdeaReport, Ideas
from app.insights.objectives import ObjectiveReport
from app.insights.page_reports import Pages
from app.insights.reports import QuestionReport, SurveyReport
from app.insights.summary import AreaSummary


def header() -> list[str]:
    return [
        *(_("Responsible area"), _("From"), _("To")),
        *(_("Part"), _("Survey"), _("Address of the survey"), _("Responses"), _("Shown")),
        *(_("Question"), _("Question's name"), _("Answered")),
        *(_("Answer"), _("Value"), _("Count"), _("Share"), _("Note")),
    ]


def rows(summary: AreaSummary) -> Iterator[list[Cell]]:
    received = summary.participation.received
    for month, n in summary.participation.by_month:
        about: list[Cell] = [_("Participation"), None, None, received, None]
        yield [*about, _("Answers by month"), None, received, None, f"{month:%Y-%m}", n, None, None]
    for theme, part in summary.parts:
        name = theme.name.text if theme else _("Own services")
        for survey in part.surveys:
            for row in _survey_rows(survey):
                yield [name, *row]
        for row in (*_idea_rows(part.ideas), *_page_rows(part.pages)):
            yield [name, *row]
    for objective in summary.objectives:
        for row in _objective_rows(objective):
            yield [_("Objectives"), *row]


def _survey_rows(survey: SurveyReport) -> Iterator[list[Cell]]:
    head: list[Cell] = [survey.title.text, survey.slug, survey.received, survey.shown]
    if survey.shown is None:
        yield [*head, *[None] * 7, _("Too few answers") if survey.received else None]
    for question in survey.questions:
        for row in _question_rows(question):
            yield [*head, question.title.text, question.name, question.n, *row]


def _question_rows(question: QuestionReport) -> Iterator[list[Cell]]:
    """Answer, value, count, share and note."""
    if question.n is None:
        yield [None, None, None, None, _("Too few answers")]
        return
    if not question.rows and not question.texts:
        yield [None] * 5
    for row in question.rows:
        note = None if row.is_known else _("Not among the present answers")
        yield [row.label.text, row.value, row.count, round(row.share, 4), note]
    if question.mean is not None:
        yield [_("Mean"), round(question.mean, 2), None, None, None]
    for said in question.texts:
        note = _("A file") if said.file else _("In their own words")
        yield [said.text, None, None, None, note]


def _idea_rows(ideas: Ideas) -> Iterator[list[Cell]]:
    """How many ideas are in each state, then the first ones with how many support them."""
    head: list[Cell] = [None] * 4
    for state, n in ideas.by_state.items():
        yield [*head, _("Ideas"), None, None, str(STATES[state]), state, n, None, None]
    for one in ideas.first:
        about: list[Cell] = [*head, _("Idea: supports"), None, None]
        yield [*about, one.title.text, one.number, one.supports, None, _standing(one)]


def _standing(one: IdeaReport) -> str:
    """The state of an idea in words, with the day that its reader looks for."""
    words = str(STATES[one.state])
    if one.answered_on:
        on = _("Answered %(date)s", date=format_date(one.answered_on, "long"))
        return f"{words}. {on}: {one.decided}" if one.decided else f"{words}. {on}"
    if one.clock is None:
        return words
    due = format_date(one.clock.due_on, "long")
    if not one.clock.is_late:
        return f"{words}. {_('The answer is due by %(date)s', date=due)}"
    late = ngettext(
        "The answer was due %(date)s, %(num)s day ago.",
        "The answer was due %(date)s, %(num)s days ago.",
        one.clock.late_by,
        date=due,
    )
    return f"{words}. {late}"


def _page_rows(pages: Pages) -> Iterator[list[Cell]]:
    """Two rows a page: its reactions with the share of the best one, and its comments."""
    head: list[Cell] = [None] * 4
    for one in pages.first:
        about: list[Cell] = [one.title.text, one.url]
        share = None if one.positive is None else round(one.positive, 4)
        note = (
            _("Too few reactions to tell a share")
            if share is None
            else _("%(share)s of them good", share=format_percent(share))
        )
        reactions: list[Cell] = [*head, _("Page feedback: reactions"), None, None]
        yield [*reactions, *about, one.reactions, share, note]
        unread = ngettext(
            "%(count)s is still unread.",
            "%(count)s are still unread.",
            one.new,
            count=format_number(one.new),
        )
        comments: list[Cell] = [*head, _("Page feedback: comments"), None, None]
        yield [*comments, *about, one.comments, None, unread if one.new else None]


def _objective_rows(one: ObjectiveReport) -> Iterator[list[Cell]]:
    """What was asked, proposed and said about an objective, a row each: its title and its key
    stand as answer and value."""
    about: list[Cell] = [one.title.text, one.key]
    for asked in one.asked:
        survey, title = asked.survey, asked.title.text if asked.title else None
        head: list[Cell] = [survey.title.text, survey.slug, survey.received, survey.shown]
        note = _("Too few answers") if asked.n is None else None
        yield [*head, title, asked.question, asked.n, *about, None, None, note]
    if one.ideas.count:
        yield [*[None] * 4, _("Ideas"), None, None, *about, one.ideas.count, None, None]
    if one.pages.count:
        for what, n in (
            (_("Page feedback: reactions"), one.pages.reactions),
            (_("Page feedback: comments"), one.pages.comments),
        ):
            yield [*[None] * 4, what, None, None, *about, n, None, None]
