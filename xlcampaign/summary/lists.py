"""What the summary's lists have in common: names, sections, and the marks of what changed rules no longer give."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from math import ceil

from xlcampaign.layout.forms import unit_title
from xlcampaign.layout.kinds import Code
from xlcampaign.layout.sheet import Column, Table
from xlcampaign.layout.summary import NUMBER, SCORE, column
from xlcampaign.model.final import Candidate
from xlcampaign.model.identity import COMMITTEE
from xlcampaign.model.plan import Plan, SubjectKind, WayKey
from xlcampaign.model.results import Receipt, SubjectResult
from xlcampaign.model.roster import Member
from xlcampaign.model.scale import Abstentions
from xlcampaign.summary.context import Context
from xlcampaign.summary.frame import Highlight, Row, Surroundings, width_of
from xlcampaign.summary.parts import Part
from xlcampaign.words import T, bracketed, first_of, listing_of, same, the_first
from xlcampaign.workbook.formulas import Live, quote
from xlcampaign.workbook.lines import lines_of
from xlcampaign.workbook.looks import RED, Look

ORDER = column("order", T("序", "No."), NUMBER, 6)
BRANCH = column("branch", T("支部", "Branch"), width=20)
STARS = column("lit", T("星数", "Stars"), NUMBER, 8)
COMPOSITE = column("composite", T("综合得分", "Composite"), SCORE, 10)
STATUS = column("status", T("改规则后现况", "Now (new rules)"), width=14)

AND = T("、", ", ")
BETWEEN = T("；", "; ")
COMMA = T("，", ", ")
OUTDATED = T("已过期", "outdated")
RELEVELLED = T("等次已变", "level changed")
ROW_HEIGHT = 20
_MOST_LINES = 20
"""So many lines of names are in a cell."""
_LONGEST_UNLIT = 200
"""So many characters of stars' names."""
_MOST_IN_A_ROW = 30
"""So many names of one branch: the longest there are take no more lines across a page than a row has."""
_CENTRED = ("name", "rank", "level", "status")
_WRAP = (
    "branch",
    "lowest",
    "decided",
    "note",
    "seat",
    "nearest",
    "unlit",
    "names",
    "quota",
    "reason",
    "cause",
    "unrated",
)
_MARKED = Look(bold=True, color=RED)
_ITSELF = T("（支部）", "(branch)")


def name_column(kind: SubjectKind) -> Column:
    """Return what stands beside a branch: a member's name; for the branch itself its code."""
    if kind is SubjectKind.BRANCH:
        return column("name", T("编号", "Code"), Code(), 17)
    return column("name", T("姓名", "Name"), width=17)


def not_in_totals(context: Context) -> T:
    """Return that the ballots of some ways are in no total, where rows of 评议情况 do not count; else nothing."""
    refused = context.briefing.refused
    if not refused:
        return T("", "")
    return T(
        f"；评议情况退回 {refused} 行，不在内",
        f"; rows of the meeting sheet rejected, not in these numbers: {refused}",
    )


def called(context: Context, code: str) -> str:
    """Return a subject's name, with the code where two of a branch share it."""
    one = context.plan.who(code)
    if one is None:
        return code
    alike = isinstance(one, Member) and (one.branch, one.name) in context.namesakes
    return context.say(bracketed(one.name, code)) if alike else one.name


def branch_name(context: Context, code: str) -> str:
    """Return the name of a subject's branch."""
    one = context.plan.who(code)
    return called(context, one.branch if isinstance(one, Member) else code)


def by_branch(context: Context, codes: Iterable[str]) -> list[str]:
    """Return names, those of members of a branch together after its name; of many again after it, as rows have room for."""
    found: dict[str, list[str]] = {}
    for code in codes:
        found.setdefault(branch_name(context, code), []).append(code)
    colon, comma = context.say(T("：", ": ")), context.say(AND)
    return [
        branch + colon + comma.join(called(context, code) for code in own[start : start + _MOST_IN_A_ROW])
        if own[0] in context.plan.member_of
        else branch
        for branch, own in found.items()
        for start in range(0, len(own), _MOST_IN_A_ROW)
    ]


def fitting(context: Surroundings, column: Column, said: Callable[[int], str], whole: int) -> str:
    """Return what a cell of a column has room for: what is said of so many things, of the first where they are too many.

    Args:
        context: what the workbook is about.
        column: the column.
        said: returns what is said of the first so many things.
        whole: how many things there are.
    """
    width = width_of(context, column) - 1

    def text(some: int) -> str:
        return context.say(the_first(same(said(some)), some, whole))

    # each thing takes a character or more
    possible = range(min(whole, ceil(_MOST_LINES * width)) + 1)
    return text(bisect_right(possible, _MOST_LINES, key=lambda some: lines_of(text(some), width)) - 1)


def in_cells(context: Surroundings, column: Column, names: Iterable[str]) -> Iterator[str]:
    """Yield names as texts, each of which a cell of a column has room for."""
    return torn(names, context.say(AND), width_of(context, column) - 1, _MOST_LINES)


def torn(names: Iterable[str], between: str, width: float, most: int) -> Iterator[str]:
    """Yield names as texts of so many lines at the most, in a width in characters; a name is never torn."""
    said = ""
    for name in names:
        longer = f"{said}{between}{name}" if said else name
        if said and lines_of(longer, width) > most:
            yield said
            longer = name
        said = longer
    if said:
        yield said


