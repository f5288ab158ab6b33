"""The program's final selection is that of a script that goes from raw forms to it and knows nothing of the program."""

import importlib
from datetime import date
from pathlib import Path

import pytest
from dear import mostly_slow
from independent.campaigns import MADE, plan_rows
from independent.test_star_scores import merged
from openpyxl.utils import range_boundaries
from plans import plan_of

from xlcampaign.forms.form import write_form
from xlcampaign.layout.forms import assessment_form, commendation_form, evaluation_form
from xlcampaign.layout.plan import plan_book
from xlcampaign.model.plan import Entry
from xlcampaign.sample.answers import fill_form
from xlcampaign.sample.opinions import opinions_of
from xlcampaign.words import Lang

SECTIONS = {"selected": "终评推荐", "study": "待研究", "out": "未列入"}
SUMMER = date(2023, 6, 20)
VETO = ("李某丁（0104）", "师德失范并已公开处理", "联党发1号")
MET = [
    ("吴某己（0106）", "同意推荐", "纪要2号"),
    ("赵某甲（0101）", "不推荐", None),
    ("赵某甲（0201）", "缓议", None),
    ("李某丁（0104）", "同意推荐", "纪要3号"),
    ("赵某甲（0301）", "同意推荐", "待定"),
]
"""What a meeting said: of who came, of whom the rule selects, of who is vetoed, and without a document."""
UNSENT = {(1, "03")}
"""Which branch sent no form in which stage."""


def rows_of(**settings):
    """Two branches, a third that sends nothing in the first stage; somebody leaves, somebody comes, one is probationary."""
    rows = plan_rows("approval", Entry.TALLY, 3, 5, threshold=700, recommend_member=6, **settings)
    people = rows[1]["members"]
    people[1] |= {"end": SUMMER}
    people[2] |= {"category": "probationary"}
    newcomer = people[1] | {"code": "0106", "name": "吴某己", "start": date(2023, 6, 21)}
    people.append({key: value for key, value in newcomer.items() if key != "end"})
    return rows


def send(folder, plan, stage):
    """All branches but one send their forms of a stage; the superior assesses all and, in the last one, decides."""
    plan = plan.of_stage(stage)
    opinions = opinions_of(plan, 10 + stage)
    units = [branch for branch in plan.branches if (stage, branch.code) not in UNSENT]
    books = [*(evaluation_form(plan, branch) for branch in units), assessment_form(plan)]
    for number, book in enumerate(books):
        write_form(
            folder / f"{stage}-{number}.xlsx", book, Lang.ZH, MADE, dict(fill_form(plan, book, opinions))
        )
    if stage == 2:
        decided = zip(("subject", "situation", "document"), VETO, strict=True)
        answers = {("vetoes", 0, column): value for column, value in decided}
        for row, said in enumerate(MET):
            columns = zip(("subject", "decision", "document"), said, strict=True)
            answers |= {("recommendations", row, column): value for column, value in columns if value}
        write_form(folder / "2-decided.xlsx", commendation_form(plan), Lang.ZH, MADE, answers)


def final_told(book):
    """What the sheet says: the section, by branch and name, and the stars by stage."""
    sheet, found = book["终评"], {}
    for name, area in sheet.tables.items():
        section = SECTIONS.get(name.removeprefix("xlc_final_").split("__")[0])
        left, top, right, bottom = range_boundaries(area)
        for row in sheet.iter_rows(top + 1, bottom, left, right, values_only=True):
            if section:
                _, branch, person, *stars, _, _, _ = row
                found[branch, person] = section, [None if lit == "—" else lit for lit in stars]
    return found


RULES = {"last": {}, "every": {}, "total": {"total_member": 11}}


@pytest.mark.parametrize("rule", mostly_slow(RULES, "every"))
def test_the_final_selection_is_what_the_script_finds_in_raw_forms(tmp_path, rule, monkeypatch):
    monkeypatch.syspath_prepend(Path(__file__).parent)
    campaign = tmp_path / "campaign"
    (campaign / "inbox").mkdir(parents=True)
    given, rows = rows_of(final_rule=rule, **RULES[rule])
    write_form(campaign / "plan.xlsx", plan_book({**given, "stage": 2}, rows), Lang.ZH, MADE)
    for stage in (1, 2):
        plan = plan_of(({**given, "stage": stage}, rows))
        send(campaign / "inbox", plan, stage)
    expected = importlib.import_module("finals").finals(campaign)
    names = {one.code: one for one in (*plan.branches, *plan.members)}
    wanted = {}
    for code, verdict in expected.items():
        one = names[code]
        branch = plan.branch_of[getattr(one, "branch", code)].name
        wanted[branch, "（支部）" if branch == one.name else one.name] = verdict
    book, _ = merged(campaign, tmp_path / "summary.xlsx")
    shown = final_told(book)
    gone = {who for who in shown if who not in wanted}
    assert [name for _, name in gone] == ["钱某乙"]
    assert {who: verdict for who, verdict in shown.items() if who not in gone} == wanted
    assert {section for section, _ in wanted.values()} >= set(SECTIONS.values()) - {"待研究"}
