"""What a plan may say about valid ballots that look as if nobody had considered them."""

from enum import StrEnum


class Uniform(StrEnum):
    """What becomes of a ballot that gives everybody the same on every star."""

    COUNTED = "counted"
    ASIDE = "aside"


class Repeated(StrEnum):
    """What becomes of identical ballots: all count, or one of them."""

    COUNTED = "counted"
    ONCE = "once"
