"""What is written on a row of 评议情况 to declare its votes void, whatever cell it stands in."""

import re

from xlcampaign.layout.text import says_withdrawn, squeeze
from xlcampaign.model.cell import Raw

_CLAUSES = re.compile(r"[,;:。、.!?/|()\[\]【】<>“”\"—–\-]+")
_BECAUSE = r"((因|由于)[^\W\d]{1,20})?"
_WHICH = (
    r"(此次|这次|本次|该次|当次|此|这|本|该|全部|全|均|都|已经?|现|经研究|因故|因此|故|决定|宣布|视为|按|作|予以|申请"
    r"|应|须|需|拟|将)"
)
_WHAT = (
    r"((的|次|项|种|场)?(党员互评|教师测评|党员评支部|教师评支部|测评|评议|互评|投票|表决|选票|票|结果|会议))"
)
_AGAIN = r"再?(组织|进行|开展)?(测评|评议|互评|投票|表决|测|评|投)?"
_VOID = (
    r"(作废|撤回|撤销|无效|不作数|不算数?|withdrawn?|void|annulled|重[测评投]"
    rf"|(重新|另行|择日|择期|改日|改期){_AGAIN})"
)
_DECLARED = re.compile(rf"({_WHICH}*{_WHAT}?{_BECAUSE}{_WHICH}*{_VOID}(处理|论|了|一次)?[并后再且]?){{1,4}}")
"""A clause that says that a vote is void, or held again, and nothing else."""
_HARMLESS = re.compile(
    r"[未没无不]有?(人|被|再)?(作废|无效|重测|重新|另行)|(作废|无效)的?(选?票|[:为]?[\d零一二两三四五六七八九十]+[张票])"
)
"""What holds such a word, and says that there is none; or tells of ballots that are not valid."""
_SPEAKS_OF_IT = re.compile(
    r"作废|无效|重测|重新|另行|撤回|撤销|不作数|不算|void|withdr[ae]w|annul|revot|votedagain"
)
_LONGEST = 60


def declares_void(raw: Raw) -> bool:
    """Tell whether a cell says that the votes on its row are void: 作废, or 已作废，重测, in any of its clauses."""
    if not isinstance(raw, str) or len(raw) > _LONGEST:
        return False
    return says_withdrawn(raw) or any(map(_DECLARED.fullmatch, _CLAUSES.split(squeeze(raw))))


def may_declare_void(raw: Raw) -> bool:
    """Tell whether a cell speaks of votes that are void, or held again, and nobody can tell whether it says so of its row."""
    if not isinstance(raw, str) or declares_void(raw):
        return False
    return _SPEAKS_OF_IT.search(_HARMLESS.sub("", squeeze(raw))) is not None
