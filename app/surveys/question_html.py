"""Questions as HTML, kept while nobody has answered them: most of what a survey's page costs."""

from functools import lru_cache

from flask import get_template_attribute
from markupsafe import Markup

from app.surveys.question_types.views import QuestionView

TEMPLATE = "surveys/question.html"
MOST_KEPT = 4000
"""Questions in a language, in a process; each takes some kilobytes."""


def question_html(view: QuestionView, lang: str) -> Markup:
    """One question of a page in the language `lang`, which is that of the request as well."""
    return _kept(view, lang) if view.is_untouched else _rendered(view, lang)


@lru_cache(maxsize=MOST_KEPT)
def _kept(view: QuestionView, lang: str) -> Markup:
    """A view says all that its HTML depends on, so that equal views are the same question."""
    return _rendered(view, lang)


def _rendered(view: QuestionView, lang: str) -> Markup:
    html: Markup = get_template_attribute(TEMPLATE, "question")(view, lang)
    return html
