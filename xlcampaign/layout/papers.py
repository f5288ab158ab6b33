"""Papers, printed from the same plan as the forms: ballots, star standards, counting sheets, pledge cards."""

from dataclasses import dataclass

from xlcampaign.layout.pick_lists import named
from xlcampaign.layout.registers import member_pledges_table
from xlcampaign.layout.ways import nobody_rates_oneself
from xlcampaign.model.plan import Branch, Entry, Grade, Plan, Post, Scale, Star, SubjectKind, Way, WayKey
from xlcampaign.model.results import Known
from xlcampaign.words import T, same

PAPERS = T("测评票和计票单", "Ballot papers")
CARDS = T("党员承诺卡", "Pledge cards")

_NAME = T("姓名", "Name")
_STAR = T("星级", "Star")
_STANDARD = T("评星标准", "Standard")
_RATING = T("评定", "Rating")
_SECRET = T("无记名，不写姓名，不做记号。", "Secret: no name, no sign.")
_NOT_SELF = T("不评本人：本人那一行空着。", "Nobody rates oneself: leave your own row empty.")
_BALLOTS = T(
    "发出票数＿＿＿＿　　收回票数＿＿＿＿　　有效票数＿＿＿＿",
    "Issued ________  Returned ________  Valid ________",
)
_PUBLIC = T("本人公开承诺如下，请党员和群众监督：", "I pledge in public, and ask everybody to watch over it:")
_PLEDGED = T(
    "承诺人签名＿＿＿＿＿＿　支部书记签名＿＿＿＿＿＿　日期＿＿＿＿＿＿",
    "Signature ____________  Secretary ____________  Date ____________",
)
_CARD_COLUMNS = {"star": 20, "type": 22, "text": 46, "target": 28, "due": 14}
_SIGNATURES = T(
    "计票人＿＿＿＿＿　监票人＿＿＿＿＿　上级监督人＿＿＿＿＿　日期＿＿＿＿＿",
    "Teller ________  Scrutineer ________  Supervisor ________  Date ________",
)


@dataclass(frozen=True, slots=True)
class Paper:
    """A page to print and fill by hand.

    Attributes:
        tab: the sheet's name.
        title: the line on top.
        lines: what to do, below the title.
        columns: headers with their widths in characters.
        rows: texts by column; an empty text is a box to write into.
        height: of a row, in points.
        closing: lines below the table, for figures and signatures.
    """

    tab: T
    title: T
    lines: tuple[T, ...]
    columns: tuple[tuple[T, int], ...]
    rows: tuple[tuple[str, ...], ...]
    height: int
    closing: tuple[T, ...] = ()


def _how(scale: Scale) -> T:
    """Return how a box is filled on a scale."""
    names = [grade.name for grade in (*scale.counted, *scale.uncounted)]
    if scale.is_points:
        low, high = (scale.low or 0) / 100, (scale.high or 0) / 100
        return T(f"每格填 {low:g}–{high:g} 的分值。", f"Write points from {low:g} to {high:g} in each box.")
    if scale.derived is None:
        return T(f"每格填一个等级：{'、'.join(names)}。", f"Write one grade in each box: {', '.join(names)}.")
    yes, no = (grade.name for grade in scale.counted)
    rest = "".join(f"，{grade.name}画“○”" for grade in scale.uncounted[:1])
    blank = "".join(f"；没有画的按{grade.name}计" for grade in scale.uncounted[:1])
    rest_en = "".join(f", ○ for {grade.name} (so counts an empty box)" for grade in scale.uncounted[:1])
    return T(
        f"每格{yes}的画“√”，{no}的画“×”{rest}{blank}。",
        f"In each box: √ for {yes}, × for {no}{rest_en}.",
    )


def _names(plan: Plan, branch: Branch, way: Way) -> list[str]:
    people = plan.rated_members(branch.code)
    if way.key is WayKey.ORGANISATION:
        people = tuple(member for member in people if member.post is not Post.SECRETARY)
    names = [member.name for member in people]
    return [f"{m.name}（{m.code}）" if names.count(m.name) > 1 else m.name for m in people]


def _grid(
    stars: tuple[Star, ...], names: list[str]
) -> tuple[tuple[tuple[T, int], ...], tuple[tuple[str, ...], ...]]:
    columns = ((_NAME, 16), *((same(star.name), 13) for star in stars))
    return columns, tuple((name, *[""] * len(stars)) for name in names)


