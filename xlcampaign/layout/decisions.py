"""The sheets of rectification, leaders' comments and the committee's decisions."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from xlcampaign.layout.kinds import Choice, OneOf, Words, yes_or_no
from xlcampaign.layout.negations import CLAUSES, DRAFT, Negation, is_doubtful, verdict_of
from xlcampaign.layout.outcomes import case_reasons, case_standing, rectify_reasons, short_stars
from xlcampaign.layout.pick_lists import (
    NUMBER,
    RESPONSIBLE,
    anybody,
    carried_days_of,
    days_of,
    named,
    one_of,
    secretary_of,
    subject_column,
)
from xlcampaign.layout.records import row_of
from xlcampaign.layout.registers import entry_number, listed_for
from xlcampaign.layout.sheet import Column, Prefilled, Register, Table, Unfit
from xlcampaign.layout.text import plain, says_withdrawn, squeeze
from xlcampaign.model.cell import Raw, Value
from xlcampaign.model.known import Known
from xlcampaign.model.plan import Plan, SubjectKind
from xlcampaign.model.registers import Rectification
from xlcampaign.model.results import SubjectResult
from xlcampaign.model.roster import Branch
from xlcampaign.words import T, bracketed, clauses, first_of, same

Row = Mapping[str, Value]

DOCUMENT = "document"
"""The column whose number gives a decision its effect."""

DECISION = "decision"
"""The column that says whether somebody is commended, or recommended."""

VETO_NEEDS = ("situation", DOCUMENT)
OVERRIDE_NEEDS = ("level", "reason", DOCUMENT)
"""Columns without which a decision has no effect."""

DECIDED = ("situation", "level")
"""Columns that say what is decided; where one says no, so does its row."""

DECISIONS_ON = {
    "vetoes": "veto",
    "overrides": "override",
    "recommendations": "recommendation",
    "commendations": "commendation",
}
"""What the committee's sheets of decisions decide on, by the sheet's key."""

RECOMMENDATION, COMMENDATION = DECISIONS_ON["recommendations"], DECISIONS_ON["commendations"]

_LONGEST_UNLIT = 200
"""So many characters of the names of stars that are not given; of more it is said how many there are."""
_DONE = yes_or_no(
    ("已完成", "完成", "完成了", "done"), ("未完成", "没完成", "没有完成", "尚未完成", "not done")
)
_MORE_ROWS = 12
_TIME_TO_RECTIFY = timedelta(days=30)
_COUNTS = re.compile(r"附[件表录]\d*|\d+[票人名]|(?<!\d)\d{1,3}[/:比]\d{1,3}(?!\d)|\d+%")
"""Numbers that are none of a document."""
_NUMBERED = re.compile(r"\d|第[一二三四五六七八九十百]+|[〇零一二三四五六七八九十百]+[号次月日期]")
_DRAFT = re.compile(rf"{DRAFT}|[待未](印?发|编号|定稿)|draft|notyetissued|tobe(issued|numbered)")
"""What says of a document that it is none yet."""
_DAY_ALONE = re.compile(
    r"((19|20)?\d\d[-./年])?\d{1,2}[-./月](\d{1,2}[日号]?)?|(19|20)\d\d年(\d{1,2}月)?|20\d{6}"
    r"|(\d{1,2}(st|nd|rd|th)?)?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?(\d{1,2}(st|nd|rd|th)?)?,?(\d{4})?"
)
"""A date and nothing else: of which of a day's papers it is nobody can tell."""
_REVOKED = re.compile(
    r"(已|现|后|后来|随后|予以|同意|决定|经研究)*(撤销|撤消|撤回|解除|取消|废止|终止|作废)了?(对[^\W\d]{1,6}的)?(该|此|本|原|上述|以前的?)*"
    r"[项次条个]?(否决|改评|提请|决定)*|(revoked?|revocation|rescind(ed)?|lifted|cancel(l?ed)?|repealed|withdrawn?)"
    r"(the)?(veto|override|decision)?(by|under|in)?"
)
_REVOKED_BY = re.compile(
    r"(已|现|予以|同意|决定)*(撤销|撤消|解除|取消|废止)(否决|改评|决定)?(?!.*(职|资格|处分|荣誉|称号))[^\W\d]{1,4}[(\[〔【]?\d.*"
)
"""The word and the document's number in one: 撤销联党〔2026〕12号."""
_BEHIND = re.compile(r"(?<=号)")
"""Where what a document does may follow upon its number: 联党发〔2023〕12号撤销."""
_OPEN = re.compile(
    r"待(定|发|编|补|批|上会|研究)|[未没]有?(定|发|编|开会|研究)|申请|建议|提议|拟|tobe|pending"
)
"""What says beside it that nothing is decided so far."""
_PARTS = re.compile(r"[\s,;:。、()\[\]【】]+")
_DITTO = re.compile(
    r"(同上(行|面|一行|文)?|(和|与|同)上(面|一)?行?(相同|一样)|上同|(''|′′|[\"〃”“〞]){1,2}|ditto|sameas(above|before)|do\.|ibid)[.。]?"
)
_SAID_ANEW = {"progress", "closed", "evidence"}
"""Columns of a rectification that every stage fills in for itself."""


