from collections import Counter
from datetime import date

import pytest
from filled import sample_answers

from xlcampaign.layout.decisions import rectifying
from xlcampaign.layout.sheet import Table
from xlcampaign.model.cell import Broken
from xlcampaign.model.choices import StepKey
from xlcampaign.model.identity import COMMITTEE
from xlcampaign.model.plan import SubjectKind
from xlcampaign.model.results import Quota
from xlcampaign.sample.inbox import PHASES, Sample, SampleBytes, SampleForm, decided
from xlcampaign.sample.mistakes import swapped, wrong_cells
from xlcampaign.sample.opinions import opinions_of
from xlcampaign.words import Lang

EVALUATION, COMMENT, COMMENDATION, PLEDGE = (
    StepKey.EVALUATION,
    StepKey.COMMENT,
    StepKey.COMMENDATION,
    StepKey.PLEDGE,
)
BRANCHES = [f"0{n}" for n in range(1, 9)]


def differences(inbox, form):
    """Where a form says something else than it would if nobody had made a mistake or decided anything."""
    clean = sample_answers(inbox.plan, form.book, inbox.seed)
    return {
        cell: form.answers.get(cell)
        for cell in {**clean, **form.answers}
        if clean.get(cell) != form.answers.get(cell)
    }


def units_of(forms):
    return [form.book.identity.unit for form in forms]


def pledges_of(form):
    """What is pledged on a 承诺表, counted, and how many pledges each person or branch made."""
    texts = Counter(raw for (_, _, key), raw in form.answers.items() if key == "text")
    return texts, sum(texts.values())


def test_a_tidy_inbox_holds_every_form_of_every_step_once_and_without_mistakes(tidy):
    assert units_of(tidy.forms(PLEDGE)) == BRANCHES
    assert units_of(tidy.forms(EVALUATION)) == BRANCHES
    assert units_of(tidy.forms(COMMENT)) == [COMMITTEE, COMMITTEE]
    asked = sorted(rectifying(tidy.plan, 1, tidy.known[-1]))
    assert sorted(units_of(tidy.forms(COMMENDATION))) == [*asked, COMMITTEE]
    assert all(isinstance(file, SampleForm) and "/" not in file.name for file in tidy.files)
    different = {form.name: differences(tidy, form) for form in tidy.files}
    changed = [name for name, cells in different.items() if cells]
    assert changed == [
        "某某联校党组织-评选表彰表-第一阶段.xlsx",
        "某某联校党组织-考核点评表-第一阶段（重报）.xlsx",
    ]


def test_forms_are_saved_before_they_are_due_and_each_step_after_the_one_before(untidy):
    days = {
        step: sorted(form.made for form in untidy.forms(step)) for step in (PLEDGE, EVALUATION, COMMENDATION)
    }
    assert days[PLEDGE][0] >= date(2023, 3, 20)
    assert days[PLEDGE][-1] <= date(2023, 3, 25) < days[EVALUATION][0]
    assert days[EVALUATION][-1] <= date(2023, 5, 28) < days[COMMENDATION][0]
    assert days[COMMENDATION][-1] <= date(2023, 6, 25)


def test_the_last_branch_sent_its_pledges_and_nothing_else(untidy):
    assert units_of(untidy.forms(PLEDGE)) == BRANCHES
    assert set(units_of(untidy.forms(EVALUATION))) == set(BRANCHES[:-1])
    assert "08" not in units_of(untidy.forms(COMMENDATION))


def test_evaluation_forms_ask_about_the_pledges_that_were_made(tidy):
    for made, asked in zip(tidy.forms(PLEDGE), tidy.forms(EVALUATION), strict=True):
        rows = asked.book.table_of("fulfilment").rows
        texts, number = pledges_of(made)
        assert Counter(row["text"] for row in rows) == texts
        assert len({row["number"] for row in rows}) == number == len(rows)
        states = [asked.answers["fulfilment", index, "state"] for index in range(len(rows))]
        assert states.count("已兑现") > number / 2


def test_what_a_pledge_form_lacks_is_not_asked_for_later(untidy):
    (made,), (first, again) = untidy.forms(PLEDGE, "02"), untidy.forms(EVALUATION, "02")
    lost = {(cell[0], cell[2]): raw for cell, raw in differences(untidy, made).items()}
    assert lost[("branch_pledges", "due")] == "4月31日"
    assert {key for sheet, key in lost if sheet == "member_pledges"} >= {"star", "text"}
    rows = again.book.table_of("fulfilment").rows
    assert first.book == again.book
    assert len(rows) == pledges_of(made)[1]
    assert [row["number"] for row in rows if row["due"] is None] == ["1-02-3"]
    members = Counter(row["name"] for row in rows)
    left_out = untidy.plan.rated_members("02")[-1].name
    assert [name for name, number in members.items() if number == 1] == [left_out]


