from collections import Counter
from datetime import date

import pytest
from filled import sample_answers
from plans import plan_of

from xlcampaign.layout.sheet import Table
from xlcampaign.model.cell import Broken
from xlcampaign.sample.inbox import SampleBytes, SampleForm, sample_inbox
from xlcampaign.sample.mistakes import swapped, wrong_cells
from xlcampaign.sample.plan import sample_plan
from xlcampaign.words import Lang

SEED = 1


@pytest.fixture(scope="module")
def plan():
    return plan_of(sample_plan(8, 130, SEED))


def name_of(book):
    return f"{book.identity.unit}.xlsx"


@pytest.fixture(scope="module")
def untidy(plan):
    return list(sample_inbox(plan, SEED, name_of, tidy=False))


def forms_of(files, unit):
    return [f for f in files if isinstance(f, SampleForm) and f.book.identity.unit == unit]


def differences(plan, form):
    """Where a form says something else than it would if nobody had made a mistake."""
    clean = sample_answers(plan, form.book, SEED)
    return {
        cell: form.answers.get(cell)
        for cell in {**clean, **form.answers}
        if clean.get(cell) != form.answers.get(cell)
    }


def test_a_tidy_inbox_holds_every_form_once_and_without_mistakes(plan):
    files = list(sample_inbox(plan, SEED, name_of, tidy=True))
    assert [file.name for file in files] == ["committee.xlsx", *(f"0{n}.xlsx" for n in range(1, 9))]
    assert all(differences(plan, file) == {} for file in files)


def test_forms_are_saved_before_they_are_due(untidy):
    days = [form.made for form in untidy if isinstance(form, SampleForm)]
    assert min(days) >= date(2023, 4, 1)
    assert max(days) <= date(2023, 5, 28)


def test_the_last_branch_sent_nothing(untidy):
    units = {form.book.identity.unit for form in untidy if isinstance(form, SampleForm)}
    assert units == {"committee", "01", "02", "03", "04", "05", "06", "07"}


def test_one_branch_sent_its_form_again_with_one_sheet_corrected(plan, untidy):
    first, second = forms_of(untidy, "02")
    assert {cell[0] for cell in differences(plan, first)} == {"member_teacher"}
    assert {cell[1] for cell in differences(plan, first)} == {0, 1}
    assert differences(plan, second) == {("cover", 0, "version"): 2}
    assert second.made > first.made


def test_one_form_has_ten_kinds_of_wrong_cells(plan, untidy):
    (form,) = forms_of(untidy, "03")
    mistakes = list(wrong_cells(form.book, sample_answers(plan, form.book, SEED), Lang.ZH))
    assert len({mistake.kind for mistake in mistakes}) == 10
    assert differences(plan, form) == {mistake.cell: mistake.raw for mistake in mistakes}


def test_the_ten_mistakes_are_what_their_names_say(plan, untidy):
    (form,) = forms_of(untidy, "03")
    clean = sample_answers(plan, form.book, SEED)
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


def test_one_form_has_a_renamed_sheet_and_its_lock_file(plan, untidy):
    (form,) = forms_of(untidy, "04")
    titles = [sheet.title.zh for sheet in form.book.sheets if isinstance(sheet, Table)]
    assert "党员互评 （改）" in titles
    assert differences(plan, form) == {}
    assert f"~${form.name}" in {file.name for file in untidy if isinstance(file, SampleBytes)}


def test_one_form_has_full_width_digits_and_numbers_with_units_that_mean_the_same(plan, untidy):
    (form,) = forms_of(untidy, "05")
    odd = differences(plan, form)
    clean = sample_answers(plan, form.book, SEED)
    assert len(odd) == 6
    assert any(raw.endswith("分") for raw in odd.values())
    assert any(raw != raw.strip() for raw in odd.values())
    assert any("０" <= char <= "９" for raw in odd.values() for char in raw)
    for (sheet, row, key), raw in odd.items():
        kind = form.book.table_of(sheet).column_of(key).kind
        assert kind.parse(raw) == kind.parse(clean[sheet, row, key])


def test_one_file_is_no_form(untidy):
    (notice,) = [f for f in untidy if isinstance(f, SampleBytes) and not f.name.startswith("~$")]
    assert notice.name.endswith(".xlsx")
    assert not notice.data.startswith(b"PK")


def test_names_are_what_people_make_of_them(untidy):
    names = [file.name for file in untidy]
    assert max(Counter(names).values()) == 1
    for part in ("副本", "(1)", "最终版", "重报", "/"):
        assert any(part in name for name in names)


@pytest.mark.parametrize("branches", [1, 2, 3, 4, 5, 6])
def test_few_branches_make_as_many_mistakes_as_they_can(branches):
    plan = plan_of(sample_plan(branches, 9 * branches, SEED))
    files = list(sample_inbox(plan, SEED, name_of, tidy=False))
    sent = {f.book.identity.unit for f in files if isinstance(f, SampleForm)}
    assert len(sent) == 1 + max(1, branches - 1)


def test_swapping_rows_loses_nothing():
    answers = {("a", 0, "x"): 1, ("a", 1, "x"): 2, ("a", 2, "x"): 3, ("b", 0, "x"): 4}
    expected = {("a", 1, "x"): 1, ("a", 0, "x"): 2, ("a", 2, "x"): 3, ("b", 0, "x"): 4}
    assert swapped(answers, "a") == expected
