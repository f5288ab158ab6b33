"""上报本: what a unit tells the level above, in sheets that the program writes, and people where it is not used."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from hashlib import sha256
from itertools import count, takewhile

from xlcampaign.layout.kinds import YES_NO, Choice, Code, Day, Number, OneOf, Whole, Words
from xlcampaign.layout.rule_rows import rules_table
from xlcampaign.layout.sheet import Book, Canvas, Column, Line, Settings, Sheet, Table
from xlcampaign.layout.summary import DASH, LIT, UNLIT, distinct
from xlcampaign.model.cell import Value
from xlcampaign.model.dispatch import Lit, Origin
from xlcampaign.model.plan import SubjectKind
from xlcampaign.words import Lang, T, same

FORMAT = "1"
"""Of the sheets; changed when they change their meaning."""
TITLE = T("上报本", "Report to the level above")
FACTS, MATTERS, RULES = "dispatch", "dispatch_matters", "dispatch_rules"
STAR = "star."
"""What the key of a star's column begins with, before its number from 1."""

_MOST = 9_999_999
_LONGEST = 2000
_COUNT = Whole(0, _MOST)
_DAY = Day(date(2000, 1, 1), date(2099, 12, 31))
_COMPOSITE = Number(0, 10000, noun=T("得分", "a composite"))
STARS_LIT = OneOf(
    (
        Choice(Lit.LIT, same(LIT), ("授星", "授", "lit", "1"), signs=("是", "有", "√", "✓", "yes")),
        Choice(Lit.UNLIT, same(UNLIT), ("未授", "不授", "unlit", "0"), signs=("否", "×", "✗", "no")),
        Choice(Lit.UNRATED, same(DASH), ("未评", "暂未评星", "unrated"), signs=("-", "/")),
    )
)
"""What stands in a star's column."""


def _fact(key: str, title: T, kind: Words | Code | Whole | Day, *, required: bool = True) -> Column:
    return Column(key, title, kind, required)


FACT_FIELDS = (
    _fact("unit_code", T("单位代码", "Unit code"), Code()),
    _fact("unit", T("单位", "Unit"), Words(60)),
    _fact("above", T("上级单位", "Unit above"), Words(60), required=False),
    _fact("campaign", T("活动编号", "Campaign code"), Code()),
    _fact("campaign_name", T("活动名称", "Campaign"), Words(60)),
    _fact("stage", T("阶段序号", "Stage number"), Whole(1, 20)),
    _fact("stage_name", T("阶段", "Stage"), Words(20)),
    _fact("as_of", T("统计日期", "As of"), _DAY),
    _fact("branches", T("支部数", "Branches"), _COUNT),
    _fact("branches_rated", T("已评星支部数", "Branches rated"), _COUNT),
    _fact("members", T("党员数", "Members"), _COUNT),
    _fact("members_rated", T("已评星党员数", "Members rated"), _COUNT),
    _fact("units", T("应报单位", "Units expected"), _COUNT, required=False),
    _fact("units_in", T("已采用单位", "Units accepted"), _COUNT, required=False),
    _fact("units_sealed", T("已定稿单位", "Units that sealed"), _COUNT, required=False),
    _fact("units_out", T("没有计入的单位", "Units that do not count"), Words(_LONGEST), required=False),
    _fact("forms", T("应报的表", "Forms expected"), _COUNT, required=False),
    _fact("forms_in", T("收到的表", "Forms received"), _COUNT, required=False),
    _fact("cells", T("输入格", "Input cells"), _COUNT, required=False),
    _fact("rejected", T("退回格", "Cells rejected"), _COUNT, required=False),
    _fact("errors", T("填报错误", "Errors"), _COUNT, required=False),
    _fact("difference", T("核对差额", "Accounts differ by"), _COUNT, required=False),
    _fact("seal", T("定稿文号", "Sealed by document"), Words(200), required=False),
    _fact("sealed_on", T("定稿日期", "Sealed on"), _DAY, required=False),
    _fact("checksum", T("定稿校验码", "Checksum of the seal"), Words(64), required=False),
    _fact("filled_by", T("填报人", "Filled in by"), Words(20), required=False),
)
"""What is said of the unit as a whole."""


