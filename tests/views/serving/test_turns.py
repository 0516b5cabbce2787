"""Pages take turns: no more than a few at once, in order, and nobody waits for one who left."""

from __future__ import annotations

import threading
import time
from contextlib import suppress

import pytest

from views.serving.turns import Turns


class LeftError(Exception):
    """A visitor who went away while waiting."""


def patiently(_before: int) -> None:
    """Waits on."""


def test_no_more_than_so_many_are_inside_at_once() -> None:
    turns, inside, most = Turns(at_once=2), [], []

    def visit(number: int) -> None:
        with turns.turn(patiently):
            inside.append(number)
            most.append(len(inside))
            time.sleep(0.02)
            inside.remove(number)

    threads = [threading.Thread(target=visit, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert len(most) == 8
    assert max(most) == 2


def test_who_came_first_goes_first() -> None:
    turns, order = Turns(at_once=1), []

    def visit(number: int) -> None:
        with turns.turn(patiently):
            order.append(number)

    with turns.turn(patiently):
        threads = []
        for number in range(5):
            threads.append(threading.Thread(target=visit, args=(number,)))
            threads[-1].start()
            time.sleep(0.05)
    for thread in threads:
        thread.join(10)
    assert order == [0, 1, 2, 3, 4]


def test_who_waits_is_told_how_many_are_before() -> None:
    turns, waiting = Turns(at_once=1), []

    def say(before: int) -> None:
        waiting.append(before)
        raise LeftError

    with turns.turn(patiently):
        thread = threading.Thread(target=lambda: suppress_left(turns, say))
        thread.start()
        thread.join(10)
    assert waiting == [0]


def suppress_left(turns: Turns, say: object) -> None:
    with suppress(LeftError), turns.turn(say):  # type: ignore[arg-type]
        pass


def test_one_who_left_the_line_holds_up_nobody() -> None:
    turns, came_in = Turns(at_once=1), threading.Event()

    def leave(_before: int) -> None:
        raise LeftError

    def visit() -> None:
        with turns.turn(patiently):
            came_in.set()

    with turns.turn(patiently):
        leaving = threading.Thread(target=lambda: suppress_left(turns, leave))
        leaving.start()
        staying = threading.Thread(target=visit)
        staying.start()
        leaving.join(10)
    staying.join(10)
    assert came_in.is_set()


def test_a_fault_gives_the_turn_back() -> None:
    turns = Turns(at_once=1)
    with pytest.raises(LeftError), turns.turn(patiently):
        raise LeftError
    with turns.turn(patiently):
        pass


def test_who_steps_out_lets_another_in_and_comes_back() -> None:
    turns, seen = Turns(at_once=1), threading.Event()

    def visit() -> None:
        with turns.turn(patiently):
            seen.set()

    with turns.turn(patiently):
        thread = threading.Thread(target=visit)
        thread.start()
        with turns.stepping_out(patiently):
            assert seen.wait(10)
        thread.join(10)


def test_without_a_turn_stepping_out_takes_none() -> None:
    turns = Turns(at_once=1)
    with turns.stepping_out(patiently):
        pass
    with turns.turn(patiently):
        pass


def test_who_comes_back_goes_before_those_who_wait() -> None:
    turns, order, seen = Turns(at_once=1), [], threading.Event()

    def visit(number: int) -> None:
        with turns.turn(patiently):
            order.append(number)
            seen.set()
            time.sleep(0.2)

    with turns.turn(patiently):
        threads = [threading.Thread(target=visit, args=(number,)) for number in range(2)]
        for thread in threads:
            thread.start()
        with turns.stepping_out(patiently):
            assert seen.wait(10)
        order.append(9)
    for thread in threads:
        thread.join(10)
    assert order[1] == 9


def test_who_steps_out_and_leaves_for_good_gives_back_one_turn_alone() -> None:
    turns, inside = Turns(at_once=1), threading.Event()
    leave = threading.Event()

    def give_up(_before: int) -> None:
        raise LeftError

    def stay() -> None:
        with turns.turn(patiently):
            inside.set()
            leave.wait(10)

    staying = threading.Thread(target=stay)
    with suppress(LeftError), turns.turn(patiently), turns.stepping_out(give_up):
        staying.start()
        assert inside.wait(10)
    with pytest.raises(LeftError), turns.turn(give_up):
        pass
    leave.set()
    staying.join(10)
    with turns.turn(patiently):
        pass
