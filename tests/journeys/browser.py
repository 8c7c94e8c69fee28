"""One real browser, and what every page must hold in it: axe, no sideways scrolling, no errors."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Response,
    sync_playwright,
)

from app.accounts.models import Operator, User
from app.config import ROOT, Config
from tests.client import PLATFORM, session_cookie
from tests.conftest import Outbox
from tests.factories import City
from tests.journeys.server import Server

AXE = ROOT / "assets" / "node_modules" / "axe-core" / "axe.min.js"
ALL_RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
HEIGHTS = {320: 640, 390: 844, 1280: 900}
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP *.localhost 127.0.0.1, MAP localhost 127.0.0.1",
)

NO_FAULTS = ("the server responded with a status of 4", "htmx:sendAbort,", "htmx:afterRequest,")
"""What browsers and htmx write down as errors: refusals, and requests that newer ones replace."""

Scheme = Literal["light", "dark"]
Width = Literal[320, 390, 1280]


def installed_browser() -> str | None:
    """The Chromium or Chrome of this machine, if it has one."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((path for path in map(shutil.which, names) if path), None)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser that finds every `*.localhost` on this machine."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed_browser(), args=[*FLAGS])
        try:
            yield browser
        finally:
            browser.close()


class Live:
    """The running service and browsers that look at it. `app` is the same service, to arrange
    rows with (`with live.app.app_context(): …` and commit)."""

    def __init__(self, server: Server, browser: Browser, cities: tuple[City, City]) -> None:
        self.app = server.app
        self.joensuu, self.pieksamaki = cities
        self.faults: list[str] = []
        self._port = server.port
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self._documents: dict[Page, Response] = {}

    def url(self, path: str = "/", city: City | None = None, *, platform: bool = False) -> str:
        """The address of a path, in Joensuu unless said."""
        host = PLATFORM if platform else (city or self.joensuu).host
        return f"http://{host}:{self._port}{path}"

    def page(
        self,
        path: str | None = None,
        *,
        city: City | None = None,
        signed_in: User | Operator | None = None,
        js: bool = True,
        scheme: Scheme = "light",
        width: Width = 390,
    ) -> Page:
        """A browser of its own (no cookies but the sign-in), opened at `path`. Errors of scripts,
        of the content security policy and of the server fail the test at its end."""
        base = self.url("/", city, platform=isinstance(signed_in, Operator))
        context = self._browser.new_context(
            base_url=base,
            java_script_enabled=js,
            color_scheme=scheme,
            viewport={"width": width, "height": HEIGHTS[width]},
            reduced_motion="reduce",
            locale="fi-FI",
            timezone_id="Europe/Helsinki",
        )
        context.set_default_timeout(10_000)
        self._contexts.append(context)
        if signed_in is not None:
            name, value = self._cookie(base, signed_in)
            context.add_cookies([{"name": name, "value": value, "url": base}])
        page = context.new_page()
        page.on("console", self._note_message)
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on("response", lambda response: self._note_response(page, response))
        if path is not None:
            page.goto(path)
        return page

    def html(self, page: Page) -> str:
        """What a page shows as it left the service, after a form was sent too."""
        return self._documents[page].text()

    def status(self, page: Page) -> int:
        """Of the answer that a page shows."""
        return self._documents[page].status

    def mails(self) -> list[EmailMessage]:
        """Do the jobs that are due; all mails that were ever sent, the oldest first."""
        config: Config = self.app.extensions["kuulolla_config"]
        with self.app.app_context():
            return Outbox(Path(urlsplit(config.mail_url).path)).mails()

    def close(self) -> None:
        for context in self._contexts:
            context.close()

    def _cookie(self, base: str, person: User | Operator) -> tuple[str, str]:
        with self.app.app_context():
            return session_cookie(self.app, base.split("/")[2], person)

    def _note_message(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(one in message.text for one in NO_FAULTS):
            self.faults.append(f"{message.location.get('url')}: {message.text}")

    def _note_response(self, page: Page, response: Response) -> None:
        is_page = response.request.resource_type == "document"
        if is_page and not 300 <= response.status < 400:
            self._documents[page] = response
        if response.status >= (500 if is_page else 400):
            self.faults.append(f"{response.url}: {response.status}")


def axe(page: Page, *, only: tuple[str, ...] = ()) -> list[str]:
    """What axe finds on the page, one line for each element; all rules of WCAG 2.2 AA and best
    practice, or `only` some by name."""
    scriptless = page.evaluate("matchMedia('(scripting: none)').matches")
    assert not scriptless, "axe needs JavaScript: check the same page in a browser that has it"
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    run = {"type": "rule", "values": only} if only else {"type": "tag", "values": ALL_RULES}
    found = page.evaluate("options => axe.run(document, options)", {"runOnly": run})
    return [
        f"{rule['id']}: {rule['help']}: {node['html']} ({node['failureSummary']})"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def wider_than_screen(page: Page) -> list[str]:
    """What makes the page scroll sideways: nothing may, but for boxes that scroll by themselves."""
    found: list[str] = page.evaluate(
        """() => {
            const width = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= width) return [];
            return [...document.body.querySelectorAll('*')]
                .filter(element => element.getBoundingClientRect().right > width + 0.5)
                .map(element => element.outerHTML.slice(0, 120));
        }"""
    )
    return found


def small_targets(page: Page, least: int = 24) -> list[str]:
    """Links outside running text, buttons and controls that are smaller than `least` pixels
    (WCAG 2.2, 2.5.8)."""
    found: list[str] = page.evaluate(
        """least => [...document.querySelectorAll('a, button, input, select, textarea, summary')]
            .filter(element => !element.closest('p, li p, .k-prose') && element.checkVisibility())
            .filter(element => element.type !== 'hidden' && !element.matches('.ds-skip-link'))
            .filter(element => {
                const label = element.labels && element.labels[0];
                const boxes = [element, label].filter(Boolean)
                    .map(box => box.getBoundingClientRect());
                return !boxes.some(box => box.width >= least && box.height >= least);
            })
            .map(element => element.outerHTML.slice(0, 120))""",
        least,
    )
    return found


def screenshot(page: Page, file: Path) -> None:
    """The whole page as a picture, to be looked at."""
    page.screenshot(path=file, full_page=True)
