"""The list of the units that report to a level: a workbook that its coordinator fills in."""

from collections.abc import Iterable, Mapping
from datetime import date

from xlcampaign.layout import choices
from xlcampaign.layout.kinds import Code, Day, Whole, Words
from xlcampaign.layout.sheet import Book, Canvas, Column, Line, Settings, Table
from xlcampaign.model.cell import Value
from xlcampaign.words import T

UNITS_FILE = "units.xlsx"
LEVEL, UNITS = "level", "units"
_DAY = Day(date(2000, 1, 1), date(2099, 12, 31))
_LONGER = T("同意晚报的才填", "only where it has longer")

LEVEL_FIELDS = (
    Column("unit_code", T("本级单位代码", "Own unit code"), Code(), required=True, example="Z1",
           hint=T("再往上报时，上级靠它认出本级", "by which the level above knows this one")),
    Column("unit", T("本级单位", "Own unit"), Words(60), required=True, example=T("某某镇", "Example town")),
    Column("above", T("上级单位", "Unit above"), Words(60), example=T("某某县", "Example county"),
           hint=T("再往上报的才填", "only where this level reports to one above")),
    Column("stage", T("阶段序号", "Stage number"), Whole(1, 20), required=True, example=1),
    Column("language", T("汇总语言", "Language of the summary"), choices.LANGUAGES, required=True, example="zh"),
    Column("deadline", T("报送截止", "Reports due"), _DAY, example=date(2023, 7, 10),
           hint=T("各单位的上报本哪天以前报", "the day by which units report")),
)  # fmt: skip
UNIT_COLUMNS = (
    Column("code", T("单位代码", "Unit code"), Code(), required=True, width=12, example="LX1"),
    Column("name", T("单位", "Unit"), Words(60), required=True, width=30, example=T("某某联校党组织", "Example union")),
    Column("contact", T("联系人", "Contact"), Words(60), width=26, example=T("赵某甲", "Zhao A")),
    Column("deadline", T("报送截止", "Reports due"), _DAY, width=13,
           hint=T("和上面不同的才填", "only where it is another day")),
    Column("extended", T("延到", "Extended to"), _DAY, width=13, hint=_LONGER),
    Column("reason", T("延期理由", "Why extended"), Words(100), width=36, hint=_LONGER),
)  # fmt: skip


_STEPS = (
    T(
        "1. 在“本级”里填谁来汇总、汇总哪个阶段、哪天截止；在“应报单位”里一个单位填一行，代码和各单位方案里的“单位代码”一致。",
        "1. On “This level” say who rolls up, which stage, by when; on “Expected units” a unit a row, with the code that its own"
        " plan has.",
    ),
    T(
        "2. 各单位用 xlcampaign merge --report 写上报本，发来的放进这个文件夹（子文件夹、邮件、压缩包都行）。",
        "2. Units write their reports with xlcampaign merge --report; put what they send into this folder (sub-folders, mails,"
        " archives will do).",
    ),
    T(
        "3. 运行 xlcampaign rollup 这个文件夹 -o 镇汇总.xlsx。没有报的会点名，不当零算。",
        "3. Run xlcampaign rollup FOLDER -o rollup.xlsx. Who did not report is named, and never counts as zero.",
    ),
)


def _guide() -> Canvas:
    """Return the first sheet: what to do, and live how far each sheet is."""
    title = Line(1, T("应报单位名单　怎么用", "Expected units · how to use it"), "title")
    lines = (Line(row, step) for row, step in enumerate(_STEPS, 3))
    return Canvas("guide", T("怎么用", "How to"), (title, *lines), status_row=7, needed=False)


def units_book(settings: Mapping[str, Value], rows: Iterable[Mapping[str, Value]] = ()) -> Book:
    """Return the list of a level's units with its content."""
    level = Settings(
        LEVEL,
        T("本级", "This level"),
        LEVEL_FIELDS,
        settings,
        note=T("谁来汇总、汇总哪个阶段。", "Who rolls up, and which stage."),
    )
    units = Table(
        UNITS,
        T("应报单位", "Expected units"),
        UNIT_COLUMNS,
        tuple(rows),
        spare=40,
        note=T(
            "应报上报本的单位一行一个；没有报的，汇总里点名，不当零算。",
            "A unit that should report, a row each: one that did not is named, and never counts as zero.",
        ),
        example=True,
    )
    return Book("units", T("应报单位名单", "List of expected units"), (_guide(), level, units))
