"""What the names, times and sizes in a zip are worth: none of them is trusted."""

import contextlib
import os
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import BinaryIO

from nbgrader.utils import parse_utc

# a name in a zip's directory takes 46 bytes and the name itself
DIRECTORY_BYTES = 8 * 2**20
DEPTH = 12
STAMP = re.compile(
    r"\d{4}-\d\d-\d\d[ T]\d\d[-:_.]\d\d[-:_.]\d\d(\.\d{1,6})?"
    r"( ([A-Za-z][\w+-]*(/[A-Za-z][\w+-]*){0,2}|[+-]?\d{1,5}))?"
)


class TooMuch(ValueError):
    """A limit was passed; the text is the reason."""


def in_utc(moment: datetime) -> datetime:
    """Return a time of this machine's clock in UTC, without a zone, as nbgrader keeps it."""
    return moment.astimezone(UTC).replace(tzinfo=None)


def said_time(text: str) -> datetime | None:
    """Return the time that a timestamp of nbgrader says, in UTC, or None.

    Only what looks like one is parsed: the parser would open a file named as time zone.
    """
    if not STAMP.fullmatch(text):
        return None
    # a name on Windows can hold no colon
    text = re.sub(r"(?<=[ T]\d\d)[-_.](\d\d)[-_.](?=\d\d)", r":\1:", text)
    try:
        return parse_utc(text)
    except Exception:  # a trainee's text; dateutil raises many kinds
        return None


def file_time(seconds: float) -> datetime | None:
    """Return a file's time in UTC, without a zone, or None if it makes no sense."""
    try:
        return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)
    except (ValueError, OverflowError, OSError):
        return None


def unsafe(name: str, below: tuple[str, ...]) -> str:
    """Say why a name in a zip is not taken, or return an empty text."""
    if any(ord(c) < 32 or ord(c) == 127 for c in name):
        return "a name with control characters"
    if name.startswith(("/", "\\")) or re.match(r"[A-Za-z]:", name):
        return "an absolute path in a zip"
    if ".." in below:
        return "a path in a zip that leads out of it"
    if len(name) > 1000 or any(len(part) > 255 for part in below) or len(below) > DEPTH:
        return "a name that is too long or too deep"
    return "" if below else "no name"


def check_directory(file: BinaryIO) -> None:
    """Refuse a zip whose list of names alone would fill the memory."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - 66_000))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    listed = struct.unpack_from("<L", tail, at + 12)[0] if 0 <= at <= len(tail) - 22 else 0
    far = tail.rfind(b"PK\x06\x07", 0, max(at, 0))
    if far >= 0:  # zip64: the true size stands elsewhere
        file.seek(struct.unpack_from("<Q", tail, far + 8)[0])
        record = file.read(56)
        listed = struct.unpack_from("<Q", record, 40)[0] if len(record) == 56 else listed
    if listed > DIRECTORY_BYTES:
        raise TooMuch("a zip with too many or too long names")
    file.seek(0)


def extra_fields(extra: bytes) -> Iterator[tuple[int, bytes]]:
    while len(extra) >= 4:
        number, length = struct.unpack_from("<HH", extra)
        yield number, extra[4 : 4 + length]
        extra = extra[4 + length :]


def zip_name(info: zipfile.ZipInfo, extra: dict[int, bytes]) -> str:
    """Return an entry's name; zips made on Windows or in China often hide its encoding."""
    if info.flag_bits & 0x800:
        return info.orig_filename
    raw = info.orig_filename.encode("cp437", "replace")
    unicode = extra.get(0x7075, b"")
    if len(unicode) > 5 and struct.unpack_from("<L", unicode, 1)[0] == zlib.crc32(raw):
        raw = unicode[5:]
    for encoding in ("utf-8", "gbk"):
        with contextlib.suppress(UnicodeDecodeError):
            return raw.decode(encoding)
    return info.orig_filename


def zip_time(info: zipfile.ZipInfo, extra: dict[int, bytes]) -> datetime | None:
    """Return an entry's time in UTC; 1980 is what a zip says when it knows none."""
    exact = extra.get(0x5455, b"")
    with contextlib.suppress(ValueError, OverflowError, OSError):
        if len(exact) >= 5 and exact[0] & 1:
            seconds = struct.unpack_from("<l", exact, 1)[0]
            return file_time(seconds)
        if info.date_time[0] > 1980:
            return in_utc(datetime(*info.date_time))
    return None
