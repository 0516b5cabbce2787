"""A table of indicators is made again only where its code or what it reads has changed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import fields as fields_of
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from catalog import fingerprint as prints
from catalog import graph, store
from catalog.settings import Settings
from catalog.tables import TABLES
from indicators import inputs, makers, run, stamps
from indicators.explain import EXPLAINED
from indicators.fields import FIELDS
from indicators.inputs import Inputs
from indicators.makers import MAKERS, Maker
from indicators.parts import Part

KEPT = ("E08000032", "E08000033", "E92000001", "K03000001")
LATER = "2027-01-15T09:30:00+00:00"
# What claimants of another month change: those who leave claims, and how alike places are. Who is
# most like whom stays, so that priorities, which are set beside them, stand.
OF_CLAIMANTS = ["similar_places", "skills_gaps", "skills_streams", "skills_supply"]

# Fields that are read only beside a user's own file of pay or of what employers report.
WITH_A_FILE = {"shortage_check": {"areas", "regions"}, "skills_openings_fine": {"regions"}}


@pytest.fixture(scope="module")
def built(prepared: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Indicators of two councils and their nations, which take a second or two."""
    root = tmp_path_factory.mktemp("kept") / "tables"
    for name in inputs.READS:
        if store.has(name, prepared.tables):
            frame, origin = store.read(name, prepared.tables)
            column = TABLES[name].council_column
            if column and name not in ("councils", "occupation_matrix"):
                frame = frame.filter(pl.col(column).is_in([*KEPT, ""]))
            frame = add_claimants(frame) if name == "ward_measures" else frame
            store.write(frame, TABLES[name], origin, root)
    run.build(root)
    return root


def add_claimants(frame: pl.DataFrame) -> pl.DataFrame:
    """Claimants of wards, which the sample lacks."""
    adults = frame.filter(measure="residents_adults_persons")
    return pl.concat(
        [frame, adults.with_columns(measure=pl.lit("claimants_pct"), value=pl.col("value") % 7)]
    )


