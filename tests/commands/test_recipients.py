"""What is to be sent lies in one folder a recipient; names say what only its own unit may see."""

from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from filled import complete
from plain import plain_file
from plans import plan_of, plan_rows_of

from xlcampaign.campaign import Folder
from xlcampaign.commands.forms import make_forms
from xlcampaign.commands.merge import Options, make_report
from xlcampaign.commands.progress import Unwatched
from xlcampaign.commands.recipients import recipient_folder
from xlcampaign.engine import Processes
from xlcampaign.findings.catalogue import operation_rules as o
from xlcampaign.layout.forms import evaluation_form
from xlcampaign.layout.plan import plan_book
from xlcampaign.model.choices import StepKey
from xlcampaign.words import Lang

silent = Unwatched()
FIRST, SECOND = "01-甲一完小党支部", "02-甲二完小党支部"


class Office:
    """A campaign of two branches of which nothing came yet."""

    def __init__(self, root, lang=Lang.ZH):
        settings, rows = plan_rows_of(2, 3)
        self.folder = Folder(root)
        self.rows = ({**settings, "language": lang}, rows)
        self.plan = plan_of(self.rows)
        self.folder.inbox.mkdir(parents=True)
        self.folder.plan.write_bytes(plain_file(plan_book(*self.rows)))

    def receive(self, name, book, answers):
        (self.folder.inbox / name).write_bytes(plain_file(book, answers))

    def issue(self, step):
        return make_forms(self.folder, 1, step, Processes(1), silent)

    def sent(self):
        """The names of what lies in each recipient's folder."""
        found = {}
        for path in sorted(self.folder.send(1).rglob("*.xlsx")):
            found.setdefault(path.parent.name, []).append(path.stem)
        return found


@pytest.fixture
def office(tmp_path):
    return Office(tmp_path / "campaign")


def evaluation(office, answers=None):
    office.receive(
        "01.xlsx",
        evaluation_form(office.plan, office.plan.branches[0]),
        answers or {("member_self", 0, "loyal"): 9},
    )


def test_all_that_goes_to_a_unit_lies_in_its_folder_and_the_committees_sorts_first(office):
    for step in (StepKey.PLEDGE, StepKey.COMMENT):
        office.issue(step)
    committee = f"00-{office.plan.campaign.organisation}"
    assert list(office.sent()) == sorted([committee, FIRST, SECOND]) == [committee, FIRST, SECOND]
    assert office.sent()[SECOND] == [f"{SECOND}-党员承诺卡-第一阶段", f"{SECOND}-承诺表-第一阶段"]
    assert len(office.sent()[committee]) == 1


def test_a_blank_form_gives_way_to_the_one_that_is_filled_in_and_back_again(office):
    blank, filled = f"{FIRST}-评议表-第一阶段", f"{FIRST}-评议表-第一阶段（只发本支部）"
    office.issue(StepKey.EVALUATION)
    assert blank in office.sent()[FIRST]
    evaluation(office)
    assert office.issue(StepKey.EVALUATION)[2] == []
    assert (blank in office.sent()[FIRST], filled in office.sent()[FIRST]) == (False, True)
    assert f"{SECOND}-评议表-第一阶段" in office.sent()[SECOND]
    (office.folder.inbox / "01.xlsx").unlink()
    assert office.issue(StepKey.EVALUATION)[2] == []
    assert (blank in office.sent()[FIRST], filled in office.sent()[FIRST]) == (True, False)


def test_a_blank_form_that_somebody_merely_saved_again_gives_way_as_well(office):
    office.issue(StepKey.EVALUATION)
    blank = office.folder.send(1) / FIRST / f"{FIRST}-评议表-第一阶段.xlsx"
    openpyxl.load_workbook(blank).save(blank)
    evaluation(office)
    assert office.issue(StepKey.EVALUATION)[2] == []
    assert not blank.exists()


def test_a_blank_form_that_somebody_changed_is_set_aside_when_it_gives_way(office):
    office.issue(StepKey.EVALUATION)
    blank = office.folder.send(1) / FIRST / f"{FIRST}-评议表-第一阶段.xlsx"
    book = openpyxl.load_workbook(blank)
    book.create_sheet("备忘")["A1"] = "周五前催"
    book.save(blank)
    typed = blank.read_bytes()
    evaluation(office)
    [finding] = office.issue(StepKey.EVALUATION)[2]
    assert (finding.rule, finding.facts["file"]) == (o.SET_ASIDE, blank.name)
    assert "移进 inbox" in finding.fix(Lang.ZH)
    assert "汇总" not in finding.fix(Lang.ZH)
    assert blank.with_name(finding.facts["kept"]).read_bytes() == typed
    assert not blank.exists()