_BY_HAND = frozenset(
    {"unit_code", "unit", "above", "campaign", "campaign_name", "stage", "stage_name", "as_of", "filled_by"}
)
"""The facts that people fill in; the others follow from the rows, or are the program's."""
_UNITS = ("units", "units_in", "units_sealed", "units_out")
"""The facts that only a level has."""


def facts_sheet(values: Mapping[str, Value], *, several: bool = False, by_hand: bool = False) -> Settings:
    """Return the first sheet of what a unit tells, with what is known already."""
    fields = tuple(
        field
        for field in FACT_FIELDS
        if (
            field.key in _BY_HAND if by_hand else field.key not in {"filled_by", *(() if several else _UNITS)}
        )
    )
    note = T("谁报、报哪个阶段、到哪天为止的结果。", "Who reports, on which stage, as of which day.")
    return Settings(FACTS, T("上报说明", "About this report"), fields, values, note=note)


def subjects_key(kind: SubjectKind) -> str:
    """Return the key of the sheet of the branches, or of the members."""
    return f"dispatch_{kind}"


_WHOSE = (
    Column("unit_code", T("单位代码", "Unit code"), Code(), required=True, width=10),
    Column("unit", T("单位", "Unit"), Words(60), required=True, width=22),
)


def subjects_table(
    kind: SubjectKind,
    stars: Sequence[str],
    rows: Iterable[Mapping[str, Value]] = (),
    *,
    several: bool = False,
) -> Table:
    """Return the sheet of the branches, or of the members: a row per subject.

    Args:
        kind: which.
        stars: the names of their stars, in the plan's order.
        rows: what is known already.
        several: whether they belong to several units, which the rows name.
    """
    is_member = kind is SubjectKind.MEMBER
    who = (
        Column("code", T("党员编号", "Member code"), Code(), required=True, width=11),
        Column("name", T("姓名", "Name"), Words(20), required=True, width=12),
    )
    columns = (
        *(_WHOSE if several else ()),
        Column("branch", T("支部编号", "Branch code"), Code(), required=True, width=10),
        Column("branch_name", T("支部", "Branch"), Words(30), required=True, width=20),
        *(who if is_member else ()),
        *(
            Column(f"{STAR}{n}", same(star), STARS_LIT, required=not several, width=9)
            for n, star in enumerate(stars, 1)
        ),
        Column("lit", T("星数", "Stars"), Whole(0, 99), width=7),
        Column("composite", T("综合得分", "Composite"), _COMPOSITE, width=10),
        Column("rank", T("名次", "Rank"), Whole(1, _MOST), width=7),
        Column("level", T("等次", "Level"), Words(20), width=11),
        Column("fit", T("符合推荐条件", "Fit for recommendation"), YES_NO, required=True, width=11),
        Column("rectify", T("须整改", "To rectify"), YES_NO, required=True, width=8),
        Column("note", T("情况", "Remarks"), Words(_LONGEST), width=44),
    )
    titles = {
        SubjectKind.BRANCH: T("支部结果", "Branches' results"),
        SubjectKind.MEMBER: T("党员结果", "Members' results"),
    }
    return Table(subjects_key(kind), titles[kind], distinct(columns), tuple(rows))


def matters_table(rows: Iterable[Mapping[str, Value]] = ()) -> Table:
    """Return the sheet of what is still to be decided or looked into, a line each."""
    columns = (
        Column("order", T("序", "No."), Whole(1, _MOST), width=6),
        Column(
            "matter",
            T("待研究、待办事项", "To decide or to look into"),
            Words(1000),
            required=True,
            width=110,
        ),
    )
    return Table(MATTERS, T("待办事项", "Open matters"), columns, tuple(rows), needed=False)


def dispatch_book(
    stars: Mapping[SubjectKind, Sequence[str]], *, several: bool = False, by_hand: bool = False
) -> Book:
    """Return what a unit tells, as it is read.

    Args:
        stars: the names of each kind's stars.
        several: whether the subjects belong to several units.
        by_hand: whether people filled it in.
    """
    subjects = (subjects_table(kind, stars[kind], several=several) for kind in SubjectKind)
    told: list[Sheet] = [facts_sheet({}, several=several, by_hand=by_hand), *subjects, matters_table()]
    return Book("dispatch", TITLE, (_guide(), *told) if by_hand else (*told, rules_table(RULES)))


