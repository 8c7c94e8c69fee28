"""A survey in a frame of the city's site: allowed on the sites that it names, without cookies,
without what surrounds a page.

Such a page says `frame` in its address, and so do all addresses of the survey that stand on it.
"""

import re

from flask import Flask, Response, g, has_request_context, request
from flask_babel import gettext as _
from markupsafe import escape

from app.core.headers import CONTENT_SECURITY_POLICY
from app.surveys import queries
from app.surveys.models import Survey

FRAME = "frame"
"""What an address says that is shown in a frame."""
IN_FRAME = frozenset(
    {
        "surveys.survey",
        "surveys.answer",
        "surveys.thanks",
        "survey_results.public_results",
        "survey_in_place.refresh",
        "survey_receipts.answers",
        "survey_receipts.answers_post",
        "survey_receipts.withdraw",
        "survey_receipts.withdraw_post",
        "survey_resume.resume",
        "survey_resume.resume_post",
        "survey_follow.follow",
        "survey_follow.follow_post",
    }
)
"""The pages of a survey that may stand in a frame."""

_LINK = re.compile(
    r'<a\b(?P<attributes>[^>]*?)\shref="(?P<href>[^"]*)"(?P<rest>[^>]*)>(?P<text>.*?)</a>',
    re.DOTALL,
)
_STAYS = re.compile(r"#|[^#]*[?&;]frame=1\b")


def is_framed() -> bool:
    """Whether the page in hand is shown in a frame of another site."""
    return has_request_context() and request.endpoint in IN_FRAME and FRAME in request.args


def may_show(survey: Survey) -> None:
    """Take note of the sites that may show the page in hand."""
    g.frame_origins = tuple(survey.embed_origins)


def _stay(endpoint: str, values: dict[str, object]) -> None:
    """Addresses on a page in a frame stay in it, unless they say that they do not."""
    if endpoint in IN_FRAME and is_framed():
        values.setdefault(FRAME, 1)


def _allow(response: Response) -> Response:
    """Let the sites that the survey names, and no others, show its pages in a frame."""
    if not is_framed():
        return response
    origins = _origins(response)
    if origins:
        policy = response.headers.get("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        ancestors = " ".join(("frame-ancestors", *origins))
        policy = policy.replace("frame-ancestors 'none'", ancestors)
        response.headers["Content-Security-Policy"] = policy
    if response.mimetype == "text/html" and not response.direct_passthrough:
        response.set_data(outward(response.get_data(as_text=True)))
    return response


def _origins(response: Response) -> tuple[str, ...]:
    """Known from the view; pages that say what went wrong before it was called ask for them."""
    known = g.get("frame_origins")
    if known is not None or response.status_code >= 500 or g.get("place") is None:
        return tuple(known or ())
    survey = queries.by_slug((request.view_args or {}).get("slug", ""))
    return tuple(survey.embed_origins) if survey is not None else ()


def outward(html: str) -> str:
    """The page with links that lead out of the frame opening a window of their own: what they
    lead to may not stand in a frame."""
    return _LINK.sub(_opened, html)


def _opened(link: re.Match[str]) -> str:
    if _STAYS.match(link["href"]):
        return link[0]
    note = escape(_("(opens in a new window)"))
    return (
        f'<a{link["attributes"]} href="{link["href"]}"{link["rest"]} target="_blank" '
        f'rel="noopener">{link["text"]} <span class="ds-sr-only">{note}</span></a>'
    )


def install(app: Flask) -> None:
    app.url_defaults(_stay)
    app.after_request(_allow)
