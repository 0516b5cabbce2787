"""Names of organisations as keys: one firm spelt 'Ltd' and 'LIMITED', one university with 'The'."""

from __future__ import annotations

from typing import Final

import polars as pl

# Kinds of company, which a list writes in many ways; cut from the end of a name.
LEGAL_FORMS: Final = r"( (ltd|limited|plc|llp|lp|cic|cio|inc|company|co))+$"
UNIVERSITY_OF: Final = r"^university of (the )?(.+)$"


def name_key(column: str) -> pl.Expr:
    """A name in small letters without signs, articles and legal forms.

    >>> names = pl.DataFrame({"name": ["The Loom & Co LTD.", "Loom and Company Limited"]})
    >>> names.select(name_key("name"))["name"].to_list()
    ['loom and', 'loom and']
    """
    bare = pl.col(column).str.normalize("NFKD").str.replace_all(r"\p{M}", "").str.to_lowercase()
    bare = bare.str.replace_all("&", " and ", literal=True).str.replace_all(r"['’.]", "")
    bare = bare.str.replace_all(r"[^a-z0-9]+", " ").str.strip_chars().str.replace("^the ", "")
    return bare.str.replace(LEGAL_FORMS, "")


def university_key(column: str) -> pl.Expr:
    """The key of a university's name: 'The University of Leeds' and 'Leeds University' have one."""
    return name_key(column).str.replace(UNIVERSITY_OF, "$2 university")
