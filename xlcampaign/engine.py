"""Where work runs; here in isolated processes, each value with a deadline, a dead worker costing its value only.

The deadline holds everywhere. The limit on memory is the system's: Linux holds a worker to it; macOS takes it and
mostly ignores it, Windows knows none. There a file that eats memory is stopped by its deadline at the latest.
"""

from __future__ import annotations

import gc
import os
import sys
from collections import deque
from concurrent.futures import BrokenExecutor, wait
from concurrent.futures import TimeoutError as FutureTimeout
from contextlib import ExitStack
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from multiprocessing.context import SpawnContext, SpawnProcess
from threading import Lock
from types import ModuleType
from typing import TYPE_CHECKING, Any, Generic, Protocol, Self, TypeVar

from pebble import ProcessExpired, ProcessPool

from xlcampaign.model.limits import LIMITS, MIB

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from multiprocessing.process import BaseProcess
    from multiprocessing.synchronize import RLock

SECONDS = LIMITS.seconds
MEMORY = LIMITS.memory
HEAVIEST_QUEUE = 48 * MIB
"""How much may wait for workers, by weight: values lie in memory meanwhile, some of them twice."""
_KEPT = frozenset({"PATH", "SYSTEMROOT", "LANG", "LC_ALL", "TZ", "TEMP", "TMP", "TMPDIR"})

_Given = TypeVar("_Given")
_Shared = TypeVar("_Shared")
_Result = TypeVar("_Result")


class Failure(StrEnum):
    """Why a value has no result."""

    TIMEOUT = "timeout"
    DIED = "died"
    RAISED = "raised"


@dataclass(frozen=True, slots=True)
class Attempt(Generic[_Given, _Result]):
    """What became of one value: a result, or the failure that repeated itself when it was tried alone."""

    given: _Given
    result: _Result | None
    failure: Failure | None = None
    error: str = ""


_SELDOM = 100_000
"""How many containers may be new before a worker looks for circles among them: what is read has next to none."""


class _Worker:
    """What a worker process keeps between values: the one value that all calls share."""

    shared: Any = None


def _set_up(shared: object, memory: int) -> None:
    _Worker.shared = shared
    gc.freeze()  # what all calls share stays anyway
    gc.set_threshold(_SELDOM)
    for name in set(os.environ) - _KEPT:
        del os.environ[name]  # nothing that is parsed here needs to know of it
    # libraries that give up say so on their way out; the finding says it to the user
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    try:
        import resource  # noqa: PLC0415 -- exists on POSIX systems only; elsewhere there is no memory limit
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _call(function: Callable[[Any, Any], Any], value: object) -> object:
    return function(value, _Worker.shared)


_HIDING = Lock()


class _Fresh(SpawnProcess):
    """A fresh process, which does not run the program's first module once more, as others do.

    Nothing that works is in that; and a script that says what it does under no `if __name__ == "__main__":` would there start
    processes of its own, which Python forbids.
    """

    @staticmethod
    def _Popen(process_obj: BaseProcess) -> Any:  # noqa: ANN401, N802 -- the library's name, and its type
        with _HIDING:
            first = sys.modules["__main__"]
            sys.modules["__main__"] = ModuleType("__main__")
            try:
                return SpawnProcess._Popen(process_obj)  # noqa: SLF001 -- what is extended
            finally:
                sys.modules["__main__"] = first


class _Context(SpawnContext):
    """Fresh processes, whose locks live as long as this does.

    A pool that ends lets go of its locks before it stops its workers; one that is still starting would miss them and
    die with a traceback on the user's screen.
    """

    Process = _Fresh

    def __init__(self) -> None:
        self.locks: list[RLock] = []

    def RLock(self) -> RLock:  # noqa: N802 -- the library's name
        self.locks.append(lock := super().RLock())
        return lock


