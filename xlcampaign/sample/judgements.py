"""What the committee writes: comments, commendations, and its decisions on what branches proposed."""

from collections.abc import Mapping
from datetime import date, timedelta

from xlcampaign.layout.kinds import OneOf
from xlcampaign.layout.sheet import Answers, Book, Table
from xlcampaign.model.cell import Value
from xlcampaign.model.choices import StepKey
from xlcampaign.model.known import Known
from xlcampaign.model.objections import Conclusion
from xlcampaign.model.plan import Plan, SubjectKind
from xlcampaign.model.registers import Decision
from xlcampaign.model.results import Quota
from xlcampaign.sample.author import Author, Entries
from xlcampaign.sample.people import names
from xlcampaign.sample.sayings import MATTERS
from xlcampaign.words import Lang, T

_LEADERS = 2
_MERITS = (
    T("所教班级成绩连续两年居全联校前列", "The class has been among the best of the union for two years"),
    T("上公开课 6 节，同行好评", "Six open lessons, praised by colleagues"),
    T("转化学习困难学生 5 名，家长认可", "Five weak pupils now pass; parents agree"),
    T("坚守教学一线，全年无缺勤", "In class all year, never absent"),
    T("结对帮带 2 名青年教师，都能独当一面", "Two young teachers helped; both now work alone"),
)
_RECOGNITION = (
    T("教师测评同意率高，家长无投诉", "Teachers agree; no complaints from parents"),
    T("师生公认，口碑好", "Well thought of by teachers and pupils"),
)
_OPINIONS = (
    T("征求教师、家长意见，无异议", "Teachers and parents heard; no objection"),
    T("征求所在支部意见，同意", "Branch heard; agrees"),
)
_VOTES = T("到会 9 人，同意 {n} 票", "9 present, {n} in favour")
_IN_FAVOUR = {Decision.AGREED: (7, 9), Decision.DEFERRED: (5, 6), Decision.REFUSED: (2, 4)}
_DECIDED = (Decision.AGREED,) * 5 + (Decision.DEFERRED, Decision.REFUSED)
_COMMENDED = 0.35
_DOCUMENT = T("联党发〔{year}〕{n}号", "Union {year}/{n}")
_VETO_NUMBER, _OVERRIDE_NUMBER, _REFUSAL_NUMBER, _OBJECTION_NUMBER, _CLOSING_NUMBER = 7, 8, 10, 12, 11
_SEAL_NUMBER, _LATER_STAGE = 15, 20
_REFUSED = T("不同意（{document}）", "refused ({document})")
_TIED = T("并列的都不占名额", "none of those who are tied gets the place")
_LOOKED_INTO = T("复查达标，教师认可", "looked into again; teachers agree")
_RAISED = T("公开课节数和公示的实绩不符", "fewer open lessons than the posted merit says")
_FOUND = T("查了听课记录，少 2 节，反映属实", "the records show two fewer; it is so")
_IN_ORDER = T("查了听课记录，节数相符", "the records agree with it")

Made = Mapping[tuple[str, int], Mapping[str, Value]]
"""What is decided, by sheet and row."""


def comments(author: Author, table: Table) -> Entries:
    """Yield a comment on everybody who is listed: branches in the step of comments, members once rated."""
    plan = author.plan
    leaders = names(author.rng("leaders"), _LEADERS, plan.campaign.language)
    for index, row in enumerate(table.rows):
        subject = str(row["subject"])
        rng = author.rng("comment", subject)
        stars = author.stars(subject)
        best, weakest = (MATTERS[star.kind, star.key] for star in (stars[-1], stars[0]))
        rated = plan.kind_of(subject) is SubjectKind.MEMBER
        step = plan.step_of(plan.campaign.stage, StepKey.COMMENDATION if rated else StepKey.COMMENT)
        yield (
            index,
            {
                "subject": subject,
                "achievements": author.say(best.good),
                "problems": author.say(weakest.lacking),
                "direction": author.say(weakest.direction),
                "author": rng.choice(leaders),
                "day": step.deadline - timedelta(days=rng.randrange(8, 15)),
            },
        )


def commendations(author: Author, table: Table) -> Entries:
    """Yield candidates for an honour: of the members listed the first and about every third; some still open."""
    honours = table.column_of("honour").kind
    assert isinstance(honours, OneOf)
    people = [
        (index, str(row["subject"]))
        for index, row in enumerate(table.rows)
        if author.plan.kind_of(str(row["subject"])) is SubjectKind.MEMBER
    ]
    for place, (index, subject) in enumerate(people):
        rng = author.rng("commendation", subject)
        if place and rng.random() >= _COMMENDED:
            continue
        decision = rng.choice(_DECIDED)
        votes = str(rng.randint(*_IN_FAVOUR[decision]))
        yield (
            index,
            {
                "honour": rng.choice(honours.choices).key,
                "merit": author.say(rng.choice(_MERITS)),
                "recognition": author.say(rng.choice(_RECOGNITION)),
                "opinions": author.say(rng.choice(_OPINIONS)),
                "votes": _VOTES.fill(author.plan.campaign.language, {"n": votes}),
                "decision": decision,
            },
        )


