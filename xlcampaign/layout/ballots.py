"""Ballots of a branch's meeting, and the sheets on which they are counted."""

from xlcampaign.layout.marks import mark_kind
from xlcampaign.layout.meeting import MEETING
from xlcampaign.layout.paper import STANDARD, STAR, STAR_WIDTH, Paper, PaperColumn, about, held
from xlcampaign.layout.pick_lists import named
from xlcampaign.layout.sheet import Book, Column, Table
from xlcampaign.model.plan import Entry, Plan, SubjectKind, Way
from xlcampaign.model.roster import Branch
from xlcampaign.model.scale import Abstentions, Grade
from xlcampaign.words import T, same

_NAME = T("姓名", "Name")
_WAY = T("评议方式", "Way")
_RATING = T("评定", "Rating")
_STROKES = T("正字", "Tally")
_NUMBER = T("票数", "No.")
_ATTENDED = T("到会\n投票", "Voted")
_STROKE_BY_STROKE = T(
    "每有一票画“正”字的一笔；数两遍，写上“票数”，没有票写 0。",
    "A stroke a vote; count twice, write the number, 0 for none.",
)
_WHO_VOTED = T(
    "“到会投票”照签到写是或否；到会的人不评本人，票数最多是有效票减 1。",
    " “Voted”: yes or no; yes: at most the valid ballots less 1.",
)
_SECRET = T("无记名，不写姓名，不做记号。", "Secret: no name, no sign.")
_SELF_TOO = T("本人那一行也要评。", "Rate yourself in your own row, too.")
_NOT_SELF = T("不评本人：本人那一行空着。", "Nobody rates oneself: leave your own row empty.")
_FIGURES = T(
    "应到＿＿＿＿人　实到＿＿＿＿人　发出＿＿＿＿票　收回＿＿＿＿票　有效＿＿＿＿票",
    "Due ______  Present ______  Issued ______  Returned ______  Valid ______",
)
_SIGNATURES = T(
    "计票人＿＿＿＿＿　监票人＿＿＿＿＿　上级监督人＿＿＿＿＿　＿＿＿年＿＿月＿＿日（盖章处）",
    "Teller __________  Scrutineer __________  Supervisor __________  Date __________ (seal)",
)
_CALLED_OUT = T("混匀后逐份唱票", "mixed, then called out one by one")
_NUMBERED = T("混匀后编票号，逐份录入", "mixed, numbered, typed one by one")
_ON_THE_BACK = T("背面印“评星标准”；", "standards on the back; ")
_COUNTED = T("计到下面的计票单", "counted on the sheets below")
_NAME_WIDTH = 18
_FEW = 2
"""So many columns of a form are named one by one."""
_UNKNOWN_VOTERS = 20
"""For how many votes there is room where the plan does not say how many vote."""

_Grid = tuple[tuple[PaperColumn, ...], tuple[tuple[str, ...], ...], int]
"""Columns, rows and the height of a row."""


_BLANK_NO = T("；{others}不画都不算{yes}", "; ○ and an empty box do not count as {yes}")
_BLANK_BUT_OWN = T(
    "；没有画的按{name}计（本人那一行不算）", "; an empty box counts as {name}, but for your own row"
)
_BLANK_APART = T("；没有画的按{name}计", "; an empty box counts as {name}")


def _how(plan: Plan, way: Way) -> T:
    """Return how a box of a ballot is filled, and what one counts as that is left empty."""
    scale = plan.scale_of[way.scale]
    names = [grade.name for grade in (*scale.counted, *scale.uncounted)]
    if scale.is_points:
        takes = mark_kind(scale).expects()
        return T(f"每格填 {takes.zh}。", f"In each box: {takes.en}.")
    if scale.derived is None:
        return T(f"每格填一个等级：{'、'.join(names)}。", f"Write one grade in each box: {', '.join(names)}.")
    yes, no = (grade.name for grade in scale.counted)
    rest = "".join(f"，{grade.name}的画“○”" for grade in scale.uncounted[:1])
    rest_en = "".join(f", ○ for {grade.name}" for grade in scale.uncounted[:1])
    blank = _BLANK_NO.filled(yes=yes, others="".join(f"{grade.name}和" for grade in scale.uncounted[:1]))
    if plan.campaign.abstentions is not Abstentions.COUNTED:
        apart = (grade.name for grade in scale.uncounted)
        blank = (_BLANK_BUT_OWN if way.leaves_out_own(plan.campaign.counting) else _BLANK_APART).filled(
            name=next(apart, no)
        )
    return T(
        f"每格{yes}的画“√”，{no}的画“×”{rest}{blank.zh}。",
        f"In each box: √ for {yes}, × for {no}{rest_en}{blank.en}.",
    )


