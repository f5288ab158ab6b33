"""An objection played through: posted, raised, looked into, corrected, posted again, sealed; every page agrees."""

from datetime import date

import openpyxl
import pytest
from commands.test_post import FIRST, OUTCOME, PERIOD, SECOND, Posting, text_of
from dear import mostly_slow
from grids import bytes_of, write_plain

from xlcampaign.layout.forms import commendation_form
from xlcampaign.layout.objections import OBJECTIONS

RAISED = "党员活动的次数与记录不符"
AGAIN = ("--from", "2023-07-10", "--to", "2023-07-14")
DOCUMENTS = {"veto": "联校纪要 21 号", "objection": "联校纪要 20 号"}


class Played(Posting):
    """A campaign of two branches that are posted; the committee's form comes again and again."""

    def committee(self, version, answers):
        book = commendation_form(self.plan, None)
        written = write_plain(book, answers | {("cover", 0, "version"): version})
        file = self.root / "inbox" / f"评选表彰{version}.xlsx"
        file.write_bytes(bytes_of(written, f"2023-07-0{version + 3}T08:00:00Z"))

    def page(self, *, public=False):
        file = self.summary.with_name("stage-1-public.xlsx") if public else self.summary
        sheet = openpyxl.load_workbook(file)["公示"]
        columns = sheet.max_column if public else 4
        return " ".join(
            str(cell.value) for row in sheet.iter_rows(max_col=columns) for cell in row if cell.value
        )

    def everything_public(self):
        book = openpyxl.load_workbook(self.summary.with_name("stage-1-public.xlsx"))
        return " ".join(
            str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value
        )


def raised(**more):
    given = {"subject": FIRST, "raised": RAISED} | more
    return {(OBJECTIONS, 0, key): value for key, value in given.items()}


def corrected(plan, how):
    if how == "veto":
        given = {"situation": plan.vetoes[0].name, "day": date(2023, 7, 6)}
        return {
            ("vetoes", 0, key): value
            for key, value in (given | {"subject": FIRST, "document": DOCUMENTS["veto"]}).items()
        }
    lower = plan.levels_of(plan.kind_of(plan.branches[0].code))[-1].name
    given = {"subject": FIRST, "level": lower, "reason": "核查属实", "document": DOCUMENTS["veto"]}
    return {("overrides", 0, key): value for key, value in given.items()}


@pytest.mark.parametrize("how", mostly_slow(["veto", "override"], "veto"))
def test_an_objection_is_played_through_and_every_page_agrees(tmp_path, how):
    office = Played(tmp_path / "campaign")
    office.merge(day="2023-06-26")
    office.post(*PERIOD)
    assert FIRST in office.page()

    office.committee(1, raised())
    office.merge(day="2023-07-05")
    assert FIRST in office.page()  # nothing changes while it is open
    assert "公示后的异议　1 项" in " ".join(office.texts("会议议决"))
    assert "O178" in office.post("--outcome", code=3)
    assert "O161" in office.seal(code=3)

    settled = raised(inquiry="查了签到簿，缺三次", conclusion="成立", document=DOCUMENTS["objection"])
    office.committee(2, settled)
    assert "  X148  " in office.merge(day="2023-07-06")
    assert FIRST in office.page()

    office.committee(3, settled | corrected(office.plan, how))
    said = office.merge(day="2023-07-07")
    assert "  X148  " not in said
    assert f"公示上有、现在不该有：{FIRST}" in said
    assert "O179" in office.post("--outcome", code=3)

    office.post(*AGAIN)
    assert office.differs() == ""
    assert OUTCOME in office.post("--outcome")
    outcome = text_of(office, OUTCOME)
    assert "自2023年6月27日至2023年7月3日、2023年7月10日至2023年7月14日公示" in outcome
    assert "异议：收到 1 项，都已核查并有结论。" in outcome
    assert f"更正：不再列入 {FIRST}。" in outcome
    assert f"推荐对象：{SECOND}\n" in outcome
    assert RAISED not in outcome
    office.seal(day="2023-07-20")

    for page in (office.page(), office.page(public=True)):
        assert SECOND in page
        assert FIRST not in page
    agenda = " ".join(office.texts("会议议决"))
    for text in (RAISED, "结论：成立", *DOCUMENTS.values()):
        assert text in agenda
    assert "公示后的异议　" not in agenda
    assert RAISED not in office.everything_public()
    facts = office.kept()["record"]
    assert any(fact[3:] == ["objection", "upheld"] for fact in facts)
    assert any(fact[3] == f"{how}.document" and fact[4] == DOCUMENTS["veto"] for fact in facts)
    again = office.merge(day="2023-07-21")
    assert "O163" not in again
    assert "O172" not in again
    assert text_of(office, OUTCOME) == outcome
