"""Read what was handed in from a folder or a zip, without trusting any of it.

Notebooks are copied to a spool folder under names of our own. No name that somebody else chose
is ever used as a path to write to. Links and devices are not opened, sizes are counted while
reading, and everything that was left out is named.
"""

import hashlib
import os
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import BinaryIO

from classroom.collecting.zips import (
    DEPTH,
    TooMuch,
    check_directory,
    extra_fields,
    file_time,
    said_time,
    unsafe,
    zip_name,
    zip_time,
)

MEGABYTE = 2**20
FILE_BYTES = 100 * MEGABYTE
ALL_BYTES = 2048 * MEGABYTE
ALL_ENTRIES = 20_000
# one trainee's zip must not use up what all have together
INNER_BYTES = 300 * MEGABYTE
INNER_ENTRIES = 2_000
ZIPS_IN_ZIPS = 2
# of a long list of names so many are shown
NAMED = 100

NOTEBOOK = re.compile(r"\.ipynb(\.txt|\.json)?$", re.IGNORECASE)
ZIP = re.compile(r"\.zip$", re.IGNORECASE)
ARCHIVE = re.compile(r"\.(rar|7z|tar|tgz|gz|bz2|xz)$", re.IGNORECASE)
JUNK = re.compile(
    r"\..*|__MACOSX|__pycache__|desktop\.ini|Thumbs\.db|submission_secret\.txt", re.IGNORECASE
)
GRADE_ID = re.compile(rb'"grade_id"\s*:\s*"([^"\\]{1,200})"')
UNREADABLE = (
    OSError,
    EOFError,
    ValueError,
    RuntimeError,
    NotImplementedError,
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
)


@dataclass(frozen=True)
class Handed:
    """One notebook that was handed in.

    Attributes
    ----------
    parts : tuple of str
        Where it was found below the source; a zip counts as a folder.
    when : datetime.datetime or None
        Its time in UTC, without a zone, if one is known.
    file : pathlib.Path
        The copy in the spool folder.
    digest : str
        SHA-256 of its bytes.
    ids : frozenset of str
        The nbgrader ids found in it.
    """

    parts: tuple[str, ...]
    when: datetime | None
    file: Path
    digest: str
    ids: frozenset[str]

    @property
    def origin(self) -> str:
        """Return where it was found, fit to print."""
        return shown(self.parts)


@dataclass
class Found:
    """What a source holds: notebooks, what was skipped by reason, and other files."""

    files: list[Handed] = field(default_factory=list)
    skipped: dict[str, list[str]] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)
    stamps: dict[tuple[str, ...], datetime] = field(default_factory=dict)


@dataclass(frozen=True)
class _Entry:
    parts: tuple[str, ...]
    size: int
    when: datetime | None
    open: Callable[[], BinaryIO]


def shown(parts: tuple[str, ...] | str) -> str:
    """Return a path or a name fit to print: no control characters, not endless."""
    text = parts if isinstance(parts, str) else "/".join(parts)
    text = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
    return text if len(text) <= 160 else f"{text[:100]}…{text[-50:]}"


def listed(names: list[str]) -> str:
    """Return names in one line, not endless."""
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more


def read_source(source: Path, spool: Path) -> Found:
    """Copy all notebooks of a folder or zip into a spool folder.

    Parameters
    ----------
    source : pathlib.Path
        Folder or zip file.
    spool : pathlib.Path
        Empty folder for the copies.

    Returns
    -------
    Found

    Raises
    ------
    ValueError
        If the zip cannot be read, or a folder holds more than 20,000 entries.
    """
    reader = _Reader(spool)
    if source.is_dir():
        reader.read(_folder_entries(source, reader), 0)
        return reader.found
    try:
        with source.open("rb") as file:
            reader.read_zip(file, (), 0)
    except UNREADABLE as error:
        raise ValueError(f"{source.name} is a zip that cannot be read: {error}") from None
    return reader.found


