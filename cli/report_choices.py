"""The options of `wardwise report` that say what the report has in it, put together as choices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from reports.choices import Choices

EditionOption = Annotated[
    str,
    typer.Option(
        help="brief (two pages), standard, or full; the workbook and CSV always hold everything. "
        "[default: standard]",
        show_default=False,
    ),
]
TitleOption = Annotated[str, typer.Option(help="Title of the report.")]
SubtitleOption = Annotated[str, typer.Option(help="Subtitle; the name of the place if left out.")]
LogoOption = Annotated[
    Path | None, typer.Option(help="A PNG or JPEG picture for the top of the first page.")
]
ContactOption = Annotated[str, typer.Option(help="Whom to ask, as one line under the title.")]
WithoutOption = Annotated[
    list[str] | None,
    typer.Option(
        help="A section to leave out: priorities, sectors, skills, training, wards, access or "
        "annex; can be repeated."
    ),
]
TextOption = Annotated[
    list[str] | None,
    typer.Option(
        help="Your own words for a section, as SECTION=FILE of plain text: a section above, "
        "introduction, limits or next-steps; can be repeated."
    ),
]
ChoicesOption = Annotated[
    Path | None,
    typer.Option(
        help="Choices saved on the Export page (TOML); the options above go before those in it."
    ),
]
EveryOption = Annotated[
    str,
    typer.Option(
        help="A report for each area of a kind: lsip, combined-authority, region, itl2, saved-list "
        "or council; or of a CSV file with the columns area and lad_code."
    ),
]
JobsOption = Annotated[
    int, typer.Option(min=1, help="With --every: how many reports are made at a time.")
]


class Files:
    """Files that options name; what cannot be read is noted, so that all faults come at once."""

    def __init__(self) -> None:
        self.faults: list[str] = []

    def read(self, path: Path, option: str) -> bytes:
        """The file's bytes, none where it cannot be read."""
        try:
            return path.read_bytes()
        except (OSError, ValueError) as error:
            why = error.strerror if isinstance(error, OSError) else str(error)
            self.faults.append(f"{option} {path} cannot be read: {why}")
            return b""

    def read_text(self, path: Path, option: str) -> str:
        """The file's text, none where it cannot be read."""
        try:
            return self.read(path, option).decode("utf-8-sig")
        except UnicodeDecodeError:
            self.faults.append(f"{option} {path} is not text in UTF-8")
            return ""

    def read_texts(self, pairs: Sequence[str]) -> dict[str, str]:
        """Texts by section, of pairs such as limits=limits.txt."""
        texts = {}
        for pair in pairs:
            section, sign, path = pair.partition("=")
            if sign and path:
                texts[section.strip()] = self.read_text(Path(path), f"--text {section}")
            else:
                self.faults.append(f"--text {pair} is not SECTION=FILE, such as limits=limits.txt")
        return texts


def gather_choices(
    *, edition: str, title: str, subtitle: str, logo: Path | None, contact: str,
    without: Sequence[str], texts: Sequence[str], saved: Path | None,
) -> Choices:  # fmt: skip
    """The choices of the options, before those of a saved file.

    Raises ChoicesError, naming all faults at once.
    """
    # Imported here: the command line starts without what reports need.
    from reports.choices import Choices, ChoicesError, check_choices, read_choices

    named = Files()
    chosen = Choices()
    try:
        if saved is not None and (toml := named.read_text(saved, "--choices")):
            chosen = read_choices(toml, f"--choices {saved}")
    except ChoicesError as error:
        named.faults.append(str(error))
    given = {"edition": edition.strip().lower(), "title": title.strip(),
             "subtitle": subtitle.strip(), "contact": contact.strip()}  # fmt: skip
    chosen = replace(
        chosen,
        logo=named.read(logo, "--logo") if logo is not None else chosen.logo,
        without=tuple(dict.fromkeys([*chosen.without, *without])),
        texts=tuple((dict(chosen.texts) | named.read_texts(texts)).items()),
        **{name: text for name, text in given.items() if text},  # type: ignore[arg-type]
    )
    try:
        check_choices(chosen)
    except ChoicesError as error:
        named.faults.append(str(error))
    if named.faults:
        raise ChoicesError("; ".join(named.faults))
    return chosen
