"""What bare `xlcampaign` offers on a terminal: the campaign here, where its round stands, and each step as a number.

Every number runs the real command, and shows it, so that whoever likes can type it the next time.
"""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from xlcampaign.cli.options import DayType, day_of, engine_of
from xlcampaign.cli.screen import Exit, Watch, command_line, print_findings, progress_shown, put, talk
from xlcampaign.findings.finding import Stop
from xlcampaign.model.choices import StepKey
from xlcampaign.model.limits import cores
from xlcampaign.model.plan import SubjectKind
from xlcampaign.words import Lang, T

if TYPE_CHECKING:
    from xlcampaign.commands.check import Outlook
    from xlcampaign.model.briefing import ExpectedForm
    from xlcampaign.model.results import Report

Run = Callable[[Sequence[str]], int]
"""Runs a command line, and returns how it ended."""
_WEEK = timedelta(days=6)

_NONE_HERE = T(
    "这个文件夹里没有活动（plan.xlsx）。",
    "There is no campaign (plan.xlsx) in this folder.",
)
_PICK = T("选一个活动：", "Choose a campaign:")
_NEW = T("新建活动", "start a campaign")
_PRACTISE = T("做一个虚构的活动来练习", "make an invented campaign to practise on")
_LEAVE = T("退出", "leave")
_OTHER = T("换一个活动", "another campaign")
_NUMBER = T("输入数字，按回车", "Type a number, then Enter")
_UNKNOWN = T(
    "没有“{typed}”这一项，请输入左边的数字。", "There is no “{typed}”; type one of the numbers on the left."
)
_PLEASE = T("请输入左边的数字。", "Please type one of the numbers on the left.")
_NAME = T("活动叫什么（也是文件夹的名字）", "What is it called (its folder too)")
_LIST = T(
    "党员名单（Excel、WPS、CSV）在哪里：把文件拖进这个窗口，或者写路径",
    "Where is the list of members (Excel, WPS, CSV)? Drag the file into this window, or type where it is",
)
_OWN_LIST = T(
    "有现成的党员名单（Excel、WPS、CSV），就把文件拖进这个窗口，或者写路径；没有就直接按回车",
    "If you have a list of members (Excel, WPS, CSV), drag the file into this window, or type where it is; if not, press Enter",
)
_DOCUMENT = T("定稿的文号或纪要号", "Number of the document or minutes")
_FIRST, _LAST = T("公示第一天", "First day"), T("公示最后一天", "Last day")
_BAD_DAY = T("看不懂这个日期，写成 2023-06-26 这样", "that is no date; write it like 2023-06-26")
_BACK = T("没有写，回到菜单。", "Nothing given; back to the menu.")
_AGAIN = T("按回车回到菜单", "Enter for the menu")
_HEAD = T("{campaign}　{stage}　{day}", "{campaign} · {stage} · {day}")
_PLAN_WRONG = T(
    "方案（{plan}）有错，照上面说的改好、存盘，再按回车。",
    "The plan ({plan}) has errors: correct them as it says above, save it, then press Enter.",
)
_FILLED = T(
    "先打开 {plan}，填上支部和党员，存盘；再回到菜单。",
    "First open {plan}, fill in branches and members, and save it; then come back to the menu.",
)
_MEETING_STEPS = (
    (StepKey.COMMENT, T("考核点评表（领导点评；群众评议以后，对推荐的、要整改的再点评一次）",
                        "comments by the level above; once more after the evaluation, on whoever is recommended or to rectify")),
    (StepKey.COMMENDATION, T("评选表彰表（会议议决、推荐、异议）", "what the meeting decides, recommends, hears of objections")),
)  # fmt: skip
_COMMENTS_DUE = T(
    "群众评议以后，推荐的、须整改的还有 {n} 人没有领导点评：会议 → 考核点评表，再出一次",
    "After the evaluation the level above still has to comment on {n:member}, recommended or to rectify: Meeting, then comments",
)
_NEXT_MARK = T(" ← 现在该做", " ← now")


@dataclass(frozen=True, slots=True)
class Entry:
    """A step of the round: its name, what it does, and the words of its command as far as they are known.

    `asks` completes these from what somebody types; None where that is given up. The campaign comes last.
    """

    title: T
    does: T
    words: tuple[str, ...]
    asks: Callable[[Lang], list[str] | None] = lambda _: []


def _typed(text: T, lang: Lang, default: str = "") -> str:
    """Return a line that somebody types."""
    return str(click.prompt(text.say(lang), default=default, show_default=bool(default), err=True)).strip()


def _ask_step(lang: Lang) -> list[str] | None:
    for number, (_, title) in enumerate(_MEETING_STEPS, 1):
        talk(f"  {number}  {title.say(lang)}")
    chosen = _typed(_NUMBER, lang)
    steps = {str(number): step for number, (step, _) in enumerate(_MEETING_STEPS, 1)}
    return ["--step", steps[chosen].value] if chosen in steps else None


