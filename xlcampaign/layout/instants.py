"""Instants as people see them: in Beijing time everywhere, which is said beside them."""

from datetime import datetime

from xlcampaign.model.submission import BEIJING
from xlcampaign.words import T

CHANGED_BY_HAND = T("{name}（手工改过 {when}{n}）", "{name} (changed by hand {when}{n})")
"""What a file is called that was set aside; `when` it was changed, `n` tells several apart."""


def in_file_name(instant: datetime) -> str:
    """Return an instant as it stands in a file's name, where no colon may."""
    return f"{instant.astimezone(BEIJING):%Y-%m-%d %H-%M}"
