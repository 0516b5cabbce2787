"""Broadband and official scores of wards, from the files that a user supplies."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import polars as pl
import pytest
from factory_places import lookup, need_of, reader_of, wards_of

from access.connections_ward import make_broadband_ward, make_connectivity_ward
from catalog import store
from catalog.schema import check
from catalog.settings import Settings
from catalog.tables.connections import BROADBAND_WARD, CONNECTIVITY_WARD
from etl.clients.http import FetchError
from etl.run import recognising, registry

YORK, BRADFORD = "E06000014", "E08000032"
A, B, C = "E01000001", "E01000002", "E01000003"
LOOKUP = lookup(**{A: f"{YORK} W1", B: f"{YORK} W1", C: f"{BRADFORD} W2"})
AREAS = (
    "OA21CD,LSOA21CD,LSOA21NM\nE00000001,E01000001,York 1A\nE00000002,E01000002,York 1B\n"
    "E00000003,E01000003,Bradford 1A\nE00000004,E01000003,Bradford 1A\n"
)
HEADINGS = (
    "output_area,All Premises,Number of premises with SFBB availability,SFBB availability "
    "(% premises),Number of premises with Gigabit availability,Number of premises unable to "
    "receive decent broadband from fixed or FWA\n"
)
COVERAGE = (
    HEADINGS + "E00000001,100,90,90,50,1\nE00000002,300,300,100,150,0\nE00000003,50,50,1,5,0\n"
)


def zipped(name: str, body: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(name, body)
    return packed.getvalue()


def supply(tmp_path: Path, coverage: str) -> dict[str, pl.DataFrame]:
    """The two tables from files as published: a lookup, and a zip in a zip."""
    settings = Settings(data=tmp_path / "data")
    inner = zipped("202507_fixed_oa_coverage_r01.csv", coverage.encode())
    (tmp_path / "coverage.zip").write_bytes(zipped("202507_fixed_oa_coverage_r01.zip", inner))
    (tmp_path / "lookup.csv").write_text(AREAS)
    paths = [tmp_path / "coverage.zip", tmp_path / "lookup.csv"]
    uploaded = recognising.store_files(paths, settings)
    if uploaded.faults:
        raise FetchError("\n".join(uploaded.faults))
    tables = {}
    for name in ("broadband", "output_areas"):
        registry.tidy_source(name, settings)
        tables[name] = store.read(name, settings.built)[0]
    return tables


def wards_from(**tables: pl.DataFrame) -> pl.DataFrame:
    frames = {"wards": wards_of(LOOKUP, YORK, BRADFORD), "lsoa_wards": LOOKUP, **tables}
    return check(make_broadband_ward(reader_of(**frames)), BROADBAND_WARD).sort("ward_code")


def test_counts_add_up_to_wards_and_shares_are_of_the_sums(tmp_path: Path) -> None:
    wards = wards_from(**supply(tmp_path, COVERAGE))
    assert wards["broadband_premises_count"].to_list() == [400.0, 50.0]
    assert wards["gigabit_pct"].to_list() == [50.0, 10.0]  # not the mean of 50 and 50, 10 and none
    assert wards["superfast_pct"].to_list() == [97.5, 100.0]
    assert wards["below_uso_count"].to_list() == [1.0, 0.0]
    # An output area of W2 is not in the file.
    assert wards["status"].to_list() == ["observed", "partial"]


def test_a_ward_or_a_count_that_the_file_lacks_is_never_zero(tmp_path: Path) -> None:
    short = (
        "output_area,All Premises,Number of premises with Gigabit availability\nE00000003,50,5\n"
    )
    wards = wards_from(**supply(tmp_path, short))
    assert wards["status"].to_list() == ["missing", "partial"]
    assert wards["broadband_premises_count"].to_list() == [None, 50.0]
    assert wards["superfast_pct"].null_count() == 2
    assert wards_from().is_empty()


def test_more_premises_with_broadband_than_premises_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FetchError, match=r"more premises with broadband .* E00000001"):
        supply(tmp_path, HEADINGS + "E00000001,10,11,90,5,0\n")


def test_scores_are_weighted_by_residents() -> None:
    scores = pl.DataFrame({
        "lsoa_code": [A, B], "score_name": ["Work, bus"] * 2, "connectivity_score": [40.0, 80.0],
    })  # fmt: skip
    frames = {
        "wards": wards_of(LOOKUP, YORK, BRADFORD), "lsoa_wards": LOOKUP, "connectivity": scores,
        "lsoa_need": need_of(**{A: 300.0, B: 100.0, C: 200.0}),
    }  # fmt: skip
    wards = check(make_connectivity_ward(reader_of(**frames)), CONNECTIVITY_WARD)
    assert wards.select("ward_code", "connectivity_score", "status").rows() == [
        ("W1", 50.0, "modelled")
    ]
    half = check(
        make_connectivity_ward(reader_of(**frames | {"connectivity": scores.head(1)})),
        CONNECTIVITY_WARD,
    )
    assert half.select("connectivity_score", "status").rows() == [(40.0, "partial")]
