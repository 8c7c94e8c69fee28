"""A survey as officials work on it: published, in the making, or both; found and let in here."""

from dataclasses import dataclass

from sqlalchemy import select

from app.accounts import session
from app.accounts.permissions import Permission
from app.core.db import db
from app.core.errors import Forbidden, Missing
from app.core.i18n import TranslatedText
from app.organisation import queries as organisation
from app.organisation.models import Area
from app.surveys import queries
from app.surveys.models import Survey
from app.surveys.models_work import SurveyWork


@dataclass(frozen=True, slots=True)
class DeskSurvey:
    """`survey` is None until it is published, `work` where nobody has begun to edit it."""

    slug: str
    area: Area
    survey: Survey | None
    work: SurveyWork | None

    @property
    def title(self) -> TranslatedText:
        """The published title, or that of the survey in the making; may be empty."""
        if self.survey is not None:
            return self.survey.title
        return title_of(self.work.source) if self.work else TranslatedText({})

    @property
    def published(self) -> Survey:
        """The survey; Missing until it is published."""
        if self.survey is None:
            raise Missing
        return self.survey


def title_of(source: dict[str, object]) -> TranslatedText:
    """The title of a definition that may have problems."""
    written = source.get("title")
    if isinstance(written, str):
        return TranslatedText({str(source.get("locale") or "fi"): written})
    texts = written if isinstance(written, dict) else {}
    main = str(source.get("locale") or "fi")
    return TranslatedText(
        {
            main if lang == "default" else str(lang): text
            for lang, text in texts.items()
            if isinstance(text, str)
        }
    )


def find(slug: str, permission: Permission = Permission.MANAGE_SURVEYS) -> DeskSurvey:
    """The survey of an address, for whoever is signed in.

    Missing where the municipality has none such, Forbidden where whoever asks has not the
    permission in the area that is responsible for it.
    """
    survey = queries.by_slug(slug)
    work = db.session.scalars(select(SurveyWork).where(SurveyWork.slug == slug)).one_or_none()
    owner = survey or work
    if owner is None:
        raise Missing
    area = organisation.area_tree().by_id[owner.area_id]
    if not session.may(permission, area.key):
        raise Forbidden
    return DeskSurvey(slug, area, survey, work)