def verdict_on(row: Row) -> Negation | None:
    """Return what a decision says in place of its document's number, or of what is decided: no, or not yet."""
    if any(refuses(row.get(key)) for key in DECIDED):
        return Negation.REFUSAL
    return verdict_of(str(row.get(DOCUMENT) or ""))


def refuses(value: Raw | Value) -> bool:
    """Tell whether a cell in which something is decided says no."""
    return isinstance(value, str) and verdict_of(value) is Negation.REFUSAL


def can_be_looked_up(document: str) -> bool:
    """Tell whether what stands for a decision's document has a number, or a meeting's day, by which it can be found.

    A draft cannot, whatever its number.
    """
    said = squeeze(document)
    if _DRAFT.search(said):
        return False
    return _DAY_ALONE.fullmatch(said) is None and _NUMBERED.search(_COUNTS.sub("", said)) is not None


def decision_in(raw: Raw) -> Raw:
    """Return what a cell decides without the document that stands beside it: 同意表彰（纪要3号）; else the cell as it is."""
    if not isinstance(raw, str):
        return raw
    parts = [part for part in CLAUSES.split(plain(raw)) if part.strip()]
    words = [part for part in parts if not can_be_looked_up(part)]
    papers = [part for part in parts if part not in words]
    is_sure = not any(verdict_of(part) or is_doubtful(part) for part in papers)
    return words[0] if is_sure and len(words) == 1 else raw


def says_revoked(raw: Raw) -> bool:
    """Tell whether a document revokes what was decided before: 撤销，联党发〔2023〕12号, and not a document of that title."""
    if not isinstance(raw, str):
        return False
    parts = [squeeze(part) for part in _PARTS.split(_BEHIND.sub(",", plain(raw)))]
    if any(map(_OPEN.search, parts)):
        return False
    return any(map(_REVOKED.fullmatch, parts)) or _REVOKED_BY.fullmatch(squeeze(raw)) is not None


def withdraws(raw: Raw) -> bool:
    """Tell whether a cell says that a decision's row no longer holds, and not that somebody wants that: 申请撤回."""
    return says_withdrawn(raw) and not _OPEN.search(squeeze(str(raw)))


def is_revoked_bare(by: str) -> bool:
    """Tell whether what revokes a decision names no document; to withdraw a row, as any other, takes none."""
    is_withdrawal = not by or "撤回" in by or "withdraw" in by.casefold()
    return not is_withdrawal and not can_be_looked_up(by)


def says_ditto(raw: Raw) -> bool:
    """Tell whether a cell only says that it holds what the one above it holds: 同上, 〃."""
    return isinstance(raw, str) and _DITTO.fullmatch(squeeze(raw)) is not None


