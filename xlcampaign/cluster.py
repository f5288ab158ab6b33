"""Where work runs when one machine is outgrown: on the workers of a Dask cluster, each value in a guarded child there.

The cluster is one's own: whoever reaches its scheduler can run anything on its workers, and sees what is sent to them.
"""

from __future__ import annotations

import multiprocessing
from collections import deque
from contextlib import contextmanager
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar
from uuid import uuid4

from distributed import Client, KilledWorker, WorkerPlugin, get_worker

from xlcampaign.engine import HEAVIEST_QUEUE, SECONDS, Attempt, Crew, Failure, outcome_of, try_alone
from xlcampaign.findings.catalogue import cluster_rules as c
from xlcampaign.findings.finding import Place, Stop
from xlcampaign.program import program_digest
from xlcampaign.words import listing_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

_Given = TypeVar("_Given")
_Shared = TypeVar("_Shared")
_Result = TypeVar("_Result")

_BATCH = 16
"""How many values travel together at the most: on the way a value costs more than a small form takes to be read."""
_HEAVIEST = HEAVIEST_QUEUE // 4
"""How much a batch weighs at the most, in bytes."""
_AHEAD = 3
"""How many batches wait for each worker's thread, so that none is idle."""
_PATIENCE = "10 s"
"""How long a scheduler may take to answer."""


class _Seat(NamedTuple):
    """What a worker, or the scheduler, says of itself: which program it has, and whether it may start children."""

    program: bytes
    is_daemon: bool


def _tell(_: object = None) -> tuple[bytes, bool]:
    return program_digest(), multiprocessing.current_process().daemon


class _Guard(WorkerPlugin):  # type: ignore[misc]  # the library has no types
    """Keeps on a worker what all calls of a run share, and a guarded child for each of its threads."""

    def __init__(self, name: str, shared: object) -> None:
        self.name, self.shared = name, shared
        self._free: SimpleQueue[Crew] = SimpleQueue()

    def __reduce__(self) -> tuple[type[_Guard], tuple[str, object]]:
        """Travel without children."""
        return _Guard, (self.name, self.shared)

    def teardown(self, worker: object) -> None:  # noqa: ARG002 -- the library's
        """End the children."""
        while (crew := self._taken()) is not None:
            crew.close()

    @contextmanager
    def crew(self) -> Iterator[Crew]:
        """Lend a child to a thread."""
        crew = self._taken() or Crew(1, self.shared)
        try:
            yield crew
        finally:
            self._free.put(crew)

    def _taken(self) -> Crew | None:
        try:
            return self._free.get_nowait()
        except Empty:
            return None


_Outcome = tuple[Any, Failure | None, str]
"""A result, or why there is none; without what it is of, which whoever asked still has."""


def _work(
    function: Callable[[Any, Any], Any], values: Sequence[Any], seconds: float, run: str
) -> list[_Outcome]:
    """Return the outcomes of a batch, on a worker."""
    guard: _Guard = get_worker().plugins[run]
    with guard.crew() as crew:
        given = [(value, crew.schedule(function, value, seconds)) for value in values]
        found = [outcome_of(value, future) for value, future in given]
    again = (
        try_alone(function, one.given, guard.shared, seconds) if one.failure is not None else one
        for one in found
    )
    return [(one.result, one.failure, one.error) for one in again]


class Cluster:
    """The workers of a cluster, by the address of its scheduler; a worker that dies loses nothing but time."""

    def __init__(self, address: str) -> None:
        """Reach a cluster.

        Raises:
            Stop: nobody answers there, there is no worker, or workers have another program or may start no child.
        """
        try:
            self._client = Client(address, timeout=_PATIENCE, set_as_default=False)
        except (OSError, ValueError) as error:
            raise Stop(
                c.NO_CLUSTER.at(Place(), address=address, why=str(error) or type(error).__name__)
            ) from error
        self._check(address)

    @property
    def width(self) -> int:
        """How many values are worked on at a time."""
        threads: dict[str, int] = self._client.nthreads()
        return max(1, sum(threads.values()))

    def run(
        self,
        function: Callable[[_Given, _Shared], _Result],
        values: Iterable[_Given],
        shared: _Shared,
        weigh: Callable[[_Given], int] = lambda _: 0,
        patience: int = 1,
    ) -> Iterator[Attempt[_Given, _Result]]:
        """Yield the outcomes as engine.Engine says; values travel some at a time."""
        name = f"xlcampaign-{uuid4().hex}"
        waiting: deque[tuple[Sequence[_Given], Any]] = deque()
        self._client.register_plugin(_Guard(name, shared), name=name)

        def send(batch: Sequence[_Given]) -> Any:  # noqa: ANN401 -- the library's futures have no types
            return self._client.submit(_work, function, batch, patience * SECONDS, name, pure=False)

        def take() -> Iterator[Attempt[_Given, _Result]]:
            batch, future = waiting.popleft()
            try:
                outcomes: list[_Outcome] = future.result()
            except (
                KilledWorker
            ):  # several workers died of it: of one value, and the others are tried without it
                outcomes = [_alone(send([value])) for value in batch]
            for value, (result, failure, error) in zip(batch, outcomes, strict=True):
                yield Attempt(value, result, failure, error)

        try:
            for batch in _batches(values, weigh):
                while len(waiting) >= _AHEAD * self.width:
                    yield from take()
                waiting.append((batch, send(batch)))
            while waiting:
                yield from take()
        finally:
            self._client.unregister_worker_plugin(name)

    def _check(self, address: str) -> None:
        """See that all workers are fit to read what comes.

        Raises:
            Stop: there is none, or they have another program or may start no child.
        """
        if not self._client.nthreads():
            raise Stop(c.NO_WORKERS.at(Place(), address=address))
        told = self._client.run(_tell, on_error="return")
        seats = {worker: _Seat(*one) if isinstance(one, tuple) else None for worker, one in told.items()}
        seats[address] = self._scheduler()
        own = program_digest()
        others = sorted(worker for worker, seat in seats.items() if seat is None or seat.program != own)
        if others:
            raise Stop(c.OTHER_PROGRAM.at(Place(), workers=listing_of(others)))
        bound = sorted(worker for worker, seat in seats.items() if seat and seat.is_daemon)
        if bound:
            raise Stop(c.NO_CHILDREN.at(Place(), workers=listing_of(bound)))

    def _scheduler(self) -> _Seat | None:
        """Return what the scheduler says of itself, which reads where work goes; None where it has no such program."""
        try:
            return _Seat(*self._client.run_on_scheduler(_tell))
        except (ImportError, AttributeError, RuntimeError):
            return None


def _alone(future: Any) -> _Outcome:  # noqa: ANN401 -- the library's futures have no types
    """Return the outcome of a batch of one."""
    try:
        outcomes: list[_Outcome] = future.result()
    except KilledWorker:
        return None, Failure.DIED, ""
    return outcomes[0]


def _batches(values: Iterable[_Given], weigh: Callable[[_Given], int]) -> Iterator[list[_Given]]:
    """Yield values some at a time, heavy ones fewer."""
    batch: list[_Given] = []
    heavy = 0
    for value in values:
        weight = weigh(value)
        if batch and (len(batch) == _BATCH or heavy + weight > _HEAVIEST):
            yield batch
            batch, heavy = [], 0
        batch.append(value)
        heavy += weight
    if batch:
        yield batch
