"""What a site's owner copies into a page: the widget, its script, or the hosted form in a frame."""

from dataclasses import dataclass
from html import escape


@dataclass(frozen=True, slots=True)
class Script:
    """The address of a script, and what the browser checks it by (empty: nothing)."""

    address: str
    integrity: str = ""


def element(key: str, words: str, form: str) -> str:
    """The widget, with the link that stands for it where no script runs."""
    return (
        f'<kuulolla-feedback widget="{escape(key)}" level="2">\n'
        f'  <a referrerpolicy="no-referrer-when-downgrade" href="{escape(form)}">'
        f"{escape(words)}</a>\n"
        "</kuulolla-feedback>"
    )


def script(of: Script) -> str:
    """The script, once on each page."""
    checked = f' crossorigin integrity="{escape(of.integrity)}"' if of.integrity else ""
    return f'<script async src="{escape(of.address)}"{checked}></script>'


def frame(words: str, address: str) -> str:
    """The hosted form by itself, for sites that take no script."""
    return (
        f'<iframe title="{escape(words)}" referrerpolicy="no-referrer-when-downgrade" '
        f'src="{escape(address)}"></iframe>'
    )
