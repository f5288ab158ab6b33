"""Functions that worker processes run in tests of the engine."""

import os
import signal
import time
from pathlib import Path


def double(value, shared):
    return value * 2 + shared


def misbehave(value, shared):
    """Die, hang, eat memory or answer, as the value says."""
    if value == "die":
        os._exit(3)
    if value == "hang":
        time.sleep(60)
    if value == "eat":
        return len(bytearray(8 * 1024**3))
    if value == "once":
        # dies the first time only: the marker is the shared folder's
        marker = Path(shared) / "died"
        if not marker.exists():
            marker.touch()
            os._exit(3)
    if value == "raise":
        raise LookupError(value)
    return f"ok {value}"


def tell_environment(value, shared):
    return os.environ.get(value, shared)


def be_alone(value, shared):
    """Say whether anything else was under way; the value "die" dies the first time, the others take their time."""
    folder = Path(shared)
    if value == "die":
        if not (folder / "died").exists():
            (folder / "died").touch()
            os._exit(3)
        return [path.name for path in folder.glob("busy*")]
    busy = folder / f"busy {value}"
    busy.touch()
    time.sleep(0.3)
    busy.unlink()
    return value


def be_slow(value, _):
    """Take as many seconds as the value says."""
    time.sleep(value)
    return value


def take_worker_along(value, _):
    """Kill whoever started this process, where the value says so."""
    if value == "worker":
        os.kill(os.getppid(), signal.SIGKILL)
        time.sleep(60)
    return value
