"""What a fetch costs before anything is asked: requests to each service, and how long they take."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from catalog.settings import Settings
from etl.clients.pacing import LEAST_APART
from etl.run import registry
from etl.run.together import Ask, count_lists, count_requests, share_of_full_reply

# 2026-11: Leeds, everything, on a bench of the services: its 120 questions took 296 requests (pages
# and lists of Nomis, layers of the portal) and 82 MB.
REQUESTS_A_QUESTION: Final = {
    "nomis": 2.0,
    "arcgis": 11.7,
    "ons": 1.25,
    "govuk": 2.0,
    "dft": 1.0,
    "planning": 1.0,
    "ukri": 1.5,
    "gtr": 15.0,
    "contracts": 10.0,
    "hesa": 1.0,
}
# Of these a plan tells the requests itself.
TOLD_BY_PLAN: Final = ("nomis", "arcgis", "planning", "dft")
# Assumed, since the bench answers at once: how long a live service takes to reply, and how much
# longer where a reply is as large as Nomis sends to guests (about 5 MB).
SECONDS_A_REPLY: Final = 0.6
SECONDS_A_FULL_REPLY: Final = 4.0


@dataclass(frozen=True)
class ServiceCost:
    """What a fetch asks of one service, and how long that takes at the service's own pace."""

    service: str
    requests_count: int
    seconds: float


def costs_by_service(asks: Sequence[Ask], settings: Settings) -> list[ServiceCost]:
    """One of each service that is asked, the most requests first."""
    modules = registry.modules()
    requests: Counter[str] = Counter()
    seconds: Counter[str] = Counter()
    for ask in asks:
        service = modules[ask.source].SOURCE.service
        each = 1.0 if service in TOLD_BY_PLAN else REQUESTS_A_QUESTION.get(service, 1.0)
        count = count_requests(ask, settings) * each
        requests[service] += count  # type: ignore[assignment]
        seconds[service] += SECONDS_A_FULL_REPLY * share_of_full_reply(ask)  # type: ignore[assignment]
    requests += count_lists(asks)
    costs = []
    for name, total in requests.most_common():
        apart = max(settings.pause_seconds, LEAST_APART.get(name, 0.0))
        whole = round(total)
        costs.append(ServiceCost(name, whole, whole * (apart + SECONDS_A_REPLY) + seconds[name]))
    return costs


def cost_in_all(costs: Sequence[ServiceCost]) -> ServiceCost:
    """All services together, one after the other; `service` is ''."""
    return ServiceCost(
        "", sum(cost.requests_count for cost in costs), sum(cost.seconds for cost in costs)
    )
