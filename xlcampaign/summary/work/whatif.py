"""权重试算: would other weights change the list, and how little it takes to drop one of those on it."""

from collections.abc import Iterator, Sequence

from xlcampaign.layout.choices import KINDS, WAYS, label_of
from xlcampaign.layout.sheet import Column, Table
from xlcampaign.layout.summary import DASH, NUMBER, SCORE, column, main_table
from xlcampaign.model.plan import SubjectKind, WayKey
from xlcampaign.model.results import SubjectResult
from xlcampaign.model.whatif import Stability, Trial
from xlcampaign.summary.context import NONE, Context
from xlcampaign.summary.figures import shown
from xlcampaign.summary.frame import WARNING_ROW, Framed, Page, Row
from xlcampaign.summary.lists import (
    AND,
    BETWEEN,
    ROW_HEIGHT,
    branch_name,
    by_branch,
    fitting,
    who_of,
)
from xlcampaign.summary.parts import Part, write_parts
from xlcampaign.summary.register_cells import results_by_code, star_name
from xlcampaign.words import T

OWN = T("本方案", "the plan's own")
NOT_OWN = T("试算", "tried")
NEVER = T("任何一项对调都不掉", "no single shift drops it")
UNTRIED = T("没有计入票的方式不参加对调：", "not shifted, no counted mark: ")

_NOTE = T(
    "上表：换一套权重，符合推荐条件的名单会怎样变。下表：把几个百分点从一种方式移到另一种，就会有星掉到分数线以下、掉出名单；"
    "数越大越稳，先列支部、后列党员，各把最不稳的排在前面。只看星，不看优秀名额和推荐名额。本表是制表时的结果，不随评星规则变。",
    "Above: how other weights would change who is fit for recommendation. Below: how many percentage points, moved"
    " from one way to another, make a star fall below its score and drop the subject; the more, the firmer, the least"
    " firm first, branches before members. Only stars are looked at, not places."
    " The figures are as they were made and do not follow the rules.",
)
_OUTDATED = T(
    "已过期：评星规则已改动，本表仍按制表时的规则。",
    "Outdated: the rules were changed, this page is still as it was made.",
)
_TRIED = T("几套权重", "Sets of weights")
_WRAP = ("joins", "drops", "branch", "star", "note")
_CENTRED = ("kind", "set", "name", "origin", "target")


def _weight(way: WayKey, width: int) -> Column:
    label = label_of(WAYS, way)
    return column(f"weight.{way}", T(f"{label.zh}权重", f"Weight: {label.en}"), NUMBER, width)


def trials_table() -> Table:
    """Return the sets of weights tried: a row per kind of subject and set."""
    weights = (_weight(way, width) for way, width in zip(WayKey, (9, 10, 13, 12), strict=True))
    columns = (
        column("kind", T("类别", "Kind"), width=18),
        column("set", T("权重", "Weights"), width=14),
        *weights,
        column("fit", T("符合推荐", "Fit"), NUMBER, 12),
        column("joined", T("新增人数", "Joining"), NUMBER, 9),
        column("dropped", T("掉出人数", "Dropping"), NUMBER, 10),
        column("regraded", T("最高等次变动", "Top level changes"), NUMBER, 10),
        column("joins", T("新增名单", "Who joins"), width=36),
        column("drops", T("掉出名单", "Who drops"), width=36),
    )
    return main_table("whatif", columns)


def shifts_table() -> Table:
    """Return who is fit and how firmly, below the sets in columns of the same widths."""
    columns = (
        column("branch", T("支部", "Branch"), width=20),
        column("name", T("名称", "Name"), width=14),
        column("lit", T("星数", "Stars"), NUMBER, 9),
        column("margin", T("最小余量", "Smallest margin"), SCORE, 10),
        column("points", T("挪几个百分点", "Points to move"), NUMBER, 13),
        column("origin", T("从", "From"), width=12),
        column("target", T("移到", "To"), width=12),
        column("now", T("现得分", "Score now"), SCORE, 9),
        column("after", T("挪后得分", "Score after"), SCORE, 10),
        column("threshold", T("分数线", "Lit from"), SCORE, 10),
        column("star", T("先掉的星", "Star that falls"), width=36),
        column("note", T("备注", "Note"), width=36),
    )
    return Table("shifts", T("挪动多少权重就会掉出名单", "How much weight has to move"), columns)


