"""The last of two stages with everything that a final selection meets, over the report with all that a meeting decides."""

from dataclasses import replace
from datetime import date

from summary.decided import AT, decided

from xlcampaign.model.choices import FinalRule
from xlcampaign.model.history import Past, PastResult, Source
from xlcampaign.model.plan import SubjectKind
from xlcampaign.model.registers import Comment, Fulfilment, Pledge, PledgeState
from xlcampaign.model.seal import Act, Grounds
from xlcampaign.words import Lang, same

SHORT = {"B03-02": 6, "B02-05": None, "B02": None}
"""Who had how many stars in the first stage; None unrated. All others had all of them."""
AWAY = {"B01-02", "B03"}
LEFT = {"B01-99": "冯某癸"}
SEAL = Act(Grounds("联党发〔2023〕21号"), date(2023, 12, 26), "0.1.0", "ab" * 32)


def _past(plan, subjects):
    results = {}
    for one in subjects:
        keys = [star.key for star in plan.stars_of(one.kind)]
        lit = SHORT.get(one.code, len(keys))
        composite = None if lit is None else 9100
        level = plan.levels_of(one.kind)[0].name if lit else ""
        results[one.code] = PastResult(
            one.code,
            one.name,
            one.kind,
            one.branch,
            {},
            frozenset(keys[: lit or 0]),
            composite,
            None,
            level,
            lit == len(keys),
        )
    stars = {kind: tuple(star.key for star in plan.stars_of(kind)) for kind in SubjectKind}
    names = {(star.kind, star.key): star.name for star in plan.stars}
    name = plan.stage_of(1).name
    return Past(1, name, Source.SEALED, same("联党发〔2023〕9号"), date(2023, 6, 28), stars, names, results)


def _pledges(code, texts):
    done = Fulfilment(PledgeState.FULFILLED, "做到了", "", AT)
    for number, text in enumerate(texts, 1):
        blank = dict.fromkeys(("star", "type", "area", "measures", "responsible", "target", "earlier"), "")
        progress = done if number % 2 else None
        yield Pledge(
            number=f"2-{code}-{number}",
            stage=2,
            branch=code[:3],
            subject=code,
            text=text,
            due=None,
            place=AT,
            progress=progress,
            **blank,
        )


def final_report(rule=FinalRule.EVERY, lang=Lang.ZH, *, sealed=True, **changes):
    """Return the report of the second and last stage."""
    report = decided(lang, **changes)
    plan = replace(report.plan, campaign=replace(report.plan.campaign, final_rule=rule))
    subjects = [one for one in report.results.subjects if one.code not in AWAY]
    gone = [replace(subjects[-1], code=code, name=name, branch="B01") for code, name in LEFT.items()]
    registers = report.ledger.registers
    said = Comment(
        "B01-01",
        "教学常规抓得实，带教两名青年教师",
        "外出听课少",
        "多到别校听课",
        "周某乙",
        date(2023, 11, 8),
        AT,
    )
    pledges = (
        *registers.pledges,
        *_pledges("B01-01", ["每月听课三节", "帮带青年教师一名", "资助困难学生两名"]),
    )
    ledger = replace(
        report.ledger,
        registers=replace(registers, comments=(*registers.comments, said), pledges=pledges),
        texts=report.ledger.texts
        | {("B01", f"achievement.{plan.stars_of(SubjectKind.BRANCH)[2].key}"): "及格率升六个百分点"},
    )
    return replace(
        report,
        plan=plan,
        stage=2,
        as_of=date(2023, 12, 27),
        ledger=ledger,
        history=(_past(plan, [*subjects, *gone]),),
        sealed=(SEAL,) if sealed else (),
    )
