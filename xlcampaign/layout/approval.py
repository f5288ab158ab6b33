"""推荐审批表: a page for whoever is recommended in the end, already filled in but for opinions and seals; and certificates."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from xlcampaign.layout.choices import CATEGORIES, KINDS, POSTS, SEATS, label_of
from xlcampaign.layout.feedback import TO_BE_DECIDED
from xlcampaign.layout.final import reasons_of
from xlcampaign.layout.notice import Block, Notice, Signed
from xlcampaign.layout.paper import PaperColumn
from xlcampaign.layout.pick_lists import secretary_of
from xlcampaign.layout.sheet import Column
from xlcampaign.layout.summary import DASH, column
from xlcampaign.model.approval import Approval, Approvals, StageTold
from xlcampaign.model.final import Candidate
from xlcampaign.model.plan import Plan, SubjectKind
from xlcampaign.model.registers import Comment
from xlcampaign.model.results import Results, Seat
from xlcampaign.model.roster import Member
from xlcampaign.words import Lang, T, bracketed, clauses, listing_of, number_of, same

APPROVALS = T("推荐审批表", "Approval forms")
"""What the workbook's pages are."""
CERTIFICATES = T("证书打印数据", "Certificates")
_ABOUT_TAB = T("说明", "About")

_TITLES = {
    SubjectKind.BRANCH: T("先进基层党组织推荐审批表", "Recommendation of an advanced branch"),
    SubjectKind.MEMBER: T("优秀共产党员推荐审批表", "Recommendation of an outstanding member"),
}
_ABOUT = T(
    "{organisation}　{campaign}　{stage}　截至 {day}", "{organisation} · {campaign} · {stage} · as of {day}"
)
_STUDIED = T(
    "名额不足，名额内由上级研究确定：本表供研究用，确定以前不是推荐结果。",
    "There are fewer places than candidates, and the superior decides: this page is for that, and no result before.",
)
_TO_DECIDE = T("待研究", "To be decided")
_UNDECIDED = T(
    "{why}。会议同意推荐的，用本表报批；没有同意的，本表作废。",
    "{why}. Use this page once a meeting has agreed; if it has not, the page is void.",
)
_UNDECIDED_SHORT = T("待研究：{why}", "to be decided: {why}")
_INTERNAL = T(
    "内部材料，报批用，不张贴。预填的照汇总；空格、意见、签名、盖章手填。在本工作簿里改过的，再汇总时另存一份，不会丢。",
    "For approval, not to be put up. What is filled in is as in the summary; write in the rest, sign and seal. What you"
    " change in this workbook is kept under another name when you merge again.",
)
_ABOUT_CERTIFICATES = T("{title}、{certificates}　说明", "{title}, {certificates}: about")
_PRINTED = T(
    "“{sheet}”一行一张，共 {count} 张，是议定的、可以公示的表彰。Word：邮件 → 选择收件人 → 使用现有列表，选本工作簿的这张表。",
    "“{sheet}” has a row for each, {certificates} in all: commendations that are decided and may be posted. In Word:"
    " Mailings, Select Recipients, Use an Existing List; choose that sheet of this workbook.",
)
_NOT_PRINTED = T(
    "没有议定的、可以公示的表彰，所以没有“{sheet}”。还没有议清的，见汇总的“会议议决”。",
    "There is no commendation that is decided and may be posted, and so no sheet “{sheet}”. For what is open see the agenda.",
)
_OF_SEAL = T(
    "证书的文号、日期照定稿：{document}，{day}。",
    "Document and date are those of the seal: {document}, {day}.",
)
_UNSEALED = T(
    "还没有定稿，证书的文号、日期空着；定稿时自动填上，也可以自己填。",
    "The stage is not sealed, so document and date are blank: sealing fills them in, or write them in yourself.",
)
_FORMS = T("本工作簿里的推荐审批表", "Forms of approval in this workbook")
_WAITING = T("没有出审批表的：超出名额", "Without a form: beyond the places")
_CERTIFIED = T("证书", "Certificates")
_NONE = T("无", "none")
_STARS = T("得星情况", "Stars")
_MERITS = T("主要实绩", "Merits")
_KEPT = T("公开承诺 {pledged} 条，已兑现 {kept} 条", "{kept} of {pledges} kept")
_KEPT_SUCH = T("{said}：{texts}", "{said}: {texts}")
_COMMENT = T("领导点评", "Leader's comment")
_COMMENTS = (
    ("achievements", T("成绩：{text}", "Achievements: {text}")),
    ("problems", T("问题：{text}", "Problems: {text}")),
    ("direction", T("努力方向：{text}", "Direction: {text}")),
)
_OPINIONS = (
    T("支部意见", "Branch's opinion"),
    T("联校党总支意见", "Union's opinion"),
    T("镇党委意见", "Town committee's opinion"),
)
_SIGN = T(
    "签名＿＿＿＿＿＿（盖章）　　　　年　　月　　日",
    "Signature ________________ (seal)    Date ________________",
)
_NAME, _BRANCH = T("姓名", "Name"), T("支部", "Branch")
_OF_BRANCH = T("所在支部", "Branch")
_PERSONAL = (
    T("性别", "Sex"),
    T("出生年月", "Born"),
    T("学历", "Education"),
    T("参加工作时间", "Works since"),
    T("入党时间", "Member since"),
)
"""What the campaign does not know of a member."""
_PAGE, _LABEL, _TALL, _BLANK, _TEXT = 186, 34, 24, 9, 16
"""The width of a page and of a label; heights of boxes, of rows to write into and of texts; in millimetres."""
_LABELLED = (PaperColumn(same(""), _LABEL), PaperColumn(same(""), _PAGE - _LABEL))
_DIGITS = "〇一二三四五六七八九"
_TEN = "十"
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def written_day(day: date) -> T:
    """Return a day as certificates have it: in Chinese characters, or with the month's name."""
    year = "".join(_DIGITS[int(digit)] for digit in str(day.year))
    return T(
        f"{year}年{_counted(day.month)}月{_counted(day.day)}日",
        f"{day.day} {_MONTHS[day.month - 1]} {day.year}",
    )


