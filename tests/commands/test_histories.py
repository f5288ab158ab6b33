"""Histories of a form: whatever comes second, third, twice or out of order, nothing accepted is lost without a word."""

from dataclasses import dataclass, replace
from functools import cache

from commands.test_rows import DECISIONS, EVALUATION, PLAN, PLEDGES, Inbox, pledge, row
from hypothesis import given
from hypothesis import strategies as st
from plain import plain_file

from xlcampaign.commands.intake import take_in
from xlcampaign.model.envelope import Envelope
from xlcampaign.model.plan import WayKey
from xlcampaign.tally.order import is_newer

SAID = {"R123", "X102", "X103", "X104", "X120", "X121", "X127", "X128"}
"""What is said of a file whose row does not count, or not as it is there."""

WITHDRAWN = "撤回"


@dataclass(frozen=True)
class Sheet:
    """A sheet of a form as histories fill it: its rows, what each may say, and what came of it in the end."""

    book: object
    rows: dict
    result: object


def marks_of(ledger):
    """The self-ratings that count, by member: stars and marks."""
    found = {}
    for (subject, star, way), counts in ledger.counts.items():
        if way is WayKey.SELF and subject in PLAN.member_of:
            mark = next(iter(counts))
            found.setdefault(subject, {}).update({} if mark == "" else {star: mark / 100})
    return {subject: marks for subject, marks in found.items() if marks}


def overrides_of(ledger):
    found = ledger.registers.overrides
    return {
        code: {"level": one.level, "reason": one.reason, "document": one.document}
        for code, one in found.items()
    }


def pledges_of(ledger):
    return {p.text: {"text": p.text} for p in ledger.registers.pledges}


def rated(number, **marks):
    return row("member_self", number, **marks)


def decided(number, who, level, reason="支教一年"):
    return row("overrides", number, subject=who, level=level, reason=reason, document="纪要6号")


MARKS = Sheet(
    EVALUATION,
    {
        code: {
            "low": rated(n, loyal=6, study=6),
            "high": rated(n, loyal=9, study=9),
            "partly": rated(n, loyal=8),
            WITHDRAWN: rated(n, study=WITHDRAWN),
        }
        for n, code in enumerate(("0101", "0102", "0103"))
    },
    marks_of,
)
OVERRIDES = Sheet(
    DECISIONS,
    {
        code: {
            "up": decided(n, who, "优秀"),
            "down": decided(n, who, "合格"),
            "incomplete": decided(n, who, "合格", None),
            WITHDRAWN: row("overrides", n, subject=who, document=WITHDRAWN),
        }
        for n, (code, who) in enumerate((("0101", "赵某甲（0101）"), ("0102", "钱某乙（0102）")))
    },
    overrides_of,
)
FREE = Sheet(
    PLEDGES,
    {
        text: {
            "said": pledge(8 + n, "赵某甲", text),
            WITHDRAWN: pledge(8 + n, "赵某甲", text, target=WITHDRAWN),
        }
        for n, text in enumerate(("听课", "读书", "家访"))
    },
    pledges_of,
)


@cache
def bytes_said(name, said, number, hour, stems):
    """A version of a form, as a workbook."""
    sheet = SHEETS[name]
    answers = {key: value for about, what in said for key, value in sheet.rows[about][what].items()}
    answers |= {} if number == 1 else {("cover", 0, "version"): number}
    book = replace(sheet.book, stems_from=frozenset(stems))
    modified = "" if hour is None else f"2023-05-01T{hour:02d}:00:00Z"
    return plain_file(book, answers, modified)


SHEETS = {"marks": MARKS, "overrides": OVERRIDES, "free": FREE}


class History:
    """A sheet, the submissions of its form, and what each says: by row, the name of what it says."""

    def __init__(self, sheet, submissions, says):
        self.sheet, self.submissions, self.says = sheet, submissions, says

    def __repr__(self):
        return "; ".join(
            f"{s.file} number {s.version} saved {s.saved} {'again' if s.stems_from else ''} {said}"
            for s, said in zip(self.submissions, self.says, strict=True)
        )


