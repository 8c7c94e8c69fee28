"""The audit log in sentences; an event that has none is told by its name and what it holds."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from markupsafe import Markup, escape

from app.accounts.labels import ROLES
from app.accounts.models import AuditEntry
from app.accounts.permissions import Role
from app.accounts.roles import Places
from app.core.i18n import TranslatedText, current_language

EVENTS = {
    "person.invited": _l("%(actor)s opened an account for %(subject)s."),
    "person.password_set": _l("%(subject)s changed the password."),
    "person.closed": _l("%(actor)s closed the account of %(subject)s."),
    "person.reopened": _l("%(actor)s opened the account of %(subject)s again."),
    "role.given": _l("%(actor)s gave %(subject)s a role: %(role)s."),
    "role.taken": _l("%(actor)s took a role away from %(subject)s: %(role)s."),
    "token.issued": _l("%(actor)s made the API token “%(token)s” for %(subject)s."),
    "token.revoked": _l("%(actor)s revoked the API token “%(token)s” of %(subject)s."),
    "survey.exported": _l(
        "%(actor)s took out %(rows)s responses of the survey “%(survey)s” (%(form)s)."
    ),
    "page.overruled": _l("%(actor)s chose by hand who answers for the page %(page)s: %(area)s."),
    "page.ruled": _l(
        "%(actor)s let the rules say again who answers for the page %(page)s: %(area)s."
    ),
    "survey.deleted": _l("%(actor)s deleted the survey “%(survey)s”, which was not published."),
    "survey.changes_discarded": _l(
        "%(actor)s discarded the unpublished changes of the survey “%(survey)s”."
    ),
    "survey.settled": _l("%(actor)s changed the settings of the survey %(subject)s: %(settings)s."),
    "bank.saved": _l("%(actor)s saved the question “%(question)s” to the bank."),
    "bank.replaced": _l("%(actor)s replaced the question “%(question)s” of the bank."),
    "bank.archived": _l("%(actor)s archived the question “%(question)s” of the bank."),
    "bank.offered": _l("%(actor)s offered the question “%(question)s” of the bank again."),
    "survey.begun": _l("%(actor)s began the survey “%(survey)s”."),
    "invitation.added": _l("%(actor)s added people to the invitations of the survey %(subject)s."),
    "invitation.links": _l("%(actor)s made personal links to the survey %(subject)s."),
    "invitation.corrected": _l(
        "%(actor)s corrected an address among the invitations of the survey %(subject)s."
    ),
    "invitation.removed": _l("%(actor)s removed an invitation to the survey %(subject)s."),
    "invitation.bounced": _l(
        "%(actor)s marked addresses among the invitations of the survey %(subject)s as refused."
    ),
    "invitation.invite": _l("%(actor)s sent invitations to the survey %(subject)s."),
    "invitation.remind": _l("%(actor)s sent reminders of the survey %(subject)s."),
    "widget.made": _l("%(actor)s made the feedback widget “%(widget)s”."),
    "widget.changed": _l("%(actor)s changed the settings of the feedback widget “%(widget)s”."),
    "widget.switched_on": _l("%(actor)s put the feedback widget “%(widget)s” to use."),
    "widget.switched_off": _l("%(actor)s took the feedback widget “%(widget)s” out of use."),
    "widget.rule_added": _l(
        "%(actor)s added a rule to the feedback widget “%(widget)s”: %(prefix)s."
    ),
    "widget.rule_changed": _l(
        "%(actor)s changed a rule of the feedback widget “%(widget)s”: %(prefix)s."
    ),
    "widget.rule_removed": _l(
        "%(actor)s removed a rule of the feedback widget “%(widget)s”: %(prefix)s."
    ),
    "survey.published": _l("%(actor)s published version %(version)s of the survey %(subject)s."),
    "survey.closed": _l(
        "%(actor)s closed the survey “%(survey)s” and promised an answer by %(due)s."
    ),
    "survey.reopened": _l(
        "%(actor)s opened the survey “%(survey)s” again; an answer is promised by %(due)s."
    ),
    "survey.closing_moved": _l(
        "%(actor)s moved the closing of the survey “%(survey)s”; an answer is promised by %(due)s."
    ),
    "survey.due_moved": _l(
        "%(actor)s moved the day of the answer to the survey “%(survey)s”: %(before)s, now %(due)s."
    ),
    "survey.answered": _l("%(actor)s published the answer to the survey “%(survey)s”."),
    "survey.answer_corrected": _l("%(actor)s corrected the answer to the survey “%(survey)s”."),
    "survey.shared": _l("%(actor)s changed the short link of the survey “%(survey)s”: %(short)s."),
    "survey.embedded": _l(
        "%(actor)s changed the sites that may show the survey “%(survey)s” in a frame."
    ),
}

NAMED = (
    "before",
    "due",
    "form",
    "page",
    "prefix",
    "question",
    "rows",
    "short",
    "survey",
    "token",
    "version",
    "widget",
)
"""What sentences take from an entry as it is."""

BY_LINK = {
    "invitation": _l("%(subject)s accepted the invitation and chose a password."),
    "reset": _l("%(subject)s chose a new password by a mailed link."),
}

ACTORS = {
    "command": _l("Maintenance"),
    "link": _l("The person, by a mailed link"),
    "operator": _l("Operator of the platform"),
}


def sentence(entry: AuditEntry, names: Mapping[str, Markup], places: Places) -> Markup:
    """Who did what. `names`: what people are called, as links to their pages, by id."""
    told = BY_LINK.get(entry.changes.get("by_link", "")) or EVENTS.get(entry.event)
    if told is None:
        return _plainly(entry)
    return _filled(
        str(told),
        actor=_actor(entry),
        subject=names.get(entry.subject, entry.subject),
        role=_role(entry, places),
        area=_area(entry, places),
        settings=", ".join(entry.changes.get("settings", ())),
        **{name: entry.changes.get(name, "") for name in NAMED},
    )


def _filled(text: str, **words: str) -> Markup:
    """A text with its words, escaped but where they are Markup."""
    return escape(text) % {name: escape(word) for name, word in words.items()}


def _actor(entry: AuditEntry) -> str:
    return entry.actor if entry.actor_id else str(ACTORS.get(entry.actor, entry.actor))


def _role(entry: AuditEntry, places: Places) -> Markup:
    """A role and the name of where it is held; a place that is gone by its key."""
    key = entry.changes.get("role", "")
    role = escape(str(ROLES[Role(key)]) if key in list(Role) else key)
    for kind, names in (("area", places.areas), ("group", places.groups)):
        if kind in entry.changes:
            place = entry.changes[kind]
            role += escape(": ") + (_marked(names[place]) if place in names else escape(place))
    return role


def _area(entry: AuditEntry, places: Places) -> Markup:
    """The name of an area; of one that is gone its key."""
    key = entry.changes.get("area", "")
    return _marked(places.areas[key]) if key in places.areas else escape(key)


def _marked(name: TranslatedText) -> Markup:
    """A name, marked where it is in another language than the page."""
    text, lang = name.in_(current_language())
    if lang == current_language():
        return escape(text)
    return Markup('<span lang="{}">{}</span>').format(lang, text)


def _plainly(entry: AuditEntry) -> Markup:
    details = ", ".join(f"{key}: {value}" for key, value in entry.changes.items())
    told = f"{_actor(entry)}: {entry.event} {entry.subject_kind} {entry.subject}"
    return escape(f"{told} ({details})" if details else told)
