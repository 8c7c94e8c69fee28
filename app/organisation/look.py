"""A municipality's look: one brand colour becomes a scale of guaranteed contrast.

The steps are those of the design system (`--ds-color-accent-…`), for light and dark pages.
Contrast is WCAG 2.2's: 4.5:1 for text (1.4.3), 3:1 for borders and marks (1.4.11), on every surface
where a step may stand, hover and press included. In light pages the fill of buttons is the brand
colour itself, or, where white is nearly legible on it, a slightly darker one.
"""

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256

from coloraide import Color

TEXT_CONTRAST = 4.5
MARK_CONTRAST = 3.0
MARGIN = 0.05
WHITE, BLACK = "#ffffff", "#000000"


class Scheme(StrEnum):
    LIGHT = "light"
    DARK = "dark"


# The design system's neutral backgrounds, on which coloured texts and borders stand too.
NEUTRAL_SURFACES = {
    Scheme.LIGHT: ("#ffffff", "#f3f3f4", "#e8e8e9"),
    Scheme.DARK: ("#17181a", "#1e2022", "#26282b", "#2c2e31"),
}

# Step: lightness, greatest chroma, share of the brand's chroma (OKLCH).
SURFACES = {
    Scheme.LIGHT: {
        "background-default": (1.0, 0.0, 0.0),
        "background-tinted": (0.975, 0.012, 0.2),
        "surface-default": (1.0, 0.0, 0.0),
        "surface-tinted": (0.95, 0.028, 0.3),
        "surface-hover": (0.915, 0.045, 0.4),
        "surface-active": (0.88, 0.06, 0.5),
        "border-subtle": (0.81, 0.08, 0.6),
    },
    Scheme.DARK: {
        "background-default": (0.2, 0.02, 0.2),
        "background-tinted": (0.235, 0.028, 0.25),
        "surface-default": (0.26, 0.034, 0.3),
        "surface-tinted": (0.285, 0.042, 0.35),
        "surface-hover": (0.32, 0.05, 0.4),
        "surface-active": (0.365, 0.06, 0.45),
        "border-subtle": (0.44, 0.07, 0.5),
    },
}
QUIET_SURFACES = ("background-default", "background-tinted", "surface-default", "surface-tinted")
PRESSED_SURFACES = (*QUIET_SURFACES, "surface-hover", "surface-active")


class ColourError(ValueError):
    """Not a colour of six hexadecimal digits."""


def brand_colour(text: str) -> str:
    """The colour as `#rrggbb` in small letters. Raises ColourError."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", text):
        raise ColourError(f"{text!r} is not a colour like #0065bd")
    return text.lower()


def contrast(one: str, other: str) -> float:
    """The WCAG contrast ratio of two colours, 1 to 21."""
    return Color(one).contrast(Color(other))


@lru_cache(maxsize=1024)
def stylesheet(brand: str) -> str:
    """The CSS that gives a municipality's pages its colours. Raises ColourError."""
    light, dark = scale(brand, Scheme.LIGHT), scale(brand, Scheme.DARK)
    return f"{_rule(light)}\n@media screen and (prefers-color-scheme: dark) {{\n{_rule(dark)}\n}}\n"


def digest(css: str) -> str:
    """A short name for a stylesheet that changes whenever its content does."""
    return sha256(css.encode()).hexdigest()[:12]


def scale(brand: str, scheme: Scheme) -> dict[str, str]:
    """Colours by step, as `#rrggbb`. Raises ColourError."""
    lightness, chroma, hue = _oklch(brand_colour(brand))
    steps = {
        step: _colour(level, min(chroma * share, most), hue)
        for step, (level, most, share) in SURFACES[scheme].items()
    }
    quiet = (*NEUTRAL_SURFACES[scheme], *(steps[step] for step in QUIET_SURFACES))
    pressed = (*NEUTRAL_SURFACES[scheme], *(steps[step] for step in PRESSED_SURFACES))
    reading = _readable(lightness, chroma, hue, pressed, TEXT_CONTRAST, scheme)
    steps |= {
        "border-default": _readable(lightness, chroma, hue, quiet, MARK_CONTRAST + 0.4, scheme),
        "border-strong": reading,
        "text-subtle": reading,
        "text-default": _readable(
            0.3 if scheme is Scheme.LIGHT else 0.94, min(chroma, 0.08), hue, pressed, 7.0, scheme
        ),
    }
    return steps | _fills(lightness, chroma, hue, quiet, scheme)


def _fills(
    lightness: float, chroma: float, hue: float, quiet: Iterable[str], scheme: Scheme
) -> dict[str, str]:
    """Fills of buttons in three states, and what is written on them.

    A brand on which white is nearly legible is darkened a little rather than written on in black.
    """
    if scheme is Scheme.LIGHT:
        base = _colour(lightness, chroma, hue)
        ink = WHITE if contrast(base, WHITE) >= MARK_CONTRAST else BLACK
        if ink == WHITE:
            base = _readable(lightness, chroma, hue, (WHITE,), TEXT_CONTRAST, scheme)
    else:
        base, ink = _readable(lightness, chroma, hue, quiet, TEXT_CONTRAST, scheme), BLACK
    level = _oklch(base)[0]
    states = [base, *(_colour(level + step, chroma, hue) for step in _pressing(level, ink))]
    soft = _colour(0.95 if ink == WHITE else 0.2, min(chroma, 0.02), hue)
    legible = all(contrast(soft, state) >= TEXT_CONTRAST + MARGIN for state in states)
    return {
        "base-default": states[0],
        "base-hover": states[1],
        "base-active": states[2],
        "base-contrast-subtle": soft if legible else ink,
        "base-contrast-default": ink,
    }


def _pressing(level: float, ink: str) -> tuple[float, float]:
    """Steps of lightness on hover and press: away from the ink, unless there is no room left."""
    if ink == WHITE:
        return (-0.05, -0.09) if level > 0.28 else (0.12, 0.18)
    return (0.05, 0.09) if level < 0.9 else (-0.05, -0.09)


def _readable(
    lightness: float,
    chroma: float,
    hue: float,
    surfaces: Iterable[str],
    target: float,
    scheme: Scheme,
) -> str:
    """The colour nearest to the wanted lightness that stands out from all surfaces.

    Away from the surfaces contrast only grows, and black and white always suffice.
    """
    surfaces = tuple(surfaces)
    good = 0.0 if scheme is Scheme.LIGHT else 1.0

    def stands_out(level: float) -> bool:
        colour = _colour(level, chroma, hue)
        return all(contrast(colour, surface) >= target + MARGIN for surface in surfaces)

    if stands_out(lightness):
        return _colour(lightness, chroma, hue)
    bad = lightness
    for _ in range(10):
        middle = (good + bad) / 2
        good, bad = (middle, bad) if stands_out(middle) else (good, middle)
    return _colour(good, chroma, hue)


def _oklch(colour: str) -> tuple[float, float, float]:
    """Lightness, chroma and hue; a grey has no chroma and any hue."""
    lightness, chroma, hue = Color(colour).convert("oklch").coords(nans=False)
    return (lightness, 0.0, 0.0) if chroma < 0.002 else (lightness, chroma, hue)


def _colour(lightness: float, chroma: float, hue: float) -> str:
    level = min(max(lightness, 0.0), 1.0)
    mixed = Color("oklch", [level, chroma, hue]).convert("srgb").fit(method="oklch-chroma")
    return mixed.to_string(hex=True)


def _rule(steps: dict[str, str]) -> str:
    lines = "\n".join(f"  --ds-color-accent-{step}: {colour};" for step, colour in steps.items())
    return f":root {{\n{lines}\n}}"
