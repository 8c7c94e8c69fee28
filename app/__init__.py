"""The application factory: the one list of what the service is made of."""

import logging
from datetime import timedelta
from pathlib import Path

from flask import Flask
from flask_migrate import Migrate
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from app import cli
from app.accounts import resets, views_links
from app.accounts import session as accounts_session
from app.accounts import views as accounts_views
from app.admin import views as admin_views
from app.admin import views_people, views_platform
from app.analysis import views_export
from app.analysis import views_official as analysis_views
from app.analysis import views_public as public_results
from app.api import views as api_views
from app.authoring import (
    views_bank,
    views_conditions,
    views_editor,
    views_languages,
    views_publish,
    views_survey_bank,
    views_survey_preview,
)
from app.authoring import views_list as desk_survey_views
from app.authoring import views_new as new_survey_views
from app.authoring import views_settings as desk_survey_settings_views
from app.config import ROOT, Config
from app.core import db as database
from app.core import engines, errors, headers, i18n, jobs, limits, mail, static_files, text
from app.core.languages import SOURCE_LANGUAGE
from app.core.sent_files import FileRequest
from app.fieldwork import (
    mailing,
    views_answer,
    views_closing,
    views_mailing,
    views_no_mails,
    views_overview,
    views_people_add,
    views_share,
    views_short,
)
from app.fieldwork import views_people as invitation_views
from app.ideas import mails as idea_mails
from app.ideas import views_author as idea_author_views
from app.ideas import views_council as council_views
from app.ideas import views_official as desk_idea_views
from app.ideas import views_resident as idea_views
from app.insights import views_official as desk_views
from app.organisation import tenancy
from app.pagefeedback import (
    filing,
    views_frame,
    views_hosted,
    views_preview,
    views_rules,
    views_widget,
)
from app.pagefeedback import views_admin as widget_views
from app.pagefeedback import views_official as feedback_desk
from app.portal import chrome, entrance, health, views_feeds
from app.portal import views as portal_views
from app.surveys import (
    frames,
    views_follow,
    views_gates,
    views_in_place,
    views_receipts,
    views_resident,
    views_resume,
)
from app.surveys import news as survey_news
from app.surveys.files import store as file_store
from app.surveys.files import uploads

BLUEPRINTS = (
    health.blueprint,
    entrance.blueprint,
    portal_views.blueprint,
    views_feeds.blueprint,
    views_resident.blueprint,
    views_receipts.blueprint,
    views_in_place.blueprint,
    views_resume.blueprint,
    views_gates.blueprint,
    views_follow.blueprint,
    views_widget.blueprint,
    views_hosted.blueprint,
    views_frame.blueprint,
    views_preview.blueprint,
    widget_views.blueprint,
    views_rules.blueprint,
    feedback_desk.blueprint,
    idea_views.blueprint,
    idea_author_views.blueprint,
    council_views.blueprint,
    desk_idea_views.blueprint,
    api_views.blueprint,
    accounts_views.blueprint,
    views_links.blueprint,
    admin_views.blueprint,
    views_people.blueprint,
    views_platform.blueprint,
    desk_views.blueprint,
    desk_survey_views.blueprint,
    views_overview.blueprint,
    views_export.blueprint,
    views_editor.blueprint,
    views_publish.blueprint,
    views_conditions.blueprint,
    views_languages.blueprint,
    views_survey_preview.blueprint,
    desk_survey_settings_views.blueprint,
    views_answer.blueprint,
    views_closing.blueprint,
    views_share.blueprint,
    views_short.blueprint,
    analysis_views.blueprint,
    public_results.blueprint,
    new_survey_views.blueprint,
    views_bank.blueprint,
    views_survey_bank.blueprint,
    invitation_views.blueprint,
    views_people_add.blueprint,
    views_mailing.blueprint,
    views_no_mails.blueprint,
)

PARTS = (
    *(static_files, text, jobs, mail, chrome, resets, idea_mails, survey_news, mailing, filing),
    *(file_store, uploads, frames),
)
"""What is installed once all else is in place, in this order."""

MAX_BODY = 1024 * 1024
"""Bytes of a request's body: the longest survey page fits several times."""


def create_app(config: Config) -> Flask:
    """The service, ready to be served or commanded."""
    app = Flask(
        __name__, static_folder="static", template_folder="core/templates", instance_path=None
    )
    app.request_class = FileRequest
    app.config.from_mapping(_flask_settings(config))
    app.extensions["kuulolla_config"] = config
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    logging.getLogger("app").setLevel(config.log_level)
    if config.trusted_proxies:
        hops = config.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]
    _prepare_sqlite(config)
    database.db.init_app(app)
    Migrate(
        app,
        database.db,
        directory=str(ROOT / "migrations"),
        compare_type=True,
        render_as_batch=False,
    )
    i18n.install(app)
    CSRFProtect(app)
    errors.install(app)
    tenancy.install(app)
    headers.install(app)
    limits.install(app)
    accounts_session.install(app)
    for part in PARTS:
        part.install(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    cli.install(app)
    return app


def _flask_settings(config: Config) -> dict[str, object]:
    secure = config.public_scheme == "https"
    return {
        "SECRET_KEY": config.secret_key,
        "SQLALCHEMY_DATABASE_URI": config.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": engines.engine_options(
            config.database_url, config.database_pool
        ),
        "MAX_CONTENT_LENGTH": MAX_BODY,
        "MAX_FORM_MEMORY_SIZE": MAX_BODY,
        "MAX_FORM_PARTS": 2000,
        "SEND_FILE_MAX_AGE_DEFAULT": timedelta(hours=1),
        "SESSION_COOKIE_NAME": "__Host-kuulolla" if secure else "kuulolla",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=12),
        "WTF_CSRF_CHECK_DEFAULT": False,
        "WTF_CSRF_TIME_LIMIT": None,
        "BABEL_TRANSLATION_DIRECTORIES": str(ROOT / "translations"),
        "BABEL_DEFAULT_LOCALE": SOURCE_LANGUAGE,
        "RATELIMIT_STORAGE_URI": config.redis_url or "memory://",
        "WRITE_LIMIT": config.write_limit,
        "PLATFORM_HOSTS": config.platform_hosts,
    }


def _prepare_sqlite(config: Config) -> None:
    if config.is_sqlite:
        path = config.database_url.removeprefix("sqlite:///")
        if path and path != ":memory:":
            Path(path).parent.mkdir(parents=True, exist_ok=True)
