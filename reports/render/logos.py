"""The logo of those who hand a report in: its size, and as a drawing that Typst can set."""

from __future__ import annotations

import base64

from docx.image.exceptions import (
    InvalidImageStreamError,
    UnexpectedEndOfFileError,
    UnrecognizedImageError,
)
from docx.image.image import Image

from reports.choices import ChoicesError

BROKEN = (InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError, ValueError)


def read_size(logo: bytes) -> tuple[int, int, str]:
    """Width and height in pixels and the type of a PNG or JPEG. Raises ChoicesError for others."""
    try:
        image = Image.from_blob(logo)
        width, height, kind = image.px_width, image.px_height, image.content_type
    except BROKEN as error:
        raise ChoicesError("the logo cannot be read as a picture; save it anew as PNG") from error
    if not width or not height:
        raise ChoicesError("the logo has no size; save it anew as PNG")
    return width, height, kind


def draw_logo(logo: bytes) -> str:
    """The picture inside a drawing (SVG), in which form a template can be given it as text."""
    width, height, kind = read_size(logo)
    content = base64.b64encode(logo).decode("ascii")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
        f'<image width="{width}" height="{height}" href="data:{kind};base64,{content}"/></svg>'
    )
