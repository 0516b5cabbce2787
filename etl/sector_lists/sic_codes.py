"""SIC 2007 codes as people write them: 62.01, 62012, 62.01/2, and what Excel makes of 01110."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import reference

_CLASSES: Final = reference.read("sic2007_classes")
# Every run of 2 to 5 digits with which a class begins, with what it is called where we have a name.
PREFIXES: Final = frozenset(
    code[:width] for code in _CLASSES["class_code"] for width in range(2, 6)
)
NAMES: Final[dict[str, str]] = dict(_CLASSES.select("group_code", "group_name").iter_rows()) | dict(
    _CLASSES.select("class_code", "class_name").iter_rows()
)
LONGEST_CODE: Final = 5
LONGEST_SHOWN: Final = 30


@dataclass(frozen=True)
class WrittenCode:
    """A code as written, and its digits; `marked` where a dot shows that no 0 was lost."""

    text: str
    digits: str
    marked: bool


def read_code(text: str) -> WrittenCode | str:
    """A code of 2 to 5 digits of which there are classes, or what is wrong with it in words.

    >>> read_code("62.01/2")
    WrittenCode(text='62.01/2', digits='62012', marked=True)
    >>> read_code("1110")
    'SIC code 1110 does not exist; 01110 does (Growing of cereals (except rice), leguminous \
crops and oil seeds). Excel drops a 0 at the front: write 01110 or 01.11'
    """
    # Programs that take codes for numbers write 62012.0.
    written = re.sub(r"^([0-9]{5})\.0$", r"\1", text.strip())
    shown = repr(written[:LONGEST_SHOWN])
    digits = re.sub(r"[./\s\-]", "", written)
    if not re.fullmatch(r"[0-9]+", digits):
        if re.fullmatch(r"(?i)(section\s*)?[a-u]", written):
            return f"{shown} is a section; give its codes of 2 to 5 digits"
        return f"{shown} is not a SIC code; codes are 2 to 5 digits, such as 62 or 62.01"
    if not re.fullmatch(r"[0-9]{2}[\s.]?[0-9]{0,2}[\s./]?[0-9]?|[0-9]+", written):
        return f"{shown} is not one SIC code; write each by itself, such as 62 or 62.01"
    if len(digits) == 1:
        return f"SIC code {digits} has 1 digit; codes have 2 to {LONGEST_CODE}, such as 0{digits}"
    if len(digits) > LONGEST_CODE:
        return f"SIC code {shown} has {len(digits)} digits; codes have 2 to {LONGEST_CODE}"
    if digits not in PREFIXES:
        return _unknown(digits)
    return WrittenCode(written, digits, marked="." in written)


def _unknown(digits: str) -> str:
    padded = f"0{digits}"
    if padded in PREFIXES:
        name = f" ({NAMES[padded]})" if padded in NAMES else ""
        return (
            f"SIC code {digits} does not exist; {padded} does{name}. Excel drops a 0 at the "
            f"front: write {padded} or {_dotted(padded)}"
        )
    known = next((digits[:width] for width in (4, 3, 2) if digits[:width] in PREFIXES), "")
    hint = f"; {known} does, and its classes are {_classes_of(known)}" if known else ""
    return f"SIC code {digits} does not exist in SIC 2007{hint}"


def find_ambiguous(codes: Sequence[WrittenCode]) -> list[str]:
    """In words, codes that may have lost a 0 in Excel: of 4 digits, and real with a 0 before too.

    Only where every other code of the list has 5 digits, so that a lost 0 is likely: 1610 among
    62012 and 21100, not among 62 and 6201.
    """
    suspect = {
        code.digits
        for code in codes
        if not code.marked and len(code.digits) == 4 and f"0{code.digits}" in PREFIXES
    }
    lengths = {len(code.digits) for code in codes if code.digits not in suspect}
    if lengths != {LONGEST_CODE}:
        return []
    return [
        f"SIC code {digits} may be {_dotted(digits)} or, as Excel drops a 0 at the front, "
        f"{_dotted(f'0{digits}')}: write it so"
        for digits in sorted(suspect)
    ]


def _dotted(digits: str) -> str:
    """As ONS writes it: 0161 is 01.61, 62012 is 62.01/2."""
    parts = [digits[:2]]
    parts += [f".{digits[2:4]}"] if digits[2:] else []
    last = digits[4:]
    return "".join(parts) + (f"/{last}" if last not in ("", "0") else "")


def _classes_of(prefix: str) -> str:
    codes = [code for code in _CLASSES["class_code"] if code.startswith(prefix)]
    return ", ".join(codes[:4]) + (f" and {len(codes) - 4} more" if len(codes) > 4 else "")
