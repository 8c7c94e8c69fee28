"""The bar that every page and state is held to: rules, screens, sizes, markup, the keyboard."""

from collections.abc import Callable, Mapping
from pathlib import Path

from playwright.sync_api import Page

from tests.journeys.browser import (
    HEIGHTS,
    Live,
    Scheme,
    Width,
    axe,
    small_targets,
    wider_than_screen,
)
from tests.journeys.markup import markup_errors

SEEN = ("color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size")
"""The rules that depend on the screen."""

SCREENS: tuple[tuple[Width, Scheme, tuple[str, ...]], ...] = (
    (320, "light", ()),
    (1280, "dark", SEEN),
)

_DRAWN = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
_SETTLED = """async () => { await new Promise(done => requestAnimationFrame(done));
    for (const one of document.getAnimations()) one.finish(); }"""
"""Buttons go over from one colour to another: what is measured is the colour that they come to."""

States = Mapping[str, Callable[[], Page]]


def faults_of(page: Page) -> list[str]:
    """What is wrong with a page as it stands: all rules on a narrow, light screen, and what
    depends on the screen on a wide, dark one. The scheme comes before the size: the other way
    round, Chromium keeps colours of the scheme before in what inherits them."""
    found = []
    for width, scheme, rules in SCREENS:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        page.evaluate(_SETTLED)
        page.evaluate(_DRAWN)
        wrong = axe(page, only=rules) + wider_than_screen(page) + small_targets(page)
        found += [f"{width} {scheme}: {fault}" for fault in wrong]
    return found


def faults_in(live: Live, states: States, folder: Path) -> list[str]:
    """What is wrong in any of these states, each brought about by its function; their markup is
    checked all at once."""
    found, markup = [], {}
    for name, reach in states.items():
        page = reach()
        markup[name] = live.html(page)
        found += [f"{name}: {fault}" for fault in faults_of(page)]
        page.context.close()
    return found + markup_errors(markup, folder)


def tab_stops(page: Page, most: int = 80) -> list[str]:
    """What the Tab key leads to, from the top of the page to its end, in that order: the text or
    the id of each stop. Fails where the focus cannot be seen, or goes back up."""
    page.evaluate("document.activeElement?.blur(), scrollTo(0, 0)")
    stops: list[str] = []
    for _stop in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(_STOP)
        if stop is None:
            return stops
        assert stop["seen"], f"the focus cannot be seen on {stop['html']}"
        assert stop["onward"], f"the focus goes back up to {stop['html']}"
        stops.append(stop["name"])
    raise AssertionError(f"no end of stops: {stops}")


_STOP = """() => {
    const here = document.activeElement;
    if (!here || here === document.body) { window.kLast = null; return null; }
    const onward = !window.kLast
        || window.kLast.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_FOLLOWING;
    window.kLast = here;
    const marked = element => {
        const style = getComputedStyle(element);
        return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    };
    const around = [here, here.closest('.k-choice'), here.closest('.k-card')].filter(Boolean);
    return {
        name: here.id || here.innerText.trim(),
        html: here.outerHTML.slice(0, 120),
        onward: Boolean(onward),
        seen: here.checkVisibility()
            && (around.some(marked) || here.matches('.ds-skip-link')),
    };
}"""
