"""Pictures are drawn anew: what is kept is what was seen, without places, names and stowaways."""

import struct
import zlib
from tempfile import SpooledTemporaryFile
from threading import Lock
from typing import IO, Any

from PIL import Image, ImageOps, JpegImagePlugin

from app.surveys.files.faults import BROKEN, TOO_BIG, TOO_MANY_PIXELS, FileFault
from app.surveys.files.kinds import GIF, JPEG, PNG, WEBP, FileKind

LONGEST_SIDE = 4096
"""Pixels; a larger picture is made smaller."""
MOST_PIXELS = 64_000_000
MOST_UNPACKED = 32_000_000
"""Pixels that are in memory at once: large JPEGs are unpacked at half their size or less."""
UNPACKED_SIDE = 2048
MOST_SCANS = 100
"""Of a JPEG. Ordinary ones have a dozen at most; each more costs the time of a whole picture."""
SMALLER = (1.0, 0.7, 0.5, 0.35, 0.2)
IN_MEMORY = 1_000_000

_FORMATS = {JPEG: "JPEG", PNG: "PNG", WEBP: "WEBP", GIF: "GIF"}
_MODES = {
    "JPEG": ("L", "RGB"),
    "PNG": ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"),
    "WEBP": ("RGB", "RGBA"),
    "GIF": ("1", "L", "P", "RGB", "RGBA"),
}

# Everything that decoders are known to raise for files that are not what they say.
_FAULTS = (
    *(OSError, SyntaxError, ValueError, TypeError, IndexError, KeyError, AttributeError),
    *(EOFError, ArithmeticError, RuntimeError, MemoryError, AssertionError),
    *(struct.error, zlib.error),
)

_one_at_a_time = Lock()
"""A picture takes up to some hundred megabytes while it is drawn."""


def drawn_anew(source: IO[bytes], kind: FileKind, most: int) -> IO[bytes]:
    """A picture of the same kind with the same pixels and nothing else, in at most `most` bytes;
    only the first of several frames. Raises FileFault."""
    if kind is JPEG and _scans(source) > MOST_SCANS:
        raise FileFault(BROKEN)
    source.seek(0)
    with _one_at_a_time:
        try:
            return _fitting(*_opened(source, _FORMATS[kind]), most)
        except Image.DecompressionBombError as fault:
            raise FileFault(TOO_MANY_PIXELS) from fault
        except _FAULTS as fault:
            raise FileFault(BROKEN) from fault


def _scans(source: IO[bytes]) -> int:
    source.seek(0)
    found, before = 0, b""
    while part := source.read(1 << 16):
        found += (before + part).count(b"\xff\xda")
        before = part[-1:]
    return found


def _opened(source: IO[bytes], form: str) -> tuple[Image.Image, str, dict[str, Any]]:
    """The picture upright and without what came with it, its format, and how it was written."""
    image: Image.Image = Image.open(source, formats=(form,))
    how: dict[str, Any] = {}
    if image.width * image.height > MOST_PIXELS:
        raise FileFault(TOO_MANY_PIXELS)
    if isinstance(image, JpegImagePlugin.JpegImageFile):
        image.draft("RGB", (UNPACKED_SIDE, UNPACKED_SIDE))
        if image.mode in _MODES[form]:
            sampling = JpegImagePlugin.get_sampling(image)
            how = {"qtables": image.quantization, "subsampling": sampling}
    if image.width * image.height > MOST_UNPACKED:
        raise FileFault(TOO_MANY_PIXELS)
    image.load()
    is_clear = image.has_transparency_data and form != "JPEG"
    upright = ImageOps.exif_transpose(image)
    if upright.mode not in _MODES[form] or "transparency" in upright.info:
        upright = upright.convert("RGBA" if is_clear else "RGB")
    upright.info = {}
    return upright, form, how or ({"quality": 90} if form in ("JPEG", "WEBP") else {})


def _fitting(image: Image.Image, form: str, how: dict[str, Any], most: int) -> IO[bytes]:
    side = min(LONGEST_SIDE, max(image.size))
    for part in SMALLER:
        smaller = image.copy()
        smaller.thumbnail((max(1, int(side * part)), max(1, int(side * part))))
        smaller.info = {}
        found: IO[bytes] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - it is handed on
        smaller.save(found, format=form, **how)
        if found.tell() <= most:
            return found
        found.close()
    raise FileFault(TOO_BIG)