def _counted(number: int) -> str:
    """Return a number below a hundred in Chinese characters."""
    tens, ones = divmod(number, 10)
    return (_DIGITS[tens] if tens > 1 else "") + (_TEN if tens else "") + (_DIGITS[ones] if ones else "")


def certificate_columns() -> tuple[Column, ...]:
    """Return the columns of 证书打印数据, from which Word merges: all of them are texts."""
    return (
        column("name", T("获表彰者", "Name"), width=22),
        column("branch", _OF_BRANCH, width=26),
        column("honour", T("表彰名称", "Honour"), width=26),
        column("document", T("文号", "Document"), width=26),
        column("day", T("日期", "Date"), width=26),
    )


def certificate_rows(approvals: Approvals, lang: Lang) -> Iterator[tuple[str, ...]]:
    """Yield the rows of 证书打印数据."""
    day = written_day(approvals.day).say(lang) if approvals.day else ""
    for one in approvals.certificates:
        yield one.name, one.branch, one.honour, approvals.document, day


def approval_notices(plan: Plan, approvals: Approvals, results: Results) -> tuple[Notice, ...]:
    """Return the pages: what is in the workbook and what is not, then a form for each that is recommended.

    Args:
        plan: the campaign's plan.
        approvals: what is handed on.
        results: of the last stage.
    """
    forms = (_form(plan, approvals, one) for one in approvals.forms)
    return _about_all(plan, approvals, results), *forms


def _about(plan: Plan, approvals: Approvals) -> T:
    campaign, day = plan.campaign, str(approvals.as_of)
    stage = plan.stage_of(approvals.stage).name
    return _ABOUT.filled(organisation=campaign.organisation, campaign=campaign.name, stage=stage, day=day)


def _tab(form: Approval) -> T:
    return bracketed(form.subject.name, form.subject.code)


