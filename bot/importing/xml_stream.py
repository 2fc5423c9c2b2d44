"""XML of any size, one element at a time: entities are refused (entity bombs), what has been read is freed."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import IO, TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from bot.articles.drafts import UnreadableError
from bot.importing.streams import Entrywise, explained

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_NO_XML = bytes(set(range(32)) - {9, 10, 13})  # they occur in WordPress exports
_DEEPEST = 500  # elements inside each other


def local(tag: str) -> str:
    """The name of an element without its namespace."""
    return tag.rpartition("}")[2]


def elements(stream: IO[bytes], names: Collection[str], *, whole: bool = True) -> Iterator[Element]:
    """The elements called one of `names` (without namespaces), each when it has ended, then forgotten.

    Elements around them keep their attributes but lose what has been read. With `whole`, an element that lies in
    another one of `names` is part of that and is not handed out itself.

    Raises:
        UnreadableError: the XML is broken from here on, or declares entities.
    """
    path: list[Element] = []
    inside = 0
    text = Entrywise(stream, b"" if _is_wide(stream) else _NO_XML)
    with explained():
        events = iterparse(text, events=("start", "end"), forbid_dtd=False)
        try:
            for event, element in events:
                wanted = local(element.tag) in names
                if not inside:
                    text.entry_ended()
                if event == "start":
                    if len(path) == _DEEPEST:
                        raise UnreadableError("Its XML is nested too deeply.")
                    path.append(element)
                    inside += wanted
                    continue
                path.pop()
                inside -= wanted
                if wanted and (not inside or not whole):
                    yield element
                if not inside:
                    element.clear()
                    if path:
                        del path[-1][:]
        except ParseError as error:
            line, column = error.position
            raise UnreadableError(
                f"Its XML is broken at line {line:,}, character {column + 1:,}; what stands before was read."
            ) from None
        except DefusedXmlException:
            raise UnreadableError("Its XML defines entities, which are not read: they can fill any memory.") from None


def _is_wide(stream: IO[bytes]) -> bool:
    """Whether the stream is UTF-16, in which every other byte may be zero."""
    if not stream.seekable():
        return False
    start = stream.read(2)
    stream.seek(0)
    return start in (b"\xff\xfe", b"\xfe\xff")


def child(element: Element, name: str) -> Element | None:
    """The first child called `name`, in whatever namespace."""
    return next((one for one in element if isinstance(one.tag, str) and local(one.tag) == name), None)


def text_of(element: Element | None, name: str = "") -> str:
    """The whole text of an element, or of its first child called `name`; "" where there is none."""
    found = child(element, name) if element is not None and name else element
    return "".join(found.itertext()).strip() if found is not None else ""
