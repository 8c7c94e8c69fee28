"""Commands about people: invitations, operators of the platform, API tokens."""

import click
from flask.cli import AppGroup

from app.accounts import addresses, people, queries, service
from app.accounts.permissions import GRANTABLE, Held, Role
from app.commands.cities import in_city
from app.core import scope
from app.core.db import db
from app.organisation import queries as organisation

accounts = AppGroup("accounts", help="Invite people, make operators, issue API tokens.")


def _address(text: str) -> str:
    email = addresses.tidy(text)
    if email is None:
        raise click.ClickException(f"{text!r} is not an e-mail address")
    return email


def _held(role: Role, area: str | None, group: str | None) -> Held:
    """The role with the ids of its place; says what is missing or superfluous."""
    for name, key, owner in (("--area", area, Role.OFFICIAL), ("--group", group, Role.MEMBER)):
        if role is owner and key is None:
            raise click.ClickException(f"the role {role} needs {name}")
        if role is not owner and key is not None:
            raise click.ClickException(f"the role {role} takes no {name}")
    area_row = organisation.area(area) if area else None
    if area and area_row is None:
        known = ", ".join(sorted(organisation.area_tree().by_key)) or "there are none"
        raise click.ClickException(f"there is no area {area!r} (known: {known})")
    group_row = queries.group(group) if group else None
    if group and group_row is None:
        known = ", ".join(row.key for row in queries.groups()) or "there are none"
        raise click.ClickException(f"there is no group {group!r} (known: {known})")
    return Held(role, area_row.id if area_row else None, group_row.id if group_row else None)


@accounts.command("invite")
@click.argument("city")
@click.argument("email")
@click.option("--role", required=True, type=click.Choice([str(role) for role in GRANTABLE]))
@click.option("--area", help="Key of the area, for an official.")
@click.option("--group", help="Key of the group, for a member.")
def invite(city: str, email: str, role: str, area: str | None, group: str | None) -> None:
    """Give EMAIL a role in CITY; prints and mails a one-time link to set a password."""
    tidy = _address(email)
    with in_city(city) as place:
        held = _held(Role(role), area, group)
        try:
            invitation = people.invite(tidy, held, lang=place.languages[0])
        except people.ClosedAccount:
            raise click.ClickException(f"the account of {tidy} is closed") from None
        db.session.commit()
    click.echo(invitation.address or f"{tidy} has an account with a password; the role is given")


@accounts.command("operator")
@click.argument("email")
def operator(email: str) -> None:
    """Make EMAIL an operator of the platform; prints a one-time link to set a password."""
    with scope.of(None):
        address = people.make_operator(_address(email))
        db.session.commit()
    click.echo(address)


@accounts.command("token")
@click.argument("city")
@click.argument("email")
@click.option("--label", default="API", show_default=True, help="What the token is for.")
def token(city: str, email: str, label: str) -> None:
    """Issue an API token that acts with the rights of EMAIL in CITY; shown only now."""
    tidy = _address(email)
    if not 0 < len(label) <= 80:
        raise click.ClickException("a label has 1 to 80 characters")
    with in_city(city):
        user = queries.user_by_email(tidy)
        if user is None or not user.is_active:
            raise click.ClickException(f"there is no account of {tidy} in {city}")
        issued = service.issue_token(user, label=label)
        db.session.commit()
    click.echo(issued)
