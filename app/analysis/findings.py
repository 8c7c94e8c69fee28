"""What figures say, in one plain sentence of the page's language, and in a few numbers."""

from flask_babel import format_decimal, format_percent, ngettext
from flask_babel import gettext as _

from app.analysis.reports import Part
from app.analysis.statistics import Interval
from app.surveys.question_types.ranking import RankingQuestion


def finding(part: Part) -> str:
    """A true sentence about a question; its title alone where there is nothing to say."""
    if part.n is None:
        return part.title.text
    if part.rows:
        return _of_rows(part)
    if not part.n:
        return str(_("Nobody has answered this question."))
    figures = part.figures
    if figures is None or figures.is_open:
        return str(
            ngettext(
                "%(count)s person answered in their own words.",
                "%(count)s people answered in their own words.",
                part.n,
                count=format_decimal(part.n),
            )
        )
    if part.summary.moments:
        return str(_("The mean is %(mean)s.", mean=rounded(part.summary.moments.mean)))
    top = part.top
    if top is None:
        return str(_("No single answer stands out: several were given equally often."))
    words = {"choice": top.option.label.text, "share": format_percent(top.share)}
    if isinstance(figures.question, RankingQuestion):
        return str(_("%(choice)s: most often, by %(share)s.", **words))
    return str(_("Chosen most often: %(choice)s, by %(share)s.", **words))


def _of_rows(part: Part) -> str:
    cells = [(cell, row) for row in part.rows if row.n for cell in row.cells]
    if not cells:
        return str(_("Nobody has answered this question."))
    cell, row = max(cells, key=lambda one: one[0].share)
    return str(
        _(
            "The largest share: %(share)s chose “%(column)s” for “%(row)s”.",
            share=format_percent(cell.share),
            column=cell.option.label.text,
            row=row.label.text,
        )
    )


def rounded(value: float) -> str:
    """As figures are written: at most two decimals."""
    return str(format_decimal(round(value, 2)))


def numbers(part: Part) -> list[tuple[str, str]]:
    """Terms and values of what a question comes to."""
    summary = part.summary
    found: list[tuple[str, str]] = []
    if summary.moments:
        found += [
            (_("Mean"), rounded(summary.moments.mean)),
            (_("Median"), rounded(summary.moments.median)),
        ]
        if summary.moments.deviation is not None:
            found.append((_("Standard deviation"), rounded(summary.moments.deviation)))
    if summary.promoters:
        score = summary.promoters
        found += [
            (_("Net Promoter Score (from -100 to 100)"), rounded(score.score)),
            (_("Promoters (9 and 10)"), format_percent(score.promoters / 100)),
            (_("Detractors (0 to 6)"), format_percent(score.detractors / 100)),
        ]
    return [(str(term), str(value)) for term, value in found]


def rate(share: float, interval: Interval) -> str:
    """A response rate with its interval."""
    return str(
        _(
            "%(share)s (95 %% interval from %(low)s to %(high)s)",
            share=format_percent(share),
            low=format_percent(interval.low),
            high=format_percent(interval.high),
        )
    )
