"""Publishers, licences, and the record of where a figure came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

OGL: Final = "Open Government Licence v3.0"
OGL_URL: Final = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
ONS_NOMIS: Final = "Office for National Statistics, via Nomis"
ONS: Final = "Office for National Statistics"
ONS_GEOGRAPHY: Final = "Office for National Statistics, Open Geography Portal"
VOA: Final = "Valuation Office Agency"
DFT: Final = "Department for Transport"
OFCOM: Final = "Ofcom"
UKRI: Final = "UK Research and Innovation"
OS_ATTRIBUTION: Final = (
    "Contains OS data © Crown copyright and database right 2025. "
    "Source: Office for National Statistics licensed under the Open Government Licence v3.0."
)

# file: a user's
Service = Literal[
    "nomis", "arcgis", "ons", "govuk", "dft", "planning", "ukri", "gtr", "contracts", "hesa", "file"
]
Cadence = Literal["monthly", "quarterly", "yearly", "census", "irregular"]


@dataclass(frozen=True)
class Source:
    """One dataset of one publisher, named as people would look it up.

    `release_months`: months in which the publisher usually releases (1 to 12), empty if unknown.
    `caveats`: what readers of the figures need to know, in plain sentences. `keeps_vintages`: each
    release that changes the figures is kept as it was, to score forecasts on what was known.
    """

    id: str
    title: str
    publisher: str
    dataset_id: str
    service: Service
    url: str
    cadence: Cadence
    release_months: tuple[int, ...] = ()
    licence: str = OGL
    caveats: tuple[str, ...] = ()
    keeps_vintages: bool = False


SOURCES: Final[dict[str, Source]] = {}


def source(entry: Source) -> Source:
    """Registers a source. ValueError if its id is already in use."""
    if entry.id in SOURCES:
        raise ValueError(f"source {entry.id} is defined twice")
    SOURCES[entry.id] = entry
    return entry


@dataclass(frozen=True)
class Origin:
    """Where a stored table came from; stored in the Parquet file's own metadata.

    `retrieved` is an ISO date-time in UTC, the newest of the parts. `release` is the publisher's
    name for the edition. `method` says how we made the figures, empty if they are as published.
    `made_from` names the tables that a derived table was made from. `fingerprint` identifies the
    content and is set on writing: the same fingerprint means the same figures from the same source.
    """

    table: str
    title: str
    publisher: str
    dataset_id: str
    url: str
    licence: str
    release: str = ""
    retrieved: str = ""
    sha256: str = ""
    method: str = ""
    made_from: tuple[str, ...] = ()
    fingerprint: str = ""
    notes: tuple[str, ...] = ()

    def sentence(self) -> str:
        """One sentence that says where the figures come from."""
        words = f"Source: {self.publisher}, {self.title} ({self.dataset_id})"
        if self.release:
            words += f", release {self.release}"
        if self.retrieved:
            words += f", retrieved {self.retrieved[:10]}"
        if self.method:
            words += f". {self.method.rstrip('.')}"
        return f"{words}. {self.licence}."
