"""What goes back to a branch once its people are rated: 结果反馈单, and for each member 党员民主评议（评星）登记表."""

from collections.abc import Iterator

from xlcampaign.layout.choices import CATEGORIES, PLEDGE_STATES, POSTS, label_of
from xlcampaign.layout.notice import Block, Cells, Notice
from xlcampaign.layout.outcomes import NOT_GRADED, case_standing, rectify_reasons, unrated_cause
from xlcampaign.layout.paper import STAR, PaperColumn
from xlcampaign.layout.pick_lists import named
from xlcampaign.layout.registers import pledged_by
from xlcampaign.layout.summary import DASH, LIT, UNLIT
from xlcampaign.model.feedback import Feedback, StarTold, Told
from xlcampaign.model.plan import Plan, SubjectKind
from xlcampaign.model.registers import Pledge
from xlcampaign.words import Lang, T, clauses, enumerated, listing_of, same

RESULTS = T("评议结果", "Results")
"""What the workbook is called."""
RESULTS_BRANCH = T("（结果，只发本支部）", " (results, this branch only)")
"""What ends its name."""
TO_BE_DECIDED = T("待会议研究", "to be decided")

_FEEDBACK = T("结果反馈单", "Feedback")
_FEEDBACK_ON = T("评议结果反馈单　{name}", "Results of the evaluation · {name}")
_RECORD_OF = T("党员民主评议（评星）登记表　{name}", "Member's record of the evaluation · {name}")
_ABOUT = T(
    "{organisation}　{campaign}　{stage}　截至 {day}（{posted}）",
    "{organisation} · {campaign} · {stage} · as of {day} ({posted})",
)
_NOT_POSTED = T("尚未公示", "not posted yet")
_POSTED = T("公示自 {day} 起", "posted from {day}")
_ONLY_BRANCH = T(
    "只发本支部，请勿转发、张贴。各党员的得分、承诺见后面各自的登记表，一人一页，只给本人。",
    "For this branch alone: do not pass it on or put it up. Each member's own page follows, for that member alone.",
)
_ONLY_MEMBER = T("只给本人。", "For this member alone.")
_NO_SUMMARY = T(
    "本阶段还没有汇总，没有经会议研究，结果写“{open}”，得分不列。",
    "Nothing was merged yet, so no meeting has seen any result: “{open}” stands in its place, and no score.",
)
_OPEN = T(
    "写“{open}”的，有事项还没有议决，议决以后再告知；得星、得分不受影响。",
    "“{open}”: something is to be settled first, and told after; stars and scores do not depend on it.",
)
_FEW = T(
    "写“{dash}”的得分：有的方式评议的不足 {few} 人，为保密不列得分和由它算出的数。",
    "Scores shown as “{dash}”: in some way fewer than {few} rated; so neither the score is told nor what follows from it.",
)
_NO_LEVELS = T("方案没有准许公开等次，本页不列等次。", "The plan lets no level be told, so none stands here.")
_SOME_LEVELS = T(
    "等次只列方案准许公开的（{levels}），其余写“{dash}”。",
    "Levels that the plan lets be told: {levels}; “{dash}” for all others.",
)

_RESULT = T("评定结果", "Result")
_STARS_OF_BRANCH = T("本支部各星", "The branch's stars")
_STARS_OF_MEMBER = T("评星", "Stars")
_MEMBERS = T("本支部党员", "The branch's members")
_COMMENT = T("领导点评", "Leader's comment")
_PLEDGES = T("公开承诺", "Pledges")
_OPEN_PLEDGES = T("没有兑现的承诺（支部的）", "Open pledges of the branch")
_RECTIFICATIONS = T("整改（没有销号的）", "Open rectifications")
_OPINIONS = T("意见", "Opinions")
_NONE = T("无", "none")

_COUNT = T("星数", "Stars")
_COMPOSITE = T("综合得分", "Score")
_LEVEL = T("等次", "Level")
_REMARK = T("备注", "Note")
_BELOW = T("需要整改", "to rectify")
_BY_DECISION = T("上级决定的，等次不在这里列出", "the superior decided so; levels are not told here")
_UNRATED = T("暂未评星：{cause}", "unrated: {cause}")
_FEW_RATED = T("评议人数少，不列得分", "few raters: no score")
_OVERRIDDEN = T("等次经上级改评", "level changed by the superior")
_LOWEST = T("{ways}给分最低", "lowest: {ways}")
_NOT_FORMED = T("还没有报整改表", "no plan for it came yet")
_NOT_SAID = T("没有报", "not said")
_OVERDUE = T("{state}，已过期", "{state}, overdue")
_TAKEN_OVER = T("{text}（承接自{name}）", "{text} (taken over from {name})")

