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


def gather_choices(
    *, edition: str, title: str, subtitle: str, logo: Path | None, contact: str,
    without: Sequence[str], texts: Sequence[str], saved: Path | None,
) -> Choices:  # fmt: skip
    """The choices of the options, before those of a saved file. Raises ChoicesError, all at once."""
    # Imported here: the command line starts without what reports need.
    from reports.choices import Choices, ChoicesError, check_choices, read_choices

    faults: list[str] = []

    def read(path: Path, option: str) -> bytes:
        try:
            return path.read_bytes()
        except OSError as error:
            faults.append(f"{option} {path} cannot be read: {error.strerror}")
            return b""

    def read_words(path: Path, option: str) -> str:
        try:
            return read(path, option).decode("utf-8-sig")
        except UnicodeDecodeError:
            faults.append(f"{option} {path} is not text in UTF-8")
            return ""

    chosen = Choices()
    if saved is not None:
        toml = read_words(saved, "--choices")
        try:
            chosen = read_choices(toml, f"--choices {saved}")
        except ChoicesError as error:
            faults.append(str(error))
    given = {"edition": edition.strip().lower(), "title": title.strip(),
             "subtitle": subtitle.strip(), "contact": contact.strip()}  # fmt: skip
    chosen = replace(chosen, **{name: text for name, text in given.items() if text})  # type: ignore[arg-type]
    if logo is not None:
        chosen = replace(chosen, logo=read(logo, "--logo"))
    chosen = replace(chosen, without=tuple(dict.fromkeys([*chosen.without, *without])))
    own = dict(chosen.texts)
    for pair in texts:
        section, sign, path = pair.partition("=")
        if not sign or not path:
            faults.append(f"--text {pair} is not SECTION=FILE, such as limits=limits.txt")
        else:
            own[section.strip()] = read_words(Path(path), f"--text {section}")
    chosen = replace(chosen, texts=tuple(own.items()))
    try:
        check_choices(chosen)
    except ChoicesError as error:
        faults.append(str(error))
    if faults:
        raise ChoicesError("; ".join(dict.fromkeys(faults)))
    return chosen
