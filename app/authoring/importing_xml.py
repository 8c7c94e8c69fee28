"""XML of other services, read without entities, types of its own, or anything from elsewhere."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from app.authoring.importing import Fault, ImportRefused

MOST_ELEMENTS = 300_000

Row = dict[str, str]


def parse(content: bytes) -> Element:
    """The root of a document; raises ImportRefused."""
    if content.count(b"<") > 2 * MOST_ELEMENTS:
        raise ImportRefused(Fault.TOO_LARGE)
    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except DefusedXmlException:
        raise ImportRefused(Fault.HOSTILE_XML) from None
    except (ParseError, ValueError, LookupError) as error:
        raise ImportRefused(Fault.NOT_XML, str(error)) from None
    return root


def rows(root: Element, section: str) -> list[Row]:
    """The rows of a section: `<section><rows><row><name>value</name>…`."""
    return [
        {field.tag: (field.text or "").strip() for field in row}
        for part in root.findall(section)
        for row in _rows_in(part)
    ]


def _rows_in(part: Element) -> Iterator[Element]:
    for around in part.findall("rows"):
        yield from around.findall("row")
