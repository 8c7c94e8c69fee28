"""A browser that runs our script, as far as a page that changes in place can tell."""

import re
from typing import Any

from werkzeug.test import TestResponse

from tests.client import Client

RIDE = "/en/surveys/ride"
HX = {"HX-Request": "true"}
PART = re.compile(r'<div id="([^"]+)" hx-swap-oob="innerHTML">')
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


class Browser:
    """A page as a browser with the script has it: its form, and what is put in place."""

    def __init__(self, client: Client, path: str = RIDE) -> None:
        self.client, self.path = client, path
        page = client.page(path)
        self.ids = page.ids
        self.form: dict[str, Any] = dict(page.form(path).values)
        self.told = ""

    def change(self, **values: Any) -> list[str]:
        """Answer something; the ids of the parts that come anew."""
        self.form |= {name.replace("_", "-"): value for name, value in values.items()}
        response = self.refresh()
        if response.status_code == 204:
            return []
        assert response.status_code == 200, response.text
        _, *found = PART.split(response.text)
        texts = (text.strip().removesuffix("</div>").strip() for text in found[1::2])
        parts = dict(zip(found[::2], texts, strict=True))
        self.parts = parts
        self.told = parts.pop("in-place-told", "")
        for name in ("asked", "shown", "known", "followed"):
            self.form.pop(name, None)
        self.form |= dict(HIDDEN.findall(parts.pop("in-place-fields")))
        return list(parts)

    def refresh(self, **values: Any) -> TestResponse:
        return self.client.post(f"{self.path}/page", self.form | values, headers=HX)
