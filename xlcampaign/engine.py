"""Where work runs: isolated processes, each value with a deadline, a dead worker costing its value only."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pebble import ProcessExpired, ProcessPool

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

SECONDS = 20
MEMORY = 2 * 1024**3

_Given = TypeVar("_Given")
_Shared = TypeVar("_Shared")
_Result = TypeVar("_Result")


class Failure(StrEnum):
    """Why a value has no result."""

    TIMEOUT = "timeout"
    DIED = "died"


@dataclass(frozen=True, slots=True)
class Outcome(Generic[_Given, _Result]):
    """What became of one value: a result, or the failure that repeated itself when it was tried alone."""

    given: _Given
    result: _Result | None
    failure: Failure | None = None


class _Worker:
    """What a worker process keeps between values: the one value that all calls share."""

    shared: Any = None


def _set_up(shared: object) -> None:
    _Worker.shared = shared
    try:
        import resource  # noqa: PLC0415 -- exists on POSIX systems only; elsewhere there is no memory limit
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _call(function: Callable[[Any, Any], Any], value: object) -> object:
    return function(value, _Worker.shared)


def cores() -> int:
    """Return how many workers make sense on this machine."""
    return max(1, min(8, os.cpu_count() or 1))


def run(
    function: Callable[[_Given, _Shared], _Result],
    values: Iterable[_Given],
    shared: _Shared,
    jobs: int,
) -> Iterator[Outcome[_Given, _Result]]:
    """Yield the outcome of function(value, shared) for each value, in the order of the values.

    Args:
        function: a module's function; it and the values travel to worker processes.
        values: taken as workers become free, so that few are in memory at a time.
        shared: sent to each worker once.
        jobs: the number of workers.
    """
    context = multiprocessing.get_context("spawn")
    with ProcessPool(max_workers=jobs, initializer=_set_up, initargs=(shared,), context=context) as pool:

        def submit(value: _Given) -> Any:  # noqa: ANN401 -- the pool's futures have no types
            return pool.schedule(_call, args=(function, value), timeout=SECONDS)

        waiting: deque[tuple[_Given, Any]] = deque()
        for value in values:
            waiting.append((value, submit(value)))
            if len(waiting) >= 4 * jobs:
                yield _outcome(*waiting.popleft(), submit)
        while waiting:
            yield _outcome(*waiting.popleft(), submit)


def _outcome(
    value: _Given,
    future: Any,  # noqa: ANN401 -- the pool's futures have no types
    submit: Callable[[_Given], Any],
) -> Outcome[_Given, Any]:
    try:
        return Outcome(value, future.result())
    except (ProcessExpired, FutureTimeout, MemoryError):
        pass
    try:
        return Outcome(value, submit(value).result())
    except FutureTimeout:
        return Outcome(value, None, Failure.TIMEOUT)
    except (ProcessExpired, MemoryError):
        return Outcome(value, None, Failure.DIED)
