"""What a plan may choose."""

from enum import StrEnum


class StepKey(StrEnum):
    """The five steps of a stage, in their order."""

    LAUNCH = "launch"
    PLEDGE = "pledge"
    COMMENT = "comment"
    EVALUATION = "evaluation"
    COMMENDATION = "commendation"


class Missing(StrEnum):
    """What becomes of a star when a way with weight has no counted mark."""

    UNRATED = "unrated"
    RENORMALISE = "renormalise"


class Uniform(StrEnum):
    """What becomes of a valid ballot that gives everybody the same on every star."""

    COUNTED = "counted"
    ASIDE = "aside"


class Repeated(StrEnum):
    """What becomes of valid ballots that are identical: all count, or one of them."""

    COUNTED = "counted"
    ONCE = "once"


class FinalRule(StrEnum):
    """By what stars somebody is selected: those of the last stage, of each stage, or of all stages together."""

    LAST = "last"
    EVERY = "every"
    TOTAL = "total"
