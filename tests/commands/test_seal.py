"""A sealed stage comes out as it was sealed: what would differ is refused and named, or goes on by a named exception."""

import json
import re
import shutil
from copy import copy
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from commands.test_rows import row
from dear import mostly_slow
from desks import Desk
from filelock import FileLock
from filled import complete
from levels import Union
from plain import plain_file

from xlcampaign import __version__
from xlcampaign.commands import settle
from xlcampaign.commands.writing import LOCK
from xlcampaign.layout.forms import assessment_form, commendation_form, evaluation_form, pledge_form
from xlcampaign.layout.plan import plan_book
from xlcampaign.layout.posting import IN_ORDER
from xlcampaign.words import same

NUMBER, EXCEPTION = "联校纪要 9 号", "联校纪要 11 号"
BY = ("--exception", EXCEPTION, "--reason", "票数抄错一处", "--by", "校党委会")
STAR = "政治忠诚星"


class Office(Desk):
    """A campaign of two branches of two members that were rated, merged on a day in June."""

    def __init__(self, root):
        super().__init__(root, 2)
        for branch in range(2):
            self.receive(branch)
        self.put("00.xlsx", assessment_form(self.plan, None), "2023-04-20T08:00:00Z")

    def copied(self, root):
        """Return the same campaign in another folder."""
        other = copy(self)
        other.root = Path(shutil.copytree(self.root, root))
        return other

    def put(self, name, book, saved, changes=None):
        answers = {
            key: value for key, value in (complete(book) | (changes or {})).items() if value is not None
        }
        (self.root / "inbox" / name).write_bytes(plain_file(book, answers, saved))

    def send_again(self, branch, changes, name="再报.xlsx"):
        book = evaluation_form(self.plan, self.plan.branches[branch])
        self.put(name, book, "2023-06-27T08:00:00Z", changes | {("cover", 0, "version"): 2})

    def change_plan(self, change):
        settings, rows = self.rows
        settings, rows = dict(settings), {key: [dict(row) for row in table] for key, table in rows.items()}
        change(settings, rows)
        (self.root / "plan.xlsx").write_bytes(plain_file(plan_book(settings, rows)))

    def put_rows(self, name, book, sheet, given):
        answers = row(sheet, 0, **given)
        (self.root / "inbox" / name).write_bytes(plain_file(book, answers, "2023-06-20T08:00:00Z"))

    def decide(self, name="decided.xlsx", **decision):
        book = commendation_form(self.plan, None)
        given = {
            "subject": "钱某乙（0102）",
            "situation": self.plan.vetoes[0].name,
            "document": "联校纪要 7 号",
            "day": date(2023, 6, 10),
        }
        self.put_rows(name, book, "vetoes", given | decision)

    def seal(self, number=NUMBER, *words, day="2023-06-28", code=0, lang="zh"):
        result = self.run("seal", self.root, "--number", number, "--as-of", day, *words, lang=lang)
        assert result.exit_code == code, result.output
        return result.output

    def merge(self, *words, day="2023-07-03", code=0, lang="zh"):
        result = self.run("merge", self.root, "--as-of", day, *words, lang=lang)
        assert result.exit_code == code, result.output
        return result.output

    @property
    def summary(self):
        return self.root / "summary" / "stage-1.xlsx"

    @property
    def file(self):
        return self.root / ".xlcampaign" / "seals" / "stage-1.json"

    def kept(self):
        return json.loads(self.file.read_bytes().partition(b"\n")[2])

    def texts(self, sheet):
        book = openpyxl.load_workbook(self.summary)
        return [
            str(cell.value) for line in book[sheet].iter_rows() for cell in line if cell.value is not None
        ]

    def refused(self, *words):
        """What a merge says that is refused; what was written stays."""
        before = self.summary.read_bytes()
        said = self.merge(*words, code=3)
        assert self.summary.read_bytes() == before
        assert "  O163  " in said
        return [line for line in said.splitlines() if "  O164  " in line]


@pytest.fixture(scope="module")
def merged(tmp_path_factory):
    """The campaign that each test has a copy of."""
    office = Office(tmp_path_factory.mktemp("merged") / "campaign")
    office.merge(day="2023-06-26")
    return office


