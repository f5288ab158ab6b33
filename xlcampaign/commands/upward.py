"""What a unit tells the level above, read and checked: a report, a form filled in by hand, or a whole summary."""

from collections.abc import Iterable, Iterator

from xlcampaign.checks.dispatch import check_dispatch
from xlcampaign.commands.carried import plan_inside
from xlcampaign.findings.catalogue import file_rules as f
from xlcampaign.findings.catalogue import level_rules as v
from xlcampaign.findings.catalogue import rollup_rules as u
from xlcampaign.findings.finding import Finding, Place
from xlcampaign.layout.dispatch import subjects_key
from xlcampaign.layout.summary import board_table, outcomes_table, scores_table
from xlcampaign.layout.summary_counts import counts_table
from xlcampaign.model.content import Content
from xlcampaign.model.dispatch import Dispatch, Origin, Upward
from xlcampaign.model.plan import SubjectKind
from xlcampaign.model.submission import Draft
from xlcampaign.reading.dispatch import build_dispatch, is_renamed, read_dispatch, unit_in
from xlcampaign.reading.grid import RawBook
from xlcampaign.reading.stated import sheets_stated
from xlcampaign.reading.summary import Hidden, counts_changed, edited_in, is_summary, is_tried, tables_in
from xlcampaign.tally.recount import Held, board_key, counts_key, recount


def no_report(workbook: RawBook, file: str) -> Finding:
    """Return why a workbook that says nothing to the level above is no report."""
    return (v.OLD_SUMMARY if is_summary(workbook) else v.NOT_A_DISPATCH).at(Place(file))


def among_forms(workbook: RawBook, hidden: Hidden, file: str) -> Finding:
    """Return what is said of what a unit tells the level above where forms of branches belong."""
    if hidden["kind"] == Origin.SUMMARY:
        return f.NO_FORM.at(Place(file))
    draft, _ = read_dispatch(workbook, hidden, file)
    unit = unit_in(draft) if draft else None
    return v.DISPATCH_HERE.at(Place(file), unit=unit.name if unit else "")


def read_upward(
    content: Content, workbook: RawBook, hidden: Hidden, sha256: str
) -> tuple[Upward, list[Finding]]:
    """Return what a workbook tells of a unit, as far as it counts, and what was found.

    Args:
        content: its parts.
        workbook: the workbook.
        hidden: what it says of itself.
        sha256: of its bytes.
    """
    file = content.name
    draft, findings = read_dispatch(workbook, hidden, file)
    unit = unit_in(draft) if draft else None
    if draft and hidden["kind"] == Origin.ROLLUP and not (unit and _tells(draft)):
        return Upward(None, None), [u.NO_LEVEL.at(Place(file))]
    if (
        draft and hidden["kind"] == Origin.FORM
    ):  # what the program wrote agrees with itself, if nobody changed it
        findings += check_dispatch(draft)
    dispatch = build_dispatch(draft, hidden, sha256) if draft and unit and _is_sound(findings) else None
    if dispatch and dispatch.origin is Origin.SUMMARY:
        findings += _count_again(dispatch, workbook, hidden, tried=is_tried(findings))
        if not content.format.is_ooxml and not _is_sound(findings):
            return Upward(unit, None), [v.OTHER_FORMAT.at(Place(file), found=content.format.value)]
    if dispatch and dispatch.origin in _WITH_PAGES and _is_sound(findings):
        findings += edited_in(sheets_stated(content), hidden, file)
    renamed = unit is not None and is_renamed(unit, hidden)
    return Upward(unit, dispatch if _is_sound(findings) else None, renamed), findings


_WITH_PAGES = {Origin.SUMMARY, Origin.ROLLUP}
"""What has sheets for the eye beside those that are read."""


def _tells(draft: Draft) -> bool:
    """Tell whether a report tells of anybody."""
    return any(draft.sheets[key].records for key in map(subjects_key, SubjectKind) if key in draft.sheets)


def _is_sound(findings: Iterable[Finding]) -> bool:
    return not any(finding.is_error for finding in findings)


def _count_again(dispatch: Dispatch, workbook: RawBook, hidden: Hidden, *, tried: bool) -> Iterator[Finding]:
    """Yield what does not agree between what a summary tells, its counts, and what it shows."""
    plan = plan_inside(next(iter(dispatch.rules.values()), ""))
    if plan is None:
        yield v.TAKEN_APART.at(Place(dispatch.file))
        return
    tables = {
        **{counts_key(kind): counts_table(plan, kind) for kind in SubjectKind},
        **{board_key(kind): board_table(plan, kind, compared=True) for kind in SubjectKind},
        "scores": scores_table(),
        "outcomes": outcomes_table(compared=True),
    }
    stated = tables_in(workbook, hidden, tables)
    changed = [
        found
        for kind in SubjectKind
        for found in counts_changed(stated[counts_key(kind)], kind, hidden, dispatch.file)
    ]
    yield from changed or recount(Held(dispatch, stated, plan, tried))
