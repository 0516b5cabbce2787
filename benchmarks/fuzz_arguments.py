"""Strange arguments for every command: each must end in its own words, never in a traceback.

    uv run python benchmarks/fuzz_arguments.py 5000

Commands run in this process on a copy of the embedded sample; nothing is asked of any service, as
each service's address is a port of this machine at which nobody listens.
"""

from __future__ import annotations

import contextlib
import io
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import typer

import cli.entry
import pipeline
from catalog.settings import DEFAULT_URLS, Settings
from cli.terminal import app

# A server would run on, and work of minutes is cut short by a last option that cannot be used.
NOT_RUN: Final = ("serve", "sample", "record")
ENDED_BY: Final = {
    "forecast": ("--family", "nonsense"), "backtest": ("--family", "nonsense"),
    "build": ("--nonsense",), "probe": ("--only", "nonsense"),
}  # fmt: skip
STRANGE: Final = (
    "", " ", "\0", "-", "--", "nan", "inf", "-inf", "-1", "0", "1e308", "9" * 400, "²", "\udcff",
    "北京", "Ynys Môn", "'", '"', "`", "$x^2$", "*b*", "[red]", "[/]", "{}", "%s", "..", "../../..",
    "/", "~nouser/x", "a" * 5000, "a\nb", "a\tb", "E08000033", "e08000033", "E99999999",
    "S12000036", "N09000003", "Bradford", "Leeds", "Hull", "West Yorkshire", "jobs", "wards",
    "F:inf:2029", "F:500:2029", "F::", ":::::", "construction:60:3", "construction:nan:3", "csv",
    "json", "parquet", "table", "2024-13-99", "html,", "skills_gaps", "nonsense", "--help",
)  # fmt: skip


def commands() -> dict[str, list[Any]]:
    """Every command with its parameters as the terminal knows them."""
    group: Any = typer.main.get_command(app)
    return {name: command.params for name, command in group.commands.items()}


def arguments(rng: random.Random, known: dict[str, list[Any]]) -> list[str]:
    """A command, some of its options with values, and now and then a word that belongs nowhere."""
    name = rng.choice([command for command in sorted(known) if command not in NOT_RUN])
    options, rest = [], []
    for parameter in known[name]:
        if parameter.param_type_name == "argument":
            rest += [value(rng)] * (rng.random() < 0.9)
        elif rng.random() < 0.35:
            options.append(rng.choice(parameter.opts + parameter.secondary_opts))
            options += [] if parameter.is_flag else [value(rng)]
    odd = [value(rng)] if rng.random() < 0.1 else []
    # Each of these ends early by a value that cannot be used.
    words = [name, *options, *odd, *ENDED_BY.get(name, ())]
    return [*words, "--", *rest] if rest and rng.random() < 0.5 else [*words, *rest]


def value(rng: random.Random) -> str:
    """A strange value, now and then with its letters changed."""
    text = rng.choice(STRANGE)
    if text and rng.random() < 0.3:
        at = rng.randrange(len(text))
        text = text[:at] + chr(rng.randrange(1, 0x2FF)) + text[at + 1 :]
    return text


def run(words: list[str]) -> tuple[int, str, str]:
    """Exit code, output and errors of one command; 99 where it ended in a traceback."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", errors="replace") for _ in range(2))
    code = 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            cli.main(words)
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 1
        except BaseException as error:  # what a person would see as a traceback
            code = 99
            err.write(f"Traceback: {type(error).__name__}: {error}")
    texts = []
    for stream in (out, err):
        stream.flush()
        texts.append(stream.buffer.getvalue().decode("utf-8", "replace"))  # type: ignore[attr-defined]
    return code, texts[0], texts[1]


@contextlib.contextmanager
def sandbox() -> Iterator[Path]:
    """An empty current folder and the sample's tables, with no service to be reached."""
    before, environment = Path.cwd(), dict(os.environ)
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder) / "here"
        here.mkdir()
        os.environ |= {
            f"WARDWISE_{name.upper()}_URL": "http://127.0.0.1:9" for name in DEFAULT_URLS
        }
        os.environ |= {"WARDWISE_DATA": str(Path(folder) / "data"), "WARDWISE_PAUSE_SECONDS": "0"}
        pipeline.prepare(Settings(data=Path(folder) / "data"), lambda *_: None)
        os.chdir(here)
        try:
            yield here
        finally:
            os.chdir(before)
            os.environ.clear()
            os.environ.update(environment)


def trials(count: int, seed: int, without: Collection[str] = ()) -> Iterator[tuple[list[str], str]]:
    """Commands that did not end as they should, each with why; some may be left out."""
    rng = random.Random(seed)  # noqa: S311
    known = {name: params for name, params in commands().items() if name not in without}
    for _ in range(count):
        words = arguments(rng, known)
        code, _, err = run(words)
        CODES[code] += 1
        if "Traceback" in err or code not in (0, 1, 2, 130):
            yield words, f"exit code {code}: {err[-400:]}"


CODES: Counter[int] = Counter()


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    began = time.perf_counter()
    with sandbox():
        wrong = list(trials(count, seed))
    for words, why in wrong[:20]:
        print(f"wardwise {words!r}\n  {why}".encode("ascii", "backslashreplace").decode())
    spent = time.perf_counter() - began
    print(
        f"{count} commands in {spent:.0f} s, seed {seed}: {len(wrong)} wrong; codes {dict(CODES)}"
    )
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
