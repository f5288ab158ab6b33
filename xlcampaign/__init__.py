"""Evaluation campaigns over e-mailed Excel forms: sent out, read back, checked, merged and explained.

What programs may call is offered here, by the list that api keeps, and loaded when it is first asked for: to import the
package takes no time.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from xlcampaign.program import VERSION

if TYPE_CHECKING:
    from xlcampaign.api import *  # noqa: F403 -- its list is the only one

__version__ = VERSION


def __getattr__(name: str) -> object:
    """Load what is offered."""
    if name.startswith("_") and name != "__all__":
        raise AttributeError(name)
    api = import_module(f"{__name__}.api")
    if name not in {"__all__", *api.__all__}:
        raise AttributeError(name)
    return getattr(api, name)