@pytest.fixture(scope="module")
def merged_and_sealed(merged, tmp_path_factory):
    """Likewise, once it is sealed."""
    office = merged.copied(tmp_path_factory.mktemp("sealed") / "campaign")
    office.seal()
    return office


@pytest.fixture
def office(merged, tmp_path):
    return merged.copied(tmp_path / "campaign")


@pytest.fixture
def sealed(merged_and_sealed, tmp_path):
    return merged_and_sealed.copied(tmp_path / "campaign")


def test_a_sealed_stage_says_so_on_the_summary(sealed):
    acts = sealed.kept()["acts"]
    assert [act["grounds"] for act in acts] == [[NUMBER, "", ""]]
    short = acts[0]["checksum"][:4]
    for sheet in ("总览", "会议议决", "数据来源"):
        said = [text for text in sealed.texts(sheet) if NUMBER in text]
        assert all("2023-06-28" in text for text in said)
        assert sum(short in text for text in said) == 1
    assert sealed.file.stat().st_mode & 0o777 == 0o600
    sealed.merge()
    assert any(NUMBER in text for text in sealed.texts("总览"))


@pytest.fixture
def starred(tmp_path):
    """A campaign in which all have all stars, merged; what is said on a sheet of its summary."""
    union = Union(tmp_path / "union", "LX1")
    path = union.summary()

    def texts(sheet):
        cells = (cell.value for line in openpyxl.load_workbook(path)[sheet].iter_rows() for cell in line)
        return [str(value) for value in cells if value is not None]

    return union, texts


WAITING = "待会议议决：推荐对象"


def test_in_a_sealed_stage_no_recommendation_waits_for_a_meeting(starred):
    union, texts = starred
    assert any(text.startswith(WAITING) for text in texts("总览"))
    before = texts("会议议决")
    [whole] = [text for text in before if text.startswith("一、整体通过　")]
    [at] = [n for n, text in enumerate(before) if text.startswith("推荐党员：满星未评优秀　")]
    named, boxes, names = before[at : at + 3]
    assert before.index(whole) < at
    assert boxes.startswith("□ 整体通过")
    result = union.run("seal", union.root, "--number", NUMBER, "--as-of", "2023-06-28")
    assert result.exit_code == 0, result.output
    assert not any(text.startswith(WAITING) for text in texts("总览"))
    after = texts("会议议决")
    assert after[after.index("一、整体通过") + 1] == "无"
    [record] = [text for text in after if "已议决，备查" in text]
    assert after.index(record) < after.index(named)
    assert after[after.index(named) :][:3] == [named, f"定稿：{NUMBER}（2023-06-28）", names]


def test_whom_a_meeting_agreed_to_recommend_waits_for_none(starred):
    union, texts = starred

    def waiting():
        [said] = [text for text in texts("总览") if text.startswith(WAITING)]
        return int(re.findall(r"\d+", said)[0])

    before = waiting()
    book = commendation_form(union.plan, None)
    given = {"subject": "赵某甲（0101）", "decision": "同意推荐", "document": "联校纪要 8 号"}
    answers = row("recommendations", 0, **given)
    (union.root / "inbox" / "decided.xlsx").write_bytes(plain_file(book, answers, "2023-06-20T08:00:00Z"))
    union.summary()
    assert waiting() == before - 1


def test_without_a_seal_nothing_is_said_of_one(office):
    for sheet in ("总览", "会议议决", "数据来源"):
        assert not any("定稿" in text.replace(IN_ORDER.zh, "") for text in office.texts(sheet))
    assert not office.file.exists()


VOTES = {("member_peer", 1, "loyal.approve"): 0}


def weight(_settings, rows):
    for way in rows["ways"]:
        if way["kind"] == "member":
            way["weight"] = {"peer": 30, "teacher": 20}.get(way["key"], way["weight"])


def threshold(settings, _rows):
    settings["threshold"] = 950


def renamed(_settings, rows):
    rows["members"][1]["name"] = "钱某甲"


