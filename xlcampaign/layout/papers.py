"""Papers, printed from the same plan as the forms: a meeting's, self-ratings, pledge cards."""

from dataclasses import replace

from xlcampaign.layout.ballots import ballot_paper, counting_papers, into, record_paper, standards_paper
from xlcampaign.layout.forms import evaluation_form
from xlcampaign.layout.marks import mark_kind
from xlcampaign.layout.meeting import voted_ways
from xlcampaign.layout.online import QUESTIONS
from xlcampaign.layout.organiser import organiser_paper, supplies_paper
from xlcampaign.layout.paper import STANDARD, STAR, STAR_WIDTH, Paper, PaperColumn, about
from xlcampaign.layout.pick_lists import named
from xlcampaign.layout.registers import member_pledges_table
from xlcampaign.model.choices import StepKey
from xlcampaign.model.known import Known
from xlcampaign.model.plan import Entry, Plan, SubjectKind, Way, WayKey
from xlcampaign.model.roster import Branch
from xlcampaign.words import T, same

PAPERS = T("测评票和计票单", "Ballot papers")
SELF_RATINGS = T("个人自评表", "Self-ratings")
CARDS = T("党员承诺卡", "Pledge cards")
PAPERS_OF = {StepKey.PLEDGE: (CARDS,), StepKey.EVALUATION: (PAPERS, SELF_RATINGS, QUESTIONS)}
"""What the papers of each step are called that has any."""

_APART = T("个人自评表（另一个文件）", "Self-ratings (a file of their own)")
_ACHIEVEMENT = T("主要实绩", "Achievement")
_PUBLIC = T("本人公开承诺如下，请党员和群众监督：", "I pledge in public, and ask everybody to watch over it:")
_PLEDGED = T(
    "承诺人签名＿＿＿＿＿＿　支部书记签名＿＿＿＿＿＿　日期＿＿＿＿＿＿",
    "Signature ____________  Secretary ____________  Date ____________",
)
_RATED_SELF = T(
    "本人签名＿＿＿＿＿＿＿＿　　＿＿＿年＿＿月＿＿日",
    "Signature ________________  Date ________________",
)
_CARD_COLUMNS = {"star": 28, "type": 30, "text": 64, "target": 38, "due": 26}


def meeting_papers(plan: Plan, branch: Branch, known: Known | None = None) -> tuple[Paper, ...]:
    """Return the papers of a branch's meeting: the organiser's, then of every way that is voted on.

    Args:
        plan: the campaign's plan.
        branch: whose meeting it is.
        known: what the form is filled in with, into which the numbers go.
    """
    form = evaluation_form(plan, branch, known)
    voted = voted_ways(form.sheets, plan)
    if not voted:
        return ()
    papers: list[Paper] = []
    for way in voted:
        papers.append(ballot_paper(plan, branch, form, way))
        if way.entry is Entry.TALLY:
            papers += counting_papers(plan, branch, form, way)
    typed = [way for way in voted if way.entry is Entry.BALLOTS]
    if typed:
        papers.append(record_paper(plan, branch, form, typed))
    papers.append(standards_paper(plan, branch))
    rated_self = [replace(paper, tab=_APART) for paper in self_papers(plan, branch)[:1]]
    listed, ways = (*rated_self, *papers), (*voted, _self_rating(plan))
    return (
        organiser_paper(plan, branch, voted),
        supplies_paper(plan, branch, form, listed, ways),
        *papers,
    )


def _self_rating(plan: Plan) -> Way:
    return next(way for way in plan.ways_of(SubjectKind.MEMBER) if way.key is WayKey.SELF)


def self_papers(plan: Plan, branch: Branch) -> tuple[Paper, ...]:
    """Return a page for each member's rating of oneself; none where that is voted on."""
    way = _self_rating(plan)
    if way.entry is not Entry.MARKS:
        return ()
    form, takes = evaluation_form(plan, branch), mark_kind(plan.scale_of[way.scale]).expects()
    people = plan.rated_members(branch.code)
    columns = (
        PaperColumn(STAR, STAR_WIDTH),
        PaperColumn(STANDARD, 64),
        PaperColumn(same(way.name), 24),
        PaperColumn(_ACHIEVEMENT, 66),
    )
    return tuple(
        Paper(
            tab=member.label,
            title=T(f"个人自评表　{member.label.zh}", f"Self-rating · {member.label.en}"),
            about=about(plan, branch),
            lines=(
                T(
                    f"对照标准，“{way.name}”每格填{takes.zh}。",
                    f"By the standards, in “{way.name}”: {takes.en}.",
                ),
            ),
            columns=columns,
            rows=tuple((star.name, star.standard, "", "") for star in plan.stars_of(SubjectKind.MEMBER)),
            height=17,
            closing=(_RATED_SELF,),
            copies=T(f"{len(people)}（每人 1 页）", f"{len(people)} (a page each)"),
            use=T(
                "会前发给本人，会上交齐；实绩不用录入",
                "given out before, handed in at the meeting; only ratings are typed",
            ),
            into=into(form, way),
        )
        for member in named(people)
    )


def pledge_cards(plan: Plan, branch: Branch, known: Known | None) -> tuple[Paper, ...]:
    """Return a card for each member's pledges: those that are known, and boxes for as many as are allowed."""
    declared = {column.key: column for column in member_pledges_table(plan, branch).columns}
    columns = tuple(PaperColumn(declared[key].title, width) for key, width in _CARD_COLUMNS.items())
    listed = known.ledger.registers.pledges if known else ()
    members = tuple(named(plan.rated_members(branch.code)))
    stage, own = plan.campaign.stage, {member.key for member in members}
    pledges = [p for p in listed if p.stage == stage and p.subject in own]
    names = {star.key: star.name for star in plan.stars_of(SubjectKind.MEMBER)}
    cards = []
    for member in members:
        made = [
            (names.get(p.star, ""), p.type, p.text, p.target, str(p.due or ""))
            for p in pledges
            if p.subject == member.key
        ]
        boxes = [("",) * len(columns)] * (plan.campaign.pledges_high - len(made))
        cards.append(
            Paper(
                tab=member.label,
                title=T(f"党员承诺卡　{member.label.zh}", f"Pledge card · {member.label.en}"),
                about=about(plan, branch),
                lines=(_PUBLIC,),
                columns=columns,
                rows=(*made, *boxes),
                height=16,
                closing=(_PLEDGED,),
            )
        )
    return tuple(cards)
