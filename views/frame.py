"""The frame around every page: widths and spacing that Streamlit's settings do not reach."""

from __future__ import annotations

from typing import Final

# A map is laid out for a box of 620 pixels. Where its column is narrower it is scaled as a whole,
# so that a council is never cut off; below 640 pixels columns lie under each other.
SCALES: Final = ((1180, 0.8), (950, 0.6), (800, 0.48), (640, 0.56))
STYLE: Final = (
    "<style>.stMainBlockContainer {max-width: 1240px; padding-top: 4.5rem}\n"
    + "".join(
        f"@media (max-width: {width}px) {{.st-key-ward_map {{zoom: {scale}}} "
        f".st-key-ward_map .deck-tooltip {{zoom: {1 / scale:.2f}}}}}\n"
        for width, scale in SCALES
    )
    + "</style>"
)
