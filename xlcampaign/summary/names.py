"""The names that the summary's formulas use for the inputs on 评星规则 and for the counts."""

from collections.abc import Sequence

from xlcampaign.model.plan import SubjectKind, Way, WayKey

TRIM = "trim_on"
RENORMALISE = "renormalise_on"
THRESHOLD = "rule_threshold"
FEW = "few_raters"
QUOTA = "quota_share"
CHANGED = "rules_changed"


def weights(kind: SubjectKind) -> str:
    """Name the weights of the ways, in the order in which the plan shows them."""
    return f"weight_{kind}"


def whole(kind: SubjectKind) -> str:
    """Name the sum of the weights."""
    return f"whole_{kind}"


def ways(kind: SubjectKind) -> str:
    """Name the names of the ways, in the order of the weights."""
    return f"ways_{kind}"


def lacking(kind: SubjectKind) -> str:
    """Name the remarks for ways without a counted mark, empty where the way has no weight."""
    return f"lacking_{kind}"


def thin(kind: SubjectKind) -> str:
    """Name the remarks for ways with few raters."""
    return f"thin_{kind}"


def bars(kind: SubjectKind) -> str:
    """Name the scores from which stars are lit, in the stars' order."""
    return f"bar_{kind}"


def bounds(kind: SubjectKind) -> str:
    """Name the composites from which levels begin, lowest level first."""
    return f"bounds_{kind}"


def levels(kind: SubjectKind) -> str:
    """Name the levels, lowest first."""
    return f"levels_{kind}"


def recommend(kind: SubjectKind) -> str:
    """Name the number of lit stars that makes a subject fit for recommendation."""
    return f"recommend_{kind}"


def rectify(kind: SubjectKind) -> str:
    """Name the number of lit stars below which a subject has to rectify."""
    return f"rectify_{kind}"


def points(scale: int) -> str:
    """Name the points of a scale's grades, 0 where a grade is not counted."""
    return f"points_scale_{scale}"


def tops(scale: int) -> str:
    """Name the row that the highest mark is found by: points + 1, 0 where not counted."""
    return f"tops_scale_{scale}"


def bottoms(scale: int) -> str:
    """Name the row that the lowest mark is found by: 1000 − points, 0 where not counted."""
    return f"bottoms_scale_{scale}"


def flags(scale: int) -> str:
    """Name the row that says which grades of a scale are counted."""
    return f"counted_scale_{scale}"


def votes(way: Way) -> str:
    """Name a way's counts in 票数统计, a row per subject and star."""
    return f"votes_{way.kind}_{way.key}"


def place(ways: Sequence[Way], key: WayKey) -> int:
    """Return a way's place among the ways of a kind of subject, counted from 1: its place among the weights."""
    return [way.key for way in ways].index(key) + 1
