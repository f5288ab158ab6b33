"""公示及异议: what was raised against the posted page, how it was looked into and what came of it."""

from xlcampaign.layout.choices import CONCLUSIONS
from xlcampaign.layout.decisions import DECISIONS_ON, DOCUMENT, document_column
from xlcampaign.layout.kinds import Words
from xlcampaign.layout.pick_lists import anybody, subject_column
from xlcampaign.layout.sheet import Column, Prefilled, Register, Table
from xlcampaign.model.plan import Plan
from xlcampaign.words import T

OBJECTIONS = "objections"
"""The sheet's key."""
RAISED = "raised"
"""The column that says what is objected to."""
CONCLUSION = "conclusion"
"""The column that says what came of it."""
NAMELESS_ON = frozenset({*DECISIONS_ON, OBJECTIONS})
"""The committee's sheets of which a row is not lost where nobody can tell whom it is about."""

_ROWS = 12


def objections_table(plan: Plan) -> Table:
    """Return 公示及异议: a row per objection, without a word on who raised it."""
    text = Words(300)
    columns = (
        subject_column(anybody(plan), given=False, width=24),
        Column(
            RAISED,
            T("反映的问题", "What was raised"),
            text,
            required=True,
            width=40,
            hint=T("只写反映什么，不写是谁反映的", "what was raised; never by whom"),
            example="学习笔记的次数与公开的记录不符",
        ),
        Column(
            "inquiry",
            T("核查情况", "How it was looked into"),
            text,
            width=40,
            hint=T("怎么核查的、查到什么；不写反映人", "what was done and found; not who raised it"),
        ),
        Column(CONCLUSION, T("结论", "Conclusion"), CONCLUSIONS, width=12),
        document_column(28),
    )
    note = T(
        "公示期间的异议一条一行，不写是谁反映的。核查情况、结论、文号填齐才算有结果；成立的，改动写在否决、改评、推荐或评选表彰。",
        "A row per objection to what was posted, never who raised it. It is settled by inquiry, conclusion and document;"
        " what it changes is decided on the other sheets.",
    )
    return Table(
        OBJECTIONS,
        T("公示及异议", "Objections"),
        columns,
        spare=_ROWS,
        note=note,
        needed=False,
        newer=True,
        register=Register(
            Prefilled.OFFER,
            about="subject",
            apart=(RAISED,),
            settles=(CONCLUSION, DOCUMENT),
            grounds=("inquiry", DOCUMENT),
        ),
    )
