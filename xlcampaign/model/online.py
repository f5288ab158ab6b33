"""Ballots that a form tool collects, where its questions or answers are called otherwise than the program calls them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OnlineRow:
    """A row of the plan's sheet: what a header of an export asks, and what answers are called.

    Attributes:
        stage: in which stage.
        way: the name of the way.
        branch: the code of the branch; empty for every branch, where only answers are said.
        header: the header of a question's column; empty where only answers are said.
        subject: the member's code or name, as it is written; empty for a branch's own stars.
        star: the star, as it is written.
        answers: what answers mean, as it is written; they hold for the branch's whole way.
    """

    stage: int
    way: str
    branch: str = ""
    header: str = ""
    subject: str = ""
    star: str = ""
    answers: str = ""
