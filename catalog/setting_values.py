"""How a setting is read from what was written; ValueError says what it may be."""

from __future__ import annotations

import codecs
import math
import re
from ipaddress import IPv6Address
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

LONGEST_PAUSE_SECONDS: Final = 3_600.0
LONGEST_SHOWN: Final = 60
CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
TOKEN: Final = re.compile(r"[\x21-\x7e]*")
HOST: Final = re.compile(r"(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?")
# Longest first, since the mark of UTF-32 begins as that of UTF-16 does.
MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip


def decoded(content: bytes) -> str:
    """The text of a settings file: UTF-8, or what its first bytes say, as editors of Windows do.

    ValueError where it is neither: an older encoding cannot be told from another.
    """
    encoding = next((name for mark, name in MARKS if content.startswith(mark)), "utf-8")
    try:
        return content.decode(encoding).replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise ValueError(f"it is not UTF-8 text (line {line}); save it as UTF-8") from error


def quoted(name: str, raw: object) -> str:
    """A value as a message shows it: short, on one line, and no key or password."""
    shown = raw if isinstance(raw, str) else repr(raw)
    if name == "nomis_uid":
        return "(not shown)"
    shown = re.sub(r"//[^/@]*@", "//(not shown)@", shown)
    shown = shown if len(shown) <= LONGEST_SHOWN else f"{shown[:LONGEST_SHOWN]}..."
    return CONTROL.sub("?", shown) or "''"


def text(raw: object) -> str:
    """Any text on one line."""
    if not isinstance(raw, str):
        raise ValueError("must be a text, in quotes")
    if CONTROL.search(raw):
        raise ValueError("holds characters that are no text")
    return raw


def token(raw: object) -> str:
    """A key of a service: letters, digits and signs without blanks."""
    found = text(raw).strip()
    if not TOKEN.fullmatch(found):
        raise ValueError("must be letters, digits and signs without blanks")
    return found


def folder(raw: object) -> Path:
    """A folder, there or to be made; '~' is the user's own."""
    found = text(raw)
    if not found.strip():
        raise ValueError("must name a folder, or not be set")
    try:
        path = Path(found).expanduser()
    except RuntimeError:
        raise ValueError("begins with a user that this machine does not know") from None
    try:
        if path.exists() and not path.is_dir():
            raise ValueError("is a file and no folder")
    except OSError as error:
        raise ValueError(f"cannot be a folder ({error.strerror})") from error
    return path


def file(raw: object) -> Path | None:
    """A file, which is looked at when it is needed; '~' is the user's own, '' is none."""
    found = text(raw).strip()
    try:
        return Path(found).expanduser() if found else None
    except RuntimeError:
        raise ValueError("begins with a user that this machine does not know") from None


def address(raw: object) -> str:
    """The address of a service, without a slash at its end."""
    may_be = "must be an address such as https://www.example.org"
    found = text(raw).strip().rstrip("/")
    try:
        parts = urlsplit(found)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
        usable = usable and (parts.port is None or parts.port > 0)
    except ValueError:  # a port or an IPv6 address that is none
        usable = False
    if not usable or re.search(r"\s", found) or parts.query or parts.fragment:
        raise ValueError(may_be)
    if parts.username is not None or parts.password is not None:
        raise ValueError(f"{may_be}, without a user or password: these would be shown in messages")
    return found


def seconds(raw: object) -> float:
    """A time in seconds from zero to an hour."""
    may_be = f"must be a number of seconds from 0 to {LONGEST_PAUSE_SECONDS:,.0f}"
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        raise ValueError(may_be)
    try:
        found = float(raw)
    except (ValueError, OverflowError):
        raise ValueError(may_be) from None
    if not (math.isfinite(found) and 0 <= found <= LONGEST_PAUSE_SECONDS):
        raise ValueError(may_be)
    return found


def two_digits(raw: object) -> str:
    """The last two digits of a year; '' for none."""
    found = str(raw) if isinstance(raw, int) and not isinstance(raw, bool) else raw
    if not isinstance(found, str) or not re.fullmatch(r"([0-9]{2})?", found.strip()):
        raise ValueError("must be two digits, such as 25")
    return found.strip()


def host_names(raw: object) -> tuple[str, ...]:
    """Names of machines, as a list or parted by commas."""
    may_be = "must be names without port, such as wardwise.example.org, parted by commas"
    given = raw if isinstance(raw, list) else text(raw).split(",")
    if not all(isinstance(name, str) for name in given):
        raise ValueError(may_be)
    found = tuple(name.strip().lower() for name in given if name.strip())
    if not all(HOST.fullmatch(name) or _is_ipv6(name) for name in found):
        raise ValueError(may_be)
    return found


def _is_ipv6(name: str) -> bool:
    try:
        IPv6Address(name)
    except ValueError:
        return False
    return True