def ballot_paper(plan: Plan, branch: Branch, way: Way) -> Paper:
    """Return the ballot of a way: names × stars, or the branch's stars one by one."""
    title = T(f"测评票　{way.name}　{branch.name}", f"Ballot · {way.name} · {branch.name}")
    tab = T(f"测评票（{way.name}）", f"Ballot ({way.name})")
    scale, stars = plan.scale_of[way.scale], plan.stars_of(way.kind)
    own = (_NOT_SELF,) if nobody_rates_oneself(way) else ()
    lines = (_how(scale), *own, _SECRET)
    if way.kind is SubjectKind.MEMBER:
        return Paper(tab, title, lines, *_grid(stars, _names(plan, branch, way)), 24)
    columns = ((_STAR, 22), (_RATING, 16), (_STANDARD, 70))
    rows = tuple((star.name, "", star.standard) for star in stars)
    return Paper(tab, title, lines, columns, rows, 32)


def standards_paper(plan: Plan) -> Paper:
    """Return the members' star standards, to be printed on the back of the ballots."""
    stars = plan.stars_of(SubjectKind.MEMBER)
    rows = tuple((star.name, star.standard) for star in stars)
    lines = (T("印在党员测评票的背面。", "To be printed on the back of the members' ballots."),)
    return Paper(
        T("评星标准（背面）", "Standards (back)"), _STANDARD, lines, ((_STAR, 22), (_STANDARD, 90)), rows, 36
    )


def counting_paper(plan: Plan, branch: Branch, way: Way, grade: Grade) -> Paper:
    """Return the sheet on which the votes for one grade are counted, stroke by stroke."""
    tab = T(f"计票（{way.name} {grade.name}）", f"Count ({way.name} {grade.name})")
    title = T(
        f"计票单　{way.name}　{grade.name}　{branch.name}",
        f"Counting sheet · {way.name} · {grade.name} · {branch.name}",
    )
    lines = (
        T(
            f"每有一票“{grade.name}”，在格里画“正”字的一笔；画完把数填进评议表同名的格。",
            f"A stroke for each vote “{grade.name}”; enter the numbers on the form.",
        ),
    )
    stars = plan.stars_of(way.kind)
    closing = (_BALLOTS, _SIGNATURES)
    if way.kind is SubjectKind.MEMBER:
        return Paper(tab, title, lines, *_grid(stars, _names(plan, branch, way)), 34, closing)
    columns = ((_STAR, 22), (same(grade.name), 60))
    return Paper(tab, title, lines, columns, tuple((star.name, "") for star in stars), 34, closing)


def pledge_cards(plan: Plan, branch: Branch, known: Known | None) -> tuple[Paper, ...]:
    """Return a card for each member's pledges: those that are known, and boxes for as many as are allowed."""
    declared = {column.key: column for column in member_pledges_table(plan, branch).columns}
    columns = tuple((declared[key].title, width) for key, width in _CARD_COLUMNS.items())
    pledges = known.ledger.registers.pledges if known else ()
    stage, lang = plan.campaign.stage, plan.campaign.language
    names = {star.key: star.name for star in plan.stars_of(SubjectKind.MEMBER)}
    cards = []
    for member in plan.rated_members(branch.code):
        made = [
            (names.get(p.star, ""), p.type, p.text, p.target, str(p.due or ""))
            for p in pledges
            if p.subject == member.code and p.stage == stage
        ]
        boxes = [("",) * len(columns)] * (plan.campaign.pledges_high - len(made))
        name = next(
            label for label in named(plan.rated_members(branch.code)) if label.key == member.code
        ).label
        title = T(
            f"党员承诺卡　{name.say(lang)}　{branch.name}", f"Pledge card · {name.say(lang)} · {branch.name}"
        )
        cards.append(Paper(name, title, (_PUBLIC,), columns, (*made, *boxes), 46, (_PLEDGED,)))
    return tuple(cards)


def meeting_papers(plan: Plan, branch: Branch) -> tuple[Paper, ...]:
    """Return the papers of a branch's meeting: ballots of every way that is voted on, and their counting sheets."""
    voted = [
        way
        for kind in (SubjectKind.MEMBER, SubjectKind.BRANCH)
        for way in plan.ways_of(kind)
        if way.entry is not Entry.MARKS and (kind, way.key) != (SubjectKind.BRANCH, WayKey.ORGANISATION)
    ]
    if not voted:
        return ()
    ballots = [ballot_paper(plan, branch, way) for way in voted]
    counting = [
        counting_paper(plan, branch, way, grade)
        for way in voted
        if way.entry is Entry.TALLY
        for scale in (plan.scale_of[way.scale],)
        for grade in (*scale.tallied, *scale.uncounted)
    ]
    return *ballots, standards_paper(plan), *counting
