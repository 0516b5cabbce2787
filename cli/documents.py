"""The pages of `docs/reference`, written from the code: data dictionary, commands, record."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Final

import typer

import pipeline
from catalog import store
from catalog.dictionary import dictionary
from catalog.settings import PROJECT
from cli import forecast_docs
from cli.terminal import app, err
from etl.run import registry
from indicators.explain import EXPLAINED

FOLDER: Final = PROJECT / "docs" / "reference"
# Tables that no source and no step of the graph writes, but a command with a file of the user's.
RATES: Final = (
    "Made by `wardwise rates FILE --council NAME` and `wardwise build` from a council's own "
    "business-rates list; columns that can name people are never read."
)
FROM_COMMANDS: Final = {
    "postcodes": "Made by `wardwise postcodes FILE` from a postcode directory that you supply.",
    "postcode_wards": (
        "Made by `wardwise build` from `postcodes` and `wards`: a postcode is in the ward that its "
        "middle lies in. Comes with Wardwise for the councils of the embedded sample."
    ),
    "premises": RATES,
    "ward_premises": RATES,
    "premises_report": RATES,
}
COMMANDS_LEAD: Final = (
    "Written by `wardwise docs` from the commands themselves; do not edit it here. From a checkout "
    "put `uv run` before each. Every command also has its own help: `wardwise COMMAND --help`."
)
CODES: Final = (
    "Exit status: 0 for success, 1 for faults found in data or services (`check`, `probe`), 2 if "
    "something is wrong with the command or is missing, 3 for an unexpected error (details are in "
    "`wardwise.log` in the data folder), 130 after Ctrl-C."
)


@app.command(name="docs", hidden=True)
def docs_command(
    target: Annotated[Path, typer.Option(help="The folder to write the reference to.")] = FOLDER,
) -> None:
    """Write the data dictionary, the commands and the record of forecasts again, from the code."""
    for name, text in reference().items():
        with store.replacing(target / name) as temporary:
            temporary.write_text(text, "utf-8")
        err.print(f"Wrote {target / name}.", markup=False, soft_wrap=True)
    if target == FOLDER:
        forecast_docs.write()
        err.print(f"Wrote the record into {forecast_docs.METHODS}.", markup=False, soft_wrap=True)


def reference() -> dict[str, str]:
    """Every generated page of the reference: file name and text."""
    return {
        "data-dictionary.md": dictionary(table_origins()),
        "commands.md": commands(),
        "forecast-record.md": forecast_docs.record_page(),
    }


def table_origins() -> dict[str, list[str]]:
    """For each table, in lines: the dataset it is tidied from, or what it is made from and how."""
    origins = {table: [words] for table, words in FROM_COMMANDS.items()}
    for module in registry.modules().values():
        origins[module.TABLE.name] = _source_lines(module)
    derived = (*pipeline.steps_before(), *pipeline.steps(), *pipeline.steps_after())
    last = (pipeline.forecast_step(), pipeline.indicator_step())
    for step in (pipeline.LAD_CHANGES, *derived, *last):
        for table in step.writes:
            reads = EXPLAINED[table].reads if table in EXPLAINED else step.reads
            origins[table] = [f"Made by Wardwise from {', '.join(f'`{name}`' for name in reads)}."]
    for table, explanation in EXPLAINED.items():
        origins[table] += [
            explanation.question,
            f"{explanation.formula.rstrip('.')}.",
            *(f"Assumption: {line.rstrip('.')}." for line in explanation.assumptions),
            *(f"Limit: {line.rstrip('.')}." for line in explanation.limits),
        ]
    return origins


def _source_lines(module: registry.SourceModule) -> list[str]:
    source = module.SOURCE
    title = f"[{source.title}]({source.url})" if source.url else source.title
    command = (
        f"a file you supply: `wardwise supply {registry.supply_words(module)}`"
        if source.service == "file"
        else f"`wardwise fetch --only {source.id}`"
    )
    return [
        f"{source.publisher}: {title}, {source.dataset_id}. "
        f"Published: {source.cadence}. {source.licence}.",
        f"Comes with {command}.",
        *source.caveats,
    ]


def commands() -> str:
    """Every command with its arguments and options, as Markdown, in the order of the entry."""
    # Imported here, since the entry imports this file; it registers every command.
    from cli.entry import FAMILIES

    order = {family.__name__: number for number, family in enumerate(FAMILIES)}
    group: Any = typer.main.get_command(app)
    every = sorted(group.commands.values(), key=lambda command: order[command.callback.__module__])
    shown = [command for command in every if not command.hidden]
    hidden = [command for command in every if command.hidden]
    lines = ["# Commands", "", COMMANDS_LEAD, "", CODES]
    for command in shown:
        lines += _command(command)
    lines += ["", "# For those who work on Wardwise"]
    for command in hidden:
        lines += _command(command)
    return "\n".join(lines) + "\n"


def _command(command: Any) -> list[str]:
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option" and not p.hidden]
    usage = " ".join(["wardwise", command.name, *map(_placeholder, arguments)])
    usage += " [OPTIONS]" if options else ""
    text = " ".join((command.help or "").split())
    lines = ["", f"## {command.name}", "", text, "", f"    {usage}"]
    if arguments or options:
        lines += ["", "| argument or option | meaning | default |", "|---|---|---|"]
    return lines + [_parameter(parameter) for parameter in (*arguments, *options)]


def _placeholder(argument: Any) -> str:
    name = str(argument.name).upper() + ("..." if argument.nargs == -1 else "")
    return name if argument.required else f"[{name}]"


def _parameter(parameter: Any) -> str:
    """A row of a command's table; Markdown cells hold no bare upright line."""
    is_argument = parameter.param_type_name == "argument"
    names = [_placeholder(parameter)] if is_argument else parameter.opts
    shown = ", ".join(f"`{name}`" for name in names)
    if not is_argument and parameter.secondary_opts:
        shown += f" or `{parameter.secondary_opts[0]}`"
    meaning = (parameter.help or "").replace("|", "\\|")
    return f"| {shown} | {meaning} | {_default(parameter)} |"


def _default(parameter: Any) -> str:
    """The default as one would type it: a folder of this machine as the checkout sees it."""
    default = parameter.default
    if parameter.required:
        return "must be given"
    if default is None or default in ("", (), []) or default is False:
        return ""
    if isinstance(default, Path):
        inside = default.is_absolute() and default.is_relative_to(PROJECT)
        default = (default.relative_to(PROJECT) if inside else default).as_posix()
    if default is True:
        return f"`{parameter.opts[0]}`"
    return f"`{default}`"
