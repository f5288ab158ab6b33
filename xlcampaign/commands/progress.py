"""What a long command tells while it runs: how much is coming, how far it is, and what cannot wait until the end."""

from typing import Protocol

from xlcampaign.findings.finding import Finding


class Progress(Protocol):
    """Whoever watches a command at work."""

    def coming(self, files: int) -> None:
        """Hear how many files are going to be read."""

    def done(self, files: int) -> None:
        """Hear how many of them were read so far."""

    def say(self, finding: Finding) -> None:
        """Hear at once what concerns the run and no result."""


class Unwatched:
    """Nobody watches."""

    def coming(self, files: int) -> None:
        """Take no notice."""

    def done(self, files: int) -> None:
        """Take no notice."""

    def say(self, finding: Finding) -> None:
        """Take no notice."""