def _table_of(form: Book, way: Way) -> Table:
    """Return the table of a form on which a way's marks are entered."""
    return next(sheet for sheet in form.sheets if isinstance(sheet, Table) and _marked(sheet, way))


def _marked(table: Table, way: Way) -> list[Column]:
    """Return a table's columns for a way's marks."""
    at = (way.kind, way.key)
    return [column for column in table.columns if column.mark and (column.mark.kind, column.mark.way) == at]


def into(form: Book, way: Way, grades: tuple[Grade, ...] = ()) -> T:
    """Return where on a form a way's marks go, or its votes for some grades."""
    table, keys = _table_of(form, way), {grade.key for grade in grades} or {""}
    titles = [column.title for column in _marked(table, way) if column.mark and column.mark.grade in keys]
    few = titles if len(titles) <= _FEW else titles[:1]
    zh = "、".join(f"“{' '.join(title.zh.split())}”" for title in few)
    en = ", ".join(f"“{' '.join(title.en.split())}”" for title in few)
    if len(few) < len(titles):
        zh, en = f"{zh}等 {len(titles)} 列", f"{en} and so on, {len(titles)} columns"
    return T(f"“{table.title.zh}”表：{zh}", f"{table.title.en}: {en}")


def _people(plan: Plan, branch: Branch, form: Book, way: Way) -> list[str]:
    """Return the members who are rated on a form in a way."""
    rated = {row["code"] for row in _table_of(form, way).rows}
    people = named(plan.rated_members(branch.code))
    return [member.label.say(plan.campaign.language) for member in people if member.key in rated]


def _filled_in(columns: tuple[PaperColumn, ...], names: list[str]) -> tuple[tuple[str, ...], ...]:
    """Return a row of boxes for each name."""
    return tuple((name, *[""] * (len(columns) - 1)) for name in names)


def _voters(plan: Plan, branch: Branch, way: Way) -> T:
    """Return how many ballots of a way are printed."""
    voters = plan.voters_of(branch.code, way)
    if not voters:
        return T("按到会人数，另备 2", "as many as come, 2 to spare")
    return T(f"{voters}，另备 2", f"{voters}, 2 to spare")


def _ballot_grid(plan: Plan, branch: Branch, form: Book, way: Way) -> _Grid:
    stars = plan.stars_of(way.kind)
    if way.kind is SubjectKind.MEMBER:
        boxes = (PaperColumn(same(star.name), 16) for star in stars)
        columns = (PaperColumn(_NAME, _NAME_WIDTH), *boxes)
        return columns, _filled_in(columns, _people(plan, branch, form, way)), 9
    columns = (PaperColumn(STAR, STAR_WIDTH), PaperColumn(STANDARD, 116), PaperColumn(_RATING, 36))
    return columns, tuple((star.name, star.standard, "") for star in stars), 14


def ballot_paper(plan: Plan, branch: Branch, form: Book, way: Way) -> Paper:
    """Return the ballot of a way: members × stars, or the branch's stars one by one."""
    columns, rows, height = _ballot_grid(plan, branch, form, way)
    leaves_out_own = way.leaves_out_own(plan.campaign.counting)
    own = ((_NOT_SELF if leaves_out_own else _SELF_TOO),) if way.by_peers else ()
    back = _ON_THE_BACK if way.kind is SubjectKind.MEMBER else same("")
    use, goes = _CALLED_OUT, _COUNTED
    if way.entry is Entry.BALLOTS:
        use, where = _NUMBERED, into(form, way)
        goes = T(f"{where.zh}，一份票每评一个对象一行", f"{where.en}, a row per ballot and subject")
        if any(column.key == "attended" for column in _table_of(form, way).columns):
            goes = T(f"{goes.zh}；照签到填“到会投票”", f"{goes.en}; who signed in, under “Voted”")
    return Paper(
        tab=T(f"测评票（{way.name}）", f"Ballot ({way.name})"),
        title=T(f"测评票　{way.name}", f"Ballot · {way.name}"),
        about=held(plan, branch),
        lines=(_how(plan, way), *own, _SECRET),
        columns=columns,
        rows=rows,
        height=height,
        sealed=True,
        copies=_voters(plan, branch, way),
        use=T(back.zh + use.zh, back.en + use.en),
        into=goes,
    )


