"""What is wrong with the people of a plan."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from xlcampaign.checks.plan_names import alike
from xlcampaign.checks.plan_sheets import PlanSheets
from xlcampaign.checks.roster_days import is_dated, rows_of_stage
from xlcampaign.findings.catalogue import plan_rules as p
from xlcampaign.findings.finding import Fact, Finding, Place
from xlcampaign.layout.references import keys_by_name, member_codes
from xlcampaign.layout.text import squeeze
from xlcampaign.model.roster import RatedBy
from xlcampaign.model.submission import Record


def check_people(plan: PlanSheets) -> Iterator[Finding]:
    """Every branch of the stage has members and one secretary; namesakes and missing codes are pointed out."""
    branches = keys_by_name((r.values for r in plan.rows("branches")), "code", "name")
    rows = plan.rows("members")
    codes = member_codes((row.values for row in rows), branches, plan.retired)
    for row, code in zip(rows, codes, strict=True):
        if row.values.get("code") is None and "code" not in row.bad:
            name = str(row.values.get("name", ""))
            yield p.NUMBERED.at(plan.place("members", row, "code"), name=name, code=code)
    people: dict[str, list[Record]] = defaultdict(list)
    stage = plan.stage
    there = rows_of_stage(plan, "branches", stage)
    for row in rows_of_stage(plan, "members", stage):
        if row.values.get("participation") != "no":
            people[branches.get(squeeze(str(row.values.get("branch", ""))), "")].append(row)
    for branch in (row for row in there if "code" in row.values):
        own = people.get(str(branch.values.get("code")), [])
        name, place = str(branch.values.get("name", "")), plan.place("branches", branch, "name")
        if rows and not own:
            listed = (str(row.values.get("name", "")) for row in there)
            yield p.NO_MEMBERS.at(place, name=name, alike=alike(name, listed))
        posted = [row for row in own if row.values.get("post") == "secretary"]
        if own and len(posted) != 1 and (posted or branch.values.get("rated_by") != RatedBy.SUPERIOR):
            yield p.SECRETARIES.at(place, name=name, found=len(posted))
        yield from _handed_over(plan, branch, posted)
        yield from _quota(plan, own, name, place)
        named = [row for row in own if "name" in row.values]
        names = Counter(squeeze(str(row.values["name"])) for row in named)
        for row in named:
            key = squeeze(str(row.values["name"]))
            if names[key] > 1:
                facts: dict[str, Fact] = {
                    "branch": name,
                    "found": names.pop(key),
                    "name": str(row.values["name"]),
                }
                yield p.NAMESAKES.at(plan.place("members", row, "name"), **facts)


def _handed_over(plan: PlanSheets, branch: Record, posted: list[Record]) -> Iterator[Finding]:
    """Point out a secretary's name that is still the one of before a handover."""
    stated = str(branch.values.get("secretary", ""))
    now = [str(row.values.get("name", "")) for row in posted]
    if stated and len(now) == 1 and is_dated(posted[0]) and squeeze(stated) != squeeze(now[0]):
        place = plan.place("branches", branch, "secretary")
        yield p.HANDED_OVER.at(place, branch=str(branch.values.get("name", "")), found=stated, name=now[0])


def _quota(plan: PlanSheets, own: list[Record], name: str, place: Place) -> Iterator[Finding]:
    """Point out a branch that is too small for a place at the top."""
    share = plan.setting("quota")
    graded = sum(r.values.get("category") == "full" and r.values.get("participation") == "yes" for r in own)
    if isinstance(share, int) and own and graded < share:
        yield p.NO_QUOTA.at(place, name=name, found=graded, share=share)
