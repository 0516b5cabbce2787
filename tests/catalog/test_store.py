"""Tables on disk: whole or not at all, with their origin, and clear words when damaged."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from catalog import store
from catalog.schema import TableError
from catalog.settings import PROJECT
from catalog.sources import OGL, Origin
from catalog.tables.places import LAD_CHANGES, LSOA_CENTROIDS

ORIGIN = Origin(
    "lsoa_centroids", "Centres", "ONS", "LSOA", "https://example.org", OGL, release="2021",
    retrieved="2026-11-01T00:00:00+00:00", made_from=("a", "b"), notes=("a caveat",),
)  # fmt: skip


def centres(count: int) -> pl.DataFrame:
    codes = [f"E{n:08d}" for n in range(count)]
    return pl.DataFrame({"lsoa_code": codes, "long": [0.5] * count, "lat": [51.5] * count})


def write_to(root: Path, count: int) -> None:
    store.write(centres(count), LSOA_CENTROIDS, ORIGIN, root)


def test_a_table_and_its_origin_come_back(tmp_path: Path) -> None:
    write_to(tmp_path, 3)
    frame, origin = store.read("lsoa_centroids", tmp_path)
    assert frame.equals(centres(3))
    assert origin == replace(ORIGIN, fingerprint=store.fingerprint_content(frame, ORIGIN))
    assert "ONS, Centres (LSOA), release 2021, retrieved 2026-11-01" in origin.sentence()


def test_a_frame_that_breaks_its_promises_is_not_written(tmp_path: Path) -> None:
    write_to(tmp_path, 3)
    with pytest.raises(TableError):
        store.write(pl.concat([centres(1), centres(1)]), LSOA_CENTROIDS, ORIGIN, tmp_path)
    assert store.read("lsoa_centroids", tmp_path)[0].height == 3


def full(*_args: object, **_options: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize(("owner", "name"), [(os, "fsync"), (Path, "replace")])
def test_a_disk_full_at_the_last_moment_leaves_the_old_table_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, owner: object, name: str
) -> None:
    write_to(tmp_path, 3)
    monkeypatch.setattr(owner, name, full)
    with pytest.raises(OSError, match="No space left"):
        write_to(tmp_path, 9)
    assert store.read("lsoa_centroids", tmp_path)[0].height == 3
    assert [path.name for path in tmp_path.iterdir()] == ["lsoa_centroids.parquet"]


def another_process(code: str, root: Path) -> subprocess.Popen[str]:
    """Python that has this module as `made` and the folder as `root`."""
    paths = os.pathsep.join([str(PROJECT), str(Path(__file__).parent)])
    start = f"import {Path(__file__).stem} as made, pathlib, sys; root = pathlib.Path(sys.argv[1])"
    return subprocess.Popen(
        [sys.executable, "-c", f"{start}\n{code}", str(root)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": paths},
    )


SHORT_OF_ROOM = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
try:
    made.write_to(root, 9000)
except OSError as error:
    print(error.filename, error.strerror)
"""


def test_a_disk_full_half_way_leaves_the_old_table_and_nothing_beside_it(tmp_path: Path) -> None:
    write_to(tmp_path, 3)
    told, _ = another_process(SHORT_OF_ROOM, tmp_path).communicate()
    assert told == f"{tmp_path / 'lsoa_centroids.parquet'} File too large (os error 27)\n"
    assert store.read("lsoa_centroids", tmp_path)[0].height == 3
    assert [path.name for path in tmp_path.iterdir()] == ["lsoa_centroids.parquet"]


HELD_UP = """
import os, time
def held_up(descriptor):
    print("writing", flush=True)
    time.sleep(60)
os.fsync = held_up
made.write_to(root, 9)
"""


def test_a_writer_killed_in_the_middle_leaves_the_old_table(tmp_path: Path) -> None:
    write_to(tmp_path, 3)
    writer = another_process(HELD_UP, tmp_path)
    assert writer.stdout
    assert writer.stdout.readline() == "writing\n"
    writer.send_signal(signal.SIGKILL)
    assert writer.wait() == -signal.SIGKILL
    assert store.read("lsoa_centroids", tmp_path)[0].height == 3
    assert store.names(tmp_path) == ["lsoa_centroids"], "what it left behind is no table"


def test_a_table_that_an_earlier_version_left_is_not_one_of_ours(tmp_path: Path) -> None:
    write_to(tmp_path, 3)
    stored = store.path_of("lsoa_centroids", tmp_path).read_bytes()
    (tmp_path / "emerging_sectors.parquet").write_bytes(stored)
    assert store.names(tmp_path) == ["lsoa_centroids"]


