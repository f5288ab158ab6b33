"""终评: who is recommended over all stages by the plan's rule, who is to be studied, who is not, and who is commended."""

from collections.abc import Iterable, Iterator
from functools import partial

from xlcampaign.layout.choices import SEATS
from xlcampaign.layout.final import reasons_of
from xlcampaign.layout.recommending import decision_words
from xlcampaign.layout.sheet import Column, Table
from xlcampaign.layout.summary import NUMBER, column, distinct
from xlcampaign.model.choices import FinalRule
from xlcampaign.model.final import Candidate, Final, Verdict
from xlcampaign.model.plan import Plan, SubjectKind
from xlcampaign.model.registers import Commendation
from xlcampaign.model.results import Seat
from xlcampaign.summary.context import Context
from xlcampaign.summary.figures import shown
from xlcampaign.summary.frame import WARNING_ROW, Framed, Page, Row, write_warning
from xlcampaign.summary.leaders.recommended import BY_TOTAL, is_by_total, same_fit, same_stars
from xlcampaign.summary.lists import (
    BRANCH,
    ORDER,
    OUTDATED,
    ROW_HEIGHT,
    STATUS,
    branch_name,
    list_part,
    mark,
    name_column,
    who_of,
)
from xlcampaign.summary.parts import write_parts
from xlcampaign.summary.register_cells import stage_name
from xlcampaign.tally.posted import honours_of
from xlcampaign.words import T, clauses, same
from xlcampaign.workbook.formulas import Live, quote

_FIRST = WARNING_ROW + 1
_NOTE_HEIGHT = 54
_RULES = {
    FinalRule.LAST: T(
        "终评规则为“末阶段”：{last}得星达到所需（支部 {branch} 星、党员 {member} 星）",
        "Final selection by the last stage: enough stars in {last} (branch {branch}, member {member})",
    ),
    FinalRule.EVERY: T(
        "终评规则为“各阶段”：每个阶段得星都达到所需（支部 {branch} 星、党员 {member} 星）",
        "Final selection by every stage: enough stars in each (branch {branch}, member {member})",
    ),
    FinalRule.TOTAL: T(
        "终评规则为“累计”：各阶段得星合计达到所需（支部 {branch} 星、党员 {member} 星）",
        "Final selection by the total: enough stars in all stages together (branch {branch}, member {member})",
    ),
}
_NOTE = T(
    "{rule}。末阶段被否决的、不定等次的不推荐。缺一个阶段的结果才定不下来的、还有事项没有议决的，列为待研究，由会议定。"
    "“符合推荐条件名单”只看本阶段，向上推荐以本表为准，推荐审批表在汇总旁边的工作簿里。"
    "表彰由会议议定，和终评推荐是两回事：一个人可以都有，也可以只有一样。名单是制表时的结果，只有“改规则后现况”一列随评星规则变，没改时空着。",
    "{rule}. Whoever is vetoed or not graded in the last stage is not recommended. Where it turns on a stage without a"
    " result, or something is still open, a meeting decides. “Fit for recommendation” looks at this stage alone; who is"
    " recommended in the end stands here, with approval forms in a workbook beside this one. Commendations are decided by a"
    " meeting and are another matter: somebody may have both, or either. Only the column “Now” follows the rules,"
    " empty as long as nothing changes.",
)
_TITLES = {
    Verdict.SELECTED: T("一、终评推荐", "1. Recommended in the end"),
    Verdict.STUDY: T("二、待研究（由会议定）", "2. To be decided by a meeting"),
    Verdict.OUT: T("三、未列入终评推荐", "3. Not recommended in the end"),
}
_COMMENDED = T("四、表彰（会议议定）", "4. Commended (decided by a meeting)")
_NOTES = {
    Verdict.SELECTED: T("备注", "Note"),
    Verdict.STUDY: T("待研究的事", "What is to be decided"),
    Verdict.OUT: T("原因", "Why"),
}
_HONOUR = T("称号、实绩", "Honour and merit")
_BOTH = T("也在终评推荐里", "recommended in the end, too")
_OUTDATED = T(
    "评星规则已改动，末阶段的星数变了：重新汇总后再用本表",
    "The rules were changed, and with them stars of the last stage: merge again before you use this",
)


def _columns(plan: Plan, note: T) -> tuple[Column, ...]:
    stages = sorted(plan.stages, key=lambda stage: stage.number)
    return distinct(
        (
            ORDER,
            BRANCH,
            name_column(SubjectKind.MEMBER),
            *(column(f"stars.{one.number}", same(one.name), NUMBER, 11) for one in stages),
            column("total", T("合计", "Total"), NUMBER, 8),
            column("note", note, width=58),
            STATUS,
        )
    )


def _table(plan: Plan, verdict: Verdict) -> Table:
    return Table(f"final_{verdict}", _TITLES[verdict], _columns(plan, _NOTES[verdict]))


