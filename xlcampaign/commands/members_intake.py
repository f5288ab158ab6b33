"""An office's list of members from bytes to rows: what a worker runs."""

from xlcampaign.commands.intake import open_workbook
from xlcampaign.findings.catalogue import file_rules as f
from xlcampaign.findings.finding import Finding
from xlcampaign.model.envelope import Envelope
from xlcampaign.model.listed import MembersList
from xlcampaign.reading.members_list import read_members
from xlcampaign.reading.separated import read_separated

_TEXTS = (f.CSV, f.TEXT)


def take_members(
    envelope: Envelope, passwords: tuple[str, ...]
) -> tuple[MembersList | None, tuple[Finding, ...]]:
    """Read a list of members, in a workbook or a text file; return it, None if there is none, and what was found."""
    workbook, _, findings = open_workbook(envelope, passwords)
    if workbook is None:
        if not any(one.rule == f.NOT_A_WORKBOOK and one.facts["content"] in _TEXTS for one in findings):
            return None, tuple(findings)
        read = read_separated(envelope)
        if isinstance(read, Finding):
            return None, (read,)
        workbook, findings = read, []
    listed, found = read_members(workbook, envelope.name)
    return listed, (*findings, *found)