def _unlit(plan: Plan, subject: SubjectResult) -> str:
    stars = plan.stars_of(subject.kind)
    unlit = (star.name for star, result in zip(stars, subject.stars, strict=True) if result.lit is not True)
    return first_of(list(unlit), _LONGEST_UNLIT).say(plan.campaign.language)


def _to_rectify(plan: Plan, branch: Branch, known: Known | None) -> Iterator[Row]:
    """Yield what is still open from earlier stages, then who is below the requirement in this one."""
    if known is None:
        return
    stage = plan.stage_of(plan.campaign.stage)
    own = {branch.code, *(member.code for member in plan.rated_members(branch.code))}
    for earlier in _carried_on(known, stage.number):
        if earlier.subject in own:
            since, first = same(plan.stage_of(earlier.stage).name), plan.who(listed_for(earlier))
            if first and first.code != earlier.subject:
                since = bracketed(since.zh, first.name)
            why = [*case_reasons(earlier, plan), *short_stars(earlier.listed)]
            listing = clauses([since, *why, *case_standing(earlier, plan)])
            row = row_of(earlier, listing=listing.say(plan.campaign.language))
            yield {key: value for key, value in row.items() if key not in _SAID_ANEW}
    for subject in known.results.subjects:
        if subject.rectify and subject.code in own:
            reasons = [
                *rectify_reasons(subject, plan),
                *short_stars(known.ledger.registers.listings.get(subject.code)),
            ]
            yield {
                "number": entry_number(stage.number, subject.code),
                "subject": subject.code,
                "unlit": _unlit(plan, subject),
                "responsible": secretary_of(plan, branch),
                "due": due_of(plan, stage.number),
                "listing": clauses([same(stage.name), *reasons]).say(plan.campaign.language),
            }


def _carried_on(known: Known, stage: int) -> Iterator[Rectification]:
    """Yield the cases of earlier stages that are still open."""
    return (one for one in known.ledger.registers.rectifications if one.stage < stage and one.is_open)


def rectifying(plan: Plan, stage: int, known: Known) -> frozenset[str]:
    """Return the codes of the branches that a stage asks for a 整改表: somebody is below the requirement, or a case is open."""
    whose = {branch.code: branch.code for branch in plan.branches}
    whose |= {one.code: code for code in plan.branch_of for one in plan.rated_members(code)}
    asked = [subject.code for subject in known.results.subjects if subject.rectify]
    asked += (case.subject for case in _carried_on(known, stage))
    return frozenset(whose[code] for code in asked if code in whose)


def due_of(plan: Plan, stage: int) -> date:
    """Return by when what a stage asks to rectify is due, unless another day is agreed on."""
    return plan.stage_of(stage).end + _TIME_TO_RECTIFY


def rectification_table(plan: Plan, branch: Branch, known: Known | None) -> Table:
    """Return 整改: a row per person or branch below the basic requirement, unlit stars filled in."""
    people = OneOf((Choice(branch.code, same(branch.name)), *named(plan.rated_members(branch.code))))
    text = Words(300)
    columns = (
        subject_column(people, given=False, locked=True, width=18),
        Column("cause", T("原因", "Cause"), text, required=True, width=18, example="集体备课参加少"),
        Column("unlit", T("未授的星", "Stars not given"), Words(400), locked=True, width=18),
        Column(
            "direction", T("努力方向", "Direction"), text, required=True, width=17, example="提高课堂效率"
        ),
        Column("measures", T("整改措施", "Measures"), text, required=True, width=21, example="每周听课两节"),
        Column(
            "responsible",
            T("责任人", "Responsible"),
            RESPONSIBLE,
            required=True,
            given=True,
            width=12,
            default=secretary_of(plan, branch),
        ),
        Column(
            "due",
            T("完成时限", "Due"),
            carried_days_of(plan),
            required=True,
            given=True,
            width=13,
            default=due_of(plan, plan.campaign.stage),
        ),
        Column("progress", T("进展", "Progress"), text, width=13),
        Column("closed", T("是否完成", "Closed"), _DONE, width=10),
        Column("evidence", T("佐证材料", "Evidence"), Words(200), width=13),
        Column("listing", T("列入情况", "Why listed"), Words(), computed=True, width=20),
        NUMBER,
    )
    rows = tuple(_to_rectify(plan, branch, known))
    note = T(
        "低于基本要求或被否决的，一人（或支部）一行：写原因、努力方向、整改措施。",
        "A row for whoever is below the basic requirement or vetoed: cause, direction, measures.",
    )
    due = Register(Prefilled.DUE, about="subject")
    return Table("rectification", T("整改", "Rectification"), columns, rows, note=note, register=due)