FORM_TITLE = T("上报表", "Report form")
FORM_FILE = T("上报表（空白）.xlsx", "Report form (blank).xlsx")
"""What a blank one is called."""
_SPARE = {SubjectKind.BRANCH: 40, SubjectKind.MEMBER: 400}
_STEPS = (
    T(
        "1. 没有用程序汇总的单位填这份表；用了程序的不用填，发上报本（xlcampaign merge --report）。",
        "1. For units that do not use the program; those that do send its report instead (xlcampaign merge --report).",
    ),
    T(
        "2. 在“上报说明”里写清是谁、哪个阶段；在“支部结果”“党员结果”里一个支部、一名党员一行。",
        "2. On “About this report” say who reports on which stage; then a branch, and a member, a row each.",
    ),
    T(
        "3. 每颗星填 ★（授）、☆（没授）或 —（没评）；星数可以空着，按★数。",
        "3. Each star is ★ (lit), ☆ (not lit) or — (unrated); the number of stars may stay empty.",
    ),
    T(
        "4. 填完看下面的“填报进度”，写着“可以上报”再发。",
        "4. Send it when the progress below says so.",
    ),
)


def _guide() -> Canvas:
    """Return the first sheet of the form: what to do, and live how far each sheet is."""
    lines = (Line(row, step) for row, step in enumerate(_STEPS, 3))
    title = Line(1, FORM_TITLE, "title")
    return Canvas("guide", T("填表说明", "Read me"), (title, *lines), status_row=8, needed=False)


def report_form(stars: Mapping[SubjectKind, Sequence[str]], known: Mapping[str, Value], lang: Lang) -> Book:
    """Return the form for a unit that does not use the program.

    Args:
        stars: the names of each kind's stars.
        known: facts that are known already.
        lang: the form's language.
    """
    note = T("一行一个，直接往下写。", "A row each.")
    tables = (
        replace(subjects_table(kind, stars[kind]), spare=spare, note=note) for kind, spare in _SPARE.items()
    )
    matters = replace(matters_table(), spare=20, note=note)
    hidden = {"format": FORMAT, "kind": Origin.FORM, "language": lang, **_stars_hidden(stars)}
    return Book(
        "report", FORM_TITLE, (_guide(), facts_sheet(known, by_hand=True), *tables, matters), hidden=hidden
    )


def _stars_hidden(stars: Mapping[SubjectKind, Sequence[str]]) -> dict[str, str]:
    return {f"{STARS_IN}{kind}": json.dumps(list(names), ensure_ascii=False) for kind, names in stars.items()}


def row_digest(key: str, values: Mapping[str, Value]) -> str:
    """Return a short digest of what a row states, of whichever program saved it.

    Args:
        key: the sheet's.
        values: by column key; what is blank is left out.
    """
    told = sorted((column, said) for column, value in values.items() if (said := _plain(value)) != "")
    data = json.dumps([key, told], ensure_ascii=False, separators=(",", ":")).encode()
    return sha256(data).hexdigest()[:_DIGITS]


_DIGITS = 12


def _plain(value: Value) -> str | int:
    """Return a value as it is told whatever program saved it: spaces and line breaks do not matter."""
    if isinstance(value, int):
        return value
    return value.isoformat() if isinstance(value, date) else " ".join((value or "").split())


_CHUNK = 30_000
"""So many characters of what programs read stand in a cell."""
STARS_IN, RULES_IN, ROWS_IN = "stars.", "rules.", "rows."
"""What the hidden sheet calls the stars of a kind, the pieces of the rules, and of the digests of all rows."""
TOLD_IN, TABS_IN, INPUTS_IN, SHEETS_IN = "told.", "tabs.", "inputs.", "sheets."
"""The same, in a summary, of what it tells, the names of its sheets, the inputs on the sheet of rules by cell, and the
digests of what all sheets state; in a roll-up, of those that are for the eye alone."""
COUNTS_IN = {kind: f"counts.{kind}." for kind in SubjectKind}
"""The same of the digests of the rows of counts, one after the other."""
NOTED = (RULES_IN, ROWS_IN, TOLD_IN, TABS_IN, INPUTS_IN, SHEETS_IN, *COUNTS_IN.values())
ROW_DIGITS = 8
"""So long is the digest of a row of counts."""


