"""Asks each live service what it holds and says in words where that differs from what we expect.

Much of what the services promise is not written down. What the code takes for granted is stated
beside the code that needs it (`EXPECTED` of a Nomis source, `LAYERS` of the portal, the questions
of the others) and compared here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

from catalog.settings import Settings
from etl.areas import Areas
from etl.clients.arcgis import client, layers
from etl.clients.dfe import NOT_LIVE, DataSetQuery
from etl.clients.http import FetchError, Http
from etl.clients.nomis import codelists
from etl.clients.nomis.codelists import Expected
from etl.clients.troubles import UNFORESEEN, unforeseen_words
from etl.run import registry
from etl.run.registry import SourceModule

Severity = Literal["as expected", "old vintage", "differs", "unreachable"]
NOBODY: Final = Areas(())


@dataclass(frozen=True)
class Difference:
    """One comparison: what was asked of whom, how it came out, and in words what was found."""

    service: str
    source: str
    what: str
    severity: Severity
    words: str


def run(settings: Settings, http: Http, only: Sequence[str] | None = None) -> list[Difference]:
    """Every comparison of the chosen sources (None is all); no fault stops the others."""
    chosen = {
        name: module for name, module in registry.modules().items() if not only or name in only
    }
    unknown = sorted(set(only or ()) - set(chosen))
    if unknown:
        raise FetchError(
            f"there is no source {', '.join(unknown)}; "
            f"the sources are {', '.join(registry.modules())}"
        )
    differences: list[Difference] = []
    for name, module in chosen.items():
        compare = COMPARISONS.get(module.SOURCE.service)
        if compare is None and only and registry.list_by_name(module, settings):
            compare = _by_name
        elif module.SOURCE.service not in settings.urls:
            compare = None
        if compare is None:
            continue
        try:
            differences += compare(module, settings, http)
        except FetchError as error:
            differences.append(
                Difference(module.SOURCE.service, name, "service", "unreachable", str(error))
            )
        except UNFORESEEN as error:
            words = f"{name}: we could not read the reply ({unforeseen_words(error)})"
            differences.append(Difference(module.SOURCE.service, name, "service", "differs", words))
    return differences


def _nomis(module: SourceModule, settings: Settings, http: Http) -> Iterator[Difference]:
    """Status, dimensions, codelists and geography types of each dataset that a source expects."""
    expectations: tuple[Expected, ...] = getattr(module, "EXPECTED", ())
    for expected in expectations:
        dataset = expected.dataset
        notes = codelists.definition(http, settings, dataset)
        status = notes.get("Status", "of unknown status")
        updated = notes.get("LastUpdated", "at an unknown time")
        current = "Current" in status
        yield _compared(
            module, "status", [] if current else [status],
            f"Nomis {dataset} is {status}, last updated {updated}",
        )  # fmt: skip
        dimensions = codelists.dimensions(http, settings, dataset)
        wanted = list(expected.labels)
        absent = [name for name in wanted if name not in dimensions]
        yield _compared(
            module, "dimensions", [f"no dimension {name} (it has {dimensions})" for name in absent],
            f"Nomis {dataset} has the dimensions {', '.join(dimensions)}",
        )  # fmt: skip
        for name in (*wanted, "geography"):
            if name in absent:
                continue
            concept = "geography/TYPE" if name == "geography" else name
            labels = codelists.labels(codelists.codelist(http, settings, dataset, concept))
            yield _compared(
                module, name, expected.faults(name, labels),
                f"Nomis {dataset} {name}: {len(labels):,} codes, those we use named as expected",
            )  # fmt: skip
        periods = codelists.codelist(http, settings, dataset, "time")["code"].to_list()
        reach = f"{min(periods)} to {max(periods)}" if periods else "none"
        yield _compared(
            module, "dates", [] if periods else ["no dates"],
            f"Nomis {dataset} has {len(periods):,} periods, {reach}",
        )  # fmt: skip


def _arcgis(module: SourceModule, settings: Settings, http: Http) -> Iterator[Difference]:
    """The newest layer of each kind that a source asks for, and whether it has our fields."""
    names = client.service_names(http, settings)
    kinds = {query.layer for query in module.requests(NOBODY, settings)} or {module.LAYER}  # type: ignore[attr-defined]
    for kind in sorted(kinds):
        layer = client.LAYERS[kind]
        try:
            service = client.choose(layer, names, settings.ward_year)
            definition = client.layer_definition(http, settings, service.name)
            absent = client.absent_fields(layer, service, definition)
        except FetchError as error:
            yield Difference("arcgis", module.SOURCE.id, kind, "differs", str(error))
            continue
        if not absent and _is_old(layer, service, names, settings):
            year = client.ward_year(names, settings.ward_year)
            words = (
                f"newest layer of {kind} is {service.name}, of 20{service.year}; wards of 20{year}"
            )
            yield Difference("arcgis", module.SOURCE.id, kind, "old vintage", words)
            continue
        yield _compared(
            module, kind, [f"{service.name} has no field {name}" for name in absent],
            f"newest layer of {kind} is {service.name}, pages of "
            f"{definition.get('maxRecordCount', 'unknown')} features",
        )  # fmt: skip
    if "wards" in kinds:
        year = client.ward_year(names, settings.ward_year)
        yield _compared(module, "ward year", [], f"wards and LSOA lookup are both of 20{year}")


def _is_old(
    layer: layers.Layer, service: layers.LayerService, names: Sequence[str], settings: Settings
) -> bool:
    """Whether a layer that should be as new as the wards is older than they are."""
    if layer.vintage != "up to the wards":
        return False
    return service.year < client.ward_year(names, settings.ward_year)


def summary(differences: Sequence[Difference]) -> str:
    """'41 as expected, 1 old vintage, 2 differ, 0 unreachable.'"""
    counts = {name: sum(one.severity == name for one in differences) for name in get_args(Severity)}
    counted = ", ".join(f"{count} {name}" for name, count in counts.items())
    return f"Of {len(differences)} comparisons: {counted}."


def _website(module: SourceModule, settings: Settings, http: Http) -> Iterator[Difference]:
    """Landing pages, workbooks and series: whether each is found and holds what we look for."""
    for expected in getattr(module, "EXPECTED", ()):
        yield _compared(
            module, expected.name, expected.differences(http, settings),
            f"{expected.name}: found, and as expected",
        )  # fmt: skip


def _by_name(module: SourceModule, settings: Settings, http: Http) -> Iterator[Difference]:
    """Data sets of a service that nobody has tried: compared only where the source is named."""
    for query in registry.list_by_name(module, settings):
        if isinstance(query, DataSetQuery):
            yield _compared(
                module, query.name, [f"{one} ({NOT_LIVE})" for one in
                                     query.differences(http, settings)],
                f"{query.name}: a data set with a fitting title was found ({NOT_LIVE})",
            )  # fmt: skip


def _compared(module: SourceModule, what: str, faults: Sequence[str], words: str) -> Difference:
    severity: Severity = "differs" if faults else "as expected"
    return Difference(
        module.SOURCE.service,
        module.SOURCE.id,
        what,
        severity,
        f"{module.SOURCE.title} ({module.SOURCE.dataset_id}): {'; '.join(faults)}"
        if faults
        else words,
    )


COMPARISONS: Final[dict[str, Callable[[SourceModule, Settings, Http], Iterator[Difference]]]] = {
    "nomis": _nomis,
    "arcgis": _arcgis,
    "ons": _website,
    "govuk": _website,
    "dft": _website,
    "planning": _website,
    "ukri": _website,
    "gtr": _website,
    "contracts": _website,
    "hesa": _website,
}
