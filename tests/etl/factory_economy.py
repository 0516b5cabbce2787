"""What the tests of sources of the economy share: pulling from the bench, and tidying."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl
from factory_ons import part

from catalog.schema import check
from catalog.settings import Settings
from etl import raw
from etl.areas import Areas
from etl.clients.http import Http
from etl.run.registry import SourceModule

COUNCILS = ["E06000014", "E08000032", "E08000033", "E08000034", "E08000035"]


def tidied(source: SourceModule, tmp_path: Path, body: bytes, key: str = "all") -> pl.DataFrame:
    return check(source.tidy([part(tmp_path, body, key=key)]), source.TABLE)


def pulled(
    source: SourceModule, server: Any, tmp_path: Path, keys: Sequence[str] = ()
) -> tuple[pl.DataFrame, list[raw.RawPart]]:
    """The source's table from what a server gives, and the stored parts."""
    settings = Settings(data=tmp_path, urls=dict(server.urls))
    http = Http(pause_seconds=0.0)
    for ask in source.requests(Areas(tuple(COUNCILS)), settings):
        if not keys or ask.key in keys:
            received = ask.fetch(http, settings)
            raw.save(
                received, source="made", key=ask.key, areas=ask.areas,
                request=ask.describe(settings), root=tmp_path,
            )  # fmt: skip
    parts = list(raw.parts("made", tmp_path))
    return check(source.tidy(parts), source.TABLE), parts


def rows_of_councils(frame: pl.DataFrame) -> dict[str, int]:
    held = frame.filter(pl.col("area_code").is_in(COUNCILS)).group_by("area_code").len()
    return dict(held.sort("area_code").iter_rows())
