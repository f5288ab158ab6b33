"""Whether an earlier stage knows somebody by another code than the plan of today."""

from collections.abc import Iterator
from typing import NamedTuple

from xlcampaign.findings.catalogue import day_rules as dr
from xlcampaign.findings.finding import Finding, Place
from xlcampaign.layout.text import squeeze
from xlcampaign.model.history import Past, PastResult
from xlcampaign.model.plan import Plan, SubjectKind
from xlcampaign.words import T, enumerated, same

_NAMED = 10


class _Recoded(NamedTuple):
    """Somebody's name, the code by which an earlier stage knows them, and the one that has their name today."""

    name: str
    before: str
    now: str

    def say(self) -> T:
        return dr.CODE_NOW.filled(name=self.name, code=self.before, now=self.now)


def check_recoded(history: tuple[Past, ...], plan: Plan) -> Iterator[Finding]:
    """Nobody is two people because their code, or their branch's, was changed after a stage.

    Whoever left or was renamed is known: the plan keeps their row. A code that never had the name is a slip, or a row was
    deleted.
    """
    found: dict[str, tuple[int, _Recoded]] = {}
    for past in history:
        found |= {one.before: (past.stage, one) for one in _recoded(past, plan)}
    if found:
        stages = enumerated(same(str(n)) for n in sorted({stage for stage, _ in found.values()}))
        listed = [one.say() for _, one in found.values()]
        more = dr.SO_MANY_MORE.filled(number=str(len(listed) - _NAMED)) if len(listed) > _NAMED else same("")
        names = enumerated(listed[:_NAMED])
        yield dr.RECODED.at(
            Place(), stages=stages, names=T(names.zh + more.zh, names.en + more.en), found=len(listed)
        )


def _recoded(past: Past, plan: Plan) -> Iterator[_Recoded]:
    """Yield those of a stage whose code has their name no more, while somebody of that name in their branch has another."""
    rows = plan.everybody
    named = {(one.code, squeeze(one.name)) for one in rows.branches}
    named |= {(one.code, squeeze(one.name)) for one in rows.members}
    lost = [one for one in past.results.values() if (one.code, squeeze(one.name)) not in named]
    branches: dict[str, str] = {}
    for one in lost:
        if one.kind is SubjectKind.BRANCH:
            codes = {row.code for row in rows.branches if squeeze(row.name) == squeeze(one.name)}
            branches |= {one.code: min(codes)} if codes else {}
            yield from _told(one, codes, past)
    for one in lost:
        if one.kind is SubjectKind.MEMBER:
            near = {one.branch, rows.heir_of(one.branch, plan.branch_of), branches.get(one.branch, "")}
            own = (row for row in rows.members if squeeze(row.name) == squeeze(one.name))
            yield from _told(one, {row.code for row in own if row.branch in near}, past)


def _told(one: PastResult, codes: set[str], past: Past) -> Iterator[_Recoded]:
    """Yield who goes on under another code: one that a namesake did not have in the stage."""
    then = {code: past.results.get(code) for code in codes}
    fresh = {
        code for code, other in then.items() if other is None or squeeze(other.name) != squeeze(one.name)
    }
    if fresh:
        yield _Recoded(one.name, one.code, "/".join(sorted(fresh)))
