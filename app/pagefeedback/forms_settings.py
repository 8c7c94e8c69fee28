"""The forms of a widget's settings and of the area of a page: each fault by its field and line."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from markupsafe import Markup, escape
from wtforms import (
    Field,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    Regexp,
    ValidationError,
)

from app.core import clock
from app.core.forms import PageForm, SelectChoice, errors_of
from app.core.i18n import TranslatedText
from app.core.languages import AUTONYMS, LANGUAGES
from app.core.text import tidy
from app.organisation import queries as organisation
from app.organisation import tenancy
from app.organisation.choices import area_choices
from app.organisation.models import Area
from app.pagefeedback import addresses, administration, origins, queries
from app.pagefeedback.administration import Settings
from app.pagefeedback.models import WebPage, Widget
from app.pagefeedback.origins import Line, OriginFault

LONGEST_KEY = 60
LONGEST_NAME = 100
LONGEST_GUIDANCE = 500
MOST_MONTHS = 120
MOST_FAULTS = 10
"""Of the lines of one field that are told at once."""

RESERVED = frozenset({"new"})
"""Keys that would stand where a page of administration does."""

TAKEN = _l("Another widget has this key. Choose another one.")

_SHOWN = 80
_FAULTS = {
    OriginFault.NO_SITE: _l("Line %(number)s, “%(typed)s”, is no address of a site."),
    OriginFault.NOT_SECURE: _l("Line %(number)s, “%(typed)s”, must begin with https://"),
    OriginFault.MORE: _l(
        "Line %(number)s, “%(typed)s”, is more than a site: leave out user names, paths and"
        " whatever follows."
    ),
    OriginFault.TWICE: _l("Line %(number)s, “%(typed)s”, is on the list already."),
}


def _one_line(typed: str | None) -> str:
    return " ".join(tidy(typed or "").split())


def _tidy(typed: str | None) -> str:
    return tidy(typed or "")


def _at_most(longest: int) -> Length:
    return Length(max=longest, message=_l("Use at most %(number)s characters.", number=longest))


def _name(lang: str) -> StringField:
    label = _l("Name (%(language)s)", language=AUTONYMS[lang])
    return StringField(label, [_at_most(LONGEST_NAME)], filters=[_one_line])


def _guidance(lang: str) -> TextAreaField:
    label = _l("Advice in danger (%(language)s)", language=AUTONYMS[lang])
    return TextAreaField(label, [_at_most(LONGEST_GUIDANCE)], filters=[_tidy])


def area_field() -> SelectField:
    """Which area answers."""
    return SelectField(_l("Responsible area"), [InputRequired(_l("Choose an area."))])


class AreaChoice(PageForm):
    """A form with an `area_field`, where it stands on the page: faults are told in that order."""

    area: SelectField

    def offer_areas(self, present: UUID | None) -> None:
        """The areas of today, and the present one even where it has ended."""
        tree = organisation.area_tree(clock.today(tenancy.place().timezone))
        known: dict[str, Area] = dict(tree.by_key)
        self.area.choices = [SelectChoice("", _("Choose an area")), *area_choices(tree.roots)]
        if present is not None and present not in tree.by_id:
            ended = organisation.area_tree().by_id[present]
            known[ended.key] = ended
            self.area.choices.append(SelectChoice(ended.key, str(ended.name)))
        self._areas = {key: area.id for key, area in known.items()}
        if present is not None and self.area.data is None:
            self.area.data = next(key for key, id in self._areas.items() if id == present)

    @property
    def area_id(self) -> UUID:
        """The area as chosen; only after validation."""
        return self._areas[self.area.data]


class PageAreaForm(AreaChoice):
    """Which area answers for a page; none: that of the rules."""

    area = area_field()
    revision = IntegerField()

    def offer(self, page: WebPage, by_rules: Area) -> None:
        self.offer_areas(page.area_id)
        self.area.validators = [Optional()]
        ruled = _("By the rules: %(area)s", area=by_rules.name)
        self.area.choices[0] = SelectChoice("", ruled)  # type: ignore[index]
        if not self.area.raw_data and not page.area_by_hand:
            self.area.data = ""

    @property
    def chosen(self) -> UUID | None:
        """The area that was chosen by hand; only after validation."""
        return self.area_id if self.area.data else None


class WidgetForm(AreaChoice):
    """The settings of a widget. Its key is chosen once, as pages of sites name it."""

    key = StringField(
        _l("Key"),
        [
            InputRequired(_l("Write a key.")),
            _at_most(LONGEST_KEY),
            Regexp(
                r"[a-z0-9]+(-[a-z0-9]+)*\Z",
                message=_l("Use small letters a to z, digits and single hyphens between them."),
            ),
        ],
        filters=[_one_line],
    )
    name_fi, name_sv, name_en = _name("fi"), _name("sv"), _name("en")
    origins = TextAreaField(
        _l("Sites that have the widget"),
        [DataRequired(_l("Write at least one site, such as https://www.city.fi"))],
        filters=[_tidy],
    )
    area = area_field()
    scale = RadioField(
        _l("What readers choose from"),
        [InputRequired(_l("Choose one."))],
        choices=[
            SelectChoice("2", _l("Two: thumb up, thumb down")),
            SelectChoice("3", _l("Three: good, so-so, poor")),
        ],
    )
    retention = IntegerField(
        _l("Months that comments are kept"),
        [
            NumberRange(
                min=1,
                max=MOST_MONTHS,
                message=_l("Write a whole number from 1 to %(most)s.", most=MOST_MONTHS),
            )
        ],
    )
    guidance_fi, guidance_sv, guidance_en = _guidance("fi"), _guidance("sv"), _guidance("en")
    seen = HiddenField()

    def offer(self, widget: Widget | None = None) -> None:
        """Fill in what this municipality has to choose from, and what the widget is now."""
        self._widget = widget
        self._origin_faults: list[str] = []
        self._languages = tenancy.languages()
        if widget is not None:
            del self.key
        for lang in set(LANGUAGES) - set(self._languages):
            del self[f"name_{lang}"], self[f"guidance_{lang}"]
        self._first.flags.required = True
        self.offer_areas(widget.area_id if widget else None)

    @property
    def _first(self) -> Field:
        return self[f"name_{self._languages[0]}"]

    def fill(self, widget: Widget) -> None:
        """Show a widget as it is; after `offer`."""
        for lang in self._languages:
            self[f"name_{lang}"].data = widget.name.texts.get(lang, "")
            self[f"guidance_{lang}"].data = widget.guidance.texts.get(lang, "")
        self.scale.data = str(widget.scale)
        self.origins.data = "\n".join(widget.origins)
        self.retention.data = widget.retention_months
        self.seen.data = administration.stamp(widget)

    @property
    def names(self) -> list[Field]:
        return [self[f"name_{lang}"] for lang in self._languages]

    @property
    def advice(self) -> list[Field]:
        return [self[f"guidance_{lang}"] for lang in self._languages]

    def validate(self, extra_validators: object = None) -> bool:
        """In the municipality's first language a name is needed: it stands in for the others."""
        needed = DataRequired(_l("Write a name in this language at least."))
        return bool(super().validate({self._first.name: [needed]}))

    def validate_key(self, field: Field) -> None:
        if field.data.startswith("v"):
            raise ValidationError(_("A key does not begin with v: such addresses are of scripts."))
        if field.data in RESERVED:
            raise ValidationError(_("This word means something else. Choose another key."))
        if administration.widget(field.data) is not None:
            raise ValidationError(TAKEN)

    def say_taken(self) -> None:
        """Somebody else has made a widget with this key at this very moment."""
        self.key.errors = [TAKEN]

    def validate_origins(self, field: Field) -> None:
        lines = origins.read(field.data or "")
        if len(lines) > origins.MOST_ORIGINS:
            raise ValidationError(_("Write at most %(most)s sites.", most=origins.MOST_ORIGINS))
        faults = [_said(line) for line in lines if line.fault is not None]
        faults += self._needed(origins.good(lines))
        if faults:
            self._origin_faults = _first(faults)
            raise ValidationError(Markup("<br>").join(map(escape, self._origin_faults)))

    def _needed(self, found: Iterable[str]) -> list[str]:
        """Sites that rules name, and the list does not."""
        if self._widget is None:
            return []
        named = {addresses.origin(rule.prefix) for rule in queries.rules_of(self._widget)}
        missing = sorted(one for one in named - {None, *found} if one)
        return [
            _("A rule is for the site %(site)s. Change the rule first.", site=one)
            for one in missing
        ]

    @property
    def faults(self) -> list[tuple[str, str]]:
        """For the error summary: each line of the sites is a fault of its own."""
        found = []
        for id, message in errors_of(self):
            several = self._origin_faults if id == self.origins.id else []
            found += [(id, one) for one in several or [message]]
        return found

    @property
    def settings(self) -> Settings:
        """What was typed; only after validation. Languages that are not asked for stay."""
        before = self._widget
        return Settings(
            name=self._texts("name", before.name if before else None),
            scale=int(self.scale.data),
            origins=tuple(origins.good(origins.read(self.origins.data or ""))),
            area_id=self.area_id,
            guidance=self._texts("guidance", before.guidance if before else None),
            retention_months=self.retention.data or 1,
        )

    def _texts(self, field: str, before: TranslatedText | None) -> TranslatedText:
        typed = {lang: self[f"{field}_{lang}"].data or "" for lang in self._languages}
        texts = {**(before.texts if before else {}), **typed}
        return TranslatedText({lang: text for lang, text in texts.items() if text})


def _said(line: Line) -> str:
    """What is wrong with a line, the line included."""
    assert line.fault is not None
    typed = line.typed if len(line.typed) <= _SHOWN else f"{line.typed[:_SHOWN]}…"
    return str(_FAULTS[line.fault]) % {"number": line.number, "typed": typed}


def _first(faults: Sequence[str]) -> list[str]:
    """Of very many the first ones."""
    told = list(faults[:MOST_FAULTS])
    if rest := len(faults) - len(told):
        told.append(ngettext("And %(num)s more.", "And %(num)s more.", rest))
    return told