@st.composite
def histories(draw):
    """A sheet and its versions: what each says, by which submissions."""
    name = draw(st.sampled_from(sorted(SHEETS)))
    rows = SHEETS[name].rows
    says = st.dictionaries(
        st.sampled_from(sorted(rows)), st.sampled_from(sorted(next(iter(rows.values())))), max_size=3
    )
    versions, submissions = [], []
    for n in range(draw(st.integers(2, 4))):
        kind = draw(st.sampled_from(["fresh", "fresh", "again", "copy"]))
        if kind == "copy" and submissions:
            data, said = versions[draw(st.integers(0, n - 1))]
        else:
            said = tuple(sorted(draw(says).items()))
            number = draw(st.sampled_from([1, 1, 2, 3, "看不清"]))
            hour = draw(st.sampled_from([None, 1, 2, 3]))
            stems = tuple(sorted({s.sha256 for s in submissions})) if kind == "again" else ()
            data = bytes_said(name, said, number, hour, stems)
        versions.append((data, said))
        submissions.append(take_in(Envelope(f"f{n}.xlsx", data), PLAN).submission)
    return History(SHEETS[name], submissions, [dict(said) for _, said in versions])


def stated(sheet, about, what):
    """What a row states, by what `result` knows; nothing where it withdraws, or is no complete decision."""
    if what in {WITHDRAWN, "incomplete"}:
        return {}
    cells = {key[2]: value for key, value in sheet.rows[about][what].items() if value is not None}
    return {
        key: value for key, value in cells.items() if key in {"loyal", "study", "level", "reason", "text"}
    }


@given(histories())
def test_no_history_loses_what_was_accepted_and_no_order_of_files_matters(history):
    inbox = Inbox()
    inbox.submissions = history.submissions
    result = history.sheet.result(inbox.merged().ledger)  # the same forwards and backwards
    said = inbox.said(*SAID)
    codes = {code for code, *_ in said}
    for submission, rows in zip(history.submissions, history.says, strict=True):
        for about, what in rows.items():
            assert (
                is_counted(history, about, what, result)
                or is_told(submission, said)
                or (what == WITHDRAWN and not is_alone(history, about))
                or (about not in result and "X103" in codes)  # newer ones that nobody can order
            )
    check_newest(history, result)
    check_untold(history, result, codes)


def is_counted(history, about, what, result):
    """Tell whether a row is in force as it was said."""
    own, counts = stated(history.sheet, about, what), result.get(about, {})
    return all(counts.get(key) == value for key, value in own.items()) if own else not counts


def is_told(submission, said):
    """Tell whether something was said of a file beside another."""
    return any(
        submission.file in {file, facts.get("other"), facts.get("kept"), *str(facts.get("files")).split("、")}
        for _, file, facts in said
    )


def is_alone(history, about):
    return sum(about in rows for rows in history.says) == 1


def check_newest(history, result):
    """What is newer than everything else counts, or withdraws."""
    for submission, rows in zip(history.submissions, history.says, strict=True):
        others = [other for other in history.submissions if other.sha256 != submission.sha256]
        if all(is_newer(submission, other) for other in others):
            before = [
                said
                for other, said in zip(history.submissions, history.says, strict=True)
                if submission.is_from(other)
            ]
            for about, what in rows.items():
                repeats = any(
                    said.get(about) == what for said in before
                )  # as it was issued, perhaps: no word of its own
                assert what == "incomplete" or repeats or is_counted(history, about, what, result)


def check_untold(history, result, codes):
    """What anybody said counts, unless it was withdrawn or nobody can tell which is newest."""
    for about in history.sheet.rows:
        whats = {rows[about] for rows in history.says if about in rows}
        if whats - {"incomplete"} and WITHDRAWN not in whats and "X103" not in codes:
            assert about in result