def _who(context: Context, key: str, codes: Sequence[str]) -> str:
    """Return names, those of members after their branch's, as many as the column's cells have room for."""
    between, where = context.say(BETWEEN), trials_table().by_key[key]
    said = fitting(context, where, lambda some: between.join(by_branch(context, codes[:some])), len(codes))
    return said or context.say(NONE)


def _trial_row(context: Context, trial: Trial) -> Row:
    return {
        "kind": context.say(label_of(KINDS, trial.kind)),
        "set": context.say(OWN if trial.real else NOT_OWN),
        **{f"weight.{way}": weight for way, weight in zip(WayKey, trial.weights, strict=True)},
        "fit": len(trial.fit),
        "joined": len(trial.joins),
        "dropped": len(trial.drops),
        "regraded": trial.regraded,
        "joins": DASH if trial.real else _who(context, "joins", trial.joins),
        "drops": DASH if trial.real else _who(context, "drops", trial.drops),
    }


def _way_name(context: Context, way: WayKey) -> str:
    return context.say(label_of(WAYS, way))


def _remark(context: Context, stability: Stability) -> str:
    remarks = [] if stability.shift else [context.say(NEVER)]
    if stability.untried:
        ways = context.say(AND).join(_way_name(context, way) for way in stability.untried)
        remarks.append(context.say(UNTRIED) + ways)
    return context.say(BETWEEN).join(remarks)


def _shift_cells(context: Context, code: str, stability: Stability, subject: SubjectResult) -> Row:
    """Return the cells from the shift to the star; dashes where nothing drops the subject."""
    shift = stability.shift
    if shift is None:
        return dict.fromkeys(("points", "origin", "target", "now", "after", "threshold", "star"), DASH)
    threshold = next(star.threshold for star in subject.stars if star.star == shift.star)
    return {
        "points": shift.points,
        "origin": _way_name(context, shift.origin),
        "target": _way_name(context, shift.target),
        "now": shown(shift.now),
        "after": shown(shift.after),
        "threshold": shown(threshold),
        "star": star_name(context, code, shift.star),
    }


def _shift_rows(context: Context) -> Iterator[Row]:
    results = results_by_code(context)

    def firmness(stability: Stability) -> tuple[bool, bool, int]:
        member = results[stability.subject].kind is SubjectKind.MEMBER
        return member, stability.shift is None, stability.shift.points if stability.shift else 0

    for stability in sorted(context.trials.stabilities, key=firmness):
        code = stability.subject
        subject = results[code]
        yield {
            "branch": branch_name(context, code),
            "name": who_of(subject, context),
            "lit": shown(subject.lit, 0),
            "margin": shown(stability.margin),
            **_shift_cells(context, code, stability, subject),
            "note": _remark(context, stability),
        }


def _write_parts(framed: Framed) -> None:
    sheet, context = framed.sheet, framed.context
    table, shifts = trials_table(), shifts_table()
    sheet.default_height(ROW_HEIGHT)
    presets = [_trial_row(context, trial) for trial in context.trials.presets]
    parts = (
        Part(table, _TRIED, presets, counted=False, wrap=_WRAP, centred=_CENTRED),
        Part(shifts, shifts.title, list(_shift_rows(context)), wrap=_WRAP, centred=_CENTRED),
    )
    write_parts(framed, parts, ROW_HEIGHT)


def whatif_page(context: Context) -> Page:
    """Return 权重试算."""
    return Page(
        note=context.say(_NOTE),
        note_height=30,
        outdated=_OUTDATED,
        columns=trials_table().columns,
        rest=_write_parts,
        frozen=(WARNING_ROW + 1, 1),
        repeated=WARNING_ROW,
    )
