"""Work in processes of their own: results, errors in their own kind, a process that is lost."""

from __future__ import annotations

import os

import pytest

from catalog.store import StoreError, origin_of
from views.serving import workers


def nothing() -> None:
    """Forgets nothing."""


def test_results_come_in_order_from_another_process() -> None:
    begun = [workers.start(divmod, number, 7) for number in (20, 3)]
    assert workers.results(begun, "Dividing", nothing) == [(2, 6), (0, 3)]
    assert workers.results([workers.start(os.getpid)], "Asking", nothing) != [os.getpid()]


def test_an_error_of_ours_arrives_as_it_was_and_is_forgotten(tmp_path: object) -> None:
    forgotten: list[str] = []
    begun = [workers.start(origin_of, "wards", tmp_path)]  # type: ignore[arg-type]
    with pytest.raises(StoreError, match="wards"):
        workers.results(begun, "Reading", lambda: forgotten.append("yes"))
    assert forgotten == ["yes"]


def test_a_lost_process_is_said_and_the_next_work_has_a_new_one() -> None:
    lost = [workers.start(os._exit, 3)]
    with pytest.raises(workers.LostWorkError, match="Reload the page"):
        workers.results(lost, "Ending", nothing)
    assert workers.results([workers.start(abs, -4)], "Counting", nothing) == [4]
