"""Reads the value of each setting; ValueError says what the setting can be."""

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
# Longest first, because the mark of UTF-32 begins like that of UTF-16.
MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip


def decode_file(content: bytes) -> str:
    """The text of a settings file: UTF-8, or the encoding its first bytes declare (Windows).

    ValueError if it is neither: we cannot tell older encodings apart.
    """
    encoding = next((name for mark, name in MARKS if content.startswith(mark)), "utf-8")
    try:
        return content.decode(encoding).replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise ValueError(f"it is not UTF-8 text (line {line}); save it as UTF-8") from error


def quote_value(name: str, raw: object) -> str:
    """A value as a message shows it: short, on one line, without keys or passwords."""
    shown = raw if isinstance(raw, str) else repr(raw)
    if name == "nomis_uid":
        return "(not shown)"
    shown = re.sub(r"//[^/@]*@", "//(not shown)@", shown)
    shown = shown if len(shown) <= LONGEST_SHOWN else f"{shown[:LONGEST_SHOWN]}..."
    return CONTROL.sub("?", shown) or "''"


def parse_text(raw: object) -> str:
    """Any text on one line."""
    if not isinstance(raw, str):
        raise ValueError("must be text, in quotes")
    if CONTROL.search(raw):
        raise ValueError("contains characters that are not text")
    return raw


def parse_token(raw: object) -> str:
    """A key of a service: letters, digits and symbols without spaces."""
    key = parse_text(raw).strip()
    if not TOKEN.fullmatch(key):
        raise ValueError("must be letters, digits and symbols without spaces")
    return key


def parse_folder(raw: object) -> Path:
    """A folder, which need not exist yet; '~' is the user's home."""
    name = parse_text(raw)
    if not name.strip():
        raise ValueError("must name a folder, or be left out")
    try:
        path = Path(name).expanduser()
    except RuntimeError:
        raise ValueError("begins with a user that does not exist on this computer") from None
    try:
        if path.exists() and not path.is_dir():
            raise ValueError("is a file, not a folder")
    except OSError as error:
        raise ValueError(f"cannot be used as a folder ({error.strerror})") from error
    return path


def parse_file(raw: object) -> Path | None:
    """A file, which is read only when needed; "~" is the user's own folder, "" is none."""
    name = parse_text(raw).strip()
    try:
        return Path(name).expanduser() if name else None
    except RuntimeError:
        raise ValueError("begins with a user name that this computer does not have") from None


def parse_url(raw: object) -> str:
    """The address of a service, without a slash at the end."""
    may_be = "must be an address such as https://www.example.org"
    url = parse_text(raw).strip().rstrip("/")
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
        usable = usable and (parts.port is None or parts.port > 0)
    except ValueError:  # not a valid port or IPv6 address
        usable = False
    if not usable or re.search(r"\s", url) or parts.query or parts.fragment:
        raise ValueError(may_be)
    if parts.username is not None or parts.password is not None:
        raise ValueError(f"{may_be}, without a user name or password: messages would show them")
    return url


def parse_seconds(raw: object) -> float:
    """A time in seconds from zero to an hour."""
    may_be = f"must be a number of seconds from 0 to {LONGEST_PAUSE_SECONDS:,.0f}"
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        raise ValueError(may_be)
    try:
        number = float(raw)
    except (ValueError, OverflowError):
        raise ValueError(may_be) from None
    if not (math.isfinite(number) and 0 <= number <= LONGEST_PAUSE_SECONDS):
        raise ValueError(may_be)
    return number


def parse_two_digits(raw: object) -> str:
    """The last two digits of a year; '' if not set."""
    digits = str(raw) if isinstance(raw, int) and not isinstance(raw, bool) else raw
    if not isinstance(digits, str) or not re.fullmatch(r"([0-9]{2})?", digits.strip()):
        raise ValueError("must be two digits, such as 25")
    return digits.strip()


def parse_switch(raw: object) -> str:
    """ "on" or "off"; "" where it is left to Wardwise."""
    if isinstance(raw, bool):
        return "on" if raw else "off"
    word = raw.strip().lower() if isinstance(raw, str) else None
    if word not in ("on", "off", ""):
        raise ValueError('must be "on" or "off", or be left out')
    return word


def parse_host_names(raw: object) -> tuple[str, ...]:
    """Host names, as a list or separated by commas."""
    may_be = "must be host names without a port, such as wardwise.example.org, with commas between"
    given = raw if isinstance(raw, list) else parse_text(raw).split(",")
    if not all(isinstance(name, str) for name in given):
        raise ValueError(may_be)
    hosts = tuple(name.strip().lower() for name in given if name.strip())
    if not all(HOST.fullmatch(name) or _is_ipv6(name) for name in hosts):
        raise ValueError(may_be)
    return hosts


def _is_ipv6(name: str) -> bool:
    try:
        IPv6Address(name)
    except ValueError:
        return False
    return True
