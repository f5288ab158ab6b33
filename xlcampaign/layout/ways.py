"""The sheets of a way of evaluation: their shape follows from the way's scale and entry."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import product

from xlcampaign.layout.kinds import Choice, Code, OneOf, Whole, Words, yes_or_no
from xlcampaign.layout.marks import mark_kind
from xlcampaign.layout.negations import Negation
from xlcampaign.layout.sheet import Column, MarkAt, RowKind, Table
from xlcampaign.model.cell import Value
from xlcampaign.model.itself import Itself
from xlcampaign.model.plan import Entry, Plan, Star, SubjectKind, Way, WayKey
from xlcampaign.model.scale import Abstentions, Counting, Grade, Scale
from xlcampaign.words import T, listing_of, same

MOST_BALLOTS = 9999

CODE = Column("code", T("编号", "Code"), Code(), locked=True, width=8, aliases=("支部编号", "党员编号"))
NAME = Column("name", T("姓名", "Name"), Words(30), locked=True, width=12, aliases=("支部名称", "支部"))
BRANCH = Column("name", T("支部", "Branch"), Words(30), locked=True, width=18, aliases=("支部名称", "姓名"))
CHECK = Column("check", T("核查意见", "Check"), Words(), computed=True, width=28)
RETURNED = T("退回意见", "Return remarks")
"""The column and the tab with which a form goes back to its sender: the program's own, not read when it comes again."""
BESIDE_MARKS = frozenset(
    {
        "code",
        "name",
        "ballot",
        "voter",
        "star",
        "attended",
        "base",
        "check",
        "opinion",
        "veto",
        "override",
        "reason",
    }
)
"""The keys of columns that stand beside those of stars: no star's key is one of them."""
VOTES = Whole(0, MOST_BALLOTS, T("票数", "a number of votes"))
BALLOT = Column(
    "ballot", T("票号", "Ballot"), Whole(1, MOST_BALLOTS, T("票号", "a ballot number")), locked=True, width=7
)

Subjects = Iterable[tuple[str, str]]


def _header(star: Star, grade: Grade | None, scale: Scale) -> tuple[T, tuple[str, ...]]:
    """Return a star column's title and aliases; a lone tallied grade goes without saying."""
    names = (star.name, *star.aliases)
    if grade is None or scale.tallied == (grade,):
        return same(star.name), star.aliases
    return same(f"{grade.name}\n{star.name}"), tuple(f"{grade.name}\n{name}" for name in names[1:])


def _mark_columns(way: Way, scale: Scale, stars: tuple[Star, ...]) -> tuple[Column, ...]:
    kind = mark_kind(scale)
    example: Value = 850 if scale.is_points else scale.counted[0].key
    return tuple(
        Column(
            star.key,
            same(star.name),
            kind,
            required=way.weight > 0,
            width=10,
            example=example,
            aliases=star.aliases,
            mark=MarkAt(way.kind, way.key, star.key),
        )
        for star in stars
    )


def _rest(scale: Scale, apart: tuple[Grade, ...]) -> T | None:
    """Return what the valid ballots are that a tally does not state."""
    if scale.derived is None:
        return None
    names = [grade.name for grade in (scale.derived, *(() if apart else scale.uncounted))]
    return T("和".join(names), " and ".join(names))


def _vote_columns(
    way: Way, scale: Scale, stars: tuple[Star, ...], apart: tuple[Grade, ...], *, counted: bool
) -> tuple[Column, ...]:
    grades = scale.tallied if counted else apart
    columns = []
    for star, grade in product(stars, grades):
        title, aliases = _header(star, grade, scale)
        columns.append(
            Column(
                f"{star.key}.{grade.key}",
                title,
                VOTES,
                required=counted and way.weight > 0,
                width=10 if counted else 8,
                example=1 if counted else None,
                aliases=aliases,
                mark=MarkAt(way.kind, way.key, star.key, grade.key),
                rest=_rest(scale, apart) if counted else None,
            )
        )
    return tuple(columns)


_ATTENDED = Column(
    "attended",
    T("到会投票", "Voted"),
    yes_or_no(
        ("已到会", "到会", "已投票", "到", "到了", "已到", "已投", "投了", "voted", "present"),
        (
            "未到会",
            "没到会",
            "未投票",
            "未到",
            "没到",
            "没来",
            "请假",
            "缺席",
            "未投",
            "没投",
            "没投票",
            "absent",
            "not voted",
            "did not vote",
            "on leave",
        ),
    ),
    required=True,
    width=9,
    hint=T(
        "本人到会投票填“是”：对本人的有效票自动减 1",
        "yes: the member voted, so one ballot less rates the member",
    ),
    example="yes",
)
_ATTENDED_ONCE = replace(
    _ATTENDED,
    required=False,
    answers=tuple(Negation),
    hint=T("每人填一次就行，写在第一张票那里：到会投票填“是”", "once for each member, at the first ballot"),
)
_BASE = Column(
    "base",
    T("对其有效票\n（不同才填）", "Valid ballots on it\n(if different)"),
    VOTES,
    width=13,
    hint=T("有人投了自己的票作废时才填", "only where a vote for oneself was invalid"),
)
_VOTER = Column(
    "voter",
    T("投票人编号\n（记名才填）", "Voter's code\n(open vote only)"),
    Code(),
    width=13,
    hint=T("无记名投票留空", "leave empty in a secret ballot"),
)


