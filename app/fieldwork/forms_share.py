"""The forms of sharing a survey: its short link, and the sites that may show it in a frame."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup, escape
from wtforms import Field, StringField, TextAreaField
from wtforms.validators import ValidationError

from app.core.forms import PageForm
from app.fieldwork import sharing
from app.pagefeedback import origins
from app.pagefeedback.origins import Line, OriginFault
from app.surveys.meta_gates import MOST_ORIGINS
from app.surveys.models import Survey

FAULTS = {
    OriginFault.NO_SITE: _l("Line %(number)s is no address of a site: %(typed)s"),
    OriginFault.NOT_SECURE: _l("Line %(number)s does not begin with https://: %(typed)s"),
    OriginFault.MORE: _l(
        "Line %(number)s is more than the site, as https://www.joensuu.fi: %(typed)s"
    ),
    OriginFault.TWICE: _l("Line %(number)s names a site that is there already: %(typed)s"),
}


class ShortForm(PageForm):
    """The name of the short link; empty: the survey's own."""

    short = StringField(_l("Name of the short link"))
    survey: Survey

    def validate_short(self, field: Field) -> None:
        key = self.key
        if not key:
            return
        if not sharing.SHORT.fullmatch(key):
            raise ValidationError(
                _("Use small letters a–z, digits and hyphens; at most 30 characters.")
            )
        if key in sharing.RESERVED:
            raise ValidationError(_("This name is kept for the service itself. Choose another."))
        if sharing.is_taken(key, self.survey):
            raise ValidationError(_("Another survey has this name. Choose another."))

    @property
    def key(self) -> str | None:
        return (self.short.data or "").strip().lower() or None


class FrameForm(PageForm):
    """The sites that may show the survey in a frame, one on a line."""

    origins = TextAreaField(_l("Sites that may show the survey"))

    def validate_origins(self, field: Field) -> None:
        lines = origins.read(field.data or "")
        if len(lines) > MOST_ORIGINS:
            raise ValidationError(_("Write at most %(most)s sites.", most=MOST_ORIGINS))
        faults = [_said(line) for line in lines if line.fault is not None]
        if faults:
            raise ValidationError(Markup("<br>").join(map(escape, faults)))

    @property
    def sites(self) -> list[str]:
        return origins.good(origins.read(self.origins.data or ""))


def _said(line: Line) -> str:
    assert line.fault is not None, "there is something to say"
    return str(FAULTS[line.fault]) % {"number": line.number, "typed": line.typed[:80]}
