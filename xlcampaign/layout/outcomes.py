"""How outcomes are called, on sheets and on the screen."""

from xlcampaign.layout.summary import DASH
from xlcampaign.model.results import Quota
from xlcampaign.words import T

NOT_GRADED = T("不定等次", "not graded")
QUOTA_TIED = T("并列，提请研究", "tied: to be decided")
_WITHIN = T("名额内", "within the quota")


def quota_words(quota: Quota, top: str) -> T:
    """Return what is said of the quota; `top` is the highest level."""
    full = T(f"{top}名额已满", f"no place left for “{top}”")
    words = {Quota.NONE: T(DASH, DASH), Quota.GRANTED: _WITHIN, Quota.TIED: QUOTA_TIED, Quota.FULL: full}
    return words[quota]
