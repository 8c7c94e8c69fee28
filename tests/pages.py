"""Reading an HTML page in a test: its title, links, forms, and what must never be on a page."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

Attributes = list[tuple[str, str | None]]

UNSENT = frozenset({"button", "submit", "image", "reset", "file"})
UNSENT_AS_IT_IS = UNSENT | {"radio", "checkbox"}
NO_TEXT = frozenset({"script", "style", "template"})
PURE_DATA = frozenset({"application/json", "application/ld+json"})


@dataclass
class Form:
    """A form as a browser would send it without a word being typed."""

    action: str
    method: str
    values: dict[str, str | list[str]] = field(default_factory=dict)

    def add(self, name: str, value: str) -> None:
        before = self.values.get(name)
        if before is None:
            self.values[name] = value
        else:
            self.values[name] = [*([before] if isinstance(before, str) else before), value]


class Page(HTMLParser):
    """A parsed page: `title`, `lang`, `text`, `links` (address: text), `buttons` (attributes),
    `ids`, `tags`, `forms`, and `faults`, the inline styles and scripts that the content security
    policy would stop."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.title = self.lang = ""
        self.links: dict[str, str] = {}
        self.buttons: list[dict[str, str]] = []
        self.ids: list[str] = []
        self.tags: set[str] = set()
        self.forms: list[Form] = []
        self.faults: list[str] = []
        self._words: list[str] = []
        self._inside: list[str] = []
        self._link: str | None = None
        self._select: str | None = None
        self._options: list[tuple[str, bool]] = []
        self._textarea: str | None = None
        self.feed(html)
        self.close()

    @property
    def text(self) -> str:
        """What a person reads, with single spaces."""
        return " ".join(" ".join(self._words).split())

    def form(self, action: str | None = None) -> Form:
        """The first form that posts, or the one to an address."""
        for found in self.forms:
            if found.action == action or (action is None and found.method == "post"):
                return found
        raise AssertionError(f"no such form: {action or 'one that posts'}")

    def button(self, name: str, value: str, action: str = "") -> dict[str, str]:
        """What pressing a button adds to its form; `action` is where it leads, if elsewhere."""
        for one in self.buttons:
            known = (one.get("name"), one.get("value", ""), one.get("formaction", ""))
            if known == (name, value, action):
                return {name: value}
        raise AssertionError(f"no such button: {name}={value} {action}")

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        given = {name: value or "" for name, value in attrs}
        self._look_for_faults(tag, given)
        self._inside.append(tag)
        self.tags.add(tag)
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "html":
            self.lang = given.get("lang", "")
        elif tag == "a" and "href" in given:
            self._link = given["href"]
            self.links.setdefault(self._link, "")
        elif tag == "form":
            self.forms.append(Form(given.get("action", ""), given.get("method", "get").lower()))
        elif tag == "button":
            self.buttons.append(given)
        elif self.forms:
            self._control(tag, given)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._inside:
            while self._inside.pop() != tag:
                pass
        if tag == "a":
            self._link = None
        elif tag == "textarea":
            self._textarea = None
        elif tag == "select" and self._select is not None:
            chosen = [value for value, is_chosen in self._options if is_chosen]
            for value in chosen or [value for value, _ in self._options[:1]]:
                self.forms[-1].add(self._select, value)
            self._select = None

    def handle_data(self, data: str) -> None:
        if "title" in self._inside and "svg" not in self._inside:
            self.title += data.strip()
        elif self._textarea is not None:
            self.forms[-1].values[self._textarea] = data.removeprefix("\n")
        elif not NO_TEXT.intersection(self._inside):
            self._words.append(data)
            if self._link is not None:
                self.links[self._link] = f"{self.links[self._link]} {data}".strip()

    def _control(self, tag: str, given: dict[str, str]) -> None:
        name, kind = given.get("name", ""), given.get("type", "text")
        if tag == "option":
            self._options.append((given.get("value", ""), "selected" in given))
        elif not name or "disabled" in given:
            return
        elif tag == "select":
            self._select, self._options = name, []
        elif tag == "textarea":
            self._textarea = name
            self.forms[-1].values[name] = ""
        elif tag == "input" and kind not in (UNSENT if "checked" in given else UNSENT_AS_IT_IS):
            self.forms[-1].add(name, given.get("value", "on"))

    def _look_for_faults(self, tag: str, given: dict[str, str]) -> None:
        where = f"<{tag} {' '.join(given)}>"
        if "style" in given or tag == "style":
            self.faults.append(f"inline style: {where}")
        if any(name.startswith("on") for name in given):
            self.faults.append(f"inline handler: {where}")
        if tag == "script" and "src" not in given and given.get("type") not in PURE_DATA:
            self.faults.append(f"inline script: {where}")
        if any(given.get(name, "").strip().lower().startswith("javascript:") for name in given):
            self.faults.append(f"script address: {where}")
