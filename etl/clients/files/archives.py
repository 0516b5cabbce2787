"""Files and zips that strangers made: bounded before anything of them is unpacked.

A zip of a megabyte can hold gigabytes, and can say that it holds less. So members are counted and
added up from the zip's directory first, and again as they are inflated: what goes past its own
stated size, or past the bound, is let go at that byte. Nothing is ever written to disk.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

MEGABYTE: Final = 1_000_000
# 2026-11: the ONS Postcode Directory is a zip of 0.25 GB whose largest CSV unpacks to 1.4 GB.
MOST_FILE: Final = 1_000 * MEGABYTE
MOST_UNPACKED: Final = 1_000 * MEGABYTE
MOST_MEMBERS: Final = 5_000
BLOCK: Final = 1 << 20
ENCRYPTED: Final = 1
LOCAL_HEADER: Final = 30


class ArchiveError(Exception):
    """A file or zip that is not read; one sentence says what it is, where, and what to do."""


def read_file(path: Path, most: int = MOST_FILE) -> bytes:
    """The bytes of a file; ArchiveError for a folder, device or file above `most` bytes."""
    try:
        if path.is_dir():
            raise ArchiveError(f"{path} is a folder; name the file in it")
        if not path.exists():
            raise ArchiveError(f"there is no file {path}; check the name")
        if not path.is_file():
            raise ArchiveError(f"{path} is a device, not a file; name a file")
        if path.stat().st_size > most:
            raise ArchiveError(
                f"{path} has {path.stat().st_size / MEGABYTE:,.0f} MB, more than the "
                f"{most / MEGABYTE:,.0f} MB we can read; supply a smaller extract of it"
            )
        return path.read_bytes()
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise ArchiveError(f"we cannot read {path}: {why}") from error


def is_zip(body: bytes) -> bool:
    """Whether the bytes begin as those of a zip, also an empty one."""
    return body[:4] in (b"PK\x03\x04", b"PK\x05\x06")


def open_archive(body: bytes, name: str) -> zipfile.ZipFile:
    """The zip's directory, its members counted; ArchiveError where it is none or has too many."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(body))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError) as error:
        raise ArchiveError(
            f"{name} is not a complete zip ({error}); download or save the file again"
        ) from error
    if len(archive.infolist()) > MOST_MEMBERS:
        raise ArchiveError(
            f"{name} is a zip of {len(archive.infolist()):,} files, more than the "
            f"{MOST_MEMBERS:,} we can read; extract the file you need"
        )
    return archive


def zip_members(
    body: bytes,
    name: str,
    wanted: Callable[[str], bool] = lambda _path: True,
    most: int = MOST_UNPACKED,
) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of each wanted member, in the zip's order, `most` bytes unpacked in all.

    Folders are passed over. ArchiveError where the zip is not whole, or would go past `most`.
    """
    archive = open_archive(body, name)
    members = [info for info in archive.infolist() if not info.is_dir() and wanted(info.filename)]
    check_size(members, name, most)
    for info in members:
        yield info.filename, b"".join(inflated(body, info, name))


def check_size(members: list[zipfile.ZipInfo], name: str, most: int) -> None:
    """ArchiveError where the members say that they unpack to more than `most` bytes."""
    total = sum(info.file_size for info in members)
    if total > most:
        raise ArchiveError(
            f"{name} unpacks to {total / MEGABYTE:,.0f} MB, more than the "
            f"{most / MEGABYTE:,.0f} MB we can read; save it with fewer rows or columns"
        )


def inflated(body: bytes, info: zipfile.ZipInfo, name: str) -> Iterator[bytes]:
    """The member's bytes in blocks; ArchiveError where it is damaged or not of its stated size.

    Inflated here rather than by zipfile, which stops at the stated size without a word: another
    reader of the same zip would go on.
    """
    if info.flag_bits & ENCRYPTED:
        raise ArchiveError(f"{name} is locked with a password; save it without one")
    size = 0
    checksum = 0
    try:
        for block in _blocks(_packed(body, info), info.compress_type):
            size += len(block)
            checksum = zlib.crc32(block, checksum)
            if size > info.file_size:
                raise ArchiveError(f"{name} is larger than it states; download or save it again")
            yield block
    except (zlib.error, struct.error, NotImplementedError) as error:
        raise ArchiveError(
            f"{name}: its part {info.filename[:80]!r} is damaged or compressed in a way we "
            "cannot read; download or save the file again"
        ) from error
    if size != info.file_size or checksum != info.CRC:
        raise ArchiveError(
            f"{name}: its part {info.filename[:80]!r} is incomplete or damaged; download or save "
            "the file again"
        )


def _packed(body: bytes, info: zipfile.ZipInfo) -> memoryview:
    at = info.header_offset
    if at < 0 or body[at : at + 4] != b"PK\x03\x04":
        raise zlib.error("no member where the directory says")
    path_length, extra_length = struct.unpack_from("<HH", body, at + 26)
    begin = at + LOCAL_HEADER + path_length + extra_length
    return memoryview(body)[begin : begin + info.compress_size]


def _blocks(packed: memoryview, method: int) -> Iterator[bytes]:
    if method == zipfile.ZIP_STORED:
        for at in range(0, len(packed), BLOCK):
            yield bytes(packed[at : at + BLOCK])
        return
    if method != zipfile.ZIP_DEFLATED:
        raise NotImplementedError
    inflater = zlib.decompressobj(-15)
    for at in range(0, len(packed), BLOCK):
        left = bytes(packed[at : at + BLOCK])
        while left and not inflater.eof:
            yield inflater.decompress(left, BLOCK)
            left = inflater.unconsumed_tail
    yield inflater.flush()


def gunzipped(body: bytes, name: str, most: int = MOST_UNPACKED) -> bytes:
    """The bytes of a gzip; ArchiveError where it is damaged or unpacks to more than `most`."""
    inflater = zlib.decompressobj(31)
    try:
        unpacked = inflater.decompress(body, most)
    except zlib.error as error:
        raise ArchiveError(f"{name} is not a complete gzip; download or save it again") from error
    if not inflater.eof:
        raise ArchiveError(
            f"{name} is incomplete or unpacks to more than the {most / MEGABYTE:,.0f} MB that are "
            "read; supply a smaller extract of it"
        )
    return unpacked
