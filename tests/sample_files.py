"""Files as people send them, made on the spot: good ones, broken ones and hostile ones."""

import struct
import zlib
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from PIL import Image

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
HTML = b"<!doctype html><script>alert(1)</script>"
EXE = b"MZ\x90\x00" + bytes(200)
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'
GPS = 0x8825

_TYPES = (
    '<Types><Override PartName="/word/document.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)


def picture(form: str = "JPEG", size: tuple[int, int] = (60, 40), **more: Any) -> bytes:
    """A picture of some colours."""
    image = Image.radial_gradient("L").resize(size).convert("RGB")
    found = BytesIO()
    image.save(found, form, **more)
    return found.getvalue()


def located() -> bytes:
    """A JPEG that says where and by whom it was taken, and is to be turned; with a stowaway."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x013B] = "Aino Virtanen"
    exif.get_ifd(GPS).update({1: "N", 2: (62.0, 36.0, 0.0), 3: "E", 4: (29.0, 46.0, 0.0)})
    return picture(exif=exif, comment=b"Kauppakatu 1") + b"<script>stowaway</script>"


def huge_png(width: int = 50_000, height: int = 50_000) -> bytes:
    """A PNG of some hundred bytes that says it has billions of pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        check = zlib.crc32(name + data)
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", check)

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n"
        + head
        + chunk(b"IDAT", zlib.compress(bytes(1000)))
        + chunk(b"IEND", b"")
    )


def archive(parts: dict[str, bytes | str]) -> bytes:
    found = BytesIO()
    with ZipFile(found, "w", ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return found.getvalue()


def docx(name: str = "word/styles.xml", content: bytes = b"<w/>") -> bytes:
    """A DOCX with one more part."""
    return archive({"[Content_Types].xml": _TYPES, "word/document.xml": "<w/>", name: content})


def odt() -> bytes:
    found = BytesIO()
    with ZipFile(found, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.text", ZIP_STORED)
        made.writestr("content.xml", "<office:document-content/>")
    return found.getvalue()


def bomb() -> bytes:
    """A DOCX of some hundred kilobytes that unpacks to more than a hundred megabytes."""
    return docx("word/media/image1.bmp", bytes(101_000_000))