def test_one_branch_does_not_say_why_a_pledge_was_not_kept(untidy):
    (form,) = untidy.forms(EVALUATION, "04")
    assert form.answers["fulfilment", 0, "state"] == "未兑现"
    assert ("fulfilment", 0, "reason") not in form.answers
    assert {cell[:2] for cell in differences(untidy, form)} == {("fulfilment", 0)}


def test_one_veto_and_one_override_upward_are_decided_and_another_proposal_is_left_open(tidy):
    registers, texts = tidy.known[-1].ledger.registers, tidy.known[-1].ledger.texts
    subjects = {subject.code: subject for subject in tidy.known[-1].results.subjects}
    before = {subject.code: subject for subject in tidy.known[3].results.subjects}
    (vetoed,), (overridden,) = registers.vetoes, registers.overrides
    assert (subjects[vetoed].level, subjects[vetoed].rectify) == ("不合格", True)
    assert texts[vetoed, "veto"] == registers.vetoes[vetoed].situation
    assert (before[overridden].level, subjects[overridden].level) == ("合格", "优秀")
    assert registers.overrides[overridden].reason == texts[overridden, "reason"]
    assert registers.overrides[overridden].document
    assert len([key for key in texts if key[1] == "override"]) > 1


def test_the_committee_also_overrides_a_member_who_gets_no_level(untidy):
    (form,) = untidy.forms(COMMENDATION, COMMITTEE)
    table = form.book.table_of("overrides")
    subject = table.column_of("subject").kind.parse(form.answers["overrides", len(table.rows), "subject"])
    assert not untidy.plan.member_of[subject].graded
    assert subject not in untidy.known[-1].ledger.registers.overrides


def test_some_candidates_are_commended_and_some_are_not(tidy):
    (form,) = tidy.forms(COMMENDATION, COMMITTEE)
    decided = Counter(str(c.decision) for c in tidy.known[-1].ledger.registers.commendations)
    assert decided["agreed"] >= 3
    assert len(decided) > 1
    assert sum(decided.values()) < len(form.book.table_of("commendations").rows)


def test_the_results_show_what_a_campaign_can_come_to(untidy):
    results = untidy.known[-1].results
    members = results.of(SubjectKind.MEMBER)
    over = Counter(s.branch for s in members if s.outcome.quota is Quota.FULL)
    assert over
    assert all(sum(s.outcome.quota is Quota.GRANTED for s in members if s.branch == code) for code in over)
    assert sum(s.is_fit for s in members) >= 5
    assert sum(s.rectify for s in members) >= 3
    assert any(s.is_fit for s in results.of(SubjectKind.BRANCH))
    assert {s.level for s in members} >= {"优秀", "合格", "不合格", None}


def test_a_second_assessment_form_replaces_the_comments_and_loses_nothing(tidy):
    first, second = tidy.forms(COMMENT)
    assert {cell[0] for cell in second.answers} == {"cover", "comments"}
    assert (second.answers["cover", 0, "version"], second.made > first.made) == (2, True)
    known = tidy.known[-1]
    commented = {comment.subject for comment in known.ledger.registers.comments}
    listed = {s.code for s in known.results.of(SubjectKind.MEMBER) if s.is_fit or s.rectify}
    assert commented == {branch.code for branch in tidy.plan.branches} | listed
    rated = {subject for subject, _, way in known.ledger.counts if way == "organisation"}
    assert {branch.code for branch in tidy.plan.branches} <= rated


def test_the_rectification_forms_state_what_the_stars_call_for(tidy):
    (form, *_) = [f for f in tidy.forms(COMMENDATION) if f.book.identity.unit != COMMITTEE]
    for index, row in enumerate(form.book.table_of("rectification").rows):
        typed = {
            key: raw
            for (sheet, n, key), raw in form.answers.items()
            if (sheet, n) == ("rectification", index)
        }
        assert {"cause", "direction", "measures"} <= typed.keys()
        assert not {"subject", "unlit", "number", "responsible", "due"} & typed.keys()
        assert row["unlit"]
    closed = [r.closed for r in tidy.known[-1].ledger.registers.rectifications]
    assert {True, False} == set(closed)
    assert all(r.evidence for r in tidy.known[-1].ledger.registers.rectifications if r.closed)


def test_one_branch_sent_its_form_again_with_one_sheet_corrected(untidy):
    first, second = untidy.forms(EVALUATION, "02")
    assert {cell[0] for cell in differences(untidy, first)} == {"member_teacher"}
    assert {cell[1] for cell in differences(untidy, first)} == {0, 1}
    assert differences(untidy, second) == {("cover", 0, "version"): 2}
    assert second.made > first.made


