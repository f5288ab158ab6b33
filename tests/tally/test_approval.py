"""What is handed on of a final selection: who gets a form, who waits, and by which seal certificates are dated."""

from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from summary.finals import SEAL, final_report

from xlcampaign.model.final import Verdict
from xlcampaign.model.plan import SubjectKind
from xlcampaign.model.registers import Decision
from xlcampaign.model.results import Seat
from xlcampaign.model.seal import Grounds
from xlcampaign.tally.approval import handed_on
from xlcampaign.tally.final import final_of

last_stage = cache(final_report)

AGAIN = replace(SEAL, grounds=Grounds("联党发〔2023〕24号"), day=date(2023, 12, 29))
EXCEPTION = replace(SEAL, grounds=Grounds("联党发〔2023〕30号", "更正", "赵某甲"), day=date(2023, 12, 30))


def refused(report):
    """The report, all its commendations turned down."""
    registers = report.ledger.registers
    entries = tuple(replace(one, decision=Decision.REFUSED) for one in registers.commendations)
    return replace(report, ledger=replace(report.ledger, registers=replace(registers, commendations=entries)))


def nobody_fits(report):
    """The report, nobody with a star."""
    subjects = tuple(replace(one, lit=0) for one in report.results.subjects)
    return replace(report, results=replace(report.results, subjects=subjects))


def test_whoever_is_selected_and_has_a_place_gets_a_form_and_who_is_over_the_places_waits():
    report = last_stage()
    campaign = replace(report.plan.campaign, places_member=2)
    report = replace(report, plan=replace(report.plan, campaign=campaign))
    found = final_of(report).of(Verdict.SELECTED)
    seats = {one.code: one.seat for one in found}
    handed = handed_on(report)
    with_form = [form.candidate.code for form in handed.forms]
    # there are two places for four with the highest level, of whom about one something is open
    assert with_form == ["B01", "B01-01", "B02-02", "B03-03", "B02", "B01-02", "B02-01", "B02-05", "B03-05"]
    over = ["B01-03", "B02-04", "B03-01"]
    assert [one.code for one in handed.waiting] == [*over, "B02-03"]
    assert {seats[code] for code in over} == {Seat.OVER}
    assert [seats.get(code) for code in with_form[:4]] == [Seat.FREE, *[Seat.STUDY] * 3]


@pytest.mark.parametrize(
    ("sealed", "document", "day"),
    [
        ((), "", None),
        ((SEAL,), "联党发〔2023〕21号", date(2023, 12, 26)),
        ((SEAL, AGAIN), "联党发〔2023〕24号", date(2023, 12, 29)),
        ((SEAL, AGAIN, EXCEPTION), "联党发〔2023〕24号", date(2023, 12, 29)),
        ((SEAL, EXCEPTION), "联党发〔2023〕21号", date(2023, 12, 26)),
    ],
)
def test_certificates_have_number_and_day_of_the_last_seal_that_is_no_exception(sealed, document, day):
    handed = handed_on(replace(last_stage(), sealed=sealed))
    assert (handed.document, handed.day) == (document, day)


def test_without_a_form_certificates_are_handed_on_and_without_certificates_forms():
    assert not handed_on(nobody_fits(last_stage())).forms
    assert handed_on(nobody_fits(last_stage())).certificates
    assert not handed_on(refused(last_stage())).certificates
    assert handed_on(refused(last_stage())).forms
    assert handed_on(nobody_fits(refused(last_stage()))) is None


def forms_of(report):
    return {form.candidate.code: form for form in handed_on(report).forms}


def test_a_form_tells_of_each_stage_what_was_lit_and_the_level():
    forms = forms_of(last_stage())
    stars = [star.name for star in last_stage().plan.stars if star.kind is SubjectKind.MEMBER]
    told = forms["B01-01"].stages
    assert [(one.name, one.lit, one.listed, list(one.stars), one.level) for one in told] == [
        ("第一阶段", 8, 8, stars, "优秀"),
        ("第二阶段", 8, 8, stars, "优秀"),
    ]
    unrated, last = forms["B02"].stages
    assert (unrated.lit, unrated.stars, unrated.level, last.lit, last.level) == (None, (), "", 9, "较好")
    # of somebody unrated in the last stage its stars with a result are named, and no level
    unrated = forms["B03-05"].stages[-1]
    results = last_stage().results.by_code["B03-05"].stars
    lit = [name for name, result in zip(stars, results, strict=True) if result.lit]
    assert (unrated.lit, list(unrated.stars), unrated.level) == (None, lit, "")


def test_a_form_tells_of_merits_pledges_and_comments_of_its_own_subject_alone():
    forms = forms_of(last_stage())
    own = forms["B01-01"]
    assert (own.merits, own.pledged, own.fulfilled) == (
        ("县级公开课",), 3, ("每月听课三节", "资助困难学生两名"),
    )  # fmt: skip
    assert own.comment.subject == "B01-01"
    other = forms["B02-02"]
    assert (other.merits, other.pledged, other.fulfilled, other.comment) == ((), 0, (), None)
    # two are tied for a place, of two something is proposed
    assert {code for code, form in forms.items() if form.is_open} == {"B01-02", "B01-03", "B02-01", "B02-03"}


def test_merits_of_a_branch_are_what_it_achieved_unless_it_is_to_be_commended():
    report = last_stage()
    assert forms_of(report)["B01"].merits == ("及格率升六个百分点",)
    first, *others = report.ledger.registers.commendations
    for decision, merits in ((None, ("帮扶三校",)), (Decision.REFUSED, ())):
        entry = replace(first, subject="B01", merit="帮扶三校", decision=decision)
        registers = replace(report.ledger.registers, commendations=(entry, *others))
        changed = replace(report, ledger=replace(report.ledger, registers=registers))
        assert forms_of(changed)["B01"].merits == merits
        assert forms_of(changed)["B01-01"].merits == ()


def test_a_certificate_names_the_branch_of_a_member_and_a_branch_alone():
    report = last_stage()
    registers = report.ledger.registers
    entries = tuple(
        replace(one, subject=code, decision=Decision.AGREED)
        for one, code in zip(registers.commendations, ("B01-01", "B01"), strict=False)
    )
    registers = replace(registers, commendations=entries)
    handed = handed_on(replace(report, ledger=replace(report.ledger, registers=registers)))
    names = [(one.name, one.branch) for one in handed.certificates]
    assert names == [("赵某甲", "甲一完小党支部"), ("甲一完小党支部", "")]


def test_nothing_is_handed_on_before_the_last_stage():
    assert handed_on(last_stage()) is not None
    assert handed_on(replace(last_stage(), stage=1)) is None
