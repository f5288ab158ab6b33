"""A real Dask cluster on this machine: a scheduler, and workers that are started as people start them."""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from distributed import Client

import xlcampaign

_SEARCHED = Path(__file__).parent, Path(xlcampaign.__file__).parent.parent
_DASK = Path(sys.executable).parent / "dask"
FREE = {"DASK_DISTRIBUTED__WORKER__DAEMON": "False"}
"""With what workers may start processes of their own."""
_PATIENCE = 60


class Dask:
    """A scheduler that writes down its address; workers are added one by one."""

    def __init__(self, folder):
        self._file, self._started = folder / "scheduler.json", []
        self._start(
            "scheduler",
            "--port",
            "0",
            "--scheduler-file",
            self._file,
            PYTHONPATH=os.pathsep.join(map(str, _SEARCHED)),
        )
        self._wait(self._file.is_file)
        self._wait(lambda: self._file.stat().st_size > 0)

    @property
    def address(self):
        return json.loads(self._file.read_text("ascii"))["address"]

    def add_worker(self, setting=FREE, path=""):
        """Start a worker of one thread, and wait until the scheduler knows it; return its process."""
        before = self.workers()
        search = os.pathsep.join(map(str, filter(None, (path, *_SEARCHED))))
        words = ("worker", "--scheduler-file", self._file, "--nthreads", "1", "--nworkers", "1")
        started = self._start(*words, PYTHONPATH=search, **setting)
        self._wait(lambda: len(self.workers()) > len(before))
        return started

    def workers(self):
        """Return the workers' addresses."""
        with Client(self.address, set_as_default=False, timeout=_PATIENCE) as client:
            return list(client.nthreads())

    def close(self):
        for one in reversed(self._started):
            one.terminate()
        for one in self._started:
            with contextlib.suppress(subprocess.TimeoutExpired):
                one.wait(20)
            one.kill()
            one.wait()

    def _start(self, *words, **setting):
        command = [_DASK, *words, "--host", "127.0.0.1", "--no-dashboard"]
        given = {name: value for name, value in os.environ.items() if not name.startswith("DASK_")}
        one = subprocess.Popen(
            [str(word) for word in command],
            env=given | setting,
            stderr=subprocess.DEVNULL,
            cwd=self._file.parent,
        )
        self._started.append(one)
        return one

    def _wait(self, known):
        end = time.monotonic() + _PATIENCE
        while not known():
            assert time.monotonic() < end, "the cluster does not start"
            assert self._started[-1].poll() is None, "what was started last has ended"
            time.sleep(0.1)


def _checked(desk, address):
    return desk.run("check", str(desk.root), "--scheduler", address)


def _refused(desk, setting=None, path=""):
    """What is said of a cluster of one worker, or of none."""
    folder = desk.root.parent / "dask"
    folder.mkdir()
    dask = Dask(folder)
    try:
        if setting is not None:
            dask.add_worker(setting, path)
        return _checked(desk, dask.address)
    finally:
        dask.close()


def _other_program(desk):
    root = Path(shutil.copytree(Path(xlcampaign.__file__).parent, desk.root.parent / "other" / "xlcampaign"))
    (root / "words.py").write_text((root / "words.py").read_text("utf-8") + "\n", "utf-8")
    return _refused(desk, FREE, root.parent)


def _without_dask(desk):
    name = "xlcampaign.cluster"
    before, sys.modules[name] = sys.modules.get(name), None
    try:
        return _checked(desk, "tcp://127.0.0.1:9")
    finally:
        del sys.modules[name]
        if before:
            sys.modules[name] = before


CLUSTERS = {
    "O210": lambda desk: _checked(desk, "nonsense://127.0.0.1"),
    "O211": _refused,
    "O212": _other_program,
    "O213": lambda desk: _refused(desk, {}),
    "O214": _without_dask,
}