def test_one_form_has_ten_kinds_of_wrong_cells(untidy):
    (form,) = untidy.forms(EVALUATION, "03")
    clean = sample_answers(untidy.plan, form.book, untidy.seed)
    mistakes = list(wrong_cells(form.book, clean, Lang.ZH))
    assert len({mistake.kind for mistake in mistakes}) == 10
    assert differences(untidy, form) == {mistake.cell: mistake.raw for mistake in mistakes}


def test_the_ten_mistakes_are_what_their_names_say(untidy):
    (form,) = untidy.forms(EVALUATION, "03")
    clean = sample_answers(untidy.plan, form.book, untidy.seed)
    raws = {mistake.kind: mistake.raw for mistake in wrong_cells(form.book, clean, Lang.ZH)}
    cells = {mistake.kind: mistake.cell for mistake in wrong_cells(form.book, clean, Lang.ZH)}
    misfits = ("out of range", "words", "unknown grade", "negative", "date for a number")
    for kind in misfits:
        sheet, _, key = cells[kind]
        with pytest.raises(ValueError, match=r"\S"):
            form.book.table_of(sheet).column_of(key).kind.parse(raws[kind])
    way = cells["valid above returned"]
    assert isinstance(raws["error value"], Broken)
    assert raws["votes missing"] is None
    assert raws["valid above returned"] > clean[way[0], way[1], "returned"]
    assert raws["more votes than ballots"] > len(form.book.table_of("member_peer").rows)
    sheet, row, _ = cells["another name"]
    assert form.book.table_of(sheet).rows[row]["name"] != raws["another name"]


def test_one_form_has_a_renamed_sheet_and_its_lock_file(untidy):
    (form,) = untidy.forms(EVALUATION, "04")
    titles = [sheet.title.zh for sheet in form.book.sheets if isinstance(sheet, Table)]
    assert "党员互评 （改）" in titles
    assert f"~${form.name}" in {file.name for file in untidy.files if isinstance(file, SampleBytes)}


def test_one_form_has_full_width_digits_and_numbers_with_units_that_mean_the_same(untidy):
    (form,) = untidy.forms(EVALUATION, "05")
    odd = differences(untidy, form)
    clean = sample_answers(untidy.plan, form.book, untidy.seed)
    assert len(odd) == 6
    assert any(raw.endswith("分") for raw in odd.values())
    assert any(raw != raw.strip() for raw in odd.values())
    assert any("０" <= char <= "９" for raw in odd.values() for char in raw)
    for (sheet, row, key), raw in odd.items():
        kind = form.book.table_of(sheet).column_of(key).kind
        assert kind.parse(raw) == kind.parse(clean[sheet, row, key])


def test_one_file_is_no_form(untidy):
    (notice,) = [f for f in untidy.files if isinstance(f, SampleBytes) and not f.name.startswith("~$")]
    assert notice.name.endswith(".xlsx")
    assert not notice.data.startswith(b"PK")


def test_names_are_what_people_make_of_them(untidy):
    names = [file.name for file in untidy.files]
    assert max(Counter(names).values()) == 1
    for part in ("副本", "(1)", "最终版", "重报", "三月收到/", "五月收到/", "六月收到/"):
        assert any(part in name for name in names)


@pytest.mark.parametrize("branches", [1, 2, 3, 6])
def test_few_branches_make_as_many_mistakes_as_they_can(played, branches):
    inbox = played(branches, 9 * branches, 1, tidy=False)
    assert len(inbox.forms(PLEDGE)) == branches
    assert len(set(units_of(inbox.forms(EVALUATION)))) == max(1, branches - 1)
    assert len(inbox.forms(COMMENDATION, COMMITTEE)) == 1


def test_swapping_rows_loses_nothing():
    answers = {("a", 0, "x"): 1, ("a", 1, "x"): 2, ("a", 2, "x"): 3, ("b", 0, "x"): 4}
    expected = {("a", 1, "x"): 1, ("a", 0, "x"): 2, ("a", 2, "x"): 3, ("b", 0, "x"): 4}
    assert swapped(answers, "a") == expected


def test_before_a_stage_is_sealed_nothing_stays_put_off(tidy):
    sample = Sample(tidy.plan, opinions_of(tidy.plan, tidy.seed), str, tidy=True, settles=True)
    before = [phase.__name__ for phase in PHASES].index("decided")
    (settled,) = decided(sample, tidy.known[before])
    (left,) = tidy.forms(StepKey.COMMENDATION, COMMITTEE)[:1]
    put_off, refused = "缓议", "不表彰"

    def rows(form, shown):
        cells = ((cell, value) for cell, value in form.answers.items() if cell[0] == "commendations")
        return {row for (_, row, key), value in cells if key == "decision" and value == shown}

    assert rows(left, put_off)
    assert rows(settled, put_off) == set()
    assert rows(settled, refused) == rows(left, put_off) | rows(left, refused)