def offered(
    apart: tuple[str, ...] = (),
    needs: tuple[str, ...] = (),
    settles: tuple[str, ...] = (),
    grounds: tuple[str, ...] = (),
    waits: str = "",
) -> Register:
    """Return a register of the committee: it fills in what it wants of the rows that are there, and adds others."""
    return Register(
        Prefilled.OFFER,
        about="subject",
        apart=apart,
        needs=needs,
        settles=settles,
        grounds=grounds,
        waits=waits,
    )


def document_column(
    width: int,
    example: str = "",
    *,
    required: bool = False,
    when: tuple[str, str] | None = None,
    answers: tuple[Negation, ...] = (),
) -> Column:
    """Return the column in which a decision names its document or minutes; the arguments are those of a column."""
    title = T("文件或会议纪要号", "Document or minutes number")
    shown = example or None
    return Column(
        DOCUMENT, title, Words(60), required=required, width=width, example=shown, answers=answers, when=when
    )


def offer(
    key: str,
    title: T,
    columns: tuple[Column, ...],
    rows: tuple[Row, ...],
    note: T,
    register: Register,
    *,
    newer: bool = False,
) -> Table:
    """Return a sheet of the committee, with some more rows than it comes with."""
    more = _MORE_ROWS
    return Table(
        key, title, columns, rows, spare=more, note=note, needed=False, newer=newer, register=register
    )


def comments_table(plan: Plan, known: Known | None) -> Table:
    """Return 领导点评: every branch, whoever is known to be recommended or to rectify, and some more."""
    subjects = [branch.code for branch in plan.branches]
    if known:
        subjects += [s.code for s in known.results.of(SubjectKind.MEMBER) if s.is_owed_comment]
    text = Words(300)
    columns = (
        subject_column(anybody(plan), width=24),
        Column(
            "achievements", T("成绩", "Achievements"), text, required=True, width=40, example="教学常规抓得实"
        ),
        Column(
            "problems",
            T("问题", "Problems"),
            text,
            required=True,
            width=40,
            example="理论学习次数不够",
            answers=(Negation.NOTHING,),
        ),
        Column(
            "direction", T("努力方向", "Direction"), text, required=True, width=40, example="建立学习制度"
        ),
        Column("author", T("点评人", "By whom"), RESPONSIBLE, required=True, width=12, example="李某丁"),
        Column("day", T("点评日期", "When"), days_of(plan), width=13),
    )
    rows = tuple({"subject": code} for code in subjects)
    note = T(
        "每个支部都点评；党员可在下面加行点评，被推荐和要整改的必须点评。",
        "Comment on every branch; add members below: always those recommended or to rectify.",
    )
    register = Register(Prefilled.OWED, about="subject", apart=("author",))
    return offer("comments", T("领导点评", "Comments"), columns, rows, note, register)


class _Proposed(NamedTuple):
    """Who is proposed for a veto or override, what is proposed, and why."""

    subject: str
    what: str
    why: str


def _proposed(plan: Plan, known: Known | None, key: str) -> Iterator[_Proposed]:
    """Yield what was proposed in a column."""
    texts = known.ledger.texts if known else {}
    for branch in plan.branches:
        for code in (branch.code, *(member.code for member in plan.rated_members(branch.code))):
            if texts.get((code, key)):
                yield _Proposed(code, texts[code, key], texts.get((code, "reason"), ""))


