"""Bytes to text: UTF-8, UTF-16 and UTF-32 by their byte order marks, else the likeliest legacy encoding."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from charset_normalizer import from_bytes

from bot.articles.drafts import UnreadableError

_MARKS = (  # UTF-32 first: its little-endian mark begins with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WESTERN = ("cp1252", "cp1250", "cp1257", "cp1254", "iso8859_2")  # Latin letters; short texts fit several of them
_EAST_ASIAN = ("shift_jis", "euc_jp", "gb18030", "big5", "euc_kr")
_OTHERS = ("cp1251", "koi8_r", "cp1253", "cp1255", "cp1256", *_EAST_ASIAN)
_SAMPLE = 32_768  # bytes; detection costs about 1 s a megabyte and gains nothing beyond this
_CUTS = (b"\n", b"\r", b" ", b",", b".", b'"')
_NOT_ASCII = re.compile(rb"[\x80-\xff]")
_BROKEN = dict.fromkeys((0, *range(0xD800, 0xE000)), "\ufffd")  # NUL and halves of surrogate pairs
_STRAY_BYTES = {0xDC00 + byte: bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0x100)}


def marked_encoding(start: bytes) -> str | None:
    """The encoding that a byte order mark at the start of a file names; None for UTF-8 and for no mark."""
    return next((encoding for mark, encoding in _MARKS if start.startswith(mark)), None)


def decode(data: bytes) -> tuple[str, str]:
    """The text of a whole file, and a sentence about a problem with its encoding ("" where there is none).

    Raises:
        UnreadableError: when it is not text, or no encoding fits.
    """
    if encoding := marked_encoding(data):
        try:
            return data.decode(encoding), ""
        except UnicodeDecodeError:
            raise UnreadableError(
                f"Its byte order mark says {encoding.upper()}, but its bytes do not fit that."
            ) from None
    if b"\0" in data:
        raise UnreadableError("It holds NUL bytes, so it is not text.")
    try:
        return data.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        return _decode_legacy(data)


def _decode_legacy(data: bytes) -> tuple[str, str]:
    valid = data.decode("utf-8", "ignore")
    wide = len(valid) - len(valid.encode("ascii", "ignore"))
    strays = len(data) - len(valid.encode("utf-8"))
    del valid
    if wide >= 2 * strays:
        text = data.decode("utf-8", "surrogateescape").removeprefix("\ufeff").translate(_STRAY_BYTES)
        return text, f"It mixes encodings: the bytes that are not UTF-8 ({strays:,}) were read as Windows-1252."
    return data.decode(legacy_encoding(data)), ""


def legacy_encoding(data: bytes) -> str:
    """The likeliest encoding of bytes that are not UTF-8; all of `data` can be decoded with it.

    Raises:
        UnreadableError: when none fits.
    """
    likeliest = [encoding for sample in _samples(data) for encoding in _likeliest(sample)]
    likeliest.sort(key=lambda encoding: encoding not in _EAST_ASIAN)  # these are strict: they fit hardly any other text
    for encoding in likeliest:
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    raise UnreadableError("Nobody can tell its encoding; save it as UTF-8.")


def _samples(data: bytes) -> Iterator[bytes]:
    """A part of `data` that is not cut inside a character; several candidates where that is unknown.

    Before the first byte beyond ASCII every cut is safe. Behind it, a byte below 0x30 is never the second half of a
    character in an East Asian encoding; where there is none, a character has at most four bytes.
    """
    first = _NOT_ASCII.search(data)
    start = max(0, first.start() - _SAMPLE // 2) if first else 0
    sample = data[start : start + _SAMPLE]
    if start + len(sample) == len(data):
        yield sample
    elif end := max(map(sample.rfind, _CUTS)) + 1:
        yield sample[:end]
    else:
        yield from (sample[: len(sample) - less] for less in range(4))


def _likeliest(sample: bytes) -> list[str]:
    found = from_bytes(sample, cp_isolation=[*_WESTERN, *_OTHERS])
    best = found.best()
    if best is None:
        return ["cp1252"]
    western = [match for match in found if "cp1252" in match.could_be_from_charset]
    if best.encoding in _WESTERN and western and western[0].coherence >= best.coherence:
        return ["cp1252", best.encoding]  # it decodes these bytes too, and is by far the commonest of these encodings
    return [best.encoding, "cp1252"]


def printable(text: str) -> tuple[str, bool]:
    """`text` with NUL and halves of surrogate pairs as U+FFFD, its length unchanged; and whether it had any."""
    if text.isascii() and "\0" not in text:
        return text, False
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.translate(_BROKEN), True
    return text.replace("\0", "\ufffd"), "\0" in text
