"""What the sidecar of a reference table must say, and the errors where it does not."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, cast

import polars as pl

Kind = Literal["published", "measured", "compiled", "assumed"]
# What each kind is called beside a figure.
KINDS: Final[dict[Kind, str]] = {
    "published": "Published figures",
    "measured": "Measured by us",
    "compiled": "Compiled by us",
    "assumed": "Our assumption",
}
TYPES: Final = {"text": pl.String(), "number": pl.Float64(), "count": pl.Int64(), "day": pl.Date()}
NOT_RECORDED: Final = "not recorded"


class ReferenceTableError(Exception):
    """A reference table or its sidecar that is absent or not as it should be."""


@dataclass(frozen=True)
class Column:
    """One column: its type, its unit ('' for codes and words) and what it means."""

    name: str
    dtype: pl.DataType
    unit: str
    meaning: str


@dataclass(frozen=True)
class Reference:
    """What is known of a reference table.

    `source` and `sheet` say where published figures stand; `because` why ours are what they are.
    `url`, `retrieved` and `sheet` are "not recorded" where nobody wrote them down. `key`: columns
    that tell rows apart.
    """

    name: str
    title: str
    kind: Kind
    publisher: str
    source: str
    sheet: str
    url: str
    retrieved: str
    licence: str
    because: str
    sha256: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    def sentence(self) -> str:
        """Title, and whose the figures are or why they are taken to be so."""
        if self.kind == "published":
            whose = f"{self.publisher}, {self.source}" if self.source else self.publisher
            sentence = f"Source: {whose}. {self.licence}"
        else:
            sentence = f"{KINDS[self.kind]}: {self.because}"
        return f"{self.title}. {sentence.rstrip('.')}."


def parse_sidecar(name: str, path: Path) -> Reference:
    """The sidecar in `path`; ReferenceTableError names all that it leaves out."""
    text = read_bytes(path).decode("utf-8")
    try:
        fields = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ReferenceTableError(f"{path} cannot be read as TOML: {error}. Mend it") from error
    faults = _faults_of(fields)
    if faults:
        raise ReferenceTableError(f"{path}: {'; '.join(faults)}. Say it in that file")
    words = {field: str(fields.get(field, "")) for field in _WORDS}
    columns = tuple(
        Column(column, TYPES[entry["type"]], str(entry["unit"]), str(entry["meaning"]))
        for column, entry in fields["columns"].items()
    )
    kind = cast(Kind, fields["kind"])
    return Reference(name=name, kind=kind, key=tuple(fields["key"]), columns=columns, **words)


def read_bytes(path: Path) -> bytes:
    """The file with line ends as \\n; ReferenceTableError where it cannot be read."""
    try:
        return path.read_bytes().replace(b"\r\n", b"\n")
    except OSError as error:
        raise ReferenceTableError(
            f"{path} cannot be read ({error.strerror}); install Wardwise again, or take the file "
            "from the source code"
        ) from error


def checksum_of(path: Path) -> str:
    """SHA-256 of a file with line ends as \\n, so that a checkout on Windows has the same one."""
    return hashlib.sha256(read_bytes(path)).hexdigest()


_WORDS: Final = (
    "title", "publisher", "source", "sheet", "url", "retrieved", "licence", "because", "sha256",
)  # fmt: skip
# What a table must say beside its title, checksum and columns.
_NEEDED: Final[dict[str, tuple[str, ...]]] = {
    "published": ("publisher", "source", "sheet", "url", "retrieved", "licence"),
    "measured": ("because",),
    "compiled": ("because",),
    "assumed": ("because",),
}


def _faults_of(fields: dict[str, Any]) -> list[str]:
    kind = fields.get("kind")
    if kind not in _NEEDED:
        return [f"kind is {kind!r}, not one of {', '.join(_NEEDED)}"]
    faults = [
        f"no {field}" for field in ("title", "sha256", *_NEEDED[kind]) if not fields.get(field)
    ]
    columns = fields.get("columns") or {}
    if not columns:
        faults.append("no columns")
    for column, entry in columns.items():
        if entry.get("type") not in TYPES:
            faults.append(f"type of {column} is not one of {', '.join(TYPES)}")
        if not entry.get("meaning") or "unit" not in entry:
            faults.append(f"no meaning or no unit of {column}")
    undefined = [column for column in fields.get("key", ()) if column not in columns]
    if undefined or not fields.get("key"):
        faults.append(f"key is {fields.get('key')}, which must name columns")
    return faults
