"""Small plans for tests: the standard plan with a few invented branches and members."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from xlcampaign.layout.plan import Rows
from xlcampaign.layout.standard import standard_plan
from xlcampaign.model.cell import Value
from xlcampaign.model.choices import StepKey
from xlcampaign.model.identity import Identity
from xlcampaign.model.plan import Entry, Plan, SubjectKind, WayKey
from xlcampaign.model.submission import Draft, Record, SheetDraft
from xlcampaign.reading.plan import build_plan
from xlcampaign.words import Lang

NAMES = ["赵某甲", "钱某乙", "孙某丙", "李某丁", "周某戊", "吴某己", "郑某庚", "王某辛"]

PlanRows = tuple[dict[str, Value], dict[str, Rows]]


def plan_rows_of(branches: int = 2, members: int = 3) -> PlanRows:
    """Return the standard plan's rows with `branches` branches of `members` members, the first the secretary."""
    settings, rows = standard_plan(Lang.ZH, "XF-2023", 2023)
    rows["branches"] = [
        {"code": f"{b:02d}", "name": f"甲{'一二三四五六七八九'[b - 1]}完小党支部", "teachers": 20}
        for b in range(1, branches + 1)
    ]
    rows["members"] = [
        {
            "code": f"{b:02d}{m:02d}",
            "name": NAMES[m - 1],
            "branch": f"甲{'一二三四五六七八九'[b - 1]}完小党支部",
            "category": "full",
            "post": "secretary" if m == 1 else "none",
            "participation": "yes",
        }
        for b in range(1, branches + 1)
        for m in range(1, members + 1)
    ]
    return dict(settings), rows


def plan_of(rows: PlanRows) -> Plan:
    """Return the plan that rows state, as if they had been read."""
    settings, tables = rows
    sheets = {
        key: SheetDraft(key, key, {}, tuple(Record(n, _present(row)) for n, row in enumerate(listed, 5)))
        for key, listed in tables.items()
    }
    sheets["campaign"] = SheetDraft("campaign", "campaign", {}, (Record(0, _present(settings)),))
    return build_plan(Draft("plan.xlsx", Identity("", 0, StepKey.LAUNCH, ""), 1, sheets))


def small_plan(branches: int = 2, members: int = 3, **settings: Value) -> Plan:
    """Return a small plan with some settings changed."""
    given, tables = plan_rows_of(branches, members)
    return plan_of((given | settings, tables))


def with_way(plan: Plan, kind: SubjectKind, key: WayKey, **changes: object) -> Plan:
    """Return the plan with one way changed."""
    ways = tuple(replace(way, **changes) if (way.kind, way.key) == (kind, key) else way for way in plan.ways)
    return replace(plan, ways=ways)


def with_entries(plan: Plan, choose: Callable[[SubjectKind, WayKey], tuple[str, Entry]]) -> Plan:
    """Return the plan with every way's scale and entry chosen anew."""
    ways = []
    for way in plan.ways:
        scale, entry = choose(way.kind, way.key)
        ways.append(replace(way, scale=scale, entry=entry))
    return replace(plan, ways=tuple(ways))


def _present(row: Mapping[str, Value]) -> dict[str, Value]:
    return {key: value for key, value in row.items() if value is not None}
