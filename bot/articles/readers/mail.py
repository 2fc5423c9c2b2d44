"""Mail: one message (.eml), or a mailbox of them (.mbox), on the day that its Date header states."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from email.headerregistry import HeaderRegistry
from email.utils import parseaddr
from functools import lru_cache
from typing import BinaryIO

from bot.articles.drafts import Draft, Flaw, UnreadableError
from bot.articles.limits import Limits
from bot.web.html_text import html_to_text

# A message asks for its Content-Type a dozen times, and would parse it anew each time.
_POLICY = policy.default.clone(header_factory=lru_cache(2_000)(HeaderRegistry()))


def read_message(stream: BinaryIO, limits: Limits) -> Iterator[Draft | Flaw]:
    """The message. Raises UnreadableError."""
    data = stream.read(limits.max_file_bytes)
    if b":" not in data[:10_000]:
        raise UnreadableError("It is not a message: it has no headers.")
    yield _draft(data)


def read_mailbox(stream: BinaryIO, limits: Limits) -> Iterator[Draft | Flaw]:
    """Every message of a mailbox in the form mboxrd, one in memory at a time. Raises UnreadableError."""
    number, lines, size = 0, list[bytes](), 0
    first = stream.readline(10_000)
    if not first.startswith(b"From "):
        raise UnreadableError("It is not a mailbox: a message in one begins with a line “From …”.")
    while True:
        line = stream.readline(1_000_000)
        if line and not (line.startswith(b"From ") and (not lines or not lines[-1].strip())):
            size += len(line)
            if size <= limits.max_record_bytes:
                lines.append(line[1:] if line.startswith(b">") and line.lstrip(b">").startswith(b"From ") else line)
            continue
        number += 1
        try:
            yield replace(_draft(b"".join(lines)), record=number)
        except (LookupError, ValueError, AttributeError, RecursionError, TypeError) as error:
            yield Flaw(f"The message cannot be read ({type(error).__name__}).", number)
        lines, size = [], 0
        if not line:
            return


def _draft(data: bytes) -> Draft:
    message = message_from_bytes(data, policy=_POLICY)
    body = message.get_body(("plain", "html"))
    text = body.get_content() if body is not None else ""
    if not isinstance(text, str):
        text = ""
    if body is not None and body.get_content_subtype() == "html":
        text = html_to_text(text)
    name, address = parseaddr(str(message.get("From", "")))
    return Draft(
        text=text.replace("\r\n", "\n").strip(),
        title=str(message.get("Subject", "")),
        date=str(message["Date"]) if message["Date"] else None,
        id=str(message.get("Message-ID", "")).strip("<> "),
        source=str(message.get("List-ID", "")).partition("<")[0].strip(' "'),
        author=name or address.partition("@")[0],
    )
