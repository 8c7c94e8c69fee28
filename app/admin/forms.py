"""The forms of the back office about people and their roles."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, Field, RadioField, SelectField
from wtforms.validators import InputRequired, ValidationError

from app.accounts import addresses, queries
from app.accounts.labels import ROLE_HINTS, ROLES
from app.accounts.permissions import GRANTABLE, Held, Role
from app.core import clock
from app.core.forms import PageForm, SelectChoice
from app.organisation import queries as organisation
from app.organisation import tenancy
from app.organisation.choices import area_choices


class AddressForm(PageForm):
    email = EmailField(_l("E-mail"), [InputRequired(_l("Write the person's e-mail address."))])

    def validate_email(self, field: Field) -> None:
        if addresses.tidy(field.data) is None:
            raise ValidationError(_l("Write the address like this: name@example.fi"))


class RoleForm(PageForm):
    """A role, and the area or group that it is held in."""

    role = RadioField(_l("Role"), [InputRequired(_l("Choose a role."))])
    area = SelectField(_l("Area, for an official"), description=_l("With all areas below it."))
    group = SelectField(_l("Group, for a member"))

    def offer(self) -> None:
        """Fill in what this municipality has to choose from."""
        self.role.choices = [
            SelectChoice(role.value, str(ROLES[role]), {"hint": str(ROLE_HINTS[role])})
            for role in GRANTABLE
        ]
        tree = organisation.area_tree(clock.today(tenancy.place().timezone))
        self.area.choices = [_nothing(_("No area")), *area_choices(tree.roots)]
        self._areas = {area.key: area.id for area in tree.by_id.values()}
        groups = queries.groups()
        offered = [SelectChoice(row.key, str(row.name)) for row in groups]
        self.group.choices = [_nothing(_("No group")), *offered]
        self._groups = {row.key: row.id for row in groups}

    @property
    def held(self) -> Held:
        """The role as chosen; only after validation."""
        area, group = self._areas.get(self.area.data), self._groups.get(self.group.data)
        return Held(Role(self.role.data), area, group)

    def validate_area(self, field: Field) -> None:
        _check_place(
            field,
            self.role.data == Role.OFFICIAL,
            _l("Choose the area that the official answers for."),
            _l("Only an official's role is tied to an area. Leave this empty."),
        )

    def validate_group(self, field: Field) -> None:
        _check_place(
            field,
            self.role.data == Role.MEMBER,
            _l("Choose the group that the person is a member of."),
            _l("Only a member's role is tied to a group. Leave this empty."),
        )


class InvitationForm(AddressForm, RoleForm):
    """Whom to invite, to which role."""


def _nothing(label: str) -> SelectChoice:
    return SelectChoice("", label)


def _check_place(field: Field, is_needed: bool, missing: str, superfluous: str) -> None:
    if is_needed and not field.data:
        raise ValidationError(missing)
    if field.data and not is_needed:
        raise ValidationError(superfluous)
