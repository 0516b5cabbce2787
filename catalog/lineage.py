"""The graph of steps as a list to read: what reads what, what writes what, and what stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import polars as pl

from catalog import store
from catalog.faults import is_foreseen
from catalog.fingerprint import list_reachable, list_references
from catalog.graph import Step, has_run, is_current, why_absent

State = Literal["current", "stale", "not built", "as supplied", "damaged"]


@dataclass(frozen=True)
class Line:
    """One step of the graph.

    `reads` and `writes` are tables; `reference` the small tables that its code reads; `outside`
    what else it reads, in words. `state`: current where its tables are what it would make now, as
    supplied where they are there and the step has not run here; `why` says more.
    """

    step: str
    reads: tuple[str, ...]
    outside: str
    reference: tuple[str, ...]
    writes: tuple[str, ...]
    state: State
    why: str = ""


def describe_steps(steps: Iterable[Step], root: Path) -> list[Line]:
    """A line for each step, with how its tables stand under a folder."""
    return [
        Line(
            step.name,
            step.reads,
            step.outside,
            _references_of(step),
            step.writes,
            *_state_of(step, root),
        )
        for step in steps
    ]


def _state_of(step: Step, root: Path) -> tuple[State, str]:
    built = [name for name in step.writes if store.has(name, root)]
    absent = why_absent(step, root)
    if built and not has_run(root, step.name):
        return "as supplied", absent or "it has not run on these tables"
    if not built:
        return "not built", absent or f"run `{step.command or 'wardwise build'}`"
    try:
        if is_current(root, step.name, step.stamp(root), step.writes):
            return "current", ""
    except Exception as error:
        # What cannot be read says so in words of its own; any other fault is a mistake of ours.
        if not is_foreseen(error):
            raise
        return "damaged", str(error)
    return "stale", "its inputs, code or tables have changed since it ran"


def select_around(lines: Sequence[Line], name: str) -> list[Line]:
    """The steps that a table (or reference table) is made by or leads to, in their order.

    KeyError where no step reads or writes it.
    """
    if not any(name in (*line.reads, *line.reference, *line.writes) for line in lines):
        raise KeyError(name)
    up, down = {name}, {name}
    for line in reversed(lines):
        if up & set(line.writes):
            up |= {*line.reads, *line.writes}
    for line in lines:
        if down & {*line.reads, *line.reference}:
            down |= set(line.writes)
    return [
        line for line in lines if up & set(line.writes) or down & {*line.reads, *line.reference}
    ]


def to_frame(lines: Sequence[Line]) -> pl.DataFrame:
    """A row for each step; tables are joined by commas."""
    columns = ("step", "reads", "outside", "reference", "writes", "state", "why")
    words = [{name: _joined(getattr(line, name)) for name in columns} for line in lines]
    return pl.DataFrame(words, schema=dict.fromkeys(columns, pl.String))


def _joined(said: str | tuple[str, ...]) -> str:
    return said if isinstance(said, str) else ", ".join(said)


def to_mermaid(lines: Sequence[Line]) -> str:
    """A flow chart in Mermaid's notation: tables as boxes, steps as rounded ones."""
    edges = dict.fromkeys(
        edge
        for line in lines
        for edge in (
            *(f"  {table}[{table}] --> step_{line.step}({line.step})" for table in line.reads),
            *(f"  step_{line.step}({line.step}) --> {table}[{table}]" for table in line.writes),
        )
    )
    return "\n".join(["flowchart LR", *edges])


def _references_of(step: Step) -> tuple[str, ...]:
    reached = (list_reachable(module.__name__) for module in step.code)
    return list_references(set().union(*reached))
