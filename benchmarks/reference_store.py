"""Writes what a benchmark measured into its reference table, with the checksum in the sidecar."""

from __future__ import annotations

import hashlib
import re

import polars as pl

import reference


def store_table(name: str, table: pl.DataFrame) -> None:
    """The CSV of a reference table, with the columns that its sidecar describes, in its order."""
    path = reference.path_of(name)
    table.select(column.name for column in reference.describe(name).columns).write_csv(path)
    sidecar = path.with_suffix(".toml")
    checksum = hashlib.sha256(path.read_bytes()).hexdigest()
    text = re.sub(r'sha256 = "\w*"', f'sha256 = "{checksum}"', sidecar.read_text("utf-8"))
    sidecar.write_text(text, "utf-8")