def level(_settings, rows):
    for one in rows["levels"]:
        if one["kind"] == "member" and one["low"] == 9000:
            one["low"] = 8800
        if one["kind"] == "member" and one["high"] == 9000:
            one["high"] = 8800


def star_renamed(_settings, rows):
    for star in rows["stars"]:
        if star["key"] == "loyal" and star["kind"] == "member":
            star["name"], star["aliases"] = "政治坚定星", "政治忠诚星"


def recoded(_settings, rows):
    rows["members"][1]["code"] = "0109"


def left(_settings, rows):
    rows["members"][1] |= {"participation": "no", "reason": "调走了"}


PLANS = {
    weight: ["评议方式", "党员互评 权重（%） 20 → 30"],
    threshold: ["活动", "授星分数线 8 → 9.5"],
    renamed: ["党员", "钱某甲（0102） 姓名 钱某乙 → 钱某甲"],
    level: ["等次", "从（含） 90 → 88"],
    star_renamed: ["星级", "星名 政治忠诚星 → 政治坚定星"],
    recoded: ["党员", "去掉钱某乙（0102）；增加钱某乙（0109）"],
    left: ["党员", "参评"],
}


@pytest.mark.parametrize("change", PLANS, ids=lambda change: change.__name__)
def test_a_changed_plan_is_refused_with_what_differs(sealed, change):
    sealed.change_plan(change)
    first = sealed.refused()[0]
    for said in PLANS[change]:
        assert said in first


TOLD = re.compile(r"；等 (\d+) 处")
COUNTED = re.compile(r"有 (\d+) 处不一样")


def told(lines):
    """How many differences lines name or count, a part each."""
    more = [TOLD.search(line) for line in lines]
    return sum(
        int(found[1]) if found else line.count("；") + 1 for found, line in zip(more, lines, strict=True)
    )


@pytest.mark.parametrize(
    "change", mostly_slow([left, recoded, weight], recoded), ids=lambda change: change.__name__
)
def test_as_many_differences_are_counted_as_are_told(sealed, change):
    sealed.change_plan(change)
    said = sealed.merge(code=3)
    lines = [line for line in said.splitlines() if "  O164  " in line]
    [counted] = {int(found[1]) for line in said.splitlines() if (found := COUNTED.search(line))}
    assert counted == told(lines)
    [warned] = [line for line in sealed.run("check", sealed.root).output.splitlines() if "  O168  " in line]
    assert f"有 {counted} 处不一样" in warned
    assert ("…" in warned) is (len(lines) > 3)
    [excepted] = [line for line in sealed.merge(*BY).splitlines() if "  O175  " in line]
    assert f"有 {counted} 处不一样" in excepted


@pytest.mark.parametrize(
    "change", mostly_slow([renamed, weight], renamed), ids=lambda change: change.__name__
)
def test_where_people_differ_it_is_said_how_a_change_of_theirs_is_entered(sealed, change):
    sealed.change_plan(change)
    assert ("另加一行填“起”，编号照旧" in sealed.merge(code=3)) is (change is renamed)
    assert ("填上“止”" in sealed.run("check", sealed.root).output) is (change is renamed)


def test_a_late_resubmission_is_refused_with_subject_star_and_values(sealed):
    sealed.send_again(0, VOTES)
    said = "\n".join(sealed.refused())
    assert f"钱某乙（0102） {STAR} 党员互评 同意 1" in said
    assert f"钱某乙（0102） {STAR} 4.83 ☆ → 4.58 ☆" in said


def test_a_decision_that_comes_or_goes_is_refused(office):
    office.decide()
    office.merge()
    office.seal()
    (office.root / "inbox" / "decided.xlsx").unlink()
    [decisions, *_] = office.refused()
    assert "否决" in decisions
    assert office.plan.vetoes[0].name in decisions
    assert "联校纪要 7 号 → 无" in decisions