def beside(subject: SubjectResult, context: Context) -> str:
    """Return what stands beside the branch's name on a list of one kind: a member's name, the branch's own code."""
    return subject.code if subject.kind is SubjectKind.BRANCH else called(context, subject.code)


def who_of(subject: SubjectResult | Candidate, context: Context) -> str:
    """Return what stands beside the branch's name on a list of both kinds: a member's name, or that it is the branch."""
    itself = subject.kind is SubjectKind.BRANCH
    return context.say(_ITSELF) if itself else called(context, subject.code)


def unit_of(context: Context, receipt: Receipt | None) -> str:
    """Return who sent a file; nothing for one that is no form."""
    if receipt is None or receipt.identity is None:
        return ""
    if receipt.identity.unit == COMMITTEE:
        return context.say(unit_title(context.plan, COMMITTEE))
    return called(context, receipt.identity.unit)


def unlit_stars(subject: SubjectResult, context: Context) -> str:
    """Return the names of the stars that are rated and not given; of very many the first, and how many there are."""
    stars = zip(context.plan.stars_of(subject.kind), subject.stars, strict=True)
    return context.say(first_of([star.name for star, result in stars if result.lit is False], _LONGEST_UNLIT))


def in_order(context: Context, subjects: Sequence[SubjectResult]) -> list[SubjectResult]:
    """Return subjects in the order of lists: branches by composite; members by branch, by composite within."""
    order = {branch.code: number for number, branch in enumerate(context.plan.branches)}

    def place(subject: SubjectResult) -> tuple[bool, int, int]:
        member = subject.kind is SubjectKind.MEMBER
        return member, order[subject.branch] if member else 0, -(subject.composite or 0)

    return sorted(subjects, key=place)


def mark(context: Context, holds: str) -> Live:
    """Return 现况: nothing while a condition holds, as it does now, else that the row is outdated."""
    return Live(f'IF({holds},"",{quote(context.say(OUTDATED))})', "")


def counted(context: Context, kind: SubjectKind, column: str) -> str:
    """Return the formula that counts the subjects of a kind with a 1 in a column of 等次评定."""
    return f"SUM({context.outcomes_of(kind, column)})" if context.report.results.of(kind) else "0"


def satisfaction_is(plan: Plan) -> T:
    """Return what 满意率 of a branch is a share of: all valid ballots, or those that say anything."""
    way = next(way for way in plan.ways_of(SubjectKind.BRANCH) if way.key is WayKey.TEACHER)
    scale = plan.scale_of[way.scale]
    happy = listing_of(grade.name for grade in scale.counted if grade.satisfied)
    if scale.derived and plan.campaign.abstentions is Abstentions.COUNTED:
        others = "".join(f"{grade.name}、" for grade in scale.uncounted)
        return T(
            f"满意率＝{way.name}各星“{happy.zh}”票占有效票的比例（{others}没画的也在有效票里）",
            f"Satisfaction: votes “{happy.en}” of all valid ballots ({way.name}, all stars; abstentions and blanks are in"
            " the base)",
        )
    return T(
        f"满意率＝{way.name}各星“{happy.zh}”票占计数票的比例",
        f"Satisfaction: votes “{happy.en}” of all counted votes ({way.name}, all stars)",
    )


def unchanged(context: Context, column: str, numbers: tuple[int, int], area: str) -> str:
    """Return the condition that a list is still the one that the rules give.

    Args:
        context: the report's context.
        column: the column of 等次评定 that makes the list.
        numbers: how many branches and members it gave.
        area: the cells with the marks of the list's rows.
    """
    same = [
        f"{counted(context, kind, column)}={number}"
        for kind, number in zip(SubjectKind, numbers, strict=True)
    ]
    marked = "+".join(f"COUNTIF({area},{quote(context.say(text))})" for text in (OUTDATED, RELEVELLED))
    return f"AND({','.join([*same, f'{marked}=0'])})"


def outdated_line(context: Context, column: str, holds: str) -> Live:
    """Return the line on top of a list: nothing while it holds, as it does now, else what the rules would give."""
    before, middle, after = (
        context.say(text)
        for text in (
            T(
                "名单已过期：评星规则已改动，按现行规则应为 ",
                "Outdated: the rules were changed; they now give ",
            ),
            T(" 个支部、", " branches and "),
            T(" 名党员，见“等次评定”", " members: see “Levels step by step”"),
        )
    )
    branches, members = (counted(context, kind, column) for kind in SubjectKind)
    said = f"{quote(before)}&{branches}&{quote(middle)}&{members}&{quote(after)}"
    return Live(f'IF({holds},"",{said})', "")


def list_part(table: Table, heading: T, rows: Sequence[Row], nobody: T) -> Part:
    """Return a section of a list: its heading says how many there are, its last column marks what is outdated."""
    status = table.columns[-1].key
    marked = Highlight(f"=LEN({table.letter_of(status)}{{row}})>0", _MARKED, (status,))
    return Part(table, heading, rows, nobody, wrap=_WRAP, centred=_CENTRED, highlights=(marked,))