def test_names_say_what_only_its_own_unit_may_see(office):
    plan, branch = office.plan, office.plan.branches[0]
    form = evaluation_form(plan, branch)
    stars = {star.key for star in plan.stars}
    low = {key: 1 if key[2] in stars else value for key, value in complete(form).items()}
    office.receive("e.xlsx", form, low)
    for step in (StepKey.EVALUATION, StepKey.COMMENT, StepKey.COMMENDATION):
        office.issue(step)
    committee, first, _ = office.sent().values()
    forms = [name for name in first if "评议表" in name or "整改表" in name]
    assert [name[-7:] for name in forms] == ["（只发本支部）"] * 2
    assert {name[-7:] for name in committee if "考核点评表" in name} == {"（只发本单位）"}


@pytest.mark.parametrize("known", [None, "blank"])
def test_a_form_of_the_committee_without_proposals_is_called_blank(office, known):
    office.issue(StepKey.COMMENDATION)
    if known:
        evaluation(office, {})
        office.issue(StepKey.COMMENDATION)
    (names,) = (names for place, names in office.sent().items() if place.startswith("00-"))
    assert all("只发" not in name for name in names)


def test_an_english_campaign_says_it_in_english(tmp_path):
    office = Office(tmp_path / "campaign", Lang.EN)
    evaluation(office)
    office.issue(StepKey.EVALUATION)
    said = [name.partition(" (")[2] for name in office.sent()[FIRST] if "Evaluation" in name]
    assert said == ["this branch only)"]


@pytest.mark.parametrize("name", ["甲/乙支部", "甲支部. .", "甲 支部"])
def test_a_folder_has_a_name_that_every_system_takes(office, name):
    first, *others = office.plan.branches
    plan = replace(office.plan, branches=(replace(first, name=name), *others))
    place = recipient_folder(office.folder, plan, 1, first.code)
    assert place.parent == office.folder.send(1)
    assert not set("/\\ ") & set(place.name)
    assert not place.name.endswith((".", " "))


def test_forms_of_an_earlier_version_stay_where_they_are_and_are_read_when_they_come_back(office):
    evaluation(office)
    old = office.folder.outbox(1) / "evaluation" / "01-甲一完小党支部-评议表-第一阶段.xlsx"
    old.parent.mkdir(parents=True)
    old.write_bytes((office.folder.inbox / "01.xlsx").read_bytes())
    [note] = office.issue(StepKey.EVALUATION)[2]
    assert (note.rule, note.facts["outbox"], note.facts["send"]) == (
        o.SENT_FROM_ELSEWHERE,
        "outbox/stage-1",
        "send/stage-1",
    )
    assert old.read_bytes() == (office.folder.inbox / "01.xlsx").read_bytes()
    assert list(office.folder.outbox(1).rglob("*.xlsx")) == [old]
    old.rename(office.folder.inbox / "01.xlsx")
    options = Options(1, date(2023, 6, 26), None, strict=False, engine=Processes(1))
    assert "01" in {receipt.identity.unit for receipt in make_report(office.folder, options, silent).receipts}


def test_an_empty_outbox_is_not_worth_a_word(office):
    (office.folder.outbox(1) / "evaluation").mkdir(parents=True)
    assert office.issue(StepKey.EVALUATION)[2] == []


def test_the_folder_of_a_unit_that_was_renamed_or_is_gone_is_named(office):
    office.issue(StepKey.PLEDGE)
    (office.folder.send(1) / "已发").mkdir()
    settings, rows = office.rows
    rows["branches"][1]["name"] = "甲二中心校党支部"
    for member in rows["members"]:
        member["branch"] = member["branch"].replace("甲二完小", "甲二中心校")
    office.folder.plan.write_bytes(plain_file(plan_book(settings, rows)))
    before = sorted((office.folder.send(1) / SECOND).iterdir())
    [finding] = office.issue(StepKey.PLEDGE)[2]
    assert (finding.rule, finding.facts["names"].zh) == (o.STRAY_FOLDERS, SECOND)
    assert sorted((office.folder.send(1) / SECOND).iterdir()) == before
    assert "02-甲二中心校党支部" in office.sent()