def test_what_is_no_difference(sealed):
    inbox = sealed.root / "inbox"
    before = sealed.kept()["acts"][0]["checksum"]
    (inbox / "01.xlsx").rename(inbox / "九九.xlsx")  # other names, another order
    book = openpyxl.load_workbook(inbox / "02.xlsx")
    book.save(inbox / "02 副本.xlsx")  # saved again, and twice there
    pledges = pledge_form(sealed.plan, sealed.plan.branches[0])
    sealed.put("承诺表.xlsx", pledges, "2023-04-01T08:00:00Z")
    sealed.change_plan(
        lambda settings, _: settings.update(language="en", slogan="另一句", step="commendation")
    )
    sealed.merge()
    assert sealed.kept()["acts"][0]["checksum"] == before
    book = openpyxl.load_workbook(sealed.summary)
    assert any(NUMBER in str(cell.value) for line in book["Overview"].iter_rows() for cell in line)


def test_the_order_of_people_and_rules_in_the_plan_is_no_difference(sealed):
    def turned(_settings, rows):
        for table in ("members", "branches", "vetoes", "scales", "levels"):
            rows[table].reverse()

    before = sealed.kept()["acts"]
    sealed.change_plan(turned)
    sealed.merge()
    assert sealed.kept()["acts"] == before


def test_an_exception_goes_on_and_shows(sealed):
    sealed.send_again(0, VOTES)
    said = sealed.merge(*BY)
    assert "  O175  " in said
    assert f"{STAR} 党员互评 同意 1" in said
    for sheet in ("总览", "会议议决", "数据来源"):
        assert any(EXCEPTION in text for text in sealed.texts(sheet))
    told = "\n".join(sealed.texts("数据来源"))
    for said in ("票数抄错一处", "校党委会", "2023-07-03", f"{STAR} 党员互评"):
        assert said in told
    sealed.merge(day="2023-07-04")  # from then on it is what holds
    assert any(EXCEPTION in text for text in sealed.texts("总览"))
    (sealed.root / "inbox" / "再报.xlsx").unlink()  # as sealed at first is now otherwise
    assert sealed.refused()


def test_after_an_exception_a_stage_is_sealed_anew_and_what_was_before_is_told(sealed):
    assert "  O162  " in sealed.seal("联校纪要 12 号", code=3)
    sealed.send_again(0, VOTES)
    sealed.merge(*BY)
    assert "  O181  " in sealed.seal(f" {NUMBER}", code=3)
    assert "O175" not in sealed.seal("联校纪要 12 号", day="2023-07-05")
    told = "\n".join(sealed.texts("数据来源"))
    for said in (NUMBER, EXCEPTION, "联校纪要 12 号"):
        assert said in told
    assert "  O162  " in sealed.seal("联校纪要 13 号", code=3)


def test_a_stage_that_comes_out_otherwise_is_not_sealed_over(sealed):
    sealed.send_again(0, VOTES)
    assert "  O163  " in sealed.seal("联校纪要 12 号", code=3)


def test_an_exception_needs_a_seal_a_difference_and_all_of_its_grounds(office):
    assert "  O169  " in office.merge(*BY, code=3)
    office.seal()
    assert "  O170  " in office.merge(*BY)
    assert len(office.kept()["acts"]) == 1
    for words in (BY[:2], BY[2:], (*BY[:4], "--by", " "), (*BY[:3], "无", *BY[4:])):
        assert "--exception、--reason、--by 要一起写" in office.merge(*words, code=2)
    assert "  O165  " in office.merge("--exception", "无", *BY[2:], code=3)


@pytest.mark.parametrize(
    "number",
    [
        *("无", "/", "待定", "见附件", " ", "联校纪要 9 号，未通过", "暂缓，第 9 号待发"),
        *("联党发〔2023〕 号", "联校纪要 9 号（草稿）", "建议定稿，9 号"),
    ],
)
def test_a_seal_needs_a_number(office, number):
    assert "  O165  " in office.seal(number, code=3)
    assert not office.file.exists()


def test_nothing_is_sealed_before_there_are_results(tmp_path):
    office = Office(tmp_path / "campaign")
    (office.root / "inbox" / "00.xlsx").unlink()
    for file in ("01.xlsx", "02.xlsx"):
        (office.root / "inbox" / file).unlink()
    office.put("承诺表.xlsx", pledge_form(office.plan, office.plan.branches[0]), "2023-04-01T08:00:00Z")
    assert "  O160  " in office.seal(code=3)


