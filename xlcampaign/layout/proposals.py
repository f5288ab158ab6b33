"""What a branch proposes about whom it rates, and where that is said in words only."""

import re
from typing import NamedTuple

from xlcampaign.layout.kinds import OneOf
from xlcampaign.layout.negations import CLAUSES
from xlcampaign.layout.sheet import Column, Table
from xlcampaign.layout.text import show_raw, squeeze
from xlcampaign.model.submission import Record

PROPOSALS = ("veto", "override")
"""The columns in which something is proposed."""

_SPARED = re.compile(
    r"([不未没无免非]|取消|撤销|撤回)(有|再|予|于|作|做|出|需|须|用|必|应|曾|被|同意|建议|提请|提出|提|申请|要求|拟)*(否决|改评|改为|降为|降等)"
    r"|(no|without|never)[a-z]{0,20}(veto|overrid)"
)
"""What says that nothing is proposed."""
_SAID = {
    "veto": re.compile(r"否决|veto"),
    "override": re.compile(r"改评|(改|降|升|定|评)(为|到|成)|降(低|一)?(等|级|档)|overrid|downgrade"),
}
_ASKED = re.compile(r"提请|建议|申请|请求|要求|提议|应当?予?|报请|propos|request|suggest")
"""What asks for something; an opinion may well speak of what was decided before."""


def proposed_in(text: str, *, asked: bool = False) -> str:
    """Return the column of what a text proposes in words; nothing where it proposes nothing.

    Args:
        text: a reason, or an opinion.
        asked: whether only what is expressly asked for is a proposal.
    """
    for clause in CLAUSES.split(squeeze(text)):
        said = _SPARED.sub("", clause)
        for column, words in _SAID.items():
            if words.search(said) and (not asked or _ASKED.search(said)):
                return column
    return ""


class InWords(NamedTuple):
    """A proposal that is written in words alone: the column that it is in, and that of what it proposes."""

    column: str
    what: str


def in_words(record: Record, table: Table) -> InWords | None:
    """Return what is proposed in the text of a row alone; None where nothing is, or it is proposed as asked."""
    columns = table.by_key
    if "reason" not in columns or any(name in record.values.keys() | record.bad for name in PROPOSALS):
        return None
    for name in ("reason", "opinion") if "opinion" in columns else ():
        text = str(record.values.get(name) or "")
        what = proposed_in(text, asked=name == "opinion")
        if not what and text and "veto" in columns and _is_one_of(text, columns["veto"]):
            what = "veto"  # a situation, in the column beside the one that asks for it
        if what:
            return InWords(name, what)
    return None


def _is_one_of(text: str, column: Column) -> bool:
    try:
        return isinstance(column.kind, OneOf) and column.kind.parse(text) is not None
    except ValueError:
        return False


def declined_on(record: Record, table: Table) -> frozenset[str]:
    """Return the columns of what a row expressly does not propose: in its cell, or in the reason."""
    reason = show_raw(record.raws.get("reason", record.values.get("reason")))
    if _SPARED.search(squeeze(reason)) and not in_words(record, table):
        return frozenset(PROPOSALS).difference(record.values, record.bad)
    return frozenset(key for key in PROPOSALS if key in record.raws).difference(record.values, record.bad)