_RATED_SELF = T("自评", "Self-rating")
_OWN_OPINION = T("本人意见", "Own opinion")
_BRANCH_OPINION = T("支部意见", "Branch's opinion")
_SIGNED = T(
    "签收：支部书记签名＿＿＿＿＿＿＿＿（支部盖章）　　＿＿＿年＿＿月＿＿日",
    "Received: secretary ________________ (seal)  Date ________________",
)
_SIGNED_BOTH = T(
    "本人签名＿＿＿＿＿＿　支部书记签名＿＿＿＿＿＿（支部盖章）　＿＿＿年＿＿月＿＿日",
    "Member ____________  Secretary ____________ (seal)  Date ____________",
)
_NAME, _LABEL, _BOX = 20, 34, 24
"""Widths of a name and of a label, height of a box to write into, in millimetres."""
_NOTE = {Lang.ZH: 21, Lang.EN: 40}
"""The least width of a note: words of Latin letters are not broken."""
_PAGE = 186
"""The width of a page, in millimetres."""
_LABELLED = (PaperColumn(same(""), _LABEL), PaperColumn(same(""), _PAGE - _LABEL))


def feedback_notices(plan: Plan, feedback: Feedback) -> tuple[Notice, ...]:
    """Return the pages that go back to a branch: its own, then one for each of its members.

    Args:
        plan: the campaign's plan.
        feedback: what is told.
    """
    lang = plan.campaign.language
    names = {one.key: one.label for one in named(plan.rated_members(feedback.branch.subject.code))}
    branch = _branch_notice(plan, feedback, {code: name.say(lang) for code, name in names.items()})
    members = (_member_notice(plan, feedback, told, names[told.subject.code]) for told in feedback.members)
    return branch, *members


def _branch_notice(plan: Plan, feedback: Feedback, names: dict[str, str]) -> Notice:
    own, lang = feedback.branch, plan.campaign.language
    name = own.subject.name
    due = [
        row
        for told in feedback.everybody
        for row in _rectifications(plan, feedback, told, names.get(told.subject.code, name))
    ]
    blocks = (
        _result_block(plan, own),
        _stars_block(plan, own, _STARS_OF_BRANCH),
        _board(plan, feedback, names),
        _comment_block(own, lang),
        _pledges_block(plan, feedback, own.open_pledges, _OPEN_PLEDGES),
        _rectifications_block(due, _NONE),
    )
    everybody = list(feedback.everybody)
    lines = (*_state(plan, feedback), _ONLY_BRANCH, *_held_back(plan, feedback, everybody))
    return Notice(_FEEDBACK, _FEEDBACK_ON.filled(name=name), lines, blocks, (_SIGNED,))


def _member_notice(plan: Plan, feedback: Feedback, told: Told, name: T) -> Notice:
    lang, member = plan.campaign.language, plan.member_of[told.subject.code]
    branch = plan.branch_of[member.branch]
    person = (
        PaperColumn(T("姓名", "Name"), 36),
        PaperColumn(T("所在支部", "Branch"), 78),
        PaperColumn(T("党员类别", "Standing"), 36),
        PaperColumn(T("党内职务", "Post"), 36),
    )
    standing, post = label_of(CATEGORIES, member.category), label_of(POSTS, member.post)
    blocks = (
        Block(same(""), person, ((member.name, branch.name, standing.say(lang), post.say(lang)),)),
        _pledges_block(plan, feedback, told.pledges, _PLEDGES),
        _stars_block(plan, told, _STARS_OF_MEMBER, own=True),
        _result_block(plan, told),
        _comment_block(told, lang),
        _rectifications_block(list(_rectifications(plan, feedback, told, member.name)), same("")),
        Block(
            _OPINIONS,
            _LABELLED,
            ((_OWN_OPINION.say(lang), None), (_BRANCH_OPINION.say(lang), None)),
            headed=False,
            height=_BOX,
        ),
    )
    lines = (*_state(plan, feedback), _ONLY_MEMBER, *_held_back(plan, feedback, [told]))
    return Notice(name, _RECORD_OF.filled(name=name), lines, blocks, (_SIGNED_BOTH,), alone=True)


def _state(plan: Plan, feedback: Feedback) -> Iterator[T]:
    """Yield of when a page is, and how far things have come."""
    campaign, posted = plan.campaign, feedback.posted
    yield _ABOUT.filled(
        organisation=campaign.organisation,
        campaign=campaign.name,
        stage=plan.stage_of(feedback.stage).name,
        day=str(feedback.as_of),
        posted=_POSTED.filled(day=str(posted)) if posted else _NOT_POSTED,
    )
    if not feedback.is_summarised:
        yield _NO_SUMMARY.filled(open=TO_BE_DECIDED)