@pytest.mark.parametrize("kept", [0, 0.01, 0.5, 0.99])
def test_a_part_of_a_parquet_file_says_what_to_do(tmp_path: Path, kept: float) -> None:
    path = store.write(centres(300), LSOA_CENTROIDS, ORIGIN, tmp_path)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * kept)])
    for use in (store.read, store.scan, store.origin_of):
        with pytest.raises(store.StoreError, match="delete the file and run `wardwise build`"):
            use("lsoa_centroids", tmp_path)


@pytest.mark.parametrize(
    "held",
    [
        {},
        {store.KEY: "half of it"},
        {store.KEY: json.dumps(["a", "list"])},
        {store.KEY: json.dumps({"table": "lsoa_centroids"})},
        {store.KEY: json.dumps(asdict(ORIGIN) | {"of_another_version": 1})},
    ],
)
def test_a_table_without_an_origin_we_know_says_what_to_do(
    tmp_path: Path, held: dict[str, Any]
) -> None:
    centres(3).write_parquet(store.path_of("lsoa_centroids", tmp_path), metadata=held)
    with pytest.raises(store.StoreError, match="delete the file and run `wardwise build`"):
        store.read("lsoa_centroids", tmp_path)


def test_an_absent_table_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(store.StoreError, match="run `wardwise fetch --council NAME`, then"):
        store.read("lsoa_centroids", tmp_path)


def test_a_derived_table_names_what_it_was_made_from_and_carries_its_caveats(
    tmp_path: Path,
) -> None:
    write_to(tmp_path, 3)
    made = store.derive_origin(
        LAD_CHANGES, "Codes", "by hand", ["absent", "lsoa_centroids"], tmp_path
    )
    assert made.made_from == ("lsoa_centroids",)
    assert made.notes == ("a caveat",)
    assert made.retrieved == ORIGIN.retrieved


def test_the_same_rows_in_any_order_are_the_same_file(tmp_path: Path) -> None:
    write_to(tmp_path, 30)
    path = store.path_of("lsoa_centroids", tmp_path)
    before = path.read_bytes()
    turned = centres(30).sample(fraction=1.0, shuffle=True, seed=1)
    store.write(turned, LSOA_CENTROIDS, ORIGIN, tmp_path)
    assert path.read_bytes() == before


def test_content_is_the_same_in_another_process_and_another_with_another_value(
    tmp_path: Path,
) -> None:
    write_to(tmp_path, 9)
    here = store.read_fingerprint("lsoa_centroids", tmp_path)
    another_process("made.write_to(root, 9)", tmp_path / "there").communicate()
    assert store.read_fingerprint("lsoa_centroids", tmp_path / "there") == here
    for change in (pl.col("lat") + 1e-9, pl.lit(None, dtype=pl.Float64).alias("lat")):
        assert store.fingerprint_content(centres(9).with_columns(change), ORIGIN) != here
    for origin in (replace(ORIGIN, release="2022"), replace(ORIGIN, licence="another")):
        assert store.fingerprint_content(centres(9), origin) != here
    later = replace(ORIGIN, retrieved="2027-01-01T00:00:00+00:00")
    assert store.fingerprint_content(centres(9), later) == here


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (pl.DataFrame.clear, ""),
        (lambda f: f.drop("lat"), "no column lat"),
        (lambda f: f.with_columns(more=1), "unknown column more"),
        (lambda f: f.with_columns(pl.col("lat").cast(pl.String)), "lat is String, not Float64"),
        (lambda f: f.with_columns(lsoa_code=pl.lit(None, pl.String)), "blank in 3 rows"),
    ],
)
def test_a_table_that_is_not_what_the_catalogue_says_is_refused_in_words(
    tmp_path: Path, harm: Any, words: str
) -> None:
    write_to(tmp_path, 3)
    path = store.path_of("lsoa_centroids", tmp_path)
    kept = {store.KEY: json.dumps(asdict(store.origin_of("lsoa_centroids", tmp_path)))}
    harm(store.read("lsoa_centroids", tmp_path)[0]).write_parquet(path, metadata=kept)
    if not words:
        assert store.read("lsoa_centroids", tmp_path)[0].is_empty()
        return
    with pytest.raises(store.StoreError, match=f"{words}.*Delete the file"):
        store.read("lsoa_centroids", tmp_path)
