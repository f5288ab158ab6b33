"""Which of two submissions of one form is newer, as far as anybody can tell."""

from collections.abc import Iterable

from xlcampaign.model.submission import Submission


def is_newer(one: Submission, other: Submission) -> bool | None:
    """Tell whether a submission is newer than another; None where it cannot be told.

    What stems from another is newer than it. Else the higher submission number is; of equal numbers what came later.
    A number that could not be read is not 1, and a time that is not known is not the oldest.
    """
    stems, stemmed = one.is_from(other), other.is_from(one)
    if stems != stemmed:
        return stems
    if one.version is None or other.version is None:
        return None
    return one.version > other.version if one.version != other.version else came_later(one, other)


def came_later(one: Submission, other: Submission) -> bool | None:
    """Tell whether a submission came later than another; None where it cannot be told.

    By the dates of the mails, where both came by one; then by the times inside the documents, where both state one.
    """
    for mine, others in ((one.mailed, other.mailed), (one.saved, other.saved)):
        if mine is not None and others is not None and mine != others:
            return mine > others
    return None


def is_renumbered(one: Submission, before: Iterable[Submission]) -> bool:
    """Tell whether a sender typed a higher submission number than the form came with.

    A form that went back comes with the number of the submission that it was, one that was issued again with the next.

    Args:
        one: what was sent.
        before: the submissions that its form was filled in from.
    """
    last = max((other.version or 1 for other in before), default=0)
    return one.version is not None and one.version > max(one.issued_as or last + 1, last)
