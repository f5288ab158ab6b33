"""Which mutants the tests let live: all is imported and collected once, and each mutant is judged in a fork of that."""

import gc
import hashlib
import importlib
import os
import pickle
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from types import FunctionType

import pytest
from mutants.sites import CALLED, Mutant, noting_calls

MEMORY = 4 * 1024**3
_LONGEST = 1.5
"""A test that takes the processor for more seconds judges no mutant."""


class _Test:
    """What a test took, and the functions of the changed modules that it called."""

    def __init__(self, seconds: float, called: frozenset[tuple[str, str]]) -> None:
        self.seconds = seconds
        self.called = called


class Judge:
    """Run in place of the tests, as a plugin: every mutant against the tests that call what is changed in it."""

    def __init__(self, mutants: Sequence[Mutant], jobs: int) -> None:
        self._mutants = mutants
        self._jobs = jobs
        self._folder = ""
        self._tests: dict[str, _Test] = {}
        self._killers: set[tuple[str, str, str]] = set()
        self.survivors: list[Mutant] = []
        self.killed: dict[str, str] = {}

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Judge all mutants, some at a time."""
        with tempfile.TemporaryDirectory() as folder:
            os.environ["PYTEST_DEBUG_TEMPROOT"] = self._folder = folder
            traces = Path(folder) / "traces"
            files = {mutant.path for mutant in self._mutants}
            os.waitpid(_forked(lambda: _trace(session, files, traces)), 0)
            self._tests = pickle.loads(traces.read_bytes())  # noqa: S301 -- written a moment ago
            gc.freeze()  # what forks only look at is not copied for them
            under_way: dict[int, Mutant] = {}
            for done, mutant in enumerate(self._mutants):
                while len(under_way) == self._jobs:
                    self._end(under_way)
                under_way[self._start(session, mutant)] = mutant
                if done % 50 == 0:
                    print(f"{done} of {len(self._mutants)} mutants", flush=True)
            while under_way:
                self._end(under_way)
        return True

    def _start(self, session: pytest.Session, mutant: Mutant) -> int:
        items = self._items_for(session, mutant)

        def judge() -> bool:
            """Tell whether no test kills it: a test does that fails with the change, alone, and without it passes."""
            left = items
            while killer := self._first_failing(session, mutant, left):
                if self._first_failing(session, mutant, [killer]) and self._is_steady(session, killer):
                    self._killed_by(os.getpid()).write_text(killer.nodeid, "utf-8")
                    return False
                left = left[left.index(killer) + 1 :]
            return True

        return _forked(judge)

    def _first_failing(
        self, session: pytest.Session, mutant: Mutant | None, items: Sequence[pytest.Item]
    ) -> pytest.Item | None:
        """Return the test that fails first in a fork of the program as changed, or as it is."""
        failing = Path(self._folder) / f"failing-{os.getpid()}"
        failing.write_text("", "utf-8")

        def run() -> bool:
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            if mutant:
                put_in_place(mutant)
            for item, after in _with_next(items):
                failing.write_text(item.nodeid, "utf-8")  # one that ends the process failed, too
                seconds = 5 + 5 * self._tests[item.nodeid].seconds
                signal.setitimer(signal.ITIMER_PROF, seconds)  # one that never ends is ended, and so killed
                if not _passes(session, item, after):
                    return False
            failing.write_text("", "utf-8")
            return True

        if os.waitpid(_forked(run), 0)[1] == 0:
            return None
        name = failing.read_text("utf-8")
        return next((item for item in items if item.nodeid == name), items[0] if items else None)

    def _is_steady(self, session: pytest.Session, item: pytest.Item) -> bool:
        """Tell whether a test passes alone, with the program as it is: one that needs others first kills nothing."""
        known = Path(self._folder) / f"steady-{hashlib.sha256(item.nodeid.encode()).hexdigest()}"
        if not known.exists():
            fails = self._first_failing(session, None, [item])
            written = known.with_suffix(f".{os.getpid()}")
            written.write_text("no" if fails else "yes", "utf-8")
            written.replace(known)  # another judge may look at this moment, and should not read half of it
            if fails:
                print(f"judges nothing, for it fails alone: {item.nodeid}", flush=True)
        return known.read_text("utf-8") == "yes"

    def _end(self, under_way: dict[int, Mutant]) -> None:
        pid, status = os.wait()
        mutant = under_way.pop(pid)
        if self._killed_by(pid).exists():
            killer = self._killed_by(pid).read_text("utf-8")
            self._killers.add((mutant.path, mutant.function, killer))
            self.killed[mutant.name] = killer
            return
        self.survivors.append(mutant)
        how = "lives" if status == 0 else "lives, for judging it failed"
        print(f"{how}: {mutant.path}:{mutant.line} {mutant.function}: {mutant.change}", flush=True)

    def _killed_by(self, pid: int) -> Path:
        return Path(self._folder) / f"killed-{pid}"

    def _items_for(self, session: pytest.Session, mutant: Mutant) -> list[pytest.Item]:
        """Return the tests that call what is changed: those that killed others there first, then what takes least."""
        found: list[pytest.Item] = []
        for item in session.items:
            test = self._tests.get(item.nodeid)
            if test and any(
                path == mutant.path and mutant.function in {"", name} for path, name in test.called
            ):
                found.append(item)

        def rank(item: pytest.Item) -> tuple[bool, float]:
            kills = (mutant.path, mutant.function, item.nodeid) in self._killers
            return not kills, self._tests[item.nodeid].seconds

        return sorted(found, key=rank)


def _forked(judge: Callable[[], bool]) -> int:
    """Return the process in which something is judged; it ends with 0 for yes."""
    pid = os.fork()
    if pid == 0:
        ended = 1
        try:
            ended = int(not judge())
        finally:
            os._exit(ended)
    return pid


def _with_next(items: Sequence[pytest.Item]) -> Iterator[tuple[pytest.Item, pytest.Item | None]]:
    return zip(items, (*items, None)[1:], strict=True)


def _passes(session: pytest.Session, item: pytest.Item, after: pytest.Item | None) -> bool:
    item.ihook.pytest_runtest_protocol(item=item, nextitem=after)
    return session.testsfailed == 0


def _trace(session: pytest.Session, files: set[str], traces: Path) -> bool:
    """Run all tests as the program is, and write down what those that are fast call."""
    found: dict[str, _Test] = {}
    called: set[tuple[str, str]] = set()
    for file in files:
        noting = noting_calls(Path(file))
        vars(importlib.import_module(noting.module))[CALLED] = called
        put_in_place(noting)
    for item, after in _with_next(session.items):
        called.clear()
        if "remembered" in sys.modules:
            sys.modules["remembered"].forget()  # what comes from memory calls nothing
        start = time.process_time()
        passes = _passes(session, item, after)
        seconds = time.process_time() - start
        if not passes:
            session.testsfailed = 0
            print(f"judges nothing, for it fails: {item.nodeid}", flush=True)
        elif called and seconds < _LONGEST:
            found[item.nodeid] = _Test(seconds, frozenset(called))
    traces.write_bytes(pickle.dumps(found))
    return True


def put_in_place(mutant: Mutant) -> None:
    """Change a module that others have imported already, and everything that they took out of it."""
    module = importlib.import_module(mutant.module)
    changed = dict(vars(module))
    exec(mutant.code, changed)  # noqa: S102 -- the program's own code
    _change(vars(module), changed, module.__name__)


def _change(old, new, home: str) -> None:
    for name, value in list(new.items()):
        mine, other = _bare(old.get(name)), _bare(value)
        if isinstance(mine, FunctionType):
            mine.__code__, mine.__defaults__ = other.__code__, other.__defaults__
            mine.__kwdefaults__ = other.__kwdefaults__
        elif isinstance(mine, type):
            if mine.__module__ == home:
                _change(vars(mine), vars(other), home)
        elif not name.startswith("__") and "__builtins__" in old and mine != other:
            for module in list(sys.modules.values()):
                if vars(module).get(name) is mine:
                    setattr(module, name, other)


def _bare(value: object) -> object:
    """Return the function behind what a class makes of it."""
    if isinstance(value, property):
        return value.fget
    if isinstance(value, cached_property):
        return value.func
    return getattr(value, "__func__", value)