class Crew:
    """Isolated processes that share a value and work on others as these come; where one died, fresh ones take over."""

    def __init__(self, jobs: int, shared: object) -> None:
        """Prepare `jobs` processes, that start with the first value."""
        self._jobs, self._shared = jobs, shared
        self._context = _Context()
        self._pools = ExitStack()
        self._pool = self._start()

    def __enter__(self) -> Self:
        """Work until the end of the block."""
        return self

    def __exit__(self, *why: object) -> None:
        """End all processes."""
        self.close()

    def close(self) -> None:
        """End all processes."""
        self._pools.close()

    def schedule(self, function: Callable[[Any, Any], Any], value: object, seconds: float) -> Any:  # noqa: ANN401 -- the pool's futures have no types
        """Have function(value, shared) called, which may take so many seconds; return where its outcome will be."""
        try:
            return self._pool.schedule(_call, args=(function, value), timeout=seconds)
        except RuntimeError:  # a pool whose worker died between two values takes no more
            self._pool = self._start()
            return self._pool.schedule(_call, args=(function, value), timeout=seconds)

    def _start(self) -> ProcessPool:
        # no module is looked for in the folder that a command runs in: what lies there came by mail
        os.environ["PYTHONSAFEPATH"] = "1"
        pool = ProcessPool(
            max_workers=self._jobs,
            initializer=_set_up,
            initargs=(self._shared, MEMORY),
            context=self._context,
        )
        return self._pools.enter_context(pool)


def _first(values: Iterator[_Given], jobs: int, weigh: Callable[[_Given], int]) -> tuple[list[_Given], int]:
    """Return the first values and how many workers there is work for: looked at before any is started."""
    first: list[_Given] = []
    heavy = 0
    for value in values:
        first.append(value)
        heavy += weigh(value)
        if len(first) == jobs or heavy > HEAVIEST_QUEUE:
            return first, jobs
    return first, len(first)


class Engine(Protocol):
    """Where work runs; whoever has work to do knows no more of it."""

    @property
    def width(self) -> int:
        """How many values are worked on at a time."""

    def run(
        self,
        function: Callable[[_Given, _Shared], _Result],
        values: Iterable[_Given],
        shared: _Shared,
        weigh: Callable[[_Given], int] = ...,
        patience: int = ...,
    ) -> Iterator[Attempt[_Given, _Result]]:
        """Yield the outcome of function(value, shared) for each value, in the order of the values.

        Args:
            function: a module's function; it and the values travel to where the work is done.
            values: taken as there is room for them, so that few are in memory at a time.
            shared: sent once to wherever work is done.
            weigh: how many bytes a value takes.
            patience: how many times longer than others a value may take.
        """


@dataclass(frozen=True, slots=True)
class Processes:
    """Isolated processes on this machine, each started afresh; `width` of them at most."""

    width: int

    def run(
        self,
        function: Callable[[_Given, _Shared], _Result],
        values: Iterable[_Given],
        shared: _Shared,
        weigh: Callable[[_Given], int] = lambda _: 0,
        patience: int = 1,
    ) -> Iterator[Attempt[_Given, _Result]]:
        """Yield the outcomes as Engine says; no more processes are started than there are values."""
        waiting: deque[tuple[_Given, Any]] = deque()
        heavy = 0
        listed, seconds = iter(values), patience * SECONDS
        first, jobs = _first(listed, self.width, weigh)
        if not first:
            return
        with Crew(jobs, shared) as crew:

            def take() -> Attempt[_Given, _Result]:
                value, future = waiting.popleft()
                outcome = outcome_of(value, future)
                if outcome.failure is None:
                    return outcome
                wait([other for _, other in waiting])  # alone means that nothing else is under way
                return try_alone(function, value, shared, seconds)

            for value in chain(first, listed):
                weight = weigh(value)
                while waiting and (len(waiting) >= 4 * jobs or heavy + weight > HEAVIEST_QUEUE):
                    heavy -= weigh(waiting[0][0])
                    yield take()
                waiting.append((value, crew.schedule(function, value, seconds)))
                heavy += weight
            while waiting:
                yield take()


def try_alone(
    function: Callable[[_Given, _Shared], _Result], value: _Given, shared: _Shared, seconds: float
) -> Attempt[_Given, _Result]:
    """Return the outcome of a value that failed once, in a process that has seen nothing else."""
    with Crew(1, shared) as crew:
        return outcome_of(value, crew.schedule(function, value, seconds))


def outcome_of(
    value: _Given,
    future: Any,  # noqa: ANN401 -- the pool's futures have no types
) -> Attempt[_Given, Any]:
    """Wait for the outcome of a value that a crew was given."""
    try:
        return Attempt(value, future.result())
    except FutureTimeout:
        return Attempt(value, None, Failure.TIMEOUT)
    except (ProcessExpired, BrokenExecutor, MemoryError):
        return Attempt(value, None, Failure.DIED)
    except Exception as error:  # noqa: BLE001 -- a defect met by one value must not cost the others
        return Attempt(value, None, Failure.RAISED, type(error).__name__)
