"""What watching tells, in words."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.surveys.models import Channel
from app.surveys.models_access import Device

DEVICES = {
    Device.PHONE: _l("Telephone"),
    Device.TABLET: _l("Tablet"),
    Device.COMPUTER: _l("Computer"),
}

CHANNELS = {
    Channel.WEB: _l("On the web page"),
    Channel.API: _l("Through the interface of programs (API)"),
}


def duration(seconds: int) -> str:
    """About how long something takes: below two minutes in seconds."""
    if seconds < 120:
        return str(ngettext("%(num)s second", "%(num)s seconds", seconds))
    return str(_("about %(minutes)s min", minutes=round(seconds / 60)))