def _held_back(plan: Plan, feedback: Feedback, shown: list[Told]) -> Iterator[T]:
    """Yield what is not told on a page, and why."""
    if not feedback.is_summarised:
        return
    if any(told.is_open for told in shown):
        yield _OPEN.filled(open=TO_BE_DECIDED)
    if any(told.few for told in shown):
        yield _FEW.filled(dash=DASH, few=str(plan.campaign.few_public))
    kinds = dict.fromkeys(told.subject.kind for told in shown)
    levels = [level for kind in kinds for level in plan.public_levels(kind)]
    yield _SOME_LEVELS.filled(levels=listing_of(levels), dash=DASH) if levels else _NO_LEVELS


def _level(told: Told) -> T:
    if told.is_open:
        return TO_BE_DECIDED
    return same(told.level or DASH) if told.subject.graded else NOT_GRADED


def _remarks(plan: Plan, told: Told) -> T:
    """Return what is remarked on a result."""
    subject, said = told.subject, []
    if told.is_open and not plan.public_levels(subject.kind):
        said.append(TO_BE_DECIDED)
    if told.is_told and not subject.is_rated:
        said.append(_UNRATED.filled(cause=unrated_cause(subject, plan)))
    if told.few:
        said.append(_FEW_RATED)
    if told.is_told and subject.rectify:
        said.append(_BELOW)
    if told.level and subject.outcome.override:
        said.append(_OVERRIDDEN)
    return enumerated(said)


def _figure(hundredths: int | None) -> float | str:
    return DASH if hundredths is None else hundredths / 100


def _lit(told: Told) -> str:
    lit = told.subject.lit if told.is_told else None
    return DASH if lit is None else f"{lit} / {len(told.stars)}"


def _result_block(plan: Plan, told: Told) -> Block:
    """Return the table of one row with what somebody's result comes to."""
    lang, levels = plan.campaign.language, bool(plan.public_levels(told.subject.kind))
    columns = [PaperColumn(_COUNT, 25), PaperColumn(_COMPOSITE, 30)]
    row: list[str | float | None] = [_lit(told), _figure(told.composite)]
    if levels:
        columns.append(PaperColumn(_LEVEL, 35, centred=True))
        row.append(_level(told).say(lang))
    columns.append(PaperColumn(_REMARK, _PAGE - sum(column.width for column in columns)))
    row.append(_remarks(plan, told).say(lang))
    return Block(_RESULT, tuple(columns), (tuple(row),))


def _stars_block(plan: Plan, told: Told, heading: T, *, own: bool = False) -> Block:
    """Return a row for each star: what was given, what is lacking, and by which way; the rating of oneself where asked."""
    columns = (
        PaperColumn(STAR, 46),
        *((PaperColumn(_RATED_SELF, 20),) if own else ()),
        PaperColumn(T("授星", "Lit"), 20),
        PaperColumn(T("得分", "Score"), 20),
        PaperColumn(T("授星线", "Lit from"), 20),
        PaperColumn(T("还差", "Lacking"), 20),
        PaperColumn(T("说明", "Note"), 40 if own else 60),
    )
    names = {star.key: star.name for star in plan.stars_of(told.subject.kind)}
    ways = {way.key: way.name for way in plan.ways_of(told.subject.kind)}
    rows = []
    for star in told.stars:
        lowest = listing_of(ways[way] for way in star.lowest)
        note = _LOWEST.filled(ways=lowest).say(plan.campaign.language) if star.lowest else ""
        rated_self = DASH if star.own is None else star.own / 10_000
        gap = "" if star.lit else _figure(star.gap)
        figures = _glyph(star), _figure(star.score), star.threshold / 100, gap, note
        rows.append((names[star.star], *((rated_self,) if own else ()), *figures))
    return Block(heading, columns, tuple(rows), height=6)


def _glyph(star: StarTold) -> str:
    if star.lit is None:
        return DASH
    return LIT if star.lit else UNLIT


