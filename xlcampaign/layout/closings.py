"""整改销号: what the committee decides on closing cases of rectification."""

from collections.abc import Iterator

from xlcampaign.layout.choices import CASE_STATES, VERDICTS
from xlcampaign.layout.decisions import DOCUMENT, Row, document_column
from xlcampaign.layout.kinds import Code, Words
from xlcampaign.layout.outcomes import case_left, case_reasons
from xlcampaign.layout.registers import listed_for
from xlcampaign.layout.sheet import Column, Prefilled, Register, Table
from xlcampaign.model.known import Known
from xlcampaign.model.plan import Plan
from xlcampaign.model.registers import Decision, Rectification
from xlcampaign.model.roster import Member
from xlcampaign.words import T, bracketed, clauses, same

CLOSINGS = "closings"
"""The sheet's key."""
VERDICT = "verdict"
"""The column that says whether a case is closed."""

_MORE_ROWS = 6
_TAKEN_OVER = T("{first}（由{name}承接）", "{first} (taken over by {name})")
_UNLIT = T("未授：{stars}", "not given: {stars}")


def closings_table(plan: Plan, known: Known | None) -> Table:
    """Return 整改销号: a row per open case, the reported ones first, and some more."""
    columns = (
        Column("name", T("整改对象", "Who"), Words(100), locked=True, width=22),
        Column(VERDICT, T("是否销号", "Closed"), VERDICTS, required=True, width=12),
        Column(
            "reason",
            T("理由", "Reason"),
            Words(200),
            width=30,
            when=(VERDICT, Decision.AGREED),
            example="复查达标",
        ),
        document_column(26, "联党发〔2023〕9号", when=(VERDICT, Decision.AGREED)),
        Column(
            "number",
            T("编号", "Number"),
            Code(),
            required=True,
            given=True,
            width=14,
            hint=T("“整改台账”里的编号", "its number on “Rectification”"),
        ),
        Column("why", T("列入原因", "Why listed"), Words(400), locked=True, width=32),
        Column("said", T("支部的回报", "Reported by the branch"), Words(600), locked=True, width=30),
    )
    note = T(
        "预填的是没有销号的整改。同意销号的写理由和文号；不同意的接着整改；没有议的留空。",
        "Open cases are filled in. To close one enter reason and document; a refused one goes on; leave blank what was not"
        " discussed.",
    )
    return Table(
        CLOSINGS,
        T("整改销号", "Closing cases"),
        columns,
        tuple(_open_cases(plan, known)),
        spare=_MORE_ROWS,
        note=note,
        needed=False,
        newer=True,
        register=Register(
            Prefilled.OFFER,
            about="number",
            settles=(VERDICT, "reason", DOCUMENT),
            grounds=("reason", DOCUMENT),
        ),
    )


def _open_cases(plan: Plan, known: Known | None) -> Iterator[Row]:
    cases = known.ledger.registers.rectifications if known else ()
    lang = plan.campaign.language
    for case in sorted((one for one in cases if one.is_open), key=lambda one: not one.closed):
        yield {
            "number": case.number,
            "name": _name_of(case, plan).say(lang),
            "why": _why(case, plan).say(lang) or None,
            "said": _said(case).say(lang),
        }


def _name_of(case: Rectification, plan: Plan) -> T:
    """Return whose a case is; a member with the branch, since names may be the same, a branch with who goes on for it."""
    who, first = plan.who(case.subject), plan.who(listed_for(case))
    if isinstance(who, Member) and who.branch in plan.branch_of:
        return bracketed(who.name, plan.branch_of[who.branch].name)
    name = who.name if who else case.subject
    return _TAKEN_OVER.filled(first=first.name, name=name) if first and first is not who else same(name)


def _why(case: Rectification, plan: Plan) -> T:
    """Return why a case was listed, then the stars that were not lit."""
    unlit = [_UNLIT.filled(stars=case.unlit)] if case.unlit else []
    return clauses([*case_reasons(case, plan), *unlit])


def _said(case: Rectification) -> T:
    """Return how far a case is, then what the branch said of progress and evidence."""
    said = (case.progress, case.evidence)
    return clauses([CASE_STATES[case.state], *case_left(case), *(same(text) for text in said if text)])