def _document(author: Author, number: int) -> str:
    return _numbered(author.plan, number)


def _numbered(plan: Plan, number: int) -> str:
    stage = plan.stage_of(plan.campaign.stage)
    facts = {"year": str(stage.start.year), "n": str(number + _LATER_STAGE * (stage.number - 1))}
    return _DOCUMENT.fill(plan.campaign.language, facts)


def sealing_document(plan: Plan) -> str:
    """Return the number of the document that seals a plan's stage."""
    return _numbered(plan, _SEAL_NUMBER)


def decisions(author: Author, book: Book, known: Known) -> Made:
    """Return what is decided on a 评选表彰表: of each sort of proposal the first that has effect, and a case that is closed."""
    day = _day(author)
    vetoes, cases = book.table_of("vetoes").rows, book.table_of("closings").rows
    studied = book.table_of("recommendations").rows
    useful = _useful(book, known)
    reported = any(case.closed and case.is_open for case in known.ledger.registers.rectifications)
    return {
        **{
            ("vetoes", index): {"document": _document(author, _VETO_NUMBER), "day": day}
            for index in range(min(1, len(vetoes)))
        },
        **{("overrides", index): {"document": _document(author, _OVERRIDE_NUMBER)} for index in useful[:1]},
        **{
            ("recommendations", index): {"decision": Decision.DEFERRED}
            for index in range(min(1, len(studied)))
        },
        **{("closings", index): _closing(author) for index in range(min(1, len(cases))) if reported},
    }


def _day(author: Author) -> date:
    """Return on which day the committee decides."""
    return author.plan.step_of(author.plan.campaign.stage, StepKey.COMMENDATION).deadline - timedelta(days=15)


def _useful(book: Book, known: Known) -> list[int]:
    """Return the rows that propose another level than there is, of those who have one and need not rectify."""
    subjects = (subject for subject in known.results.subjects if subject.graded and not subject.rectify)
    levels = {subject.code: subject.level for subject in subjects}
    return [
        index
        for index, row in enumerate(book.table_of("overrides").rows)
        if row["subject"] in levels and levels[str(row["subject"])] != row["level"]
    ]


def _closing(author: Author) -> Mapping[str, Value]:
    """Return that a case is closed: those stand first that are reported as done."""
    document = _document(author, _CLOSING_NUMBER)
    return {"verdict": Decision.AGREED, "reason": author.say(_LOOKED_INTO), "document": document}


def settlements(author: Author, book: Book, answers: Answers, known: Known, decided: Made) -> Made:
    """Return what is decided where nothing is left open: all that else is proposed or put off is refused, ties get no place."""
    made = dict(decided)
    refused = author.say(_REFUSED.filled(document=_document(author, _REFUSAL_NUMBER)))
    for sheet in ("vetoes", "overrides"):
        for index in range(len(book.table_of(sheet).rows)):
            made.setdefault((sheet, index), {"document": refused})
    for index in _commended(book, answers, Decision.DEFERRED, author.plan.campaign.language):
        made["commendations", index] = {"decision": Decision.REFUSED}
    tied = (one for one in known.results.subjects if one.outcome.quota is Quota.TIED)
    proposed = {str(row["subject"]) for row in book.table_of("overrides").rows}
    free = len(book.table_of("overrides").rows)
    for index, subject in enumerate((one for one in tied if one.code not in proposed), free):
        said = {"level": subject.outcome.band, "reason": author.say(_TIED), "document": refused}
        made["overrides", index] = {"subject": subject.code, **said}
    return made


def _commended(book: Book, answers: Answers, decision: Decision, lang: Lang) -> list[int]:
    """Return the rows of commendations on which something is decided."""
    table = book.table_of("commendations")
    shown = table.column_of("decision").kind.show(decision, lang)
    return [index for index in range(len(table.rows)) if answers.get((table.key, index, "decision")) == shown]


def objection(author: Author, book: Book, answers: Answers, known: Known) -> Made:
    """Return an objection to who is first commended, which is upheld; without such a one, to a branch, and unfounded."""
    table = book.table_of("commendations")
    chosen = _commended(book, answers, Decision.AGREED, author.plan.campaign.language)
    document = _document(author, _OBJECTION_NUMBER)
    if not chosen:
        branch = known.results.of(SubjectKind.BRANCH)[0].code
        said = {"subject": branch, "raised": author.say(_RAISED), "inquiry": author.say(_IN_ORDER)}
        return {("objections", 0): {**said, "conclusion": Conclusion.UNFOUNDED, "document": document}}
    subject = str(table.rows[chosen[0]]["subject"])
    said = {"subject": subject, "raised": author.say(_RAISED), "inquiry": author.say(_FOUND)}
    return {
        ("objections", 0): {**said, "conclusion": Conclusion.UPHELD, "document": document},
        (table.key, chosen[0]): {"decision": Decision.REFUSED},
    }
