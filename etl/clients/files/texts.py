"""The text of a file that a stranger saved: any encoding and line ends, and no file but a text.

Each fault is said in one sentence that names the file and never quotes what is in it.
"""

from __future__ import annotations

from typing import Final

from etl.clients.files.archives import MEGABYTE

# What other kinds of file begin with, and how they are called.
KINDS: Final = {
    b"PK\x03\x04": "a workbook or a zip; save the table in it as CSV",
    b"\xd0\xcf\x11\xe0": "a workbook; save the table in it as CSV",
    b"%PDF": "a PDF; ask its publisher for the table behind it",
    b"PAR1": "a Parquet file; save it as CSV",
    b"SQLite format": "a database; save the table as CSV",
    b"\x89PNG": "a picture; supply the table itself",
    b"\xff\xd8\xff": "a picture; supply the table itself",
    b"GIF8": "a picture; supply the table itself",
    b"Rar!": "a rar archive; unpack it and supply the file in it",
    b"7z\xbc\xaf": "a 7z archive; unpack it and supply the file in it",
    b"\xfd7zXZ": "an xz archive; unpack it and supply the file in it",
    b"BZh": "a bz2 archive; unpack it and supply the file in it",
    b"\x7fELF": "a program; supply the table itself",
    b"MZ\x90": "a program; supply the table itself",
}
MARKS: Final = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
SAMPLE: Final = 4096
MOST: Final = 300 * MEGABYTE
# 2026-11: the longest line of ten councils' lists has 700 characters.
LONGEST_LINE: Final = 500_000
# Control characters that no text has, beside tabs, line ends and the end mark of old systems.
CONTROL: Final = bytes({*range(1, 32)} - {9, 10, 11, 12, 13, 26, 28, 29, 30, 31})


class TextError(Exception):
    """Bytes that are no text to be read; the message names the file and what to do."""


def read_text(body: bytes, name: str) -> str:
    """The text, its lines ended by \\n and its NULs left out; TextError where it is none."""
    if not body.strip(b"\x00 \r\n\t\xef\xbb\xbf\xff\xfe"):
        raise TextError(f"{name} is empty; download or save it again")
    if len(body) > MOST:
        raise TextError(
            f"{name} has {len(body) / MEGABYTE:,.0f} MB, more than the {MOST / MEGABYTE:,.0f} MB "
            "we can read; supply a smaller extract of it"
        )
    if body.endswith(bytes(8)):  # the rest of a block that a disk filled up
        body = body.rstrip(b"\x00")
    for opening, kind in KINDS.items():
        if body.startswith(opening):
            raise TextError(f"{name} is {kind}")
    text = _decoded(body, name).replace("\x00", "")
    text = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    opening_text = text[:2000].lstrip().casefold()
    if opening_text.startswith(("<!doctype", "<html", "<?xml", "<!--")):
        raise TextError(f"{name} is a web page, not a table; download the file itself")
    if opening_text.startswith(("{", "[{", "[\n")):
        raise TextError(f"{name} is JSON, not a table; save it as CSV")
    _refuse_long_lines(text, name)
    return text


def _decoded(body: bytes, name: str) -> str:
    for mark, encoding in MARKS:
        if body.startswith(mark):
            return body.decode(encoding, "replace").lstrip("\ufeff")
    sample = body[:SAMPLE]
    control = sum(map(sample.count, (bytes([code]) for code in CONTROL)))
    if 20 * control > len(sample):
        raise TextError(f"{name} is not a text file; save it as CSV or .xlsx")
    # Without a mark: in UTF-16 every other byte of English is nought.
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if 10 * sample[first::2].count(0) > 4 * len(sample) > 20 * sample[1 - first :: 2].count(0):
            return body.decode(encoding, "replace")
    if 5 * sample.count(0) > len(sample):
        raise TextError(f"{name} is not a text file; save it as CSV or .xlsx")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    return body.decode("latin-1")


def _refuse_long_lines(text: str, name: str) -> None:
    number = 1
    begin = 0
    while len(text) - begin > LONGEST_LINE:
        end = text.rfind("\n", begin, begin + LONGEST_LINE)
        if end < 0:
            number = text.count("\n", 0, begin) + 1
            raise TextError(
                f"{name}: line {number:,} has more than {LONGEST_LINE:,} characters, too "
                "long for a record of a table; look for a quotation mark left open or a file "
                "without line ends"
            )
        begin = end + 1
