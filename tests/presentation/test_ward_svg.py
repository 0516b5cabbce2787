"""The ward map as SVG: the app's classes and marks, words escaped, the same text each time."""

from __future__ import annotations

import re

import polars as pl
import pytest
import shapely

from presentation import ward_svg
from presentation.legend_classes import MARKS, PALETTE, classify

SQUARES = {"W1": (0, 0), "W2": (1, 0), "W3": (0, 1), "W4": (1, 1)}
WARDS = pl.DataFrame(
    {
        "ward_code": list(SQUARES), "lad_code": ["L1", "L1", "L2", "L2"],
        "geometry_wkb": [shapely.to_wkb(shapely.box(x, 50 + y, x + 1, 51 + y))
                         for x, y in SQUARES.values()],
    }
)  # fmt: skip
VALUES = pl.DataFrame(
    {
        "ward_code": ["W1", "W2", "W3"], "value": [10.0, 90.0, None],
        "status": ["observed", "modelled", "suppressed"], "reliability": ["good", "low", ""],
    }
)  # fmt: skip
CLASSES = classify(VALUES["value"], "jobs")


def drawn(values: pl.DataFrame = VALUES, **more: object) -> str:
    return ward_svg.svg(
        WARDS, values, CLASSES, name="m", title="Jobs <2024>", description="A & B",
        **more,  # type: ignore[arg-type]
    )  # fmt: skip


def fills(text: str) -> list[str]:
    """Fills of the wards, in order: the first path of each."""
    paths = re.findall(r'<path d="M[^"]+" fill="(#[0-9a-f]{6})" stroke="#505a5f"', text)
    return [fill.lower() for fill in paths]


def test_wards_wear_the_colours_of_their_classes_and_marks() -> None:
    text = drawn()
    assert fills(text) == [
        CLASSES.colour(10.0), CLASSES.colour(90.0), MARKS["suppressed"].fill,
        MARKS["missing"].fill,
    ]  # fmt: skip
    assert CLASSES.colour(10.0) == PALETTE[0]
    for hatch in ("m-rough-light", "m-suppressed-dark", "m-missing-dark"):
        assert f'fill="url(#{hatch})"' in text


def test_the_legend_counts_what_is_drawn() -> None:
    texts = re.findall(r"<text [^>]*>([^<]*)</text>", drawn())
    assert texts == [
        "10 (1 ward)", "50 to 90 (1 ward)",
        "Rough guide only: low reliability, or a part is missing (1 ward)",
        "Withheld by the source (1 ward)", "No figure (1 ward)",
    ]  # fmt: skip


def test_a_value_that_is_not_there_is_no_zero_whatever_its_status() -> None:
    absent = VALUES.with_columns(
        value=pl.when(pl.col("ward_code") != "W1").then("value"), status=pl.lit("modelled")
    )
    assert fills(drawn(absent))[0] == MARKS["missing"].fill


def test_a_long_line_of_the_legend_goes_on_under_itself() -> None:
    room = (ward_svg.WIDTH - 2.2 * 1.35 * 19 - ward_svg.MARGIN) / (19 * 0.58)
    texts = re.findall(r"<text [^>]*>([^<]*)</text>", drawn(letters=19.0))
    assert texts[2:4] == ["Rough guide only: low reliability, or a part is", "missing (1 ward)"]
    assert all(len(text) <= room for text in texts)


def test_it_is_named_described_and_escaped() -> None:
    text = drawn()
    assert '<title id="m-t">Jobs &lt;2024&gt;</title>' in text
    assert '<desc id="m-d">A &amp; B</desc>' in text
    assert 'role="img" aria-labelledby="m-t m-d"' in text
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")


def test_councils_are_outlined_and_a_chosen_ward_is_ringed() -> None:
    assert drawn().count('stroke-width="1.6"') == 2
    assert drawn(selected="W1").count('fill="none" stroke="#ffffff" stroke-width="6"') == 1
    assert 'stroke-width="6"' not in drawn(selected="W9")


@pytest.mark.parametrize("letters", [13.0, 19.0])
def test_the_picture_holds_its_legend_whatever_its_letters(letters: float) -> None:
    text = drawn(letters=letters)
    (bottom,) = re.findall(r'viewBox="0 0 620 ([\d.]+)"', text)
    assert all(float(y) < float(bottom) for y in re.findall(r'<text [^>]*y="([\d.]+)"', text))


def test_the_order_of_values_changes_nothing() -> None:
    assert drawn() == drawn(VALUES.reverse())


def test_a_ward_without_a_boundary_is_not_drawn_and_counted_below() -> None:
    bare = WARDS.with_columns(
        geometry_wkb=pl.when(pl.col("ward_code") != "W4").then("geometry_wkb")
    )
    text = ward_svg.svg(
        bare, VALUES, CLASSES, name="m", title="Jobs", description="", selected="W4"
    )
    assert len(fills(text)) == 3
    assert "Not drawn: 1 ward without a boundary" in text
