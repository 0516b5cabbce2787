"""What a user chooses of a report: edition, titles, logo, contact, sections and their own texts.

Kept as TOML, so that a report can be made again by the same choices. All faults are told at once.
"""

from __future__ import annotations

import base64
import binascii
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, get_args

from catalog.store import StoreError
from presentation.numbers import count
from presentation.wording import joined
from reports.blocks import EDITIONS, Edition
from reports.reading import clean

# Sections that can be left out, by the name that is typed, with their headings.
SECTIONS: Final = {
    "priorities": "Priorities",
    "sectors": "Sectors",
    "skills": "Skills",
    "training": "Training and provision",
    "wards": "Wards that stand out",
    "access": "Access to jobs",
    "innovation": "Who works on what",
    "annex": "Annex: needs by occupation and sector",
}
# Sections that hold a user's own text; two of them have nothing else.
TEXTS: Final = {
    "introduction": "Introduction",
    **SECTIONS,
    "limits": "What we do not know",
    "next-steps": "Next steps",
}
LONGEST: Final = {"title": 120, "subtitle": 160, "contact": 300, "text": 5_000}  # letters
LARGEST_LOGO: Final = 1_000_000  # bytes
PICTURES: Final = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")  # how PNG and JPEG begin
KEYS: Final = ("edition", "title", "subtitle", "contact", "logo", "without", "texts")

KIND_NAMES: Final = {"str": "a text", "list": "a list of texts", "dict": "a table of texts"}


class ChoicesError(StoreError):
    """Choices that no report can be made from; the message names every fault."""


@dataclass(frozen=True)
class Choices:
    """The choices of a report; what is empty is ours.

    `without` names sections (SECTIONS) to leave out of every format. `texts` are pairs of a section
    (TEXTS) and the user's own words for it, paragraphs parted by an empty line. `logo` is PNG or
    JPEG.
    """

    edition: Edition = "standard"
    title: str = ""
    subtitle: str = ""
    contact: str = ""
    logo: bytes = b""
    without: tuple[str, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()

    def has(self, section: str) -> bool:
        """Whether a section is wanted."""
        return section not in self.without

    def paragraphs(self, section: str) -> tuple[str, ...]:
        """The user's own words for a section, a paragraph each; none where there are none."""
        words = [text for name, text in self.texts if name == section]
        parts = "\n\n".join(words).replace("\r\n", "\n").split("\n\n")
        return tuple(" ".join(clean(part).split()) for part in parts if part.strip())


def check_choices(choices: Choices, where: str = "") -> Choices:
    """The choices. Raises ChoicesError with all that is wrong, `where` before it."""
    faults = [*_faults_of_texts(choices), *_faults_of_sections(choices), *_faults_of_logo(choices)]
    if choices.edition not in EDITIONS:
        faults.insert(0, f"edition {choices.edition!r} is not {_one_of(EDITIONS)}")
    if faults:
        raise ChoicesError(f"{where}: {'; '.join(faults)}" if where else "; ".join(faults))
    return choices


def _faults_of_texts(choices: Choices) -> list[str]:
    lines = {name: getattr(choices, name) for name in ("title", "subtitle", "contact")}
    faults = [
        f"{name} has {count(len(text))} letters; it can have {count(LONGEST[name])}"
        for name, text in lines.items()
        if len(text) > LONGEST[name]
    ]
    return faults + [
        f"the text for {name} has {count(len(text))} letters; it can have {count(LONGEST['text'])}"
        for name, text in choices.texts
        if len(text) > LONGEST["text"]
    ]


def _faults_of_sections(choices: Choices) -> list[str]:
    faults = [
        f"{name!r} is no section that can be left out; those are {_one_of(tuple(SECTIONS))}"
        for name in choices.without
        if name not in SECTIONS
    ]
    faults += [
        f"{name!r} is no section with a text; those are {_one_of(tuple(TEXTS))}"
        for name, _ in choices.texts
        if name not in TEXTS
    ]
    both = [name for name, _ in choices.texts if name in choices.without]
    return faults + [f"{name} is left out, so it can have no text" for name in dict.fromkeys(both)]


def _faults_of_logo(choices: Choices) -> list[str]:
    if not choices.logo:
        return []
    faults = []
    if not choices.logo.startswith(PICTURES):
        faults.append("the logo is not a PNG or JPEG picture")
    if len(choices.logo) > LARGEST_LOGO:
        faults.append(
            f"the logo has {count(len(choices.logo))} bytes; it can have {count(LARGEST_LOGO)}"
        )
    return faults


def _one_of(names: tuple[str, ...]) -> str:
    return joined(names).replace(" and ", " or ")


def read_choices(text: str, where: str = "the choices") -> Choices:
    """Choices from TOML, checked. Raises ChoicesError with all that is wrong."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ChoicesError(f"{where} cannot be read as TOML: {error}") from error
    faults = [
        f"{name!r} is not a choice; those are {joined(KEYS)}" for name in values if name not in KEYS
    ]
    kinds: dict[str, type] = dict.fromkeys(KEYS, str) | {"without": list, "texts": dict}
    for name, kind in kinds.items():
        if name in values and not _is_kind(values[name], kind):
            faults.append(f"{name} must be {KIND_NAMES[kind.__name__]}")
    logo = b""
    if isinstance(values.get("logo"), str):
        try:
            logo = base64.b64decode(values["logo"], validate=True)
        except (binascii.Error, ValueError):
            faults.append("logo is not a picture in base64")
    if faults:
        raise ChoicesError(f"{where}: {'; '.join(faults)}")
    return check_choices(_choose(values, logo), where)


def _is_kind(value: object, kind: type) -> bool:
    if not isinstance(value, kind):
        return False
    parts = list(value.values()) if isinstance(value, dict) else value
    return isinstance(parts, str) or all(isinstance(part, str) for part in parts)  # type: ignore[attr-defined]


def _choose(values: Mapping[str, Any], logo: bytes) -> Choices:
    return Choices(
        edition=values.get("edition", get_args(Edition)[1]),
        title=clean(values.get("title", "")).strip(),
        subtitle=clean(values.get("subtitle", "")).strip(),
        contact=clean(values.get("contact", "")).strip(),
        logo=logo,
        without=tuple(values.get("without", ())),
        texts=tuple(values.get("texts", {}).items()),
    )


def write_choices(choices: Choices) -> str:
    """The choices as TOML that `read_choices` reads; what is not chosen is left out.

    >>> print(write_choices(Choices(title="Skills in Hartfield", without=("wards",))), end="")
    edition = "standard"
    title = "Skills in Hartfield"
    without = ["wards"]
    """
    lines = [f"edition = {_write(choices.edition)}"]
    for name in ("title", "subtitle", "contact"):
        text = getattr(choices, name)
        lines += [f"{name} = {_write(text)}"] if text else []
    if choices.logo:
        lines.append(f"logo = {_write(base64.b64encode(choices.logo).decode('ascii'))}")
    if choices.without:
        lines.append(f"without = [{', '.join(map(_write, choices.without))}]")
    if choices.texts:
        words = {name: "\n\n".join(choices.paragraphs(name)) for name, _ in choices.texts}
        lines += [
            "",
            "[texts]",
            *(f"{_write(name)} = {_write(text)}" for name, text in words.items()),
        ]
    return "\n".join(lines) + "\n"


def _write(text: str) -> str:
    """A text as TOML has it, which escapes as JSON does."""
    return json.dumps(clean(text), ensure_ascii=False)
