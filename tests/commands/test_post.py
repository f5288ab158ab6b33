"""What was posted is kept, and a later merge says by name in what its page differs."""

import json
from datetime import date

import openpyxl
import pytest
from commands.test_seal import Office
from dear import mostly_slow
from filled import complete

from xlcampaign.layout.forms import assessment_form, commendation_form, evaluation_form

PERIOD = ("--from", "2023-06-27", "--to", "2023-07-03")
FIRST, SECOND = "甲一完小党支部", "甲二完小党支部"


def well_rated(book, changes=None):
    """A form by which everybody is well rated; who rates others leaves out the own row."""
    votes = {
        key: 8 if key[0] == "member_peer" else 9 for key in complete(book) if str(key[2]).endswith(".approve")
    }
    return votes | (changes or {})


class Posting(Office):
    """A campaign of two branches that are recommended."""

    def __init__(self, root):
        super().__init__(root)
        for number, branch in enumerate(self.plan.branches):
            book = evaluation_form(self.plan, branch)
            self.put(f"{number + 1:02d}.xlsx", book, "2023-04-20T08:00:00Z", well_rated(book))
        self.put("00.xlsx", assessment_form(self.plan, None), "2023-04-20T08:00:00Z")

    def again(self, changes):
        book = evaluation_form(self.plan, self.plan.branches[0])
        self.send_again(0, well_rated(book, changes))

    def post(self, *words, code=0, lang="zh"):
        result = self.run("post", self.root, *(words or PERIOD), lang=lang)
        assert result.exit_code == code, result.output
        return result.output

    @property
    def posted(self):
        return self.root / ".xlcampaign" / "posted" / "stage-1.json"

    def differs(self, *words, **options):
        """What a merge says of the page that was posted."""
        said = [line for line in self.merge(*words, **options).splitlines() if "  O172  " in line]
        return said[0] if said else ""


LOWER = {("branch_public", 0, "teacher.approve"): 1, ("branch_public", 0, "member.approve"): 1}


@pytest.fixture(scope="module")
def merged(tmp_path_factory):
    """The campaign that each test has a copy of."""
    office = Posting(tmp_path_factory.mktemp("merged") / "campaign")
    office.merge(day="2023-06-26")
    return office


@pytest.fixture
def office(merged, tmp_path):
    return merged.copied(tmp_path / "campaign")


def test_what_was_posted_is_kept_with_its_days_and_names(office):
    assert "公示 2 项" in office.post()
    [kept] = json.loads(office.posted.read_bytes().partition(b"\n")[2])
    assert (kept["first"], kept["last"]) == ("2023-06-27", "2023-07-03")
    assert [line[2] for line in kept["lines"]] == [FIRST, SECOND]
    assert office.posted.stat().st_mode & 0o777 == 0o600
    assert office.differs() == ""


def test_who_is_on_the_page_no_more_is_named_and_the_summary_written(office):
    office.post()
    office.again(LOWER)
    said = office.differs()
    assert f"公示上有、现在不该有：{FIRST}" in said
    assert SECOND not in said
    assert "2023-06-27 至 2023-07-03" in said
    office.post("--from", "2023-07-05", "--to", "2023-07-11")
    assert office.differs() == ""
    (office.root / "inbox" / "再报.xlsx").unlink()
    said = office.differs()
    assert f"公示上没有、现在该有：{FIRST}" in said
    assert "2023-07-05 至 2023-07-11" in said


@pytest.mark.parametrize("is_posted", [False, True])
def test_sealing_before_posting_is_told(office, is_posted):
    if is_posted:
        office.post()
    said = office.seal()
    assert ("该公示的 2 个还没有公示过" in said) is not is_posted
    assert ("还没有公示过" in said) is not is_posted


def test_a_commendation_and_another_name_are_named(office):
    office.post()
    honour = office.plan.names_in(("表彰名称",))[0]
    given = {"subject": "钱某乙（0102）", "honour": honour, "decision": "同意表彰"}
    book = commendation_form(office.plan, None)
    office.put_rows("表彰.xlsx", book, "commendations", given | {"merit": "成绩好", "recognition": "公认"})
    office.change_plan(renamed)
    said = office.differs()
    assert f"公示上没有、现在该有：钱某乙（{FIRST}） {honour}" in said
    assert "名字或星数不同：乙二完小党支部" in said


def renamed(_settings, rows):
    rows["branches"][1]["name"] = "乙二完小党支部"
    for member in rows["members"]:
        member["branch"] = member["branch"].replace(SECOND, "乙二完小党支部")


