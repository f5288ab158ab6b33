"""A list of members taken into a plan, in words: what was taken for what, and who is new, moved, left or changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xlcampaign.campaign import open_campaign
from xlcampaign.cli.help import SpeakingCommand
from xlcampaign.cli.options import DayType, campaign_argument, password_option, passwords_in
from xlcampaign.cli.screen import Exit, is_terminal, print_findings, put, put_file, say, stopping, talk
from xlcampaign.words import Lang, T, enumerated, listing_of, same

if TYPE_CHECKING:
    from xlcampaign.commands.members import Import
    from xlcampaign.model.listed import ListedColumn, ListedSheet, MembersList
    from xlcampaign.model.plan import Plan
    from xlcampaign.model.roster import Member
    from xlcampaign.tally.listed import Change

_SHEET = T("{where}：表头在第 {row} 行，{members} 名党员", "{where}: header in row {row}, {members:member}")
_TAKEN = T("  取的列：{columns}", "  taken: {columns}")
_COLUMN = T("{title}＝{letter}“{header}”", "{title} = {letter} “{header}”")
_UNTAKEN = T("  没有取的列：{columns}", "  not taken: {columns}")
_NEVER = T(
    "  {columns}：身份证号、电话、住址这些从来不取",
    "  {columns}: numbers of identity cards, telephones, addresses are never taken",
)
_SKIPPED = T("  不是名单的行，没有取：{cells}", "  rows that are no member's, not taken: {cells}")
_HIDDEN = T("  隐藏或筛选掉的 {n} 行也算在内", "  {n:row} among them hidden or filtered out")
_LACKING = T("  名单没有“{title}”一列：{taken}", "  no column of “{title}”: {taken}")
_BLANK = T("  “{title}”空着的 {n} 格：{taken}", "  “{title}” is blank in {n:cell}: {taken}")
_NO_CODES = T("由程序编号", "the program numbers")
_KEPT_CODES = T(
    "已有的照方案，新来的由程序编", "as the plan has it; whoever is new is numbered by the program"
)
_NO_CATEGORY = T(
    "看不出正式还是预备，留空，要您填", "nobody can tell full from probationary; left blank for you"
)
_KEPT_CATEGORY = T("已有的照方案", "as the plan has it")
_NO_POSTS = T("都写“党员”（没有职务）", "everybody is taken for a member without post")
_KEPT_POST = T(
    "已有的照方案，新来的写“党员”（没有职务）", "as the plan has it; whoever is new is taken to have none"
)
_ALL_TAKE_PART = T("都写“参评”", "everybody is taken to take part")
_KEPT_PART = T("已有的照方案，新来的写“参评”", "as the plan has it; whoever is new is taken to take part")
_AS_MEMBERS = T("没有职务，写“党员”", "no post")
_OTHERS = T("没有名单的、隐藏的表，没有取：{names}", "sheets without a list, or hidden, not taken: {names}")
_NUMBERED = T(
    "“编号”只是从 1 起的序号，没有取", "the codes only number the rows from 1 on, and are not taken"
)
_FOREIGN = T(
    "名单的编号方案里一个也没有，是另一套编号，没有用",
    "none of the list's codes is in the plan: they are others, and are not gone by",
)
_TOTAL = T(
    "名单一共：支部 {branches} 个，党员 {members} 名", "In all: {branches:branch|branches}, {members:member}"
)
_WRITTEN = T(
    "写进方案：支部 {branches} 个，党员 {members} 名，编号都写上了。还要您填参评教师数、学校、邮箱和上面说留空的，再运行 check",
    "Written into the plan: {branches:branch|branches} and {members:member}, with codes. What remains for you: teachers who"
    " vote, schools, e-mail, and what is said above to stay blank; then run check",
)

_JOINED = T("新来：{who}", "New: {who}")
_LEFT = T("离开：{who}，方案里有，名单里没有", "Left: {who}, in the plan and not in the list")
_MOVED = T("调动：{who}", "Moved: {who}")
_CHANGED = T("变动：{who}", "Changed: {who}")
_MEMBER = T("{code} {name}（{branch}）", "{code} {name} ({branch})")
_FROM_TO = T("{code} {name}：{before} → {after}", "{code} {name}: {before} → {after}")
_BY_NAME = T("（凭姓名认的，请核对）", " (told by the name alone: please check)")
_NEW_FACTS = T("，{facts}", ", {facts}")
_UNTOUCHED = T("名单里没有的支部，没有动：{names}", "Branches that are not in the list, not touched: {names}")
_UNCHANGED = T("{n} 名没有变", "{n:member} unchanged")
_NOTHING = T("名单和方案一样，没有要改的。", "The list says what the plan has: nothing to change.")
_RECODED = T("另外补写 {n} 名党员的编号", "The codes of {n:member} are written as well")
_DATED = T(
    "变动从 {day} 起（写进“起”“止”），以前阶段的名单不变；要从别的日子起，加 --from",
    "Changes hold from {day} (written as “From” and “Until”); the lists of earlier stages stay as they were. For another"
    " day add --from",
)
_UNCOUNTED = T(
    "当前阶段的名单以 {counts} 为准，{day} 起的变动从以后的阶段起才算",
    "The current stage counts who is listed on {counts}: what changes from {day} on counts in later stages only",
)
_FOR_GOOD = T(
    "是第一个阶段：直接改在方案里，不写起止；离开的去掉，编号不再给别人",
    "This is the first stage: rows are simply changed, without days; who left is taken out, and the code given to nobody else",
)
_TENTATIVE = T(
    "有 {n} 处没有弄清（见错误），下面的对照只供参考：",
    "{n:thing} not clear yet (see the errors); what follows may be otherwise once they are:",
)
_SECRETARY = T(
    "“支部”表里“{branch}”的书记还是“{before}”，请自己改成“{now}”",
    "On the sheet of branches the secretary of “{branch}” is still “{before}”: change that to “{now}” yourself",
)
_ASK = T("写进方案吗？", "Write this into the plan?")
_HOW = T(
    "还没有写。核对无误，加上 --yes 再运行一次",
    "Nothing is written yet. If this is right, run it again with --yes",
)
_DECLINED = T("没有写，方案没有改动。", "Nothing was written; the plan is as it was.")
_DONE = T("写进方案了。", "Written into the plan.")


@click.command(
    "import",
    cls=SpeakingCommand,
    help=say(
        "把单位自己的党员名单（Excel、WPS、CSV）和方案对一遍：谁新来、调动、离开、变了类别或职务；确认以后写进方案。"
        "名单里没有的支部不动；身份证号、电话从来不取；原来的方案另存一份。\n\n\b\n"
        "  xlcampaign plan import 党员名册.xlsx 争先2023\n"
        "  xlcampaign plan import 党员名册.xlsx 争先2023 --from 2023-07-01 --yes\n",
        "Hold your own list of members (Excel, WPS, CSV) against the plan: who is new, moved, left, has another category or"
        " post; once you agree, it is written into the plan. Branches that are not in the list are not touched; numbers of"
        " identity cards and telephones are never taken; the old plan is kept.\n\n\b\n"
        "  xlcampaign plan import members.xlsx pioneers-2023\n"
        "  xlcampaign plan import members.xlsx pioneers-2023 --from 2023-07-01 --yes\n",
    ),
)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@campaign_argument
@click.option(
    "--from",
    "first",
    type=DayType(),
    default=None,
    help=say(
        "变动从哪天起；默认当前阶段的第一天",
        "the day from which changes hold; by default the current stage's first",
    ),
)
@click.option("--yes", is_flag=True, help=say("不再问，直接写", "write without asking"))
@password_option
@click.pass_obj
def import_(
    lang: Lang, *, file: Path, campaign: Path, first: date | None, yes: bool, password_file: Path | None
) -> None:
    """Take a list of members into a plan."""
    from xlcampaign.cli.upgrade import KEPT  # noqa: PLC0415 -- imported where used
    from xlcampaign.commands import members  # noqa: PLC0415 -- the same

    with stopping(lang):
        passwords = passwords_in(password_file)
        folder = open_campaign(campaign, passwords)
        listed, unclear = members.read_list(file, passwords)
        prepared = members.prepare_import(folder, listed, unclear, first)
    for line in (*list_lines(listed, fresh=False), *_difference_lines(prepared)):
        put(line.say(lang))
    print_findings(prepared.findings, lang, err=True)
    if prepared.errors:
        raise SystemExit(Exit.COULD_NOT_RUN)
    if not prepared.is_needed:
        return
    if not yes and not _agreed(lang):
        return
    with stopping(lang):
        kept = members.write_import(prepared)
    talk(_DONE.say(lang))
    talk(KEPT.fill(lang, {"file": kept.name}))
    put_file(folder.plan)


def _agreed(lang: Lang) -> bool:
    """Tell whether somebody at a terminal agrees; elsewhere it is said how to write."""
    if not is_terminal():
        talk(_HOW.say(lang))
        return False
    agreed = click.confirm(_ASK.say(lang), default=False, err=True)
    if not agreed:
        talk(_DECLINED.say(lang))
    return agreed


def list_lines(listed: MembersList, *, fresh: bool) -> Iterator[T]:
    """Yield what of a list was taken for what, and what was not taken.

    Args:
        listed: the list.
        fresh: whether it goes into a new plan.
    """
    for sheet in listed.sheets:
        where = same(" › ".join(filter(None, (listed.file, sheet.title))))
        yield _SHEET.filled(where=where, row=str(sheet.header), members=str(len(sheet.members)))
        yield from _sheet_lines(sheet, fresh=fresh)
    if listed.others:
        yield _OTHERS.filled(names=listing_of(f"“{name}”" for name in listed.others))
    if listed.numbered:
        yield _NUMBERED
    branches = {one.branch for one in listed.members}
    yield _TOTAL.filled(branches=str(len(branches)), members=str(len(listed.members)))


def _sheet_lines(sheet: ListedSheet, *, fresh: bool) -> Iterator[T]:
    from xlcampaign.layout.members_list import TITLES  # noqa: PLC0415 -- imported where used

    titled = (
        _COLUMN.filled(title=TITLES[key], letter=_letter(column), header=column.header)
        for key, column in sheet.taken.items()
    )
    yield _TAKEN.filled(columns=enumerated(titled))
    for said, private in ((_UNTAKEN, False), (_NEVER, True)):
        columns = [
            f"{_letter(column)}“{column.header}”" for column in sheet.untaken if column.private is private
        ]
        if columns:
            yield said.filled(columns=listing_of(columns))
    lacking = {
        "code": (_KEPT_CODES, _NO_CODES),
        "category": (_KEPT_CATEGORY, _NO_CATEGORY),
        "post": (_KEPT_POST, _NO_POSTS),
        "participation": (_KEPT_PART, _ALL_TAKE_PART),
    }
    for key, taken in lacking.items():
        if key not in sheet.taken:
            yield _LACKING.filled(title=TITLES[key], taken=taken[fresh])
        elif sheet.blank.get(key):
            said = _AS_MEMBERS if key == "post" else taken[fresh]
            yield _BLANK.filled(title=TITLES[key], n=str(sheet.blank[key]), taken=said)
    if sheet.skipped:
        yield _SKIPPED.filled(cells=listing_of(map(str, sheet.skipped)))
    if sheet.hidden:
        yield _HIDDEN.filled(n=str(sheet.hidden))


def _letter(column: ListedColumn) -> str:
    from xlcampaign.address import letter  # noqa: PLC0415 -- imported where used

    return letter(column.number)


def _difference_lines(prepared: Import) -> Iterator[T]:
    """Yield who is new, moved, left and changed, who is not touched, and from when on."""
    comparison, plan = prepared.comparison, prepared.found.plan
    if comparison.foreign:
        yield _FOREIGN
    if prepared.errors:
        yield _TENTATIVE.filled(n=str(prepared.errors))
    if comparison.changes:
        yield _dated(prepared)
        if not prepared.counted:
            counts = plan.stage_of(plan.campaign.stage).counts_on
            yield _UNCOUNTED.filled(counts=str(counts), day=str(prepared.day))
    for change in comparison.changes:
        yield _change_line(change, plan)
    yield from _secretary_lines(prepared)
    if prepared.recoded:
        yield _RECODED.filled(n=str(prepared.recoded))
    if comparison.untouched:
        names = (plan.name_of(code) for code in comparison.untouched)
        yield _UNTOUCHED.filled(names=listing_of(names))
    if prepared.is_needed:
        yield _UNCHANGED.filled(n=str(comparison.unchanged))
    elif not prepared.errors:
        yield _NOTHING


def _secretary_lines(prepared: Import) -> Iterator[T]:
    """Yield the branches whose row still names another secretary than the list."""
    from xlcampaign.model.roster import Post  # noqa: PLC0415 -- imported where used

    plan = prepared.found.plan
    for after in (change.after for change in prepared.comparison.changes):
        branch = plan.branch_of.get(after.branch) if after and after.post is Post.SECRETARY else None
        if after and branch and branch.secretary and branch.secretary != after.name:
            facts = {"branch": branch.name, "before": branch.secretary, "now": after.name}
            yield _SECRETARY.filled(**facts)


def _dated(prepared: Import) -> T:
    return _DATED.filled(day=str(prepared.day)) if prepared.day else _FOR_GOOD


def _change_line(change: Change, plan: Plan) -> T:
    """Return what becomes of somebody, as one line."""
    before, after = change.before, change.after
    if before is None:
        assert after
        who = _member(after, plan)
        facts = _NEW_FACTS.filled(facts=enumerated(_facts(after, plan)[1:]))
        return _JOINED.filled(who=T(who.zh + facts.zh, who.en + facts.en))
    if after is None:
        return _LEFT.filled(who=_member(before, plan))
    pairs = [
        (old, new) for old, new in zip(_facts(before, plan), _facts(after, plan), strict=True) if old != new
    ]
    was, now = (enumerated(side) for side in zip(*pairs, strict=True))
    who = _FROM_TO.filled(code=after.code, name=after.name, before=was, after=now)
    if change.by_name:
        who = T(who.zh + _BY_NAME.zh, who.en + _BY_NAME.en)
    return (_MOVED if before.branch != after.branch else _CHANGED).filled(who=who)


def _member(member: Member, plan: Plan) -> T:
    return _MEMBER.filled(code=member.code, name=member.name, branch=plan.name_of(member.branch))


def _facts(member: Member, plan: Plan) -> list[T]:
    """Return a member's branch, category, post and participation in words."""
    from xlcampaign.layout import choices  # noqa: PLC0415 -- imported where used

    return [
        same(plan.name_of(member.branch)),
        choices.label_of(choices.CATEGORIES, member.category),
        choices.label_of(choices.POSTS, member.post),
        choices.label_of(choices.PARTICIPATIONS, member.participation),
    ]


def start_with_list(
    campaign: Path, roster: Path, passwords: tuple[str, ...], today: date, lang: Lang
) -> tuple[Path, bool]:
    """Start a campaign with a list of members, and say what was taken; return the plan, and if anything was not clear.

    Raises:
        Stop: the list cannot be read, or the campaign is there already.
    """
    from xlcampaign.commands import members  # noqa: PLC0415 -- imported where used
    from xlcampaign.commands.forms import make_campaign  # noqa: PLC0415 -- the same

    listed, unclear = members.read_list(roster, passwords)
    rows, found = members.rows_of_list(listed)
    plan = make_campaign(campaign, lang, today, rows)
    for line in list_lines(listed, fresh=True):
        put(line.say(lang))
    print_findings([*unclear, *found], lang, err=True)
    numbers = {"branches": str(len(rows["branches"])), "members": str(len(rows["members"]))}
    talk(_WRITTEN.fill(lang, numbers))
    return plan, any(finding.is_error for finding in (*unclear, *found))
