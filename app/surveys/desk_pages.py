"""The frame of an official's pages of one survey: its parts side by side, what it is and where."""

from dataclasses import dataclass

from flask import Response, make_response, render_template, url_for
from flask_babel import gettext as _

from app.core import clock
from app.surveys.desk import DeskSurvey


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an official's work on a survey, as local navigation shows it."""

    href: str
    label: str
    current: bool


def parts(desk: DeskSurvey, current: str) -> list[Part]:
    """What there is to do with a survey; most of it once it is published."""
    home = f"{url_for('desk_surveys.index')}{desk.slug}/"
    found = [("edit/", _("Questions")), ("settings", _("Settings")), ("publish", _("Publish"))]
    if desk.survey is not None:
        found = [
            ("", _("Overview")),
            *found,
            ("people", _("Invitations")),
            ("share", _("Sharing")),
            ("results", _("Results")),
            ("answer", _("Answer to residents")),
        ]
    return [Part(home + path, label, path == current) for path, label in found]


def render(
    template: str, desk: DeskSurvey, current: str, status: int = 200, **values: object
) -> Response:
    """A page of one survey; its template extends surveys/desk/frame.html. Kept nowhere."""
    survey = desk.survey
    page = render_template(
        template,
        desk=desk,
        parts=parts(desk, current),
        state=survey.state(clock.now()) if survey else None,
        **values,
    )
    response = make_response(page, status)
    response.headers["Cache-Control"] = "no-store"
    return response
