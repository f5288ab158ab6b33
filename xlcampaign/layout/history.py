"""How it is said what an earlier stage's results are, and whether they mean the same as today's."""

from collections.abc import Mapping

from xlcampaign.model.history import Past, Source
from xlcampaign.words import T

_SOURCES: Mapping[Source, T] = {
    Source.SEALED: T("按“{number}”定稿，{day}", "as sealed by “{number}” on {day}"),
    Source.FORMS: T(
        "没有定稿记录，按当时表上的规则重算",
        "no seal on record, reckoned by the rules that its forms were issued with",
    ),
    Source.PLAN: T("没有定稿记录，按现行规则重算", "no seal on record, reckoned by the present rules"),
}


def source_of(past: Past) -> T:
    """Return what an earlier stage's results are: as sealed, or by whose rules they were reckoned."""
    return _SOURCES[past.source].filled(number=past.sealed or "", day=str(past.day or ""))


OTHER_RULES = T("；规则改过，不能直接比", "; rules have changed since, so the figures do not compare")
"""What is added where the figures of two stages mean different things."""
