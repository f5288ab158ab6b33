"""Instants as people see them: in Beijing time everywhere, which is said beside them."""

from datetime import datetime

from xlcampaign.model.submission import BEIJING
from xlcampaign.words import T

SENT = T("发送时间（北京时间）", "Sent (Beijing time)")
MODIFIED = T("文件修改时间（北京时间）", "Modified (Beijing time)")
"""The headers of columns of instants."""

CHANGED_BY_HAND = T("{name}（手工改过 {when}{n}）", "{name} (changed by hand {when}{n})")
"""What a file is called that was set aside; `when` it was changed, `n` tells several apart."""


def show_instant(instant: datetime | None) -> str:
    """Return an instant as it is shown; nothing for none."""
    return f"{instant.astimezone(BEIJING):%Y-%m-%d %H:%M:%S}" if instant else ""


def in_file_name(instant: datetime) -> str:
    """Return an instant as it stands in a file's name, where no colon may."""
    return f"{instant.astimezone(BEIJING):%Y-%m-%d %H-%M}"