def _commended_table(plan: Plan) -> Table:
    return Table("final_commended", _COMMENDED, _columns(plan, _HONOUR))


def final_tables(plan: Plan) -> list[Table]:
    """Return the sections of 终评."""
    return [*(_table(plan, verdict) for verdict in Verdict), _commended_table(plan)]


def has_final(context: Context) -> bool:
    """Tell whether there is a final selection: with the last stage, by the plan's rule."""
    return context.final is not None


def final_page(context: Context) -> Page:
    """Return 终评."""
    final = context.final
    assert final is not None
    columns = _columns(context.plan, _NOTES[Verdict.SELECTED])
    branch, member = map(str, final.needed)
    last = stage_name(context, final.stages[-1])
    rule = _RULES[final.rule].filled(last=last, branch=branch, member=member)
    return Page(
        note=context.say(_NOTE.filled(rule=rule)),
        note_height=_NOTE_HEIGHT,
        columns=columns,
        rest=partial(_write, final),
        frozen=(_FIRST, 1),
        repeated=WARNING_ROW,
    )


def _write(final: Final, framed: Framed) -> None:
    sheet, context = framed.sheet, framed.context
    sheet.default_height(ROW_HEIGHT)
    nobody, parts = context.nobody(*SubjectKind), []
    for verdict in Verdict:
        table = _table(context.plan, verdict)
        parts.append(list_part(table, _heading(final, verdict), list(_rows(context, final, verdict)), nobody))
    commended = _commended_table(context.plan)
    last = list_part(commended, commended.title, list(_commended(context, final)), nobody)
    ends = write_parts(framed, [*parts, last], ROW_HEIGHT)
    letter = table.letter_of("status")
    marks = f"${letter}${_FIRST}:${letter}${ends[table.key]}"
    gone = f"COUNTIF({marks},{quote(context.say(OUTDATED))})"
    write_warning(sheet, len(table.columns), Live(f'IF({gone}=0,"",{quote(context.say(_OUTDATED))})', ""))


def _heading(final: Final, verdict: Verdict) -> T:
    """Return a section's heading; of those who are selected it says how many of them have no place."""
    over = sum(one.seat is Seat.OVER for one in final.of(verdict)) if verdict is Verdict.SELECTED else 0
    title = _TITLES[verdict]
    return (
        T(f"{title.zh}，其中超出名额 {over} 个", f"{title.en}, of whom beyond the places: {over}")
        if over
        else title
    )


def _rows(context: Context, final: Final, verdict: Verdict) -> Iterator[Row]:
    for order, one in enumerate(final.of(verdict), 1):
        subject = context.report.results.by_code.get(one.code)
        selected = verdict is Verdict.SELECTED
        said = _remarks(context, one) if selected else reasons_of(one, subject, context.plan)
        yield _row(context, final, order, one, said, _status(context, one))


def _row(
    context: Context, final: Final, order: int, one: Candidate, said: Iterable[T], status: Live | str = ""
) -> Row:
    stars = dict(zip(final.stages, one.stars, strict=True))
    branch, name = _who(context, one)
    return {
        "order": order,
        "branch": branch,
        "name": name,
        **{f"stars.{stage}": shown(lit, 0) for stage, lit in stars.items()},
        "total": one.total,
        "note": context.say(clauses(said)),
        "status": status,
    }


def _who(context: Context, one: Candidate) -> tuple[str, str]:
    """Return branch and name; of whoever is no more in the plan at all, as they were in the last stage that had them."""
    branch, name = branch_name(context, one.code), who_of(one, context)
    if context.plan.who(one.code) is None:
        pasts = (past.results.get(one.code) for past in context.report.history)
        *_, last = filter(None, pasts)
        if one.kind is SubjectKind.BRANCH:
            return last.name, name
        return branch_name(context, last.branch), last.name
    return branch, name


def _commended(context: Context, final: Final) -> Iterator[Row]:
    by_code = {one.code: one for one in final.candidates}
    entries: list[Commendation] = honours_of(context.report)
    for order, entry in enumerate(entries, 1):
        one = by_code[entry.subject]
        both = [_BOTH] if one.verdict is Verdict.SELECTED else []
        said = (*map(same, filter(None, (entry.honour, entry.merit))), *both)
        yield _row(context, final, order, one, said)


def _status(context: Context, one: Candidate) -> Live | str:
    """Return 现况: whether the last stage still gives as many stars, and fitness for recommendation, as it did."""
    subject = context.report.results.by_code.get(one.code)
    if subject is None:
        return ""
    return mark(context, f"AND({same_stars(context, subject)},{same_fit(context, subject)})")


def _remarks(context: Context, one: Candidate) -> Iterator[T]:
    """Yield what is remarked on somebody who is selected."""
    if context.plan.places_of(one.kind) is not None and one.seat:
        yield SEATS[one.seat]
    if is_by_total(context, one.code):
        yield BY_TOTAL
    if one.decision:
        yield decision_words(one.decision)
