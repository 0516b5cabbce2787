"""What a fetch costs before anything is asked: requests to each service, and how long they take."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from catalog.settings import Settings
from etl.clients.pacing import LEAST_APART
from etl.run import registry
from etl.run.together import Ask, count_lists, count_requests, service_asked, share_of_full_reply

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
        service = service_asked(ask, modules[ask.source].SOURCE.service)
        requests[service] += count_requests(ask, settings)
        seconds[service] += SECONDS_A_FULL_REPLY * share_of_full_reply(ask, settings)  # type: ignore[assignment]
    requests += count_lists(asks, settings)
    costs = []
    for name, whole in requests.most_common():
        apart = max(settings.pause_seconds, LEAST_APART.get(name, 0.0))
        costs.append(ServiceCost(name, whole, whole * (apart + SECONDS_A_REPLY) + seconds[name]))
    return costs


def cost_in_all(costs: Sequence[ServiceCost]) -> ServiceCost:
    """All services together, one after the other; `service` is ''."""
    return ServiceCost(
        "", sum(cost.requests_count for cost in costs), sum(cost.seconds for cost in costs)
    )