def _counting_grid(
    plan: Plan, branch: Branch, form: Book, way: Way, grades: tuple[Grade, ...], *, attended: bool
) -> _Grid:
    votes, stars = plan.voters_of(branch.code, way) or _UNKNOWN_VOTERS, plan.stars_of(way.kind)
    if way.kind is SubjectKind.MEMBER:
        boxes = (box for star in stars for box in _votes(votes, grades[0], star.name, (11, 10)))
        came = (PaperColumn(_ATTENDED, 14),) if attended else ()
        columns = (PaperColumn(_NAME, _NAME_WIDTH), *came, *boxes)
        return columns, _filled_in(columns, _people(plan, branch, form, way)), 8
    boxes = (box for grade in grades for box in _votes(votes, grade, grade.name, (28, 16)))
    columns = (PaperColumn(STAR, STAR_WIDTH), *boxes)
    return columns, _filled_in(columns, [star.name for star in stars]), 12


def _votes(votes: int, grade: Grade, over: str, widths: tuple[int, int]) -> tuple[PaperColumn, PaperColumn]:
    """Return the boxes for the votes for a grade, strokes and their number; few votes are for what does not count."""
    room = votes if grade.points is not None else -(-votes // 2)
    return (
        PaperColumn(_STROKES, widths[0], same(over), room),
        PaperColumn(_NUMBER, widths[1], same(over)),
    )


def counting_papers(plan: Plan, branch: Branch, form: Book, way: Way) -> tuple[Paper, ...]:
    """Return a way's counting sheets: one for each grade of members, one for all grades of a branch."""
    scale = plan.scale_of[way.scale]
    grades = (*scale.tallied, *scale.asks_apart(plan.campaign.abstentions))
    if way.kind is SubjectKind.BRANCH:
        return (_counting_paper(plan, branch, form, way, grades),)
    return tuple(_counting_paper(plan, branch, form, way, (grade,)) for grade in grades)


def _counting_paper(plan: Plan, branch: Branch, form: Book, way: Way, grades: tuple[Grade, ...]) -> Paper:
    """Return the sheet on which a way's votes for some grades are counted; its first says who voted."""
    leaves_out_own = way.leaves_out_own(plan.campaign.counting)
    attended = leaves_out_own and grades[0] in plan.scale_of[way.scale].tallied[:1]
    columns, rows, height = _counting_grid(plan, branch, form, way, grades, attended=attended)
    who = _WHO_VOTED if attended else same("")
    goes = into(form, way, grades)
    if attended:
        goes = T(f"{goes.zh}，“到会投票”列", f"{goes.en}; “Voted”")
    which = f" {grades[0].name}" if way.kind is SubjectKind.MEMBER else ""
    return Paper(
        tab=T(f"计票（{way.name}{which}）", f"Count ({way.name}{which})"),
        title=T(f"计票单　{way.name}{which}", f"Counting sheet · {way.name}{which}"),
        about=held(plan, branch),
        lines=(T(_STROKE_BY_STROKE.zh + who.zh, _STROKE_BY_STROKE.en + who.en),),
        columns=columns,
        rows=rows,
        height=height,
        closing=(_FIGURES, _SIGNATURES),
        use=T("计票人画“正”字、写票数，监票人看着", "the teller counts, the scrutineer watches"),
        into=goes,
    )


def _plain(column: Column) -> T:
    """Return what a column is called where every row is filled in by hand."""
    return T(*column.aliases) if column.as_above else column.title


def record_paper(plan: Plan, branch: Branch, form: Book, ways: list[Way]) -> Paper:
    """Return the sheet on which is written down how ways were held that have no counting sheets."""
    meeting = form.table_of(MEETING)
    asked = [PaperColumn(_plain(column), 26) for column in meeting.columns if column.is_asked]
    columns = (PaperColumn(_WAY, STAR_WIDTH), *asked)
    return Paper(
        tab=T("评议情况记录", "Record"),
        title=T("评议情况记录", "Record of the meeting"),
        about=held(plan, branch),
        lines=(),
        columns=columns,
        rows=_filled_in(columns, [way.name for way in ways]),
        height=14,
        closing=(_SIGNATURES,),
        use=T("每种评议写一行", "a row per way"),
        into=T(f"“{meeting.title.zh}”表", meeting.title.en),
    )


def standards_paper(plan: Plan, branch: Branch) -> Paper:
    """Return the members' star standards, to be printed on the back of the ballots."""
    return Paper(
        tab=T("评星标准（背面）", "Standards (back)"),
        title=STANDARD,
        about=about(plan, branch),
        lines=(),
        columns=(PaperColumn(STAR, STAR_WIDTH), PaperColumn(STANDARD, 150)),
        rows=tuple((star.name, star.standard) for star in plan.stars_of(SubjectKind.MEMBER)),
        height=14,
        copies=T("同党员测评票", "as ballots"),
        use=T(
            "印在党员测评票背面；测评票不止一页的，另发一张",
            "on the back of the members' ballots; apart where a ballot has more than one page",
        ),
    )