def test_what_is_proposed_is_decided_first(office):
    situation = office.plan.vetoes[0].name
    office.send_again(0, {("member_organisation", 0, "veto"): situation})
    said = office.seal(code=3)
    assert "  O161  " in said
    assert "钱某乙" in said
    office.decide(document="缓议")
    assert "  O161  " in office.seal(code=3)
    office.decide(document="联校纪要 8 号，不同意")
    office.seal()


@pytest.mark.parametrize(
    ("first", "later"), [("缓议", "不表彰"), ("暂缓", "不表彰"), (None, "不表彰"), ("缓议", None)]
)
def test_a_commendation_that_was_put_off_is_still_to_be_decided(office, first, later):
    book = commendation_form(office.plan, None)
    given = {"subject": "钱某乙（0102）", "honour": "教学名师", "merit": "家访 40 户"}

    def decided(name, decision):
        office.put_rows(name, book, "commendations", {**given, "decision": decision})
        office.merge()
        whole = " ".join(office.texts("会议议决"))
        return whole.partition("已议决")[::2]

    open_, on_record = decided("一.xlsx", first)
    assert "家访 40 户" in open_
    assert "家访 40 户" not in on_record
    assert ("会议缓议" in open_) is (first == "缓议")
    assert any("表彰对象 1 项" in text for text in office.texts("总览"))
    refused = office.seal(code=3)
    assert "  O161  " in refused
    assert "钱某乙 教学名师" in refused
    (office.root / "inbox" / "一.xlsx").unlink()
    if later:
        decided("一.xlsx", later)
    office.seal()


def test_errors_and_who_has_no_result_keep_nothing_from_being_sealed_and_are_told(office):
    office.send_again(0, {("member_self", 0, "loyal"): 95})
    said = office.seal(code=1)
    assert "  O166  " in said
    assert "没计入的错误 1 处" in said
    assert "没有评出星的 1 个" in said


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data[:-20],
        lambda _: b"",
        lambda data: data.replace("纪要 9 号".encode(), "纪要 8 号".encode()),
        lambda _: b"{}",
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: bytes(reversed(data)),
    ],
)
def test_a_spoilt_seal_is_said_and_never_taken_for_none(sealed, spoil):
    sealed.file.write_bytes(spoil(sealed.file.read_bytes()))
    before = sealed.summary.read_bytes()
    assert "  O167  " in sealed.merge(code=3)
    assert "  O167  " in sealed.merge(*BY, code=3)
    assert "  O167  " in sealed.seal("联校纪要 12 号", code=3)
    assert sealed.summary.read_bytes() == before
    assert "  O167  " in sealed.check().output
    assert "  O167  " in sealed.run("forms", sealed.root, "--stage", "2", "--step", "pledge").output


def test_a_seal_that_is_gone_is_no_missing_seal_as_long_as_the_summary_tells_of_it(sealed):
    sealed.file.unlink()
    before = sealed.summary.read_bytes()
    for said in (sealed.merge(code=3), sealed.merge(*BY, code=3), sealed.seal("联校纪要 12 号", code=3)):
        assert "  O180  " in said
        assert "定稿：联校纪要 9 号" in said
    assert sealed.summary.read_bytes() == before
    assert "  O180  " in sealed.check().output
    assert "  O180  " in sealed.run("forms", sealed.root, "--stage", "2", "--step", "pledge").output
    sealed.summary.rename(sealed.root / "signed.xlsx")
    assert "  O180  " not in sealed.merge()
    sealed.seal("联校纪要 9 号")


@pytest.mark.parametrize("summary", [b"", b"PK", b"no workbook"])
def test_a_summary_that_cannot_be_read_tells_of_no_seal(office, summary):
    office.summary.parent.mkdir(exist_ok=True)
    office.summary.write_bytes(summary)
    assert "  O180  " not in office.merge()


def test_a_folder_in_the_place_of_the_seal_is_no_missing_seal(office):
    office.file.mkdir(parents=True)
    assert "  O167  " in office.merge(code=3)