class _Reader:
    """Read entries within the limits."""

    def __init__(self, spool: Path) -> None:
        self.spool = spool
        self.found = Found()
        self.bytes = 0
        self.entries = 0

    def skip(self, reason: str, parts: tuple[str, ...]) -> None:
        self.found.skipped.setdefault(reason, []).append(shown(parts))

    def wanted(self, parts: tuple[str, ...]) -> bool:
        """Say whether a file is to be opened; name it if not."""
        name = parts[-1]
        if name == "timestamp.txt" or NOTEBOOK.search(name) or ZIP.search(name):
            return True
        if ARCHIVE.search(name):
            self.skip("an archive of another kind than zip; unpack it and collect again", parts)
        else:
            self.found.others.append(shown(parts))
        return False

    def read(self, entries: list[_Entry], depth: int) -> None:
        """Read entries, small ones first, so that a bomb is what a limit leaves out."""
        start = self.bytes
        for entry in sorted(entries, key=lambda e: (e.size, e.parts)):
            try:
                if depth and self.bytes - start > INNER_BYTES:
                    raise TooMuch(f"more than {INNER_BYTES // MEGABYTE} MB in one inner zip")
                self._read_one(entry, depth)
            except TooMuch as stop:
                self.skip(str(stop), entry.parts)
            except UNREADABLE:
                self.skip("unreadable", entry.parts)

    def _read_one(self, entry: _Entry, depth: int) -> None:
        name = entry.parts[-1]
        with entry.open() as stream:
            if name == "timestamp.txt":
                if when := said_time(stream.read(100).decode("utf-8-sig").strip()):
                    self.found.stamps[entry.parts[:-1]] = when
            elif NOTEBOOK.search(name):
                self._keep(entry, self._bounded(stream))
            elif depth >= ZIPS_IN_ZIPS:
                raise TooMuch("a zip too deep inside other zips")
            else:
                # a zip needs a file that can be searched; its own is thrown away afterwards
                copy = self.spool / "inner"
                inner = copy.with_suffix(f".{depth}")
                inner.write_bytes(self._bounded(stream))
                with inner.open("rb") as file:
                    self.read_zip(file, entry.parts, depth + 1)
                inner.unlink()

    def _bounded(self, stream: BinaryIO) -> bytes:
        """Read a stream; count what really comes, whatever its header says."""
        taken = bytearray()
        while piece := stream.read(MEGABYTE):
            taken += piece
            self.bytes += len(piece)
            if len(taken) > FILE_BYTES:
                raise TooMuch(f"larger than {FILE_BYTES // MEGABYTE} MB")
            if self.bytes > ALL_BYTES:
                raise TooMuch(f"more than {ALL_BYTES // MEGABYTE} MB in all")
        return bytes(taken)

    def _keep(self, entry: _Entry, raw: bytes) -> None:
        file = self.spool / f"{len(self.found.files)}.raw"
        file.write_bytes(raw)
        # UTF-16 is plain text with a NUL beside every letter
        text = raw.replace(b"\0", b"") if b"\0" in raw[:4096] else raw
        ids = frozenset(m.decode("utf-8", "replace") for m in GRADE_ID.findall(text))
        digest = hashlib.sha256(raw).hexdigest()
        self.found.files.append(Handed(entry.parts, entry.when, file, digest, ids))

    def read_zip(self, file: BinaryIO, parts: tuple[str, ...], depth: int) -> None:
        """Read the entries of an open zip."""
        check_directory(file)
        with zipfile.ZipFile(file) as archive:
            infos = archive.infolist()
            if depth and len(infos) > INNER_ENTRIES:
                raise TooMuch(f"a zip inside with more than {INNER_ENTRIES:,} entries")
            if self.entries + len(infos) > ALL_ENTRIES:
                raise TooMuch(f"more than {ALL_ENTRIES:,} entries in all")
            self.entries += len(infos)
            self.read(list(self._zip_entries(archive, parts)), depth)

    def _zip_entries(self, archive: zipfile.ZipFile, parts: tuple[str, ...]) -> Iterator[_Entry]:
        for info in archive.infolist():
            extra = dict(extra_fields(info.extra))
            name = zip_name(info, extra)
            below = tuple(p for p in re.split(r"[/\\]", name) if p not in ("", "."))
            kind = stat.S_IFMT(info.external_attr >> 16)
            folder = info.is_dir() or name.endswith("\\")
            if ".." not in below and (folder or any(map(JUNK.fullmatch, below))):
                continue
            here = (*parts, *(below or ("?",)))
            if reason := unsafe(name, below):
                self.skip(reason, here)
            elif kind and kind != stat.S_IFREG:
                self.skip("a link or special file", here)
            elif not self.wanted(here):
                continue
            elif info.flag_bits & 0x1:
                self.skip("encrypted with a password", here)
            elif info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                # zipfile cannot bound what the other methods unpack to
                self.skip("compressed in an unusual way; zip it again", here)
            else:
                opener = partial(archive.open, info)
                yield _Entry(here, info.file_size, zip_time(info, extra), opener)


