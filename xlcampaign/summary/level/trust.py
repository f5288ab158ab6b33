"""Whether the figures of a level can be trusted, and what comes next."""

from xlcampaign.model.rollup import Rollup, UnitState
from xlcampaign.summary.level.units import WANTING
from xlcampaign.summary.verdicts import BUT, NOTHING, WRONG, YES
from xlcampaign.words import T, number_of

_NOT_DUE = (UnitState.DUE, UnitState.EXTENDED)


def _sum(rollup: Rollup, key: str) -> int:
    return sum(getattr(one.account, key) or 0 for one in rollup.counting)


def _joined(parts: list[T]) -> T:
    return T("；".join(one.zh for one in parts), "; ".join(one.en for one in parts))


def trusted(rollup: Rollup) -> T:
    """Return whether the figures can be trusted, and what tells it: seals, accounts that differ, cells rejected, rules."""
    counting = rollup.counting
    sealed, rated = (sum(one.sealed[n] for one in counting) for n in range(2))
    differing = sum(bool(one.account.difference) for one in counting)
    rejected, errors = _sum(rollup, "rejected"), _sum(rollup, "errors")
    rules, unknown = len(rollup.rules), len(rollup.rules.get("", ()))
    lacking = sum(one.account.lacks_units for one in counting)
    awaited = sum(line.state in WANTING for line in rollup.lines)
    parts = [
        T(f"没有计入的单位 {awaited} 个", f"units that do not count: {awaited}"),
        T(f"已定稿 {sealed} / {rated}", f"sealed: {sealed} of {rated}"),
        T(f"核对不平的单位 {differing} 个", f"units whose accounts differ: {differing}"),
        T(
            f"输入格 {_sum(rollup, 'cells')} 个，退回 {rejected} 个",
            f"input cells: {_sum(rollup, 'cells')}, rejected: {rejected}",
        ),
        T(f"填报错误 {errors} 处", f"errors: {errors}"),
        T(f"规则组 {rules} 个", f"rule sets: {rules}"),
    ]
    if unknown:
        parts.append(
            T(
                f"其中一组是手填的，规则不明，{unknown} 个单位",
                f"one of them unknown, of forms by hand: {number_of(unknown, 'unit')}",
            )
        )
    if lacking:
        parts.append(
            T(f"下级没有报齐的单位 {lacking} 个", f"units that lack reports of their own units: {lacking}")
        )
    noted = (awaited, rated - sealed, rejected, errors, unknown, lacking, max(rules - 1, 0))
    verdict = WRONG if differing else NOTHING if not counting else BUT if any(noted) else YES
    said = _joined(parts)
    return T(verdict.zh + said.zh, verdict.en + said.en)


def what_next(rollup: Rollup) -> T:
    """Return what this level has to do or to wait for next."""
    missing, returned, waiting = (
        sum(line.state in states for line in rollup.lines)
        for states in ((UnitState.MISSING,), (UnitState.RETURNED,), _NOT_DUE)
    )
    parts = []
    if missing:
        parts.append(T(f"催报 {missing} 个单位", f"ask {number_of(missing, 'unit')} for a report"))
    if returned:
        parts.append(
            T(
                f"退回的 {returned} 个单位改自己的表、重出上报本",
                f"{number_of(returned, 'unit')} to correct forms and report anew",
            )
        )
    if waiting:
        parts.append(T(f"等没到期的 {waiting} 个单位", f"wait for {number_of(waiting, 'unit')}, not yet due"))
    matters = sum(len(one.matters) for one in rollup.counting)
    unsealed = sum(one.sealed[1] - one.sealed[0] for one in rollup.counting)
    if matters:
        parts.append(
            T(f"各单位办完待办事项 {matters} 项", f"units settle {number_of(matters, 'open matter')}")
        )
    if unsealed:
        parts.append(T(f"等 {unsealed} 个单位定稿", f"wait for {number_of(unsealed, 'unit')} to seal"))
    if parts:
        return _joined([*parts, T("重报的到了，再汇总一次", "roll up again once reports came anew")])
    above = rollup.level.own.above if rollup.level else ""
    if above:
        return T(
            f"没有要催、要等的了：把本簿报给{above}", f"nothing to wait for: send this workbook to {above}"
        )
    return T("没有要催、要等的了：本簿存档", "nothing to wait for: file this workbook")
