"""SVG pictures as PNG, for formats that cannot hold SVG."""

from __future__ import annotations

from typing import Final

import typst

from reports.render.pdf import fonts

PAGE: Final = b"""
#set text(font: "DejaVu Sans")
#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg", width: float(sys.inputs.width) * 1cm)
"""


def png(svg: str, width_cm: float = 16.0, pixels_per_inch: int = 200) -> bytes:
    """The picture so wide, with as many pixels per inch; the same picture gives the same bytes."""
    return typst.compile(
        PAGE,
        font_paths=fonts(),
        format="png",
        ppi=pixels_per_inch,
        sys_inputs={"svg": svg, "width": str(width_cm)},
    )
