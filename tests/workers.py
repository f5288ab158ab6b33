"""Functions that worker processes run in tests of the engine."""

import os
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
    return f"ok {value}"