def opinion_columns(plan: Plan) -> tuple[Column, ...]:
    """Return the organisation's columns beside its marks: opinion and proposals."""
    levels = tuple(
        Choice(level.name, same(level.name)) for level in reversed(plan.levels_of(SubjectKind.MEMBER))
    )
    vetoes = tuple(Choice(veto.key, same(veto.name)) for veto in plan.vetoes)
    proposal: tuple[Column, ...] = (
        (
            Column(
                "veto",
                T("提请否决", "Propose veto"),
                OneOf(vetoes),
                width=18,
                hint=T("由上级决定；没有就留空", "the committee decides; empty if none"),
            ),
        )
        if vetoes
        else ()
    )
    return (
        Column("opinion", T("评语", "Opinion"), Words(200), width=24, example="工作踏实"),
        *proposal,
        Column(
            "override",
            T("提请改评为", "Propose level"),
            OneOf(levels),
            width=14,
            hint=T("由上级决定；须写理由", "the committee decides; needs a reason"),
        ),
        Column("reason", T("提请理由", "Reason"), Words(200), width=24),
    )


_WITHOUT_OWN = T("到会投票填“是”的，对本人的有效票自动减 1。", " Who voted is rated by one ballot less.")
_WITH_OWN = T(
    "本人也可以评自己，对每人的有效票都一样。", " Members rate themselves too, by all ballots alike."
)
_ASIDE = T("；有{names}等不计票的，在右边另填", "; votes not counted go to the right")
_ASIDE_IF = T(
    "；“评议情况”里选了“有{names}”的，右边每格都填（没有填 0），选了“无”的不填",
    "; where “Meeting” says that there were any, fill every cell for {names} on the right (0 for none)",
)
_DERIVED = T("{name}由程序算出，不用填。", "")
_WITH_OTHERS = T(
    "{names}和没画的不用数，同{name}一样由程序算出。", " Cells left blank and {names} need not be counted."
)


def _tally_note(plan: Plan, way: Way, scale: Scale) -> T:
    counting, apart = plan.campaign.counting, scale.asks_apart(plan.campaign.abstentions)
    rest = {"names": listing_of(grade.name for grade in scale.uncounted)}
    parts = [
        T(
            "只填淡黄格：每格填“{names}”的票数", "Fill the yellow cells: the number of votes for “{names}”"
        ).filled(names=listing_of(grade.name for grade in scale.tallied))
    ]
    if apart:
        opened = scale.derived and counting.abstentions is Abstentions.APART
        parts.append((_ASIDE_IF if opened else _ASIDE).filled(**rest))
    parts.append(T("。", "."))
    if scale.derived:
        joined = scale.uncounted and not apart
        parts.append((_WITH_OTHERS if joined else _DERIVED).filled(**rest, name=scale.derived.name))
    if way.leaves_out_own(counting):
        parts.append(_WITHOUT_OWN)
    elif way.by_peers:
        parts.append(_WITH_OWN)
    return T("".join(part.zh for part in parts), "".join(part.en for part in parts))


@lru_cache(maxsize=32)  # the same on all forms of a campaign
def _note(itself: Itself[Plan], way: Way) -> T:
    plan = itself.value
    scale = plan.scale_of[way.scale]
    if way.entry is Entry.TALLY:
        return _tally_note(plan, way, scale)
    expects = mark_kind(scale).expects()
    takes = f"填 {expects.zh}" if scale.is_points else f"选{expects.zh}"
    if way.entry is Entry.BALLOTS:
        return T(
            f"一张票每评一人（或一个支部）填一行；每格{takes}，没有评的留空。",
            f"A row per ballot and subject; each cell takes {expects.en}; leave empty what was not marked.",
        )
    return T(f"只填淡黄格：每格{takes}。", f"Fill the yellow cells with {expects.en}.")


def subject_table(plan: Plan, way: Way, key: str, title: T, subjects: Subjects, ballots: int = 0) -> Table:
    """Return a way's sheet with a row per subject, or per ballot and subject.

    Args:
        plan: the campaign's plan.
        way: the way, of members or of branches.
        key: the sheet's key.
        title: the tab's name.
        subjects: code and name of each subject, in order.
        ballots: how many ballots to prepare rows for, where ballots are entered.
    """
    people = [{"code": code, "name": name} for code, name in subjects]
    rows: tuple[Mapping[str, Value], ...] = tuple(people)
    columns = _subject_columns(Itself(plan), way)
    if way.entry is Entry.TALLY and _ATTENDED in columns:
        rows = tuple({**person, "attended": "yes"} for person in people)
    elif way.entry is Entry.BALLOTS:
        first = {"attended": "yes"} if _ATTENDED_ONCE in columns else {}
        rows = tuple(
            {"ballot": n, **person, **(first if n == 1 else {})}
            for n in range(1, ballots + 1)
            for person in people
        )
    row_kind = RowKind.BALLOT if way.entry is Entry.BALLOTS else RowKind.SUBJECT
    return Table(key, title, columns, rows, row_kind, note=_note(Itself(plan), way), needed=way.weight > 0)


