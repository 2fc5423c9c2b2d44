"""The frames of the protocol between the two processes: a JSON header and, after it, bytes.

A frame is two big-endian 32-bit lengths, the header and the body. Nothing that comes back is ever executed (no pickle):
the process at the other end may have been taken over by the file it reads.
"""

from __future__ import annotations

import json
import struct
from typing import Any, BinaryIO

_LENGTHS = struct.Struct(">II")
_MAX_HEADER = 16_000_000  # bytes; a header holds an article's title and ids, a body its text


class BrokenFrameError(Exception):
    """The other side ended, or what it sent is no frame."""


def write_frame(stream: BinaryIO, header: Any, body: bytes = b"") -> None:
    """Sends one frame; it may wait in the buffer of `stream`."""
    head = json.dumps(header).encode("ascii")
    stream.write(_LENGTHS.pack(len(head), len(body)))
    stream.write(head)
    if body:
        stream.write(body)


def read_frame(stream: BinaryIO, max_body: int) -> tuple[Any, bytes]:
    """Waits for the next frame.

    Raises:
        BrokenFrameError: the stream ended, or the frame is longer than `max_body` allows, or is no JSON.
    """
    start = stream.read(_LENGTHS.size)
    if len(start) < _LENGTHS.size:
        raise BrokenFrameError
    head_length, body_length = _LENGTHS.unpack(start)
    if head_length > _MAX_HEADER or body_length > max_body:
        raise BrokenFrameError
    head, body = stream.read(head_length), stream.read(body_length) if body_length else b""
    if len(head) < head_length or len(body) < body_length:
        raise BrokenFrameError
    try:
        return json.loads(head), body
    except ValueError:
        raise BrokenFrameError from None
