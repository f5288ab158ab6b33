"""What is said of what a merge handed on of the final selection."""

from collections.abc import Iterator
from pathlib import Path

from xlcampaign.findings.catalogue.final_rules import HANDED_ON, NOTHING_HANDED_ON
from xlcampaign.findings.finding import Finding, Place
from xlcampaign.model.approval import Approvals
from xlcampaign.model.final import Verdict
from xlcampaign.model.results import Report, Seat
from xlcampaign.tally.final import final_of


def say_handed_on(report: Report, approvals: Approvals | None, file: Path) -> Iterator[Finding]:
    """Yield what a final selection came to, where there is one.

    Args:
        report: the last stage's.
        approvals: what was handed on; None where nothing was.
        file: where it is.
    """
    final = final_of(report)
    if final is None:
        return
    if approvals is None:
        yield NOTHING_HANDED_ON.at(Place())
        return
    study = sum(
        form.candidate.verdict is Verdict.STUDY or form.candidate.seat is Seat.STUDY
        for form in approvals.forms
    )
    pages, certificates = len(approvals.forms), len(approvals.certificates)
    yield HANDED_ON.at(Place(), pages=pages, certificates=certificates, file=file.name, study=study)