@lru_cache(maxsize=32)  # the same on all forms of a campaign
def _subject_columns(itself: Itself[Plan], way: Way) -> tuple[Column, ...]:
    """Return the columns of a way's sheet on which rows are about subjects."""
    plan = itself.value
    scale = plan.scale_of[way.scale]
    stars = plan.stars_of(way.kind)
    counting = plan.campaign.counting
    who = NAME if way.kind is SubjectKind.MEMBER else BRANCH
    if way.entry is Entry.BALLOTS:
        own = _beside_ballots(way, scale, counting)
        return (BALLOT, who, *_mark_columns(way, scale, stars), *own, CODE)
    is_overall = way.key is WayKey.ORGANISATION and way.kind is SubjectKind.MEMBER
    opinions = opinion_columns(plan) if is_overall else ()
    if way.entry is Entry.MARKS:
        return (CODE, who, *_mark_columns(way, scale, stars), *opinions, CHECK)
    apart = scale.asks_apart(plan.campaign.abstentions)
    counted = _vote_columns(way, scale, stars, apart, counted=True)
    beside = (_ATTENDED, _BASE) if way.leaves_out_own(counting) else ()
    uncounted = _vote_columns(way, scale, stars, apart, counted=False)
    return (CODE, who, *counted, *beside, *opinions, CHECK, *uncounted)


def _beside_ballots(way: Way, scale: Scale, counting: Counting) -> tuple[Column, ...]:
    """Return what is asked beside single ballots: who cast them, and who voted where that makes the base."""
    if not way.leaves_out_own(counting):
        return ()
    with_others = scale.derived and counting.abstentions is Abstentions.COUNTED
    return (_ATTENDED_ONCE, _VOTER) if with_others else (_VOTER,)


_STAR = Column("star", T("星级", "Star"), Words(30), locked=True, width=18)


def star_table(plan: Plan, ways: tuple[Way, ...], key: str, title: T, branch: str) -> Table:
    """Return the sheet on which one branch is rated, a row per star, by marks or tallies of some ways."""
    rows: tuple[Mapping[str, Value], ...] = tuple(
        {"star": star.name, "key": star.key, "aliases": "、".join(star.aliases)}
        for star in plan.stars_of(SubjectKind.BRANCH)
    )
    notes = [_note(Itself(plan), way) for way in ways[:1]]
    needed = any(way.weight for way in ways)
    return Table(
        key,
        title,
        _star_columns(Itself(plan), ways),
        rows,
        RowKind.STAR,
        branch,
        note=notes[0],
        needed=needed,
    )


@lru_cache(maxsize=32)  # the same on all forms of a campaign
def _star_columns(itself: Itself[Plan], ways: tuple[Way, ...]) -> tuple[Column, ...]:
    """Return the columns of a sheet on which one branch is rated."""
    plan = itself.value
    typed: list[Column] = []
    optional: list[Column] = []
    for way in ways:
        scale = plan.scale_of[way.scale]
        if way.entry is Entry.MARKS:
            typed.append(
                Column(
                    way.key,
                    same(way.name),
                    mark_kind(scale),
                    required=way.weight > 0,
                    width=14,
                    example=850 if scale.is_points else scale.counted[0].key,
                    mark=MarkAt(way.kind, way.key),
                )
            )
            continue
        apart = scale.asks_apart(plan.campaign.abstentions)
        for grade in (*scale.tallied, *apart):
            counted = grade.points is not None
            (typed if counted else optional).append(
                Column(
                    f"{way.key}.{grade.key}",
                    same(f"{way.name}\n{grade.name}"),
                    VOTES,
                    required=counted and way.weight > 0,
                    width=14,
                    example=1 if counted else None,
                    mark=MarkAt(way.kind, way.key, grade=grade.key),
                    rest=_rest(scale, apart) if counted else None,
                )
            )
    achievement = (
        (Column("achievement", T("主要实绩", "Achievement"), Words(200), width=40, example="按计划完成"),)
        if any(way.key is WayKey.SELF for way in ways)
        else ()
    )
    return (_STAR, *typed, *achievement, CHECK, *optional)


def branch_ballots(plan: Plan, way: Way, key: str, title: T, branch: str, ballots: int) -> Table:
    """Return the sheet for ballots on one branch: a row per ballot, a column per star."""
    scale = plan.scale_of[way.scale]
    columns = (BALLOT, *_mark_columns(way, scale, plan.stars_of(SubjectKind.BRANCH)))
    rows: tuple[Mapping[str, Value], ...] = tuple({"ballot": n} for n in range(1, ballots + 1))
    return Table(
        key,
        title,
        columns,
        rows,
        RowKind.BALLOT,
        branch,
        note=_note(Itself(plan), way),
        needed=way.weight > 0,
    )