def test_what_tells_results_otherwise_says_so(sealed):
    sealed.send_again(0, VOTES)
    for command in (("check",), ("status",), ("why", "0102"), ("mail", "returns")):
        name, *rest = command
        words = (name, *rest, sealed.root) if name == "mail" else (name, sealed.root, *rest)
        said = sealed.run(*words, "--as-of", "2023-07-03").output
        assert "  O168  " in said, command
        assert NUMBER in said
    assert "  O152  " in sealed.run("mail", "results", sealed.root, "--as-of", "2023-07-03").output


@pytest.mark.parametrize(("number", "more"), [(1, False), (3, False), (4, True)])
def test_three_parts_that_differ_are_said_and_that_there_are_more(sealed, monkeypatch, number, more):
    sealed.send_again(0, VOTES)
    monkeypatch.setattr(settle, "_words", lambda *_: [same(f"第{n}处") for n in range(number)])
    said = sealed.run("check", sealed.root, "--as-of", "2023-07-03").output
    [line] = [line for line in said.splitlines() if "  O168  " in line]
    assert [n for n in range(number) if f"第{n}处" in line] == list(range(min(number, 3)))
    assert ("…" in line) is more


def test_as_sealed_nothing_is_said(sealed):
    for command in ("check", "status"):
        assert "O168" not in sealed.run(command, sealed.root, "--as-of", "2023-07-03").output


def test_another_version_of_the_program_is_named(sealed, monkeypatch):
    sealed.send_again(0, VOTES)
    assert "程序" not in sealed.merge(code=3).splitlines()[0]
    monkeypatch.setattr(settle, "VERSION", "9.9")
    assert f"定稿用的程序是 {__version__} 版，现在是 9.9 版" in sealed.merge(code=3)


def test_forms_of_the_next_stage_remind_of_the_seal_and_are_written(office):
    said = office.run("forms", office.root, "--stage", "2", "--step", "pledge")
    assert said.exit_code == 0
    assert "  O171  " in said.output
    assert "O171" not in office.run("forms", office.root, "--stage", "1", "--step", "pledge").output
    office.seal()
    assert "O171" not in office.run("forms", office.root, "--stage", "2", "--step", "pledge").output


def test_a_seal_whose_summary_cannot_be_written_is_none(office):
    office.summary.unlink()
    office.summary.mkdir()
    assert "  O103  " in office.seal(code=3)
    assert not office.file.exists()
    office.summary.rmdir()
    office.seal()
    kept = office.file.read_bytes()
    office.send_again(0, VOTES)
    office.summary.unlink()
    office.summary.mkdir()
    assert "  O103  " in office.merge(*BY, code=3)
    assert office.file.read_bytes() == kept


def test_two_commands_never_seal_at_once(office):
    office.file.parent.mkdir(parents=True)
    with FileLock(office.file.parent / LOCK):
        assert "  O114  " in office.seal(code=3)
        office.merge()  # without a seal nothing is written there
    assert not office.file.exists()
    office.seal()
    assert "  O162  " in office.seal("联校纪要 12 号", code=3)


def test_killed_between_seal_and_summary_a_stage_is_sealed_and_the_next_merge_says_so(office):
    before = office.summary.read_bytes()
    office.seal()
    office.summary.write_bytes(before)
    litter = office.file.parent / ".~xlcampaign-abcdefgh"
    litter.mkdir()
    office.merge()
    assert any(NUMBER in text for text in office.texts("总览"))
    office.send_again(0, VOTES)
    office.merge(*BY)
    assert not litter.exists()


def test_what_is_typed_as_grounds_harms_nothing(sealed):
    sealed.send_again(0, VOTES)
    sealed.merge("--exception", "=1+1 第3号\ud800", "--reason", "a\nb\x1b[31m", "--by", "丙\udfff")
    assert sealed.kept()["acts"][1]["grounds"] == ["=1+1 第3号", "a b[31m", "丙"]
    sealed.merge()


def test_what_is_said_is_said_in_english_too(sealed):
    sealed.send_again(0, VOTES)
    said = sealed.merge(code=3, lang="en")
    assert f"was sealed by “{NUMBER}” (2023-06-28)" in said
    assert "what differs: Counts: 钱某乙 (0102)" in said
