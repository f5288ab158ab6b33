"""Ballots that a form tool collects: the questions to paste into it, and what the columns of its export are."""

import hashlib
import re
from collections.abc import Iterator
from typing import NamedTuple

from xlcampaign.layout.forms import evaluation_form
from xlcampaign.layout.marks import mark_kind
from xlcampaign.layout.paper import Paper, PaperColumn, about
from xlcampaign.layout.sheet import Book, Column, MarkAt, RowKind, Table
from xlcampaign.layout.text import squeeze
from xlcampaign.model.plan import Plan, SubjectKind, Way, WayKey
from xlcampaign.model.roster import Branch
from xlcampaign.words import T, same

QUESTIONS = T("网上测评题目", "Questions for a form tool")
_QUESTION = T("题目（整格复制）", "Question (copy the whole cell)")
_OPTIONS = T("选项", "Options")
_HOW = T(
    "要在网上收这种评议的票才用。把左边一列整列复制到问卷星、腾讯问卷、金山表单、飞书等，一格一道单选题，选项照右边一字不差。"
    "题目里〔〕和编码不要改，导出后靠它认题。",
    "Only where ballots of this way are collected by a form tool. Copy the left column into it: a cell is a question with "
    "one answer, its options are those on the right, word for word. Leave the code in 〔〕 alone: the export is read by it.",
)
_SECRET = T(
    "无记名：不收姓名、手机、工号，不要求登录。一人只能交一份。",
    "Secret: ask for no name, number or login. One answer each.",
)
_BACK = T(
    "收完导出“按选项文本”的 CSV 或 Excel 发回，题目那几列不要动；有 IP、昵称、时间这些列的，删掉。同一种评议不要又用纸又用网。"
    "“评议情况”照样填：收回、有效就是份数。评议表里录这种票的那张空着，首页因此说缺票，照样发。",
    "Then export CSV or Excel with the options' texts and send that, its questions as they are; delete columns such as IP, "
    "nickname and time. Never hold one way both on paper and online. Fill in “Meeting” all the same: returned and valid are "
    "the answers. The form's sheet for these ballots stays empty; send it though its first sheet says that they are missing.",
)
_NOT_SELF = T("不评本人：题目不要设成必答。", "Nobody rates oneself: no question may be mandatory.")
_CHECK = 4
"""How many hexadecimal digits tell whether a code is whole, and of this campaign."""
_CODE = re.compile(
    rf"(?<!\d)(\d{{1,3}})/({'|'.join(WayKey)})/([\w.-]{{1,20}})/([\w.-]{{1,20}})/([\w.-]{{1,40}})/"
    rf"([0-9a-f]{{{_CHECK}}})(?![0-9A-Za-z])"
)
_SAID = re.compile(r"〕\s*([^：:〔〕]+)[：:]\s*(.+)$", re.DOTALL)
"""What a header says behind its code, as it was printed."""
_NUMBERED = r"^[\d.、．:：*（）()Q题\s]*"
_NAMES = re.compile(
    _NUMBERED
    + r"(您的?|你的?|请[填输]写?入?|用户|微信|填写[人者]|填表人|答题[人者]|提交[人者]|投票人|答卷人|来自|所在)*"
    r"(姓名|名字|真实姓名|昵称|微信|手机|电话|联系|邮箱|邮件|工号|学号|身份证|账号|帐号|头像|openid|unionid|userid|ip|地理位置"
    r"|用户|填写[人者]|填表人|答题[人者]|提交[人者]|投票人|答卷人|name|nickname|phone|mobile|email|e-mail|address)",
    re.IGNORECASE,
)
_ABOUT_ANSWERS = re.compile(
    r"^(序号|编号|答卷|问卷|答题|提交|填写|开始|结束|完成|创建|更新|修改|所用|用时|时长|时间|日期|来源|渠道|总分|得分|状态|设备"
    r"|浏览器|操作系统|标签|备注|id|no\.?$|number|start|end|time|date|source|status|score|submi)",
    re.IGNORECASE,
)
_UNANSWERED = {"(跳过)", "(空)", "(未答)", "(未填)", "(未作答)", "未作答", "未填写", "(skipped)", "(empty)"}


class Question(NamedTuple):
    """What is asked: in which stage and way, for whose form, about whom, on which star."""

    stage: int
    way: WayKey
    unit: str
    subject: str
    star: str

    @property
    def kind(self) -> SubjectKind:
        """What it is about: the branch whose form it is, or one of its members."""
        return SubjectKind.BRANCH if self.subject == self.unit else SubjectKind.MEMBER