def identity_facts(
    origin: Origin,
    lang: Lang,
    rules: Mapping[str, Sequence[str]],
    stars: Mapping[SubjectKind, Sequence[str]],
    noted: Mapping[str, str],
) -> dict[str, str]:
    """Return what the hidden sheet says of a report that the program writes.

    Args:
        origin: what it is.
        lang: its language.
        rules: the units by the packed rules by which their results came about (layout.rule_rows.packed_rules).
        stars: the names of the stars in the order of their columns.
        noted: what it is held against when it is read, by what that is called (of NOTED).
    """
    packed = json.dumps([[text, list(units)] for text, units in rules.items()], ensure_ascii=False)
    texts = {RULES_IN: packed, **noted}
    return {
        "format": FORMAT,
        "kind": origin,
        "language": lang,
        **_stars_hidden(stars),
        **{key: piece for name, text in texts.items() for key, piece in _pieces(name, text)},
        SUM: text_digest("".join(texts.get(name, "") for name in NOTED)),
    }


def rows_noted(told: Mapping[str, Sequence[Mapping[str, Value]]]) -> str:
    """Return what is noted of the rows of a report, by the keys of its sheets."""
    return ";".join(
        f"{name}={row_digest(key, row)}" for key, rows in told.items() for name, row in named_rows(key, rows)
    )


def packed_told(told: Mapping[str, Sequence[Mapping[str, Value]]], book: Book) -> str:
    """Return what is told as text: the sheets with their cells as shown, to be read as if they stood in a workbook."""
    sheets = {}
    for sheet in book.sheets:
        rows = told.get(sheet.key)
        if rows is None:
            continue
        if isinstance(sheet, Settings):
            sheets[sheet.title.zh] = [[field.title.zh, _packed(field, rows[0])] for field in sheet.fields]
        elif isinstance(sheet, Table):
            heads: list[str | float] = [column.title.zh for column in sheet.columns]
            sheets[sheet.title.zh] = [
                heads,
                *([_packed(column, row) for column in sheet.columns] for row in rows),
            ]
    return json.dumps(sheets, ensure_ascii=False, separators=(",", ":"))


def _packed(column: Column, row: Mapping[str, Value]) -> str | float:
    value = row.get(column.key)
    shown = "" if value is None else column.kind.show(value, Lang.ZH)
    return shown if isinstance(shown, int | float) else str(shown)


def cells_digest(cells: Iterable[object]) -> str:
    """Return a short digest of what the cells of a row hold, whichever program saved them."""
    said = "\x1f".join(map(_held, cells))
    return sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:ROW_DIGITS]


@lru_cache(maxsize=1 << 12)  # votes are small numbers; equal ones are said alike, whatever their type
def _held(cell: object) -> str:
    if isinstance(cell, int | float):
        return f"{cell:.10g}"
    return "" if cell is None else " ".join(str(cell).split())


SUM = "sum"
"""What the hidden sheet calls the digest of its own rules and digests."""


def text_digest(text: str) -> str:
    """Return a digest of a text that programs read."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def named_rows(key: str, rows: Iterable[Mapping[str, Value]]) -> Iterator[tuple[str, Mapping[str, Value]]]:
    """Yield the rows of a sheet, each with what tells it apart from all others of the workbook; of facts, each by itself."""
    for number, row in enumerate(rows, 1):
        if key == FACTS:
            yield from ((f"{key}/{column}", {column: value}) for column, value in row.items())
            continue
        own = (
            [str(row[column]) for column in _NAMING if row.get(column)] if "branch" in row else [str(number)]
        )
        yield "/".join((key, *own)), row


_NAMING = ("unit_code", "branch", "code")


def _pieces(name: str, text: str) -> Iterator[tuple[str, str]]:
    for number, start in enumerate(range(0, len(text), _CHUNK), 1):
        yield f"{name}{number}", text[start : start + _CHUNK]


def noted_in(hidden: Mapping[str, str], name: str) -> str:
    """Return what a hidden sheet notes under a name (of NOTED), put together from its pieces."""
    pieces = takewhile(lambda key: key in hidden, (f"{name}{number}" for number in count(1)))
    return "".join(hidden[key] for key in pieces)
