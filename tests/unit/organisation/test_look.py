"""A brand colour, any brand colour, gives pages that can be read."""

import re
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.organisation import look
from app.organisation.look import ColourError, Scheme

BRANDS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
SCHEMES = st.sampled_from(Scheme)

ON_ANY_SURFACE = ("text-default", "text-subtle")
ON_QUIET_SURFACES = ("border-default", "border-strong")
QUIET = ("background-default", "background-tinted", "surface-default", "surface-tinted")
PRESSED = ("surface-hover", "surface-active")


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def extremes(test: Callable[..., None]) -> Callable[..., None]:
    """Colours at which such a computation goes wrong first."""
    for brand in ("#000000", "#ffffff", "#ffff00", "#0000ff", "#00ff00", "#777777", "#767676"):
        for scheme in Scheme:
            test = example(brand=brand, scheme=scheme)(test)
    return test


def test_the_formula_of_this_test_agrees_with_known_ratios() -> None:
    assert ratio("#000000", "#ffffff") == pytest.approx(21)
    assert ratio("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)


@extremes
@given(brand=BRANDS, scheme=SCHEMES)
def test_texts_can_be_read_on_every_surface_also_hovered_and_pressed(
    brand: str, scheme: Scheme
) -> None:
    steps = look.scale(brand, scheme)
    surfaces = [steps[name] for name in QUIET + PRESSED] + list(look.NEUTRAL_SURFACES[scheme])
    assert min(ratio(steps[text], on) for text in ON_ANY_SURFACE for on in surfaces) >= 4.5


@extremes
@given(brand=BRANDS, scheme=SCHEMES)
def test_borders_and_marks_stand_out_from_what_they_lie_on(brand: str, scheme: Scheme) -> None:
    steps = look.scale(brand, scheme)
    surfaces = [steps[name] for name in QUIET] + list(look.NEUTRAL_SURFACES[scheme])
    assert min(ratio(steps[mark], on) for mark in ON_QUIET_SURFACES for on in surfaces) >= 3
    assert min(ratio(steps["border-strong"], steps[on]) for on in PRESSED) >= 3


@extremes
@given(brand=BRANDS, scheme=SCHEMES)
def test_labels_of_buttons_can_be_read_in_every_state(brand: str, scheme: Scheme) -> None:
    steps = look.scale(brand, scheme)
    fills = [steps[f"base-{state}"] for state in ("default", "hover", "active")]
    inks = [steps["base-contrast-default"], steps["base-contrast-subtle"]]
    assert min(ratio(ink, fill) for ink in inks for fill in fills) >= 4.5


@extremes
@given(brand=BRANDS, scheme=SCHEMES)
def test_a_button_shows_that_it_is_hovered_and_pressed(brand: str, scheme: Scheme) -> None:
    steps = look.scale(brand, scheme)
    assert len({steps[f"base-{state}"] for state in ("default", "hover", "active")}) == 3


@extremes
@given(brand=BRANDS, scheme=SCHEMES)
def test_a_scheme_stays_light_or_dark_whatever_the_brand(brand: str, scheme: Scheme) -> None:
    steps = look.scale(brand, scheme)
    levels = [luminance(steps[name]) for name in QUIET]
    assert min(levels) > 0.7 if scheme is Scheme.LIGHT else max(levels) < 0.05


@pytest.mark.parametrize("brand", ["#0065bd", "#ffd800", "#7a1f3d", "#00594c"])
def test_buttons_of_light_pages_wear_the_very_brand(brand: str) -> None:
    assert look.scale(brand, Scheme.LIGHT)["base-default"] == brand


def test_a_brand_on_which_white_is_nearly_legible_is_darkened_and_keeps_white_labels() -> None:
    steps = look.scale("#4c8c2b", Scheme.LIGHT)
    assert steps["base-contrast-default"] == "#ffffff"
    assert ratio(steps["base-default"], "#4c8c2b") < 1.2


@pytest.mark.parametrize(
    "text", ["", "0065bd", "#0065b", "#0065bg", "#0065bd;}", " #0065bd", "red", "#0065bd\n"]
)
def test_what_is_not_a_colour_is_refused(text: str) -> None:
    for give in (look.brand_colour, look.stylesheet):
        with pytest.raises(ColourError):
            give(text)


def test_capitals_make_no_difference() -> None:
    assert look.brand_colour("#00A0BD") == "#00a0bd"
    assert look.stylesheet("#00A0BD") == look.stylesheet("#00a0bd")


def test_the_stylesheet_gives_every_step_for_light_and_for_dark() -> None:
    css = look.stylesheet("#0065bd")
    light, dark = css.split("@media screen and (prefers-color-scheme: dark)")
    for part, scheme in ((light, Scheme.LIGHT), (dark, Scheme.DARK)):
        given_steps = dict(re.findall(r"--ds-color-accent-([a-z-]+): (#[0-9a-f]{6});", part))
        assert given_steps == look.scale("#0065bd", scheme)
        assert len(given_steps) == 16
    assert css.count("{") == css.count("}")


def test_a_stylesheet_gets_another_name_when_its_colours_change() -> None:
    names = [look.digest(look.stylesheet(brand)) for brand in ("#0065bd", "#0065be", "#0065bd")]
    assert names[0] == names[2] != names[1]
    assert re.fullmatch(r"[0-9a-f]{12}", names[0])