def code_of(question: Question, campaign: str) -> str:
    """Return the code that a question bears; its end tells whether it is whole, and of a campaign."""
    plain = "/".join(map(str, question))
    digits = hashlib.sha256(f"{campaign}/{plain}".encode()).hexdigest()[:_CHECK]
    return f"{plain}/{digits}"


def holds_code(text: str) -> bool:
    """Tell whether a text holds what looks like the code of a question."""
    return _CODE.search(text) is not None


def question_in(text: str, campaign: str) -> Question | None:
    """Return the question of which a header holds the code; None where that is not whole, or of another campaign."""
    found = _CODE.search(text)
    if found is None:
        return None
    stage, way, unit, subject, star, _ = found.groups()
    question = Question(int(stage), WayKey(way), unit, subject, star)
    return question if found[0] == code_of(question, campaign) else None


def says_otherwise(header: str, name: str, star: Column) -> str:
    """Return what a header says behind its code if that is another person or star than the code; empty if it is not.

    Codes go to others, and a plan's people change after questions are out. Where a tool left no such words, the code tells.
    """
    said = _SAID.search(header)
    if said is None:
        return ""
    who, what = map(squeeze, said.groups())
    stars = map(squeeze, (star.title.zh, star.title.en, *star.aliases))
    return "" if who == squeeze(name) and what.startswith(tuple(stars)) else " ".join(said[0][1:].split())


def names_voters(header: str) -> bool:
    """Tell whether a column of an export says who answered, or from where."""
    return _NAMES.search(header) is not None


def is_about_answers(header: str) -> bool:
    """Tell whether a column of an export is the tool's own: a number, a time, where answers came from."""
    return _ABOUT_ANSWERS.search(header.strip()) is not None


def is_unanswered(text: str) -> bool:
    """Tell whether a cell of an export says that the question was left out."""
    return squeeze(text) in _UNANSWERED


def ballots_table(form: Book, kind: SubjectKind, way: WayKey) -> Table | None:
    """Return the sheet of a form on which single ballots of a way stand; None where it has none such."""
    for sheet in form.sheets:
        if isinstance(sheet, Table) and sheet.row_kind is RowKind.BALLOT:
            marks = (column.mark for column in sheet.columns)
            if any(mark and (mark.kind, mark.way) == (kind, way) for mark in marks):
                return sheet
    return None


def asks_who_voted(table: Table) -> bool:
    """Tell whether ballots are counted by who voted, which no export tells."""
    return any(column.key == "attended" for column in table.columns)


def subjects_on(table: Table) -> dict[str, str]:
    """Return who is rated on a sheet of ballots, by code; a branch on its own sheet has no name there."""
    if table.subject:
        return {table.subject: ""}
    return {str(row["code"]): str(row["name"]) for row in table.rows}


def stars_on(table: Table) -> dict[str, tuple[Column, MarkAt]]:
    """Return the columns of marks of a sheet of ballots by their keys, which are those of stars."""
    return {column.key: (column, column.mark) for column in table.columns if column.mark}


def questions_on(table: Table, stage: int, unit: str) -> Iterator[Question]:
    """Yield what a sheet of ballots asks, person by person."""
    for subject in subjects_on(table):
        for star, (_, mark) in stars_on(table).items():
            yield Question(stage, mark.way, unit, subject, star)


def online_papers(plan: Plan, branch: Branch) -> tuple[Paper, ...]:
    """Return the questions of a branch's ways that a form tool may collect, a sheet a way: those of single ballots."""
    form = evaluation_form(plan, branch)
    tables = ((way, ballots_table(form, way.kind, way.key)) for way in plan.ways)
    return tuple(
        _paper(plan, branch, way, table) for way, table in tables if table and not asks_who_voted(table)
    )


def _paper(plan: Plan, branch: Branch, way: Way, table: Table) -> Paper:
    scale, stars, subjects = plan.scale_of[way.scale], stars_on(table), subjects_on(table)
    expected = mark_kind(scale).expects().say(plan.campaign.language)
    options = expected if scale.is_points else " / ".join(one.name for one in scale.grades)
    own = (_NOT_SELF,) if way.leaves_out_own(plan.campaign.counting) else ()
    rows = []
    for asked in questions_on(table, plan.campaign.stage, branch.code):
        name = subjects[asked.subject] or branch.name
        title = stars[asked.star][0].title.say(plan.campaign.language)
        rows.append((f"〔{code_of(asked, plan.campaign.code)}〕{name}：{title}", options))
    return Paper(
        tab=same(way.name),
        title=T(f"网上测评题目　{way.name}", f"Questions for a form tool · {way.name}"),
        about=about(plan, branch),
        lines=(_HOW, _SECRET, *own, _BACK),
        columns=(PaperColumn(_QUESTION, 110), PaperColumn(_OPTIONS, 50)),
        rows=tuple(rows),
        height=8,
    )