def _about_all(plan: Plan, approvals: Approvals, results: Results) -> Notice:
    lang = plan.campaign.language
    forms = [
        (
            _tab(one).say(lang),
            plan.branch_of[one.subject.branch].name,
            label_of(KINDS, one.subject.kind).say(lang),
            _state(plan, one).say(lang),
        )
        for one in approvals.forms
    ]
    columns = (
        PaperColumn(T("表", "Sheet"), 50),
        PaperColumn(_BRANCH, 50),
        PaperColumn(T("对象", "Kind"), 20, centred=True),
        PaperColumn(T("名额、待研究", "Places, to be decided"), 66),
    )
    waiting = [_waiting_row(plan, one, results, lang) for one in approvals.waiting]
    who = (
        PaperColumn(T("支部或党员", "Who"), 56),
        PaperColumn(_BRANCH, 50),
        PaperColumn(T("原因", "Why"), 80),
    )
    title = _ABOUT_CERTIFICATES.filled(title=APPROVALS, certificates=CERTIFICATES)
    lines = _about(plan, approvals), _INTERNAL
    blocks = (
        Block(_FORMS, columns, tuple(forms), nothing=_NONE),
        Block(_WAITING, who, tuple(waiting), nothing=_NONE),
        Block(_CERTIFIED, (PaperColumn(same(""), _PAGE),), (), nothing=_certified(approvals), height=20),
    )
    return Notice(_ABOUT_TAB, title, lines, blocks, ())


def _certified(approvals: Approvals) -> T:
    """Return what is said of certificates."""
    count = len(approvals.certificates)
    if not count:
        return _NOT_PRINTED.filled(sheet=CERTIFICATES)
    certificates = number_of(count, "certificate")
    printed = _PRINTED.filled(sheet=CERTIFICATES, count=str(count), certificates=certificates)
    of_seal = _UNSEALED
    if approvals.day:
        of_seal = _OF_SEAL.filled(document=approvals.document, day=str(approvals.day))
    return T(f"{printed.zh}{of_seal.zh}", f"{printed.en} {of_seal.en}")


def _waiting_row(plan: Plan, one: Candidate, results: Results, lang: Lang) -> tuple[str, str, str]:
    subject = results.by_code[one.code]
    why = clauses([SEATS[Seat.OVER], *reasons_of(one, subject, plan)])
    name = bracketed(subject.name, subject.code).say(lang)
    return name, plan.branch_of[subject.branch].name, why.say(lang)


def _state(plan: Plan, form: Approval) -> T:
    """Return what a meeting has to look into, and whether the places suffice, where they are limited."""
    one = form.candidate
    seat = None if one.seat is Seat.DEFERRED else one.seat  # that is among the reasons
    said = [SEATS[seat]] if seat and plan.places_of(one.kind) is not None else []
    if one.reasons:
        said.insert(0, _UNDECIDED_SHORT.filled(why=clauses(reasons_of(one, form.subject, plan))))
    return clauses(said) if said else same(DASH)


def _form(plan: Plan, approvals: Approvals, form: Approval) -> Notice:
    lang, kind = plan.campaign.language, form.subject.kind
    lines = [_about(plan, approvals)]
    if form.candidate.seat is Seat.STUDY:
        lines.append(_STUDIED)
    opinions = tuple((opinion.say(lang), Signed(_SIGN)) for opinion in _OPINIONS)
    blocks = (
        *_undecided(plan, form),
        *_who(plan, form),
        _stars(form, lang),
        Block(same(""), _LABELLED, ((_MERITS.say(lang), _merits(form, lang)),), headed=False, height=_TEXT),
        *_comment(form.comment, lang),
        Block(same(""), _LABELLED, opinions, headed=False, height=_TALL),
    )
    return Notice(_tab(form), _TITLES[kind], tuple(lines), blocks, (), alone=True)