def vetoes_table(plan: Plan, known: Known | None) -> Table:
    """Return 否决: what was proposed, and some more rows; only with a document number it is a decision."""
    situations = OneOf(tuple(Choice(veto.key, same(veto.name)) for veto in plan.vetoes))
    columns = (
        subject_column(anybody(plan), width=24),
        Column(
            "situation",
            T("否决情形", "Situation"),
            situations if plan.vetoes else Words(60),
            required=True,
            given=True,
            width=40,
            answers=(Negation.REFUSAL,),
        ),
        document_column(28, "联党发〔2023〕7号", required=True, answers=(Negation.REFUSAL,)),
        Column(
            "day",
            T("日期", "Date"),
            days_of(plan),
            required=True,
            width=13,
            example=plan.stage_of(plan.campaign.stage).end,
        ),
    )
    rows = tuple({"subject": one.subject, "situation": one.what} for one in _proposed(plan, known, "veto"))
    note = T(
        "预填的是支部的提请；填了文件或纪要号才算决定。被否决的为最低等次，不推荐，列入整改。要撤销的，文号格写“撤销，文号”。",
        "What is filled in was proposed; with a document number it is decided: lowest level, to rectify."
        " To take it back, write “revoked” and a document in place of the number.",
    )
    return offer(
        "vetoes", T("否决", "Vetoes"), columns, rows, note, offered(apart=("situation",), needs=VETO_NEEDS)
    )


def _unfit_levels(plan: Plan) -> Iterator[Unfit]:
    """Yield the levels that are none of a branch's, of a member's, or of a member's who gets none."""
    branches = OneOf(
        tuple(Choice(branch.code, same(branch.name), (branch.code,)) for branch in plan.branches)
    )
    names = {kind: {level.name for level in plan.levels_of(kind)} for kind in SubjectKind}
    of_branches, of_members = names[SubjectKind.BRANCH], names[SubjectKind.MEMBER]
    yield Unfit(branches, _levels(of_members - of_branches))
    yield Unfit(branches, _levels(of_branches - of_members), others=True)
    ungraded = {member.code for member in plan.members if not member.graded}
    choices = tuple(choice for choice in anybody(plan).choices if choice.key in ungraded)
    yield Unfit(OneOf(choices), _levels(of_members))


def _levels(names: Iterable[str]) -> OneOf:
    return OneOf(tuple(Choice(name, same(name)) for name in sorted(names)))


def overrides_table(plan: Plan, known: Known | None) -> Table:
    """Return 改评: what was proposed, and some more rows; only with a document number it is a decision."""
    columns = (
        subject_column(anybody(plan), width=24),
        Column(
            "level",
            T("改评为", "Level"),
            one_of(level.name for kind in SubjectKind for level in plan.levels_of(kind)),
            required=True,
            given=True,
            width=14,
            answers=(Negation.REFUSAL,),
            unfit=tuple(one for one in _unfit_levels(plan) if one.who.choices and one.what.choices),
        ),
        Column(
            "reason",
            T("理由", "Reason"),
            Words(200),
            required=True,
            given=True,
            width=44,
            example="支教期间成绩突出",
        ),
        document_column(28, "联党发〔2023〕8号", required=True, answers=(Negation.REFUSAL,)),
    )
    rows = tuple(
        {"subject": one.subject, "level": one.what, "reason": one.why or None}
        for one in _proposed(plan, known, "override")
    )
    note = T(
        "预填的是支部的提请；写明理由、填了文件或纪要号才算决定。改评不占名额，不解除否决。要撤销的，文号格写“撤销，文号”。",
        "What is filled in was proposed; with reason and document number it is decided. It lifts no veto."
        " To take it back, write “revoked” and a document in place of the number.",
    )
    return offer("overrides", T("改评", "Overrides"), columns, rows, note, offered(needs=OVERRIDE_NEEDS))
