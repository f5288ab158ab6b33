"""Branches with all that their pages may tell: pledges kept and not, comments, rectifications, something to decide."""

from dataclasses import replace
from datetime import date

from known import pledge_of
from summary.reports import report_of, standard

from xlcampaign.findings.finding import Place
from xlcampaign.layout.feedback import feedback_notices
from xlcampaign.model.plan import SubjectKind
from xlcampaign.model.registers import Comment, Fulfilment, PledgeState, Rectification, Registers
from xlcampaign.tally.feedback import feedback_of
from xlcampaign.words import Lang

AT = Place("p.xlsx", "s").cell_at(5, 2)
LONG = "全年听课评课不少于四十节，结对帮扶青年教师两名，期末交帮扶小结，"


def told(size=3, lang=Lang.ZH, *, raters=14, words=""):
    """Return a report on two branches of as many members, the highest levels public; `words` are added to all texts."""
    plan = standard(2, size, lang)
    public = {plan.levels_of(kind)[0].name for kind in SubjectKind}
    plan = replace(plan, levels=tuple(replace(one, public=one.name in public) for one in plan.levels))
    codes = ["B01", *(member.code for member in plan.members_in("B01"))]
    texts = ["每月家访一次", LONG, "“三会一课”不缺席"]
    made = [pledge_of(plan, code, n, text=text + words) for code in codes for n, text in enumerate(texts, 1)]
    made += [
        pledge_of(plan, "B02", 1, text="乙校的承诺"),
        pledge_of(plan, "B02-01", 1, text="乙校党员的承诺"),
    ]
    states = (PledgeState.FULFILLED, PledgeState.ONGOING, None)
    kept = [
        replace(one, progress=Fulfilment(state, "", "", AT) if state else None)
        for one, state in zip(made, states * len(made), strict=False)
    ]
    comments = tuple(
        Comment(
            code,
            f"{code} 工作踏实{words}",
            f"会议记录不全{words}",
            "把记录补齐",
            "周某某",
            date(2023, 4, 20),
            AT,
        )
        for code in ("B01", codes[min(2, size)], "B02")
    )
    days = {"B01": date(2023, 6, 1), "B02": date(2023, 8, 1)}
    owed = tuple(
        Rectification(
            number=code,
            stage=1,
            subject=code,
            unlit="服务群众满意星",
            cause=f"{code} 联系群众少{words}",
            direction="",
            measures=f"每周接待家长{words}",
            responsible="",
            due=day,
            progress=words,
            closed=False,
            evidence="",
            place=AT,
        )
        for code, day in days.items()
    )
    registers = Registers(pledges=tuple(kept), comments=comments, rectifications=owed)
    return report_of(
        plan, raters=raters, texts={(codes[min(2, size)], "veto"): "safety"}, registers=registers
    )


def notices_of(report, branch="B01", *, summarised=True):
    """Return the pages of a branch."""
    return feedback_notices(report.plan, feedback_of(report, branch, summarised=summarised))
