"""How long reports take, with how much memory, and how large they are.

    uv run python benchmarks/reports_speed.py

On the embedded sample: the report of its three councils in every format, and a briefing each of ten
wards after the first. Aims: 20 s and 700 MB; under 1 s a briefing; PDF and DOCX under 3 MB.
"""

from __future__ import annotations

import resource
import statistics
import tempfile
import time
from pathlib import Path

import pipeline
from catalog import store
from catalog.settings import Settings
from reports import files, gap_report
from reports.briefing import ward_briefings

MADE_ON, VERSION = "2026-11-23", "0.1.0"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder))
        pipeline.prepare(settings, lambda *_: None)
        wards = store.read("wards", settings.tables)[0].sort("ward_code")
        _report(settings.tables, wards["lad_code"].unique().sort().to_list(), Path(folder))
        _briefings(settings.tables, wards["ward_code"].to_list()[:11])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:,.0f} MB (aim 700)")


def _report(root: Path, councils: list[str], folder: Path) -> None:
    began = time.perf_counter()
    report = gap_report.build(root, councils, "Sample", made_on=MADE_ON, version=VERSION)
    print(f"content: {time.perf_counter() - began:.2f} s")
    for form in files.FORMATS:
        start = time.perf_counter()
        paths = files.write(report, [form], folder / "reports", lambda *_: None)
        size = sum(path.stat().st_size for path in paths) / 1e6
        print(f"{form}: {time.perf_counter() - start:.2f} s, {size:.2f} MB")
    print(f"all formats: {time.perf_counter() - began:.2f} s (aim 20)")


def _briefings(root: Path, wards: list[str]) -> None:
    took, sizes = [], {}
    for code in wards:
        start = time.perf_counter()
        made = ward_briefings.render_files(
            root, code, ["html", "pdf"], made_on=MADE_ON, version=VERSION
        )
        took.append(time.perf_counter() - start)
        sizes = {name.rpartition(".")[2]: len(body) / 1e3 for name, body in made.items()}
    print(
        f"a briefing, HTML and PDF: {statistics.median(took[1:]):.2f} s, at most "
        f"{max(took[1:]):.2f} s (aim 1); "
        + ", ".join(f"{form} {size:.0f} kB" for form, size in sizes.items())
    )


if __name__ == "__main__":
    main()
