"""Rows of the organisation that every municipality of the tests has."""

from sqlalchemy import select

from app.core.db import db
from app.organisation.models import Area, Goal, Objective, Plan, Theme


def area(key: str) -> Area:
    return db.session.scalars(select(Area).where(Area.key == key)).one()


def theme(key: str) -> Theme:
    return db.session.scalars(select(Theme).where(Theme.key == key)).one()


def goal(key: str = "vitality") -> Goal:
    return db.session.scalars(select(Goal).where(Goal.key == key)).one()


def objective(key: str = "attractive-centre") -> Objective:
    return db.session.scalars(select(Objective).where(Objective.key == key)).one()


def plan(key: str = "environment-plan") -> Plan:
    return db.session.scalars(select(Plan).where(Plan.key == key)).one()
