"""Evaluation campaigns over e-mailed Excel forms: sent out, read back, checked, merged and explained.

What programs may call is offered here, and loaded when it is first asked for: to import the package takes no time.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from xlcampaign.program import VERSION

if TYPE_CHECKING:
    from xlcampaign.api import (
        Finding,
        Lang,
        Plan,
        Report,
        Stop,
        Summary,
        check,
        merge,
        read_plan,
        read_tables,
    )

__version__ = VERSION
__all__ = [
    "Finding",
    "Lang",
    "Plan",
    "Report",
    "Stop",
    "Summary",
    "check",
    "merge",
    "read_plan",
    "read_tables",
]


def __getattr__(name: str) -> object:
    """Load what is offered."""
    if name not in __all__:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.api"), name)