def _board(plan: Plan, feedback: Feedback, names: dict[str, str]) -> Block:
    """Return the star board of a branch's members, in the plan's order: any other would tell ranks."""
    lang, stars = plan.campaign.language, plan.stars_of(SubjectKind.MEMBER)
    levels = bool(plan.public_levels(SubjectKind.MEMBER))
    columns = [
        PaperColumn(T("姓名", "Name"), _NAME),
        *(PaperColumn(same(star.name), _across(star.name)) for star in stars),
        PaperColumn(_COUNT, 15),
        PaperColumn(_COMPOSITE, 15),
        *((PaperColumn(_LEVEL, 20, centred=True),) if levels else ()),
        PaperColumn(T("未兑现承诺", "Open pledges"), 15),
    ]
    columns.append(PaperColumn(_REMARK, max(_NOTE[lang], _PAGE - sum(column.width for column in columns))))
    rows = []
    for told in feedback.members:
        lit = told.subject.lit if told.is_told else None
        count = DASH if lit is None else lit
        row: Cells = (names[told.subject.code], *map(_glyph, told.stars), count, _figure(told.composite))
        level = (_level(told).say(lang),) if levels else ()
        rows.append((*row, *level, len(told.open_pledges), _remarks(plan, told).say(lang)))
    return Block(_MEMBERS, tuple(columns), tuple(rows), nothing=_NONE)


def _across(name: str) -> int:
    """Return how wide a star's column is: words of Latin letters are not broken, other names are, in lines of three."""
    return max(10, *(2 * len(word) + 3 for word in name.split() if word.isascii()), 0)


def _comment_block(told: Told, lang: Lang) -> Block:
    """Return the leader's comment; where there is none on a member, there is no table."""
    comment = told.comment
    nothing = _NONE if told.subject.kind is SubjectKind.BRANCH else same("")
    if comment is None:
        return Block(_COMMENT, _LABELLED, (), headed=False, nothing=nothing)
    signed = " ".join(filter(None, (comment.author, str(comment.day or ""))))
    said = (
        (T("成绩", "Achievements"), comment.achievements),
        (T("问题", "Problems"), comment.problems),
        (T("努力方向", "Direction"), comment.direction),
        (T("点评人", "By"), signed),
    )
    rows = tuple((label.say(lang), text) for label, text in said if text)
    return Block(_COMMENT, _LABELLED, rows, headed=False, nothing=nothing)


def _pledges_block(plan: Plan, feedback: Feedback, pledges: tuple[Pledge, ...], heading: T) -> Block:
    """Return pledges with what became of them."""
    columns = (
        PaperColumn(STAR, 37),
        PaperColumn(T("承诺内容", "Pledge"), 74),
        PaperColumn(T("期限", "Due"), 30, centred=True),
        PaperColumn(T("践诺情况", "State"), 45),
    )
    names = {(star.kind, star.key): star.name for star in plan.stars}
    rows = []
    for pledge in pledges:
        state = label_of(PLEDGE_STATES, pledge.state) if pledge.state else _NOT_SAID
        if pledge.is_overdue(feedback.as_of):
            state = _OVERDUE.filled(state=state)
        said = state.say(plan.campaign.language)
        star = names.get((plan.kind_of(pledge.subject), pledge.star), "")
        text = pledge.text
        if (made_by := pledged_by(pledge)) != pledge.subject:
            first = plan.who(made_by)
            text = _TAKEN_OVER.filled(text=text, name=first.name if first else made_by).say(
                plan.campaign.language
            )
        rows.append((star, text, str(pledge.due or ""), said))
    return Block(heading, columns, tuple(rows), nothing=_NONE)


def _rectifications(plan: Plan, feedback: Feedback, told: Told, name: str) -> Iterator[Cells]:
    """Yield what somebody still has to rectify, also where no plan for it came yet."""
    lang = plan.campaign.language
    for one in told.rectifications:
        silent = _NOT_SAID if one.place.file else _NOT_FORMED
        progress = same(one.progress) if one.progress else silent
        if one.closed:
            progress = clauses(case_standing(one, plan))
        if one.is_overdue(feedback.as_of):
            progress = _OVERDUE.filled(state=progress)
        yield name, one.cause or one.unlit, one.measures, str(one.due or ""), progress.say(lang)
    if told.is_told and told.subject.rectify and feedback.stage not in told.rectified_in:
        is_told = told.level or not told.subject.outcome.failed or told.subject.outcome.veto
        reasons = enumerated(rectify_reasons(told.subject, plan)) if is_told else _BY_DECISION
        yield name, reasons.say(lang), _NOT_FORMED.say(lang), "", ""


def _rectifications_block(rows: list[Cells], nothing: T) -> Block:
    columns = (
        PaperColumn(T("支部或党员", "Who"), 30),
        PaperColumn(T("原因", "Cause"), 44),
        PaperColumn(T("整改措施", "Measures"), 48),
        PaperColumn(T("期限", "Due"), 30, centred=True),
        PaperColumn(T("进展", "Progress"), 34),
    )
    return Block(_RECTIFICATIONS, columns, tuple(rows), nothing=nothing)
