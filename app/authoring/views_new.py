"""Desk pages of a new survey: the ways to begin, what was understood, and its first settings."""

import json
from dataclasses import dataclass

from flask import (
    Blueprint,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.permissions import Permission
from app.accounts.session import principal
from app.authoring import creating, importing_files, reach, starters
from app.authoring.carried_words import FAULTS, WHYS
from app.authoring.creating import EMPTY, Beginning
from app.authoring.forms_new import (
    LONGEST_TITLE,
    PasteForm,
    StartForm,
    expect_upload,
    lines_sent,
    lines_written,
    sent_file,
    title_errors,
    titles_sent,
)
from app.authoring.importing import Carried, Fault, Imported, ImportRefused
from app.authoring.importing_json import read as read_json
from app.authoring.labels_kinds import KINDS
from app.authoring.outline import outline
from app.core.access import Rule, access
from app.core.db import db
from app.core.errors import Conflict, Missing
from app.core.forms import errors_of
from app.core.i18n import PREFIX, current_language
from app.core.languages import AUTONYMS
from app.organisation import tenancy
from app.surveys import queries as surveys
from app.surveys.definition import DefinitionError, load
from app.surveys.desk import title_of
from app.surveys.structure import Survey as Definition

blueprint = Blueprint(
    "new_survey", __name__, url_prefix=PREFIX + "/desk/surveys/new", template_folder="templates"
)

USE = Rule(Permission.USE_DESK)
TEMPLATE, SURVEY, GIVEN = "template:", "survey:", "given"


@blueprint.url_value_preprocessor
def _expect(_endpoint: str | None, _values: object) -> None:
    """The form's token is looked for before the view: so its size is said before that."""
    expect_upload()


@dataclass(frozen=True, slots=True)
class Begun:
    """What a survey is to begin from; `way` says it again in the next request."""

    way: str
    beginning: Beginning
    definition: Definition | None = None
    lines: tuple[Carried, ...] = ()
    is_given: bool = False


@blueprint.get("")
@access(USE)
def ways() -> ResponseReturnValue:
    reach.required()
    return render_template(
        "authoring/new/ways.html",
        starters=starters.starters().values(),
        earlier=reach.surveys(),
    )


@blueprint.get("/paste")
@access(USE)
def paste() -> ResponseReturnValue:
    reach.required()
    form = _paste_form()
    form.language.data = current_language()
    return _paste_page(form)


@blueprint.post("/paste")
@access(USE)
def understand() -> ResponseReturnValue:
    reach.required()
    form = _paste_form()
    if not form.validate():
        return _paste_page(form, status=422)
    file = sent_file()
    lang = form.language.data
    others = [one for one in tenancy.place().languages if one != lang]
    parallel = (lang, *others) if form.parallel.data else ()
    try:
        imported = _imported(file, form.pasted.data or "", lang, parallel)
    except ImportRefused as refused:
        return _paste_page(form, refused, has_file=file is not None, status=422)
    return _start_page(_given(imported, lang), StartForm(), {}, errors={})


def _imported(
    file: tuple[str, bytes] | None, pasted: str, lang: str, parallel: tuple[str, ...]
) -> Imported:
    """What was pasted, or else the file; several languages are tried from all to two of them."""
    tries = [parallel[:count] for count in range(len(parallel), 1, -1)] or [()]
    best: Imported | None = None
    for languages in tries:
        found = (
            importing_files.from_text(pasted, language=lang, parallel=languages)
            if pasted.strip() or file is None
            else importing_files.from_file(*file, language=lang, parallel=languages)
        )
        if best is None or len(found.lines) < len(best.lines):
            best = found
    assert best is not None, "it is tried at least once"
    return best


def _paste_form() -> PasteForm:
    form = PasteForm(request.form if request.method == "POST" else None)
    form.offer(tenancy.place().languages)
    return form


def _paste_page(
    form: PasteForm,
    refused: ImportRefused | None = None,
    *,
    has_file: bool = False,
    status: int = 200,
) -> ResponseReturnValue:
    errors = errors_of(form)
    if refused is not None:
        told = str(FAULTS[refused.fault])
        errors = [("file" if has_file and not form.pasted.data else "pasted", told)]
        form.pasted.errors = [] if has_file and not form.pasted.data else [told]
    page = render_template(
        "authoring/new/paste.html",
        form=form,
        errors=errors,
        has_errors=bool(errors),
        refused=refused,
        is_technical=refused is not None and refused.fault in (Fault.NOT_JSON, Fault.NOT_XML),
        suffixes=", ".join(importing_files.SUFFIXES),
        megabytes=importing_files.MOST_BYTES // 1_000_000,
    )
    return _kept_nowhere(page, status)


@blueprint.get("/start")
@access(USE)
def start() -> ResponseReturnValue:
    reach.required()
    begun = _begun(request.args.get("from", ""))
    return _start_page(begun, StartForm(), {}, errors={})


@blueprint.post("/start")
@access(USE)
def begin() -> ResponseReturnValue:
    found = reach.required()
    begun = _begun(request.form.get("from", ""))
    form = StartForm(request.form)
    form.area.choices = reach.area_choices(found)
    known = tenancy.place().languages
    titles = titles_sent(known)
    wrong = title_errors(titles, known, _languages(begun))
    if not form.validate() or wrong:
        return _start_page(begun, form, titles, errors=wrong, status=422)
    who = principal()
    assert who is not None, "the rule lets nobody else in"
    area = found.tree.by_key[form.area.data]
    address = form.address.data or ""
    work = creating.begin(begun.beginning, titles, area=area, address=address, who=who.id)
    db.session.commit()
    flash(_("The survey is begun. Residents see nothing of it until it is published."))
    return redirect(f"{url_for('desk_surveys.index')}{work.slug}/edit/", 303)


def _begun(way: str) -> Begun:
    """What an address or a form says a survey begins from; Missing where there is no such thing."""
    lang = current_language()
    if way.startswith(TEMPLATE):
        starter = starters.starters().get(way.removeprefix(TEMPLATE))
        if starter is None:
            raise Missing
        return Begun(way, Beginning(starter.source, "fi"), load(starter.source))
    if way.startswith(SURVEY):
        return _earlier(way)
    if way == GIVEN:
        try:
            return _given(read_json(request.form.get("source", ""), language=lang), lang)
        except ImportRefused as refused:
            raise Conflict from refused
    return Begun("", EMPTY)


def _earlier(way: str) -> Begun:
    survey = surveys.by_slug(way.removeprefix(SURVEY))
    if survey is None:
        raise Missing
    reach.check(survey.area_id)
    source = surveys.source(survey.id, survey.version) or {}
    try:
        definition = load(source)
    except DefinitionError as error:
        raise Conflict from error
    return Begun(way, Beginning(source, definition.language), definition)


def _given(imported: Imported, lang: str) -> Begun:
    locale = imported.source.get("locale")
    language = locale if isinstance(locale, str) and locale else lang
    beginning = Beginning({**imported.source, "locale": language}, language)
    lines = imported.lines or lines_sent()
    return Begun(GIVEN, beginning, imported.definition, lines, is_given=True)


def _languages(begun: Begun) -> list[str]:
    """The languages of the municipality in which there are questions."""
    known = tenancy.place().languages
    there = begun.definition.languages if begun.definition else ()
    return [lang for lang in known if lang in there]


def _start_page(
    begun: Begun,
    form: StartForm,
    titles: dict[str, str],
    *,
    errors: dict[str, str],
    status: int = 200,
) -> ResponseReturnValue:
    found = reach.required()
    form.area.choices = reach.area_choices(found)
    lang = current_language()
    suggested = title_of(dict(begun.beginning.source)).texts if not request.form.get("from") else {}
    all_errors = [(f"title-{one}", said) for one, said in errors.items()] + errors_of(form)
    page = render_template(
        "authoring/new/start.html",
        begun=begun,
        form=form,
        titles={
            one: (AUTONYMS[one], titles.get(one) or suggested.get(one, ""), errors.get(one, ""))
            for one in tenancy.place().languages
        },
        sheets=outline(begun.definition, lang) if begun.definition else (),
        kinds=KINDS,
        whys=WHYS,
        source=json.dumps(begun.beginning.source, ensure_ascii=False) if begun.is_given else "",
        lines=lines_written(begun.lines),
        longest_title=LONGEST_TITLE,
        errors=all_errors,
        has_errors=bool(all_errors),
    )
    return _kept_nowhere(page, status)


def _kept_nowhere(page: str, status: int) -> Response:
    response = make_response(page, status)
    response.headers["Cache-Control"] = "no-store"
    return response