def _undecided(plan: Plan, form: Approval) -> Iterator[Block]:
    """Yield what a meeting has to look into first, where there is anything."""
    if form.candidate.reasons:
        lang = plan.campaign.language
        why = _UNDECIDED.filled(why=clauses(reasons_of(form.candidate, form.subject, plan)))
        rows = ((_TO_DECIDE.say(lang), why.say(lang)),)
        yield Block(same(""), _LABELLED, rows, headed=False, height=_BLANK)


def _who(plan: Plan, form: Approval) -> Iterator[Block]:
    """Yield who it is, and what is to be written in of a member."""
    lang, subject = plan.campaign.language, form.subject
    branch, one = plan.branch_of[subject.branch], plan.who(subject.code)
    if not isinstance(one, Member):
        columns = (
            PaperColumn(T("支部名称", "Branch"), 60),
            PaperColumn(T("学校", "School"), 60),
            PaperColumn(T("书记", "Secretary"), 36),
            PaperColumn(T("党员数", "Members"), 30),
        )
        school = listing_of(branch.school).say(lang)
        row = branch.name, school, secretary_of(plan, branch) or "", len(plan.members_in(branch.code))
        yield Block(same(""), columns, (row,))
        return
    columns = (
        PaperColumn(_NAME, 36),
        PaperColumn(_OF_BRANCH, 78),
        PaperColumn(T("党员类别", "Standing"), 36),
        PaperColumn(T("党内职务", "Post"), 36),
    )
    standing, post = label_of(CATEGORIES, one.category), label_of(POSTS, one.post)
    yield Block(same(""), columns, ((one.name, branch.name, standing.say(lang), post.say(lang)),))
    blank = tuple(PaperColumn(title, _PAGE // len(_PERSONAL)) for title in _PERSONAL)
    yield Block(same(""), blank, (("",) * len(blank),), height=_BLANK)


def _stars(form: Approval, lang: Lang) -> Block:
    columns = (
        PaperColumn(T("阶段", "Stage"), 30),
        PaperColumn(T("星数", "Stars"), 20, centred=True),
        PaperColumn(T("所得的星", "Given"), 106),
        PaperColumn(T("等次", "Level"), 30, centred=True),
    )
    *earlier, last = form.stages
    rows = [_stage(one, one.level, lang) for one in earlier]
    level = TO_BE_DECIDED.say(lang) if form.is_open else last.level
    return Block(_STARS, columns, (*rows, _stage(last, level, lang)))


def _stage(one: StageTold, level: str, lang: Lang) -> tuple[str, str, str, str]:
    lit = DASH if one.lit is None else f"{one.lit} / {one.listed}"
    return one.name, lit, listing_of(one.stars).say(lang), level or DASH


def _merits(form: Approval, lang: Lang) -> str | None:
    """Return what speaks for somebody; None where nothing was said, so that it is written in."""
    said = [same(merit) for merit in form.merits]
    if form.pledged:
        kept, pledges = str(len(form.fulfilled)), number_of(form.pledged, "pledge")
        words = _KEPT.filled(pledged=str(form.pledged), kept=kept, pledges=pledges)
        # what is undertaken anew in each stage, or was by several branches, stands once, with how often
        texts = clauses(_times(text, number) for text, number in Counter(form.fulfilled).items())
        said.append(_KEPT_SUCH.filled(said=words, texts=texts) if form.fulfilled else words)
    return "\n".join(text.say(lang) for text in said) or None


def _times(text: str, number: int) -> T:
    return same(text) if number == 1 else T(f"{text}（{number} 条）", f"{text} ({number} times)")


def _comment(comment: Comment | None, lang: Lang) -> Iterator[Block]:
    """Yield the leader's comment, where there is one."""
    if comment is None:
        return
    said = [words.filled(text=text) for key, words in _COMMENTS if (text := getattr(comment, key))]
    signed = " ".join(filter(None, (comment.author, str(comment.day or ""))))
    text = "\n".join([*(one.say(lang) for one in said), *([signed] if signed else [])])
    yield Block(same(""), _LABELLED, ((_COMMENT.say(lang), text),), headed=False, height=_TEXT)
