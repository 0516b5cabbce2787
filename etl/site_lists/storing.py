"""Keeps a list of sites: what we read of it, never the file with all its columns."""

from __future__ import annotations

from pathlib import Path

from catalog.settings import Settings
from catalog.tables.access import SITE_KINDS
from etl import raw
from etl.raw import RawPart, Received
from etl.site_lists.reading import SiteListError, read_site_list


def store_site_list(path: Path, kind: str, settings: Settings) -> tuple[RawPart, list[str]]:
    """Keeps the sites of a list in place of an earlier list of that kind; and what was left out.

    SiteListError where the kind is none of SITE_KINDS, or the file cannot be used.
    """
    if kind not in SITE_KINDS:
        raise SiteListError(
            f"say what the sites of {path.name} are with --kind: one of {', '.join(SITE_KINDS)}"
            + (f" (not {kind!r})" if kind else "")
        )
    sites, faults = read_site_list(path, kind)
    received = Received(
        (sites.write_csv().encode(),), "", path.name, "csv", {"passed_over": " ".join(faults)}
    )
    part = raw.save(
        received, source="site_lists", key=kind, areas=(),
        request=f"the file {path.name}, supplied by the user", root=settings.raw,
    )  # fmt: skip
    return part, faults
