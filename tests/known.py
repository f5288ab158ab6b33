"""What is known when later steps' forms are written, made by hand: pledges, proposals, results."""

from dataclasses import replace
from datetime import date

from plans import plan_of, plan_rows_of

from xlcampaign.findings.finding import Place
from xlcampaign.layout.forms import (
    assessment_form,
    commendation_form,
    evaluation_form,
    launch_form,
    pledge_form,
    rectification_form,
)
from xlcampaign.layout.registers import pledge_number
from xlcampaign.model.known import Known
from xlcampaign.model.registers import Pledge, Registers
from xlcampaign.model.results import Ledger
from xlcampaign.tally.score import score


def pledge_of(plan, subject, count=1, **changes):
    """A pledge of the first stage; the subject is a branch's or member's code."""
    branch = subject if subject in plan.branch_of else plan.member_of[subject].branch
    given = {
        "number": pledge_number(1, subject, count),
        "stage": 1,
        "branch": branch,
        "subject": subject,
        "star": plan.stars_of(plan.kind_of(subject))[0].key,
        "type": "年度承诺制",
        "area": "课程改革",
        "text": f"每月听课{count}节",
        "measures": "",
        "responsible": "",
        "target": "",
        "due": date(2023, 6, 30),
        "earlier": "",
        "place": Place("p.xlsx", "党员承诺").cell_at(5, 5),
    }
    return Pledge(**{**given, **changes})


def flat_ledger(plan, points, texts=None, registers=None):
    """A ledger in which each subject has the same points (0–10) from every way on every star.

    Points become as many votes of ten for the best grade, the others for the worst; subjects that are not named have nothing.
    """
    counts = {}
    for subject, value in points.items():
        for way in plan.ways_of(plan.kind_of(subject)):
            scale = plan.scale_of[way.scale]
            best, worst = (scale.counted[0].key, scale.counted[-1].key) if scale.counted else ("", "")
            given = {value * 100: 1} if scale.is_points else {best: value, worst: 10 - value}
            counts |= {(subject, star.key, way.key): given for star in plan.stars_of(plan.kind_of(subject))}
    empty = Ledger(counts, frozenset(), {}, {}, texts or {}, {}, {}, {}, ())
    return replace(empty, registers=registers or Registers())


def known_of(plan):
    """All pledged; the first member of each branch shines, the second must rectify; some proposals."""
    subjects = [s for b in plan.branches for s in (b.code, *(m.code for m in plan.rated_members(b.code)))]
    points = dict.fromkeys(subjects, 8)
    points |= {plan.rated_members(b.code)[0].code: 10 for b in plan.branches}
    points |= {plan.rated_members(b.code)[1].code: 5 for b in plan.branches}
    pledges = tuple(pledge_of(plan, subject, n) for subject in subjects for n in (1, 2))
    second, third = (plan.rated_members(plan.branches[0].code)[n].code for n in (1, 2))
    texts = {(second, "veto"): "safety", (third, "override"): "优秀", (third, "reason"): "支教一年"}
    ledger = flat_ledger(plan, points, texts, Registers(pledges=pledges))
    return Known(ledger, score(ledger, plan))


def books_of(plan, known=None):
    """One form of every kind that the plan asks for, pre-filled from what is known."""
    branch, known = plan.branches[0], known or known_of(plan)
    launch = (launch_form(plan, branch),) if plan.campaign.launch_form else ()
    return (
        *launch,
        pledge_form(plan, branch),
        evaluation_form(plan, branch, known),
        assessment_form(plan, known),
        rectification_form(plan, branch, known),
        commendation_form(plan, known),
    )


def heaviest_forms():
    """The forms of a branch of 16 members in a stage in which nobody lights a star and all pledged what is asked."""
    settings, rows = plan_rows_of(1, 8)
    more = [
        {**row, "code": f"01{n:02d}", "name": f"冯某{n}", "post": "none"}
        for n, row in enumerate(rows["members"], 9)
    ]
    plan = plan_of((settings, rows | {"members": [*rows["members"], *more]}))
    branch = plan.branches[0]
    people = [member.code for member in plan.rated_members(branch.code)]
    assert len(people) == 16
    pledges = [pledge_of(plan, branch.code, n) for n in range(1, plan.campaign.pledges_branch + 1)]
    pledges += [pledge_of(plan, code, n) for code in people for n in range(1, plan.campaign.pledges_low + 1)]
    points = dict.fromkeys([branch.code, *people], 0)
    ledger = flat_ledger(plan, points, registers=Registers(pledges=tuple(pledges)))
    known = Known(ledger, score(ledger, plan))
    assert all(subject.rectify for subject in known.results.subjects)
    return (
        pledge_form(plan, branch),
        evaluation_form(plan, branch, known),
        rectification_form(plan, branch, known),
    )
