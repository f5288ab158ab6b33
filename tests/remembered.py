"""Workbooks that were written before come from memory: a fifth of the tests' time went into writing equal ones anew.

What is written is decided by what a writer is given, and by nothing else; a script in processes of its own holds that
(`test_a_seed_decides_every_byte_in_any_process`). Imported before all that imports the writers.
"""

import hashlib
import inspect
import pickle
from collections import OrderedDict
from functools import wraps
from pathlib import Path

from xlcampaign import summary
from xlcampaign.forms import form, notices, papers
from xlcampaign.workbook.replacing import replaced

_MOST = 500
_kept: OrderedDict[bytes, tuple[str, bytes]] = OrderedDict()
"""What files state and hold, by the writer and what it was given; those asked for last stay."""


def forget() -> None:
    """Have everything written anew."""
    _kept.clear()


def _remembered(write):
    """Return a writer that puts what it wrote before in place as it would what it writes."""
    signature = inspect.signature(write)

    @wraps(write)
    def written(*args, **named):
        (_, target), *given = signature.bind(*args, **named).arguments.items()
        key = hashlib.sha256(pickle.dumps((write.__name__, given))).digest()
        if key in _kept:
            _kept.move_to_end(key)
            stated, data = _kept[key]
            with replaced(target) as new:
                new.write_bytes(data)
            return stated
        stated = write(*args, **named)
        _kept[key] = stated, Path(target).read_bytes()
        if len(_kept) > _MOST:
            _kept.popitem(last=False)
        return stated

    return written


for _module, _name in (
    (form, "write_form"),
    (papers, "write_papers"),
    (notices, "write_notices"),
    (summary, "write_summary"),
):
    setattr(_module, _name, _remembered(getattr(_module, _name)))
