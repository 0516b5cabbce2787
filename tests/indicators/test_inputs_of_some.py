"""What is asked of some councils needs no other council's rows: the answers are the same."""

from __future__ import annotations

import polars as pl
import pytest

from catalog.settings import Settings
from catalog.tables import TABLES
from indicators import inputs, place_rows, run
from indicators.places import groups

BRADFORD, CALDERDALE, KIRKLEES = "E08000032", "E08000033", "E08000034"


def test_a_group_is_the_same_without_the_rows_of_other_councils(prepared: Settings) -> None:
    members = (BRADFORD, CALDERDALE)
    of_all, of_members = (
        run.compute_group(groups.for_group(read, members, run.GROUP, "Two"))
        for read in (inputs.read(prepared.tables), inputs.read(prepared.tables, members))
    )
    assert of_all.keys() == of_members.keys()
    for name, frame in of_all.items():
        assert of_members[name].equals(frame), name
    assert sum(frame.height for frame in of_all.values()) > 0


@pytest.mark.parametrize("name", inputs.READS)
def test_of_one_council_no_row_of_another_is_read(prepared: Settings, name: str) -> None:
    if not (prepared.tables / f"{name}.parquet").exists() or name == inputs.NEEDED:
        return
    column = TABLES[name].council_column
    frame = inputs.read_table(name, prepared.tables, (CALDERDALE,))
    whole = inputs.read_table(name, prepared.tables, None)
    if not column:
        assert frame.equals(whole)
        return
    others = {BRADFORD, KIRKLEES}
    assert not others & set(frame[column])
    expected = whole.filter(~whole[column].is_in(list(others)))
    if name in place_rows.NARROWER:
        expected = expected.join(frame, on=TABLES[name].key, how="semi", maintain_order="left")
    assert frame.equals(expected)


def test_of_fine_classes_only_the_larger_area_round_a_council_is_read(prepared: Settings) -> None:
    """Figures of 41 larger areas are most of the nation's table."""
    whole = inputs.read_table("jobs_fine", prepared.tables, None)
    areas = pl.Series(["E08000033", "TLE4", "TLE2", "K03000001"])
    several = pl.concat([whole.with_columns(area_code=pl.lit(area)) for area in areas])
    rows = place_rows.select_rows("jobs_fine", prepared.tables, (CALDERDALE,))
    kept = several.filter(*rows)["area_code"].unique()
    assert set(kept) == {"E08000033", "TLE4", "K03000001"}
