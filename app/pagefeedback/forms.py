"""The hosted form of page feedback, and how officials move what was said on."""

import re
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    Field,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    URLField,
)
from wtforms.validators import InputRequired, Length, ValidationError

from app.core.forms import PageForm, SelectChoice
from app.core.text import tidy
from app.pagefeedback import ingest, wording
from app.pagefeedback.handling import Handling
from app.pagefeedback.known import AnyWidget
from app.pagefeedback.service import LONGEST_TEXT

_OTHER_SCHEME = re.compile(r"\s*(?!https?:)[a-z][a-z0-9+.-]*:(?!\d)", re.IGNORECASE)


def readable(typed: str) -> str:
    """What was typed as an address, but for scripts and the like: they are not even shown again."""
    return "" if _OTHER_SCHEME.match(typed) else typed


class HostedForm(PageForm):
    """A reaction to a page, and perhaps words."""

    page = URLField(_l("Address of the page"), filters=[lambda typed: readable(typed or "")])
    reaction = RadioField(_l("What do you think of this page?"), [InputRequired(_l("Choose one."))])
    text = TextAreaField(
        _l("What was good, or what could be better?"),
        [
            Length(
                max=LONGEST_TEXT,
                message=_l("Use at most %(number)s characters.", number=LONGEST_TEXT),
            )
        ],
        filters=[lambda typed: tidy(typed or "")],
    )
    website = StringField()
    """Seen by no person."""
    token = HiddenField()

    def offer(self, widget: AnyWidget) -> None:
        """The reactions of a widget, the best first."""
        words = enumerate(wording.reactions(widget.scale), start=1)
        self.reaction.choices = [SelectChoice(str(value), word) for value, word in words][::-1]
        self._widget = widget

    def validate_page(self, field: Field) -> None:
        try:
            self.url = ingest.page(field.data or "", self._widget)
        except ingest.Fault as fault:
            sites = ", ".join(self._widget.origins)
            raise ValidationError(
                _("Write the whole address of a page of these sites: %(sites)s.", sites=sites)
            ) from fault


class MoveForm(PageForm):
    """To which state something is moved, from the revision that was looked at."""

    state = SelectField(_l("State"), choices=[SelectChoice(one.value, "") for one in Handling])
    revision = IntegerField()
    comment = HiddenField()

    @property
    def to(self) -> Handling:
        return Handling(self.state.data)

    @property
    def seen(self) -> int:
        """The revision that was looked at; where it was garbled, none that there is."""
        return self.revision.data or 0

    @property
    def comment_id(self) -> UUID | None:
        """The comment that is moved; None for the page itself, or where it was garbled."""
        try:
            return UUID(self.comment.data or "")
        except ValueError:
            return None
