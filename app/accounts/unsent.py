"""Forms that come after their writer's session has ended: what was typed, and where they stood."""

from urllib.parse import urlsplit

from flask import current_app, request

OWN_ACCOUNT = "accounts"
"""The pages whose forms hold passwords: nothing of them is shown."""


def texts() -> list[str]:
    """What was written in whole words, in the order of the form: tokens, keys and choices have no
    spaces in them."""
    if request.blueprint == OWN_ACCOUNT:
        return []
    written = request.form.items(multi=True)
    return [value for _name, value in written if len(value.split()) > 1]


def page() -> str:
    """The page of this very host that was asked for, or that the form stood on; "" where the
    browser does not say it, or where that was itself the answer to a form."""
    asked = request.full_path.removesuffix("?")
    if _opens(request.path):
        return asked
    referrer = urlsplit(request.referrer or "")
    if referrer.netloc != request.host or not _opens(referrer.path):
        return ""
    return referrer.path + (f"?{referrer.query}" if referrer.query else "")


def _opens(path: str) -> bool:
    routes = current_app.create_url_adapter(request)
    return routes is not None and routes.test(path, "GET")