def test_what_is_not_as_the_last_summary_is_not_kept_as_posted(office):
    office.again(LOWER)
    assert "  O173  " in office.post(code=3)
    office.merge()
    office.post()
    office.summary.with_name("stage-1-public.xlsx").unlink()
    assert "  O173  " in office.post(code=3)


def test_days_that_run_backwards_are_refused(office):
    assert "--to 要在 --from 之后" in office.post("--from", "2023-07-03", "--to", "2023-06-27", code=2)
    assert not office.posted.exists()


@pytest.mark.parametrize("data", [b"", b"[]", b"0\n[]", b"{}\n"])
def test_a_spoilt_record_is_said_and_the_summary_written(office, data):
    office.post()
    office.posted.write_bytes(data)
    assert "  O174  " in office.merge()
    assert "  O174  " in office.post(code=3)


def test_posted_and_sealed_agree(office):
    office.post()
    assert "O172" not in office.seal()
    assert date.fromisoformat(office.kept()["acts"][0]["day"]) == date(2023, 6, 28)


POSTED, OUTCOME = "公示-stage-1.txt", "公示结果-stage-1.txt"


def text_of(office, name):
    return (office.root / "summary" / name).read_bytes().decode("utf-8-sig").replace("\r\n", "\n")


def people_in(plan):
    return {one.name for one in (*plan.members, *plan.branches)}


def test_the_text_beside_the_page_says_its_period_and_names_nobody(office):
    assert POSTED in office.post()
    said = text_of(office, POSTED)
    assert "2023年6月27日至2023年7月3日" in said
    assert office.plan.campaign.organisation in said
    assert not any(name in said for name in people_in(office.plan))
    assert "{" not in said


def test_the_outcome_says_that_nothing_was_raised_and_lists_who_was_posted(office):
    office.post()
    assert OUTCOME in office.post("--outcome")
    said = text_of(office, OUTCOME)
    assert "异议：没有收到。\n更正：无。" in said
    assert f"推荐对象：{FIRST}、{SECOND}" in said
    assert not any(member.name in said for member in office.plan.members)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--outcome", "--from", "2023-06-27"), "--outcome"),
        (("--from", "2023-06-27"), "--from"),
        (("--to", "2023-06-27"), "--from"),
    ],
)
def test_a_period_or_the_outcome_is_asked_for_and_never_both(office, words, said):
    assert said in office.post(*words, code=2)
    assert not office.posted.exists()


def test_texts_are_the_plans_own_and_not_written_while_one_cannot_be_filled_in(office):
    def own(text):
        def change(_settings, rows):
            rows["messages"] = [
                {"kind": "posting", "subject": "公示", "text": text},
                {"kind": "outcome", "subject": "结果", "text": "共 {名单}"},
            ]

        return change

    office.change_plan(own("贴到{公示结束}，找{支部}"))
    office.merge(day="2023-06-26")
    assert "P137" in office.post(code=3)
    assert not office.posted.exists()
    office.change_plan(own("贴到{公示结束}"))
    office.merge(day="2023-06-26")
    office.post()
    assert text_of(office, POSTED) == "公示\n\n贴到2023年7月3日\n"
    office.post("--outcome")
    assert text_of(office, OUTCOME).startswith("结果\n\n共 推荐对象：")


def test_a_text_that_somebody_changed_is_kept_beside_the_new_one(office):
    office.post()
    file = office.root / "summary" / POSTED
    file.write_text("自己改过的", encoding="utf-8")
    assert "O1" in office.post()
    kept = [path for path in file.parent.glob("*.txt") if path.read_bytes() == "自己改过的".encode()]
    assert len(kept) == 1


def test_an_english_campaign_has_english_texts(tmp_path):
    office = Posting(tmp_path / "campaign")
    office.change_plan(lambda settings, rows: (settings.update(language="en"), rows.pop("messages")))
    office.merge(day="2023-06-26")
    office.post()
    office.post("--outcome")
    said = text_of(office, "outcome of posting-stage-1.txt")
    assert "Objections: none." in said
    assert f"Recommended: {FIRST}, {SECOND}" in said
    assert "2023-06-27 to 2023-07-03" in text_of(office, "posting-stage-1.txt")


def told_of_posting(office, *words):
    """How far things have come, as the branches' and members' pages of results say it."""
    done = office.run("mail", "results", office.root, *words)
    assert done.exit_code == 0, done.output
    books = [
        openpyxl.load_workbook(path) for path in office.root.glob("send/stage-1/*/*（结果，只发本支部）.xlsx")
    ]
    return {sheet["A2"].value.rpartition("（")[2] for book in books for sheet in book}


