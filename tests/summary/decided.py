"""A report with everything that a meeting decides: hand-made marks, vetoes, overrides, ties, limited places.

Every star is worth 0.1 × self + 0.2 × peers + 0.3 × teachers + 0.4 × organisation; ten ballots a way, so that
seven approvals are 7.0. Most members have PLAIN marks: six stars at 9.00, two at 7.00, composite 85.00.
"""

from dataclasses import replace
from datetime import date

from summary.reports import COMMITTEE_FILE, report_of, rescored, standard, write_some

from xlcampaign.findings.finding import Place
from xlcampaign.model.plan import SubjectKind, WayKey
from xlcampaign.model.registers import Commendation, Decision, OverrideDecision, Registers, VetoDecision
from xlcampaign.words import Lang

AT = Place(COMMITTEE_FILE, "评选表彰").cell_at(5, 2)
RATERS = 10

BEST = (9.5, 10, 10, 9.5)  # 9.75
TIED = (9, 9, 9, 9.5)  # 9.20
NINE = (9, 9, 9, 9)  # 9.00
GOOD = (8, 8, 9, 8.5)  # 8.50
FAIR = (9, 8, 8, 8.25)  # 8.20
KIND_TO_SELF = (10, 8, 8, 7.75)  # 8.10; without the self-rating 7.89
SHORT = (9, 8, 8, 7.5)  # 7.90, the organisation's the lowest
LOW = (7, 7, 7, 7)  # 7.00

PLAIN = (NINE,) * 6 + (LOW,) * 2
MEMBERS = {
    "B01-01": (BEST,) * 8,  # the first place of two
    "B01-02": (TIED,) * 8,  # both want the second
    "B01-03": (TIED,) * 8,
    "B01-04": (NINE,) * 7 + (LOW,),  # vetoed, seven stars
    "B01-05": (SHORT,) + (NINE,) * 7,  # one star short, and a veto proposed
    "B01-06": (NINE,) * 3 + (LOW,) * 5,  # three stars: to rectify
    "B01-07": (NINE,) * 8,  # probationary
    "B02-01": (BEST,) * 8,  # a veto proposed
    "B02-02": (GOOD,) * 8,  # raised by the committee
    "B02-03": (GOOD,) * 8,  # a higher level proposed
    "B02-04": (TIED,) * 8,  # within the quota, lowered by the committee
    "B02-05": (NINE,) * 8,  # third of two places
    "B03-01": (KIND_TO_SELF,) + (NINE,) * 7,
    "B03-02": (BEST,) * 8,  # of one name with the next
    "B03-03": (TIED,) * 8,
}
BRANCHES = {
    "B01": (TIED,) * 9,
    "B02": (FAIR,) * 9,
    "B03": (NINE,) * 4 + (LOW,) * 5,  # four stars: to rectify
}


def _marks(plan, subject, kind, figures):
    """Yield the counts of one subject: figures per star and way."""
    for star, by_way in zip(plan.stars_of(kind), figures, strict=True):
        for way, figure in zip(plan.ways_of(kind), by_way, strict=True):
            if plan.scale_of[way.scale].is_points:
                counts = {round(figure * 100): 1}
            else:
                counts = {"approve": figure, "oppose": RATERS - figure, "abstain": 0}
            yield (subject, star.key, way.key), counts


def decided_plan(lang=Lang.ZH, **changes):
    plan = standard(3, 7, lang, **{"places_branch": 1, "places_member": 6, **changes})
    alike = {"B03-02", "B03-03"}
    members = tuple(replace(m, name="孙某丙") if m.code in alike else m for m in plan.members)
    return replace(plan, members=members)


def registers_of(plan):
    situation = plan.vetoes[0].key
    top, second = (level.name for level in plan.levels_of(SubjectKind.MEMBER)[:2])
    return Registers(
        vetoes={"B01-04": VetoDecision("B01-04", situation, "联校纪要 7 号", date(2023, 6, 20), AT)},
        overrides={
            "B02-02": OverrideDecision("B02-02", top, "带教成绩突出", "联校纪要 8 号", AT),
            "B02-04": OverrideDecision("B02-04", second, "民主评议意见集中", "联校纪要 9 号", AT),
        },
        commendations=(
            Commendation(
                "B01-01", "教学名师", "县级公开课", "群众反映好", "已征求", "10/10", Decision.AGREED, AT
            ),
            Commendation("B02-01", "师德标兵", "家访 40 户", "", "", "", None, AT),
            Commendation("B03-02", "师德标兵", "", "", "", "5/10", Decision.DEFERRED, AT),
        ),
    )


def decided(lang=Lang.ZH, **changes):
    """Return the report; `changes` are settings of the campaign."""
    plan = decided_plan(lang, **changes)
    situation = plan.vetoes[1].key
    top = plan.levels_of(SubjectKind.MEMBER)[0].name
    texts = {
        ("B01-04", "veto"): situation,
        ("B01-05", "veto"): situation,
        ("B02-01", "veto"): situation,
        ("B02-01", "reason"): "实验室漏锁门",
        ("B02-03", "override"): top,
        ("B02-03", "reason"): "支教一年",
        ("B02-02", "override"): top,
    }
    lacking = [("B02-07", WayKey.TEACHER), ("B03-05", WayKey.SELF), ("B03-05", WayKey.PEER)]
    lacking += [("B03-05", WayKey.TEACHER), ("B03-05", WayKey.ORGANISATION)]
    report = report_of(plan, raters=RATERS, texts=texts, registers=registers_of(plan))
    counts = {}
    for member in plan.members:
        counts |= _marks(plan, member.code, SubjectKind.MEMBER, MEMBERS.get(member.code, PLAIN))
    for branch, figures in BRANCHES.items():
        counts |= _marks(plan, branch, SubjectKind.BRANCH, figures)
    counts = {key: value for key, value in counts.items() if (key[0], key[2]) not in lacking}
    return rescored(report, counts=counts)


def refused():
    """Return the report after the committee decided against a veto and an override."""
    report = decided()
    against = {
        "refused_vetoes": {"B02-01": VetoDecision("B02-01", report.plan.vetoes[1].key, "不同意", None, AT)},
        "refused_overrides": {"B02-03": OverrideDecision("B02-03", "优秀", "", "不予改评", AT)},
    }
    ledger = report.ledger
    return replace(report, ledger=replace(ledger, registers=replace(ledger.registers, **against)))


LISTS = ("recommended", "rectification", "decisions", "publication")
GONE_BY = ("branch_board", "member_board", "scores", "outcomes", "branch_counts", "member_counts", "rules")


def write_lists(target, report):
    """Write the four sheets with those that their formulas go by."""
    write_some(target, report, LISTS + GONE_BY)
