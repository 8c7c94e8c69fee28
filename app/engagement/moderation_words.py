"""Words of danger to life by language: beginnings of words, casefolded, with single spaces."""

import re
from collections.abc import Mapping
from types import MappingProxyType

_BEGINNINGS: Mapping[str, tuple[str, ...]] = {
    "fi": (
        "itsemurha",
        "itsari",
        "itsetuho",
        "tapan itseni",
        "tappaa itseni",
        "tappaisin itseni",
        "haluan kuolla",
        "haluaisin kuolla",
        "en halua elää",
        "en halua enää elää",
        "en jaksa elää",
        "en jaksa enää elää",
        "päätän päiväni",
        "henki on vaarassa",
        "hengenvaara",
        "hengenhätä",
        "kuolemanvaara",
        "uhkaa tappaa",
        "uhkasi tappaa",
        "tapan sinut",
        "tapan teidät",
        "tapan hänet",
        "pommiuhka",
        "räjäytän",
        "ammun teidät",
        "ammun sinut",
        "hukkumassa",
    ),
    "sv": (
        "självmord",
        "ta mitt liv",
        "tar mitt liv",
        "ta livet av mig",
        "vill dö",
        "vill inte leva",
        "orkar inte leva",
        "livsfar",
        "fara för livet",
        "döda mig",
        "döda dig",
        "dödar dig",
        "hotar att döda",
        "hotade att döda",
        "bombhot",
        "skjuta er",
        "spränger",
        "håller på att drunkna",
    ),
    "en": (
        "suicid",
        "kill myself",
        "killing myself",
        "end my life",
        "take my own life",
        "want to die",
        "do not want to live",
        "don't want to live",
        "don\u2019t want to live",
        "danger to life",
        "life is in danger",
        "lives are in danger",
        "life-threatening",
        "mortal danger",
        "going to kill",
        "threatens to kill",
        "threatened to kill",
        "kill you",
        "bomb threat",
        "shoot you",
        "is drowning",
    ),
}

DANGER: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        lang: re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, words)) + ")")
        for lang, words in _BEGINNINGS.items()
    }
)