@pytest.fixture
def root(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "tables"))


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the tables that a build makes, as it makes them."""
    names: list[str] = []
    run_maker = Maker.run

    def note(maker: Maker, *given: object) -> dict[str, pl.DataFrame]:
        names.extend(maker.tables)
        return run_maker(maker, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(Maker, "run", note)
    return names


def change(
    root: Path, name: str, changed: Callable[[pl.DataFrame], pl.DataFrame], retrieved: str = LATER
) -> None:
    frame, origin = store.read(name, root)
    assert not changed(frame).equals(frame)
    store.write(changed(frame), TABLES[name], replace(origin, retrieved=retrieved), root)


def assert_as_from_nothing(root: Path) -> None:
    """The files are those of a build in a folder that knows of no build before."""
    other = Path(shutil.copytree(root, root.with_name("other")))
    (other / graph.MANIFEST).unlink()
    run.build(other)
    for name in run.WRITES:
        here, there = (store.path_of(name, each).read_bytes() for each in (root, other))
        assert here == there, name


def add_month(frame: pl.DataFrame) -> pl.DataFrame:
    """One more month of claimants, 100 times as many as in the last."""
    of_claimants = pl.col("measure").str.starts_with("claimants")
    last = frame.filter(of_claimants).filter(pl.col("period") == pl.col("period").max())
    start = pl.col("period_start").dt.offset_by("1mo")
    added = last.with_columns(
        period_start=start, period_end=start.dt.month_end(), period=start.dt.strftime("%Y-%m"),
        value=pl.col("value") * 100,
    )  # fmt: skip
    return pl.concat([frame, added])


def test_where_nothing_has_changed_nothing_is_made_or_written(root: Path, made: list[str]) -> None:
    before = {name: store.path_of(name, root).stat().st_mtime_ns for name in run.WRITES}
    run.build(root)
    assert made == []
    assert before == {name: store.path_of(name, root).stat().st_mtime_ns for name in run.WRITES}


def test_a_month_of_claimants_makes_again_what_reads_claimants(root: Path, made: list[str]) -> None:
    change(root, "claimants", add_month)
    change(root, "ward_measures", add_month)
    change(
        root, "forecasts",
        lambda frame: frame.with_columns(
            pl.when(family="claimants").then(pl.col("mean_exact") + 1).otherwise("mean_exact")
            .alias("mean_exact")
        ),
    )  # fmt: skip
    run.build(root)
    assert sorted(made) == OF_CLAIMANTS
    # Its rows stand, and what it says of their sources is of today.
    assert store.origin_of("sector_outlook", root).retrieved == LATER
    assert_as_from_nothing(root)


@pytest.mark.parametrize(
    ("name", "changed", "again", "left"),
    [
        (
            "forecasts",
            lambda frame: frame.with_columns(
                pl.when(family="jobs_section", horizon=3).then(pl.col("mean_exact") * 1.01)
                .otherwise("mean_exact").alias("mean_exact")
            ),
            {"skills_openings", "skills_gaps", "skills_priorities", "ward_qualification_match"},
            {"sector_decomposition", "sector_growth", "similar_places", "ward_skills"},
        ),
        (
            "census_occupations",
            lambda frame: frame.with_columns(pl.col("residents_persons") + 10.0),
            {"skills_pressure", "ward_exposure", "similar_places", "qualification_match"},
            {"sector_outlook", "skills_needs", "skills_training", "ward_skills"},
        ),
    ],
)  # fmt: skip
def test_what_reads_a_changed_table_is_made_again_and_nothing_else(
    root: Path, made: list[str], name: str, changed: Callable[[pl.DataFrame], pl.DataFrame],
    again: set[str], left: set[str],
) -> None:  # fmt: skip
    change(root, name, changed)
    run.build(root)
    assert again <= set(made)
    assert not left & set(made)
    assert_as_from_nothing(root)


def test_changed_code_makes_again_what_reaches_it(
    root: Path, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    digest = prints.digest_module
    monkeypatch.setattr(
        prints, "digest_module",
        lambda module: digest(module) + "changed" * (module == "indicators.sectors.decomposition"),
    )  # fmt: skip
    run.build(root)
    assert "sector_decomposition" in made
    assert not {"sectors_now", "skills_openings", "ward_skills"} & set(made)


def test_priorities_stand_while_the_same_places_are_most_alike(root: Path) -> None:
    maker, similar = makers.MAKER_OF["skills_priorities"], store.read("similar_places", root)[0]
    further = similar.with_columns(pl.col("distance") + 1)
    renamed = similar.with_columns(pl.lit("Elsewhere").alias("similar_name"))
    for rows, stands in ((similar, True), (further, True), (renamed, False)):
        assert stamps.Stamps(root).is_current(maker, lambda _, rows=rows: rows) == stands


def test_a_lost_table_is_made_again_by_itself(root: Path, made: list[str]) -> None:
    before = store.path_of("mismatch", root).read_bytes()
    store.path_of("mismatch", root).unlink()
    run.build(root)
    assert made == ["mismatch"]
    assert store.path_of("mismatch", root).read_bytes() == before


def test_what_a_stopped_build_wrote_is_made_again(
    root: Path, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    change(root, "claimants", add_month)
    with monkeypatch.context() as stopping, pytest.raises(KeyboardInterrupt):
        stopping.setattr(
            stamps.Stamps, "record", lambda _: (_ for _ in ()).throw(KeyboardInterrupt)
        )
        run.build(root)
    first = sorted(made)
    made.clear()
    run.build(root)
    assert sorted(made) == first


def test_a_maker_cannot_read_what_it_does_not_declare(built: Path) -> None:
    read = inputs.read(built)
    maker = makers.MAKER_OF["sector_decomposition"]
    less = replace(maker, reads=tuple(name for name in maker.reads if name != "nation"))
    with pytest.raises(inputs.UndeclaredReadError, match="lack nation: a maker that reads it"):
        less.run(read, makers.Shared(read), lambda name: TABLES[name].empty())


def test_a_maker_declares_nothing_that_it_does_not_read(
    built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of tables that the sample has: each field too many would make a table again for nothing."""
    touched: set[str] = set()

    class Noting(Inputs):
        def __getattribute__(self, name: str) -> object:
            touched.add(name)
            return object.__getattribute__(self, name)

    limit_to = Inputs.limit_to

    def note(self: Inputs, reads: makers.Reads) -> Inputs:
        limited = limit_to(self, reads)
        object.__setattr__(limited, "__class__", Noting)
        return limited

    monkeypatch.setattr(Inputs, "limit_to", note)
    read = inputs.read(built)
    shared = makers.Shared(read)
    for maker in MAKERS:
        _ = shared.areas
        touched.clear()
        maker.run(read, shared, lambda name: store.read(name, built)[0])
        named = {each.field if isinstance(each, Part) else each for each in maker.reads}
        assert named - touched == WITH_A_FILE.get(maker.tables[0], set()), maker.tables


def test_every_field_of_the_inputs_and_every_table_is_declared_once() -> None:
    assert list(FIELDS) == [field.name for field in fields_of(Inputs)]
    assert sorted(makers.MAKER_OF) == sorted(EXPLAINED)


@pytest.mark.parametrize("maker", MAKERS, ids=lambda maker: maker.tables[0])
def test_all_that_a_table_says_it_is_made_from_decides_whether_it_stands(maker: Maker) -> None:
    behind, waiting = set(maker.tables), [maker]
    while waiting:
        each = waiting.pop()
        behind |= {*stamps.list_tables_behind(each), *each.needs}
        waiting += [makers.MAKER_OF[name] for name in each.needs]
    for name in maker.tables:
        # Openings and supply are made again for the gaps, not read.
        said = set(EXPLAINED[name].reads) - {"skills_openings", "skills_supply"}
        assert said <= behind, name


def test_the_manifest_has_a_record_of_each(built: Path) -> None:
    entries = json.loads((built / graph.MANIFEST).read_text("utf-8"))
    recorded = {name for entry in entries.values() for name in entry[graph.TABLES_KEY]}
    assert recorded == set(run.WRITES)