def _ask_days(lang: Lang) -> list[str] | None:
    today = day_of(None)
    given = []
    for text, default in ((_FIRST, today), (_LAST, today + _WEEK)):
        try:
            given.append(str(DayType().convert(_typed(text, lang, str(default)), None, None)))
        except click.BadParameter:
            talk(_BAD_DAY.say(lang))
            return None
    return ["--from", given[0], "--to", given[1]]


def _ask_document(lang: Lang) -> list[str] | None:
    number = _typed(_DOCUMENT, lang)
    return ["--number", number] if number else None


def _ask_list(lang: Lang) -> list[str] | None:
    file = _path_in(_typed(_LIST, lang))
    return [file] if file else None


def _path_in(typed: str) -> str:
    """Return the path that was typed, or dragged into a terminal, which puts it into quotes or spells its spaces out."""
    if sys.platform == "win32":
        return typed.strip('"')
    try:
        words = shlex.split(typed)
    except ValueError:  # a quotation mark that is the name's own
        return typed
    return words[0] if len(words) == 1 else typed


ENTRIES = (
    Entry(
        T("下发", "Send out"),
        T("写出填报表，一个单位一个文件夹", "write the forms, a folder for each recipient"),
        ("forms",),
    ),
    Entry(
        T("收表", "Collect"),
        T("谁报了、谁没报（收到的放进 inbox）", "who sent what (put what comes into inbox)"),
        ("status",),
    ),
    Entry(
        T("核查", "Check"),
        T("看填得对不对，标好要退回的", "see what is wrong, mark what goes back"),
        ("check",),
    ),
    Entry(
        T("退回", "Return"),
        T("给要改的单位写邮件", "write the mails to whoever has to correct"),
        ("mail", "returns"),
    ),
    Entry(T("汇总", "Merge"), T("评星，出汇总工作簿", "score, write the summary"), ("merge",)),
    Entry(T("会议", "Meeting"), T("出会议用的表", "write the forms of the meeting"), ("forms",), _ask_step),
    Entry(
        T("公示", "Post"),
        T("贴出以后记一笔，写好一起贴的话", "keep what was posted, write the text beside it"),
        ("post",),
        _ask_days,
    ),
    Entry(
        T("定稿", "Seal"),
        T("公示完了，把结果定下来", "fix the results once posting is over"),
        ("seal",),
        _ask_document,
    ),
    Entry(
        T("下一步骤", "Next step"),
        T("方案转到下一个步骤，再下发它的表", "move the plan on, then send out the next step's forms"),
        ("plan", "next"),
    ),
    Entry(
        T("更新名单", "People"),
        T(
            "有人新来、调动、离开：拿新名单和方案对一遍",
            "somebody came, moved or left: hold a new list against the plan",
        ),
        ("plan", "import"),
        _ask_list,
    ),
)
"""The round in its order, which is that of their numbers; then what leads into the next one, and what happens at any time."""
SEND, COLLECT, CHECK, RETURN, MERGE, MEET, POST, SEAL, GO_ON, _PEOPLE = range(1, len(ENTRIES) + 1)


def show_menu(lang: Lang, run: Run) -> None:
    """Offer what there is to do until somebody leaves."""
    try:
        campaign = _choose_campaign(lang, run)
        while campaign is not None:
            campaign = _one_round(campaign, lang, run)
    except click.Abort:  # Ctrl-C, or the end of what is typed: leaving is no mishap here
        talk("")


def _choose_campaign(lang: Lang, run: Run) -> Path | None:
    """Return the campaign's folder: this one, one that is chosen, or a new one; None where somebody leaves."""
    here = Path()
    if (here / "plan.xlsx").is_file():
        return here
    while True:
        found = sorted(path.parent for path in here.glob("*/plan.xlsx"))
        talk(_PICK.say(lang) if found else _NONE_HERE.say(lang))
        offered = [*map(str, found), _NEW.say(lang), _PRACTISE.say(lang)]
        chosen = _number_of(offered, _LEAVE, lang)
        if chosen == 0:
            return None
        if chosen <= len(found):
            return found[chosen - 1]
        name = _typed(_NAME, lang)
        made = bool(name) and (_start if chosen == len(found) + 1 else _practise)(name, lang, run)
        if made:
            return Path(name)


def _practise(name: str, lang: Lang, run: Run) -> bool:  # noqa: ARG001 -- one of two
    """Make an invented campaign; tell whether it is there."""
    return _show_and_run(["sample", name], run) == Exit.DONE


def _start(name: str, lang: Lang, run: Run) -> bool:
    """Start a campaign, with a list of members if there is one; tell whether it is there, though something be unclear."""
    roster = _path_in(_typed(_OWN_LIST, lang))
    ended = _show_and_run(["init", name, *(["--roster", roster] if roster else [])], run)
    if ended == Exit.DONE and not roster:
        talk(_FILLED.fill(lang, {"plan": str(Path(name) / "plan.xlsx")}))
    return ended in {Exit.DONE, Exit.REJECTED}


