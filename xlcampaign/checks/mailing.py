"""What a plan says of mails: texts and addresses."""

from collections.abc import Iterator

from xlcampaign.checks.plan_sheets import PlanSheets, shown_in, title_of
from xlcampaign.findings.catalogue import plan_rules as p
from xlcampaign.findings.finding import Fact, Finding
from xlcampaign.layout.addresses import is_address, split_addresses
from xlcampaign.layout.messages import BRACES, listed, unknown_in
from xlcampaign.model.message import MessageKind
from xlcampaign.words import T


def check_messages(plan: PlanSheets) -> Iterator[Finding]:
    """Messages say by placeholders only what there is."""
    for row in plan.rows("messages"):
        kind = row.values.get("kind")
        known = MessageKind(str(kind)) if kind is not None else None
        for key in ("subject", "text"):
            for found in dict.fromkeys(unknown_in(str(row.values.get(key, "")), known)):
                problem = p.LONE_BRACE if found in BRACES else _wrong_in_braces(found)
                facts: dict[str, Fact] = {"column": title_of("messages", key), "candidates": listed(known)}
                facts |= {"kind": shown_in("messages", "kind", kind), "problem": problem}
                yield p.UNKNOWN_PLACEHOLDER.at(plan.place("messages", row, key), **facts)


def _wrong_in_braces(found: str) -> T:
    """Return what is wrong with a text in braces, or in more of them than one."""
    return (p.DOUBLE_BRACES if found[0] in BRACES else p.NO_FACT).filled(found=found)


def check_addresses(plan: PlanSheets) -> Iterator[Finding]:
    """Mail can be sent to every address."""
    cells = [(row.values.get("email"), plan.place("branches", row, "email")) for row in plan.rows("branches")]
    for typed, place in (*cells, (plan.setting("email"), plan.setting_place("email"))):
        for found in split_addresses(str(typed)) if typed is not None else ():
            if not is_address(found):
                yield p.BAD_ADDRESS.at(place, found=found)