def _folder_entries(root: Path, reader: _Reader) -> list[_Entry]:
    """List the files below a folder; nothing is opened, and no link is followed."""
    entries = []
    waiting: list[tuple[str, ...]] = [()]
    while waiting:
        parts = waiting.pop()
        try:
            names = sorted(os.listdir(root.joinpath(*parts)))
        except OSError:
            reader.skip("a folder that cannot be read", parts)
            continue
        for name in names:
            reader.entries += 1
            if reader.entries > ALL_ENTRIES:
                raise ValueError(
                    f"{root.name} holds more than {ALL_ENTRIES:,} entries, the most that one "
                    "collection reads. Collect in parts, or leave out what is not handed in."
                )
            here = (*parts, name)
            if JUNK.fullmatch(name):
                continue
            try:
                about = root.joinpath(*here).lstat()
            except OSError:
                reader.skip("unreadable", here)
                continue
            if stat.S_ISDIR(about.st_mode) and not _is_link(about):
                if len(here) >= DEPTH:
                    reader.skip("a folder that is too deep", here)
                else:
                    waiting.append(here)
            elif _is_link(about):
                reader.skip("a symbolic link", here)
            elif not stat.S_ISREG(about.st_mode):
                reader.skip("a special file", here)
            elif reader.wanted(here):
                when = file_time(about.st_mtime)
                opener = partial(_open_below, root, here)
                entries.append(_Entry(here, about.st_size, when, opener))
    return entries


def _is_link(about: os.stat_result) -> bool:
    # a junction of Windows is a folder to lstat
    junction = getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", None)
    return stat.S_ISLNK(about.st_mode) or (
        junction is not None and getattr(about, "st_reparse_tag", 0) == junction
    )


def _open_below(root: Path, parts: tuple[str, ...]) -> BinaryIO:
    """Open a file step by step, so that no folder can be swapped for a link on the way."""
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    last = flags | getattr(os, "O_NONBLOCK", 0)
    if os.open in os.supports_dir_fd:
        opened = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
        for number, part in enumerate(parts, 1):
            folder, more = opened, flags | os.O_DIRECTORY
            try:
                opened = os.open(part, last if number == len(parts) else more, dir_fd=folder)
            finally:
                os.close(folder)
    else:
        opened = os.open(root.joinpath(*parts), last)
    about = os.fstat(opened)
    if not stat.S_ISREG(about.st_mode) or about.st_size > FILE_BYTES:
        os.close(opened)
        raise TooMuch(
            f"larger than {FILE_BYTES // MEGABYTE} MB"
            if stat.S_ISREG(about.st_mode)
            else "a special file"
        )
    return os.fdopen(opened, "rb")
