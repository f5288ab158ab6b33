"""What a branch proposes about whom it rates, and where that is said in words only."""

import re

from xlcampaign.layout.negations import CLAUSES
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


def declined_on(record: Record) -> frozenset[str]:
    """Return the columns of what a row expressly does not propose: in its cell, or in the reason."""
    reason = show_raw(record.raws.get("reason", record.values.get("reason")))
    if _SPARED.search(squeeze(reason)) and not in_words(record):
        return frozenset(PROPOSALS).difference(record.values, record.bad)
    return frozenset(key for key in PROPOSALS if key in record.raws).difference(record.values, record.bad)


def in_words(record: Record) -> str:
    """Return the column in whose text alone something is proposed; nothing where none is, or it is proposed as asked."""
    if any(name in record.values.keys() | record.bad for name in PROPOSALS):
        return ""
    said = {name: str(record.values.get(name) or "") for name in ("reason", "opinion")}
    return next((name for name, text in said.items() if proposed_in(text, asked=name == "opinion")), "")
