"""A chart downloads as a picture with its title, the same bytes for the same figures."""

from __future__ import annotations

import io

import polars as pl
from PIL import Image

from presentation import chart_picture, charts

ROWS = pl.DataFrame({"label": ["Testing", "Trying"], "value": [3.0, -1.0], "kind": ["a", "a"]})


def draw(title: str) -> bytes:
    chart = charts.bars(ROWS, "Jobs", {"a": charts.BLUE}, "Bars.")
    return chart_picture.png(chart, title, "Modelled estimate, not official statistics.")


def test_a_picture_is_wide_enough_for_paper_and_the_same_each_time() -> None:
    picture = draw("Testing has most jobs")
    size = Image.open(io.BytesIO(picture)).size
    assert size[0] >= chart_picture.SCALE * charts.PAPER_PX
    assert draw("Testing has most jobs") == picture


def test_a_long_title_takes_more_lines_and_is_not_cut_off() -> None:
    short, long = (Image.open(io.BytesIO(draw(words))).size for words in ("Jobs", "Jobs " * 60))
    assert long[1] > short[1]
    assert long[0] < short[0] * 1.25