def test_pages_of_results_say_from_when_they_are_posted_once_that_is_recorded(office):
    assert told_of_posting(office) == {"尚未公示）"}
    office.post()
    assert told_of_posting(office) == {"公示自 2023-06-27 起）"}
    office.merge(day="2023-07-05")
    assert told_of_posting(office, "--as-of", "2023-07-05") == {"公示自 2023-06-27 起）"}
    office.post("--from", "2023-07-06", "--to", "2023-07-12")
    assert told_of_posting(office) == {"公示自 2023-06-27 起）"}
    office.seal(day="2023-07-14")
    assert told_of_posting(office) == {"公示自 2023-06-27 起）"}


DAYS = [date(2023, 6, 1), date(2023, 6, 26), date(2023, 9, 1)]


@pytest.mark.parametrize("day", mostly_slow(DAYS, DAYS[0]))
def test_the_plans_day_of_posting_counts_only_where_none_is_recorded(office, day):
    office.change_plan(lambda settings, _rows: settings.update(publication_start=day))
    office.merge(day="2023-06-26")
    is_over = day <= date(2023, 6, 26)
    assert told_of_posting(office) == {f"公示自 {day} 起）" if is_over else "尚未公示）"}
    office.post()
    assert told_of_posting(office) == {"公示自 2023-06-27 起）"}


def test_pages_of_results_are_not_written_while_nobody_can_tell_what_was_posted(office):
    office.post()
    office.posted.write_text("{}")
    done = office.run("mail", "results", office.root)
    assert (done.exit_code, "O174" in done.output) == (3, True)


@pytest.fixture
def tied(office):
    """Of each branch two members are tied for one place at the top."""
    office.change_plan(lambda settings, _rows: settings.update(quota=2))
    office.merge(day="2023-06-26")
    return office


def decide(tied, **rows):
    """The committee says of members of the first branch what they are to be: a level and the document."""
    people = {"one": "赵某甲（0101）", "other": "钱某乙（0102）"}
    changes = {}
    for row, (who, (level, document)) in enumerate(rows.items()):
        given = {"subject": people[who], "level": level, "reason": "会议研究", "document": document}
        changes |= {("overrides", row, key): value for key, value in given.items()}
    tied.put("改评.xlsx", commendation_form(tied.plan, None), "2023-06-27T08:00:00Z", changes)


def open_at_the_seal(tied):
    """Who of the first branch is named as tied when the stage is to be sealed."""
    said = tied.seal(code=3)
    assert "  O161  " in said
    return [code for code in ("0101", "0102") if f"（{code}，名额并列）" in said]


def test_whoever_is_tied_for_a_place_is_decided_on_before_the_stage_is_sealed(tied):
    assert open_at_the_seal(tied) == ["0101", "0102"]
    assert "还有 4 项" in tied.seal(code=3)
    assert not tied.file.exists()
    tied.post()
    assert "  O178  " in tied.post("--outcome", code=3)


GIVEN, KEPT = ("优秀", "联校纪要 8 号"), ("合格", "联校纪要 8 号")
REFUSED, JUST_NO = ("优秀", "联校纪要 8 号，不同意"), ("不同意", "联校纪要 8 号")


@pytest.mark.parametrize(
    ("decisions", "left"),
    [
        ({"one": GIVEN}, []),
        ({"other": GIVEN, "one": REFUSED}, []),
        ({"one": KEPT, "other": KEPT}, []),
        ({"one": REFUSED, "other": JUST_NO}, []),
        ({"one": REFUSED}, ["0102"]),
        ({"one": ("合格", "联校纪要 8 号，不同意")}, ["0101", "0102"]),
        ({"one": ("优秀", "缓议")}, ["0101", "0102"]),
    ],
)
def test_a_tie_is_settled_by_what_is_decided_for_or_against_each(tied, decisions, left):
    decide(tied, **decisions)
    assert open_at_the_seal(tied) == left
    tied.merge(day="2023-06-26")
    told = tied.run("mail", "results", tied.root).output
    assert f"{2 + len(left)} 个支部、党员有事项没有议决" in told  # two more in the other branch


def test_with_no_tie_left_the_stage_is_sealed(tied):
    tied.change_plan(lambda settings, _rows: settings.update(quota=1))
    tied.merge(day="2023-06-26")
    tied.seal()
    assert tied.file.exists()
