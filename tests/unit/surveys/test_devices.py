"""The class of a device, by what browsers of our days say of themselves."""

import pytest

from app.surveys.models_access import Device
from app.surveys.passages import device_of

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (FIREFOX, Device.COMPUTER),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Mobile/15E148", Device.PHONE),
        ("Mozilla/5.0 (Linux; Android 16; Pixel 9) Chrome/140.0 Mobile Safari", Device.PHONE),
        ("Mozilla/5.0 (Linux; Android 15; SM-X910) Chrome/140.0 Safari/537.36", Device.TABLET),
        ("Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) Mobile/15E148", Device.TABLET),
        ("", Device.COMPUTER),
    ],
)
def test_by_what_it_says(agent: str, device: Device) -> None:
    assert device_of(agent) is device


def test_a_hint_is_believed() -> None:
    assert device_of(FIREFOX, "?1") is Device.PHONE
