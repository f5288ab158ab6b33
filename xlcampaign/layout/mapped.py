"""The plan's sheet on ballots that a form tool collects: which question a header asks, and what answers are called."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from xlcampaign.layout.kinds import Kind, Ref, Whole, Words
from xlcampaign.layout.negations import Negation
from xlcampaign.layout.sheet import Column
from xlcampaign.layout.text import squeeze
from xlcampaign.model.cell import Value
from xlcampaign.model.plan import Star
from xlcampaign.words import T

ONLINE = "online"
"""The table's key; plans of earlier versions lack it, and go by the codes of questions."""
ONLINE_TITLE = T("网上测评", "Online ballots")
ONLINE_NOTE = T(
    "题目是照“网上测评题目”复制的，不用填。题目没有编码的，一道题一行：导出的表头问的是谁的哪一颗星；各支部、各阶段的题目要不同。"
    "选项和等级叫法不同的，在“选项叫法”写“满意＝同意；不满意＝不同意”，一种方式写一行就行。",
    "Leave it empty where questions were copied from the list, with their codes. Else a row for each question: whom and which"
    " star a header of the export asks about; no two branches or stages share one. Where answers are not called as the grades"
    " are, say so as in “satisfied = agree; not satisfied = disagree”, once for a way.",
)
ONLINE_COLUMNS = (
    Column("stage", T("阶段序号", "Stage number"), Whole(1, 20), required=True, width=10, example=1, answers=tuple(Negation)),
    Column("branch", T("支部", "Branch"), Ref("branches", "name", T("“支部”表里的支部", "a branch from its sheet")), width=24,
           hint=T("只写选项叫法的，留空＝各支部", "empty: every branch, where only answers are said"),
           example=T("甲一完小党支部", "School A1 branch")),
    Column("way", T("评议方式", "Way"), Ref("ways", "name", T("“评议方式”表里的名称", "a name from the sheet of ways")),
           required=True, width=16, example="教师测评", answers=tuple(Negation)),
    Column("header", T("题目（导出的表头）", "Header in the export"), Words(300), width=50,
           hint=T("照抄；题号、空格、标点不同不要紧", "as it stands there; numbers, spaces and punctuation do not matter"),
           example="您认为赵老师政治上是否忠诚"),
    Column("subject", T("党员", "Member"), Words(30), width=14,
           hint=T("编号或姓名；评支部的留空", "code or name; empty where the branch is rated"),
           example=T("赵某甲", "Zhao A")),
    Column("star", T("星名", "Star"), Ref("stars", "name", T("“星级”表里的星", "a star from its sheet")), width=18,
           example="政治忠诚星"),
    Column("answers", T("选项叫法", "What answers are called"), Words(300), width=40,
           hint=T("导出的选项＝等级，用“；”隔开", "answer = grade, separated by semicolons"), example="满意＝同意；不满意＝不同意"),
)  # fmt: skip

_NUMBER = re.compile(
    r"^(?:第\d{1,3}题[.、:)]?|q\d{1,3}[.、:)]?|\d{1,3}[.、:)]|[(\[]\d{1,3}[)\]][.、:]?)(?!\d)"
)
_REMARK = re.compile(
    r"[(\[【](?:单选题?|单项选择题?|矩阵单选题?|必填题?|必答题?|选填题?|选答题?|singlechoice|required)[)\]】]"
)
"""What tools put before and behind the text of a question, once it is squeezed."""
_OPTION = re.compile(
    r"^\s*(?:[A-Za-z](?:\s*[.、．:：)）]|(?=[^\x00-\xff])|\s)|[(（]\s*(?:[A-Za-z]|\d{1,2})\s*[)）]|[\u2460-\u2473]"
    r"|\d{1,2}\s*[.、．:：)）](?!\s*\d))\s*(?=\S)"
)
"""What some tools put before the text of an option."""
_BETWEEN = re.compile(r"[;；\r\n]+")


def tidied(header: str) -> str:
    """Return what headers are compared by: their letters and digits, without a question's number and kind."""
    return "".join(filter(str.isalnum, _NUMBER.sub("", _REMARK.sub("", squeeze(header)), count=1)))


def without_option(text: str) -> str:
    """Return an answer without the letter or number of its option."""
    return _OPTION.sub("", text)


def answer_key(text: str) -> str:
    """Return what answers are compared by: without the letter or number of their option."""
    return squeeze(without_option(text))


class Renamed(NamedTuple):
    """An answer, and what it is said to mean, as both are written; no meaning where none is said."""

    answer: str
    grade: str


def renamed_in(text: str) -> Iterator[Renamed]:
    """Yield what a cell says of answers."""
    for part in filter(str.strip, _BETWEEN.split(text)):
        answer, _, grade = part.replace("＝", "=").rpartition("=")
        yield Renamed(answer.strip(), grade.strip()) if answer.strip() else Renamed(part.strip(), "")


def meaning(kind: Kind, text: str) -> Value:
    """Return the mark that a text is on a scale; None where it is none."""
    try:
        return kind.parse(text)
    except ValueError:
        return None


def is_called(star: Star, text: str) -> bool:
    """Tell whether a text names a star."""
    return squeeze(text) in map(squeeze, (star.key, star.name, *star.aliases))


def codes_of(text: str, people: Iterable[tuple[str, str]]) -> list[str]:
    """Return the codes that a code or a name may stand for, of people by code and name."""
    said, listed = squeeze(text), list(people)
    exact = [code for code, _ in listed if squeeze(code) == said]
    return list(dict.fromkeys(exact or [code for code, name in listed if squeeze(name) == said]))
