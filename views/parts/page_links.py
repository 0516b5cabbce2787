"""A link from one page to another that keeps the place, and the visitor's session."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st


def link_page(
    page: str, label: str, address: Mapping[str, str | Sequence[str]] | None = None
) -> None:
    """A link with a label to a page by its name in the address, such as "sectors"."""
    target = st.Page(_never_run, title=page, url_path=page)
    query = {name: list(v) if not isinstance(v, str) else v for name, v in (address or {}).items()}
    st.page_link(target, label=label, query_params=query)


def _never_run() -> None:
    """A link needs a page to point to; the one of this address is run in its place."""