def _number_of(offered: Sequence[str], last: T, lang: Lang) -> int:
    """Return the number of what somebody chooses of what is offered; 0 for the last."""
    for number, text in enumerate(offered, 1):
        put(f"{number:>3}  {text}")
    put(f"{0:>3}  {last.say(lang)}")
    while True:
        typed = _typed(_NUMBER, lang)
        if typed.isdecimal() and int(typed) <= len(offered):
            return int(typed)
        talk(_UNKNOWN.fill(lang, {"typed": typed}) if typed else _PLEASE.say(lang))


def _show_and_run(words: Sequence[str], run: Run) -> int:
    put(f"> {command_line(words)}")
    return run(words)


def _one_round(campaign: Path, lang: Lang, run: Run) -> Path | None:
    """Show where a campaign stands, and do one thing; return the campaign to go on with, None where somebody leaves."""
    try:
        with progress_shown(lang) as progress:
            stands = _look_at(campaign, progress)
    except Stop as stop:
        print_findings(stop.findings, lang, err=True)
        talk(_PLAN_WRONG.fill(lang, {"plan": str(campaign / "plan.xlsx")}))
        _typed(_AGAIN, lang)
        return campaign
    for line in _standing(stands, lang):
        put(line)
    now = _next_entry(stands)
    width = max(len(entry.title.say(lang)) for entry in ENTRIES)
    offered = [
        f"{entry.title.say(lang):<{width}}  {entry.does.say(lang)}{_NEXT_MARK.say(lang) if number == now else ''}"
        for number, entry in enumerate(ENTRIES, 1)
    ]
    chosen = _number_of([*offered, _OTHER.say(lang)], _LEAVE, lang)
    if chosen == 0:
        return None
    if chosen > len(ENTRIES):
        return _choose_campaign(lang, run) if campaign != Path() else None
    entry = ENTRIES[chosen - 1]
    more = entry.asks(lang)
    if more is None:
        talk(_BACK.say(lang))
        return campaign
    _show_and_run([*entry.words, *more, *([] if campaign == Path() else [str(campaign)])], run)
    _typed(_AGAIN, lang)
    return campaign


class _Standing(NamedTuple):
    """What was found in a campaign today, which forms are expected of whom, and what a merge of that would come to."""

    report: Report
    forms: tuple[ExpectedForm, ...]
    outlook: Outlook


def _look_at(campaign: Path, progress: Watch) -> _Standing:
    """Return where a campaign stands.

    Raises:
        Stop: the plan has errors.
    """
    from xlcampaign.campaign import open_campaign  # noqa: PLC0415 -- imported where used: --help stays instant
    from xlcampaign.commands.check import check_campaign, outlook_of  # noqa: PLC0415 -- the same
    from xlcampaign.tally.expected import expected_forms  # noqa: PLC0415 -- the same

    folder = open_campaign(campaign)
    report = check_campaign(folder, None, day_of(None), engine_of(cores()), progress)
    return _Standing(report, expected_forms(report), outlook_of(folder, report))


def _standing(stands: _Standing, lang: Lang) -> Iterator[str]:
    """Yield which campaign and stage it is, how many forms came, and what comes next."""
    from xlcampaign.cli.digest import next_steps  # noqa: PLC0415 -- imported where used: --help stays instant
    from xlcampaign.cli.status import state_lines  # noqa: PLC0415 -- the same

    report, forms, outlook = stands
    plan = report.plan
    facts = {"campaign": plan.campaign.name, "stage": plan.stage_of(report.stage).name}
    yield ""
    yield _HEAD.fill(lang, {**facts, "day": str(report.as_of)})
    yield from state_lines(forms, lang)
    if due := _comments_due(report):
        yield _COMMENTS_DUE.fill(lang, {"n": str(due)})
    yield next_steps(report, forms, lang, outlook)


def _comments_due(report: Report) -> int:
    """Return on how many members the level above has to comment once they were rated, and has not."""
    commented = {comment.subject for comment in report.ledger.registers.comments}
    members = report.results.of(SubjectKind.MEMBER)
    return sum(one.is_owed_comment and one.code not in commented for one in members)


def _next_entry(stands: _Standing) -> int:
    """Return the number of what is to be done now."""
    from xlcampaign.cli.digest import BEFORE_RATING, is_in_hand  # noqa: PLC0415 -- imported where used: --help stays instant
    from xlcampaign.commands.check import Merging  # noqa: PLC0415 -- the same

    report, forms, outlook = stands
    wrong = any(finding.is_error and finding.place.file for finding in report.findings)
    fixed = {
        Merging.NOT_ISSUED: SEND,
        Merging.NOTHING_CAME: COLLECT,
        Merging.SEALED_OTHERWISE: CHECK,
    }
    if outlook.merging in fixed or wrong:
        return fixed.get(outlook.merging, CHECK)
    step = report.plan.campaign.step
    if step in BEFORE_RATING and is_in_hand(forms, step):
        return GO_ON
    return MEET if outlook.merging is Merging.DONE else MERGE
