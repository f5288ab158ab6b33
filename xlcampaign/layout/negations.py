"""Words that say that there is nothing, and words that say no: what they are, whatever cell they stand in."""

import re
from collections.abc import Mapping
from enum import StrEnum

from xlcampaign.layout.text import squeeze
from xlcampaign.model.cell import Raw


class Negation(StrEnum):
    """What stands in a cell instead of an answer: that there is none, or none yet; or that it is refused."""

    NOTHING = "nothing"
    REFUSAL = "refusal"


USUAL: Mapping[Negation, tuple[str, ...]] = {
    Negation.NOTHING: (
        "无", "没", "没有", "暂无", "未定", "空", "空白", "待定", "待填", "未填", "不适用", "/", "\\", "-", "--", "—", "——", "－",
        "N/A", "NA", "none", "nothing", "TBD",
    ),
    Negation.REFUSAL: ("否", "不", "不同意", "不予", "不通过", "未通过", "no", "rejected", "not agreed"),
}  # fmt: skip
"""Of the words for each, those that the formulas of forms know; reading knows many more."""

_LONGEST = 60
_AROUND = "()[]{}<>【】〔〕「」《》\"'“”‘’。.!,;:、"
_NOTHING = re.compile(
    r"(本(次|期|阶段|支部)|暂时?|尚|均|皆|全|目前)?(无|没有?)"
    r"(了|此项|(此|该|这种|此类|相关)?情况|内容|数据|文件|文号|编号|(会议)?纪要号?|人员?|对象|事项"
    r"|(需要?)?(被|提请)?(否决|改评|表彰|整改|推荐)的?(人员?|对象|党员|支部|事项|情况)?)?"
    r"|空(白|缺|着)?|暂?缺|不适用|不涉及|不需要|不用|([未没不免]|无需)填写?|无需|[暂尚]未"
    r"|[未待](定|议|决)|待(研究|决定|议决|确定|确认|补充?|填)|[暂尚](未|不)(确定|决定|议决|研究)"
    r"|n[/\\·]?a|none|nil|null|nothing|empty|blank|tb[ad]|tobedecided|pending|undecided"
    r"|not(yet|decided|applicable)"
    r"|缓议|暂缓(研究|议决|决定)?|(待)?(研究|议)后再(定|议)|再(定|议)|正在(研究|讨论)|(上会|会上)?(研究|讨论)中?|上会(研究|讨论)"
    r"|无(文件号|此事)"
    r"|[-‐‑‒–—―−─━⸺⸻/\\|∕⁄╱╲]+"  # a line drawn through the cell
    r"|=(_xlfn\.)?dispimg\(.*"  # a picture in it, as WPS writes it
)
_REFUSAL = re.compile(
    r"否|不|不予\w{0,6}"
    r"|(经?(研究|讨论|审议|会议|会|上级|支委会|党委|支部)|暂|均)*"
    r"(不(同意(?!见)|通过|批准|认可|采纳|赞成|支持|提请|否决|改评)|(未|没有?)(同意|通过|批准))\w{0,4}"
    r"|(予以|已)?(驳回|退回)|反对|no|refused|rejected|declined|disagreed?|not(agreed|approved)"
)
_BY_WHOM = r"((经?(研究|讨论|审议|表决|会议|会|上级|支委会|党委|支部|班子)|暂|均|现|已|决定|本次|此项|该项|否决|改评|情形|事项)*)"
_REFUSED_IN = re.compile(
    r"不同意(?!见)|不(通过|批准|赞成)|(?<![尚还暂])(未|没有?)(能|予|被|获得?)?(同意|通过|批准)|驳回|不(成立|构成)"
    r"|(^|[(\[,;:。、]|研究|讨论|审议|决定|会议)不予"
    r"|refused|rejected|declined|denied|dismissed|turneddown|(didnot|not)(agreed?|approved?|pass(ed)?|carried|upheld)"
)
"""What says no wherever it stands beside a document."""
_NO = re.compile(
    rf"{_BY_WHOM}不(行|可(以|行)?|准|许|宜|妥|应|必|合适|属实|存在|赞同|认定|采纳|符合(条件)?|予\w{{0,6}})"
    rf"|{_BY_WHOM}(未|没有?)(予|被)?(认定|采纳|准许|赞成)|[×✗✘❌✕✖]+|叉|disagree"
)
"""What says no where nothing else stands beside it in its part of the sentence."""
_NOT_YET = re.compile(
    "(暂时?|尚|还|目前|会议)*(无|未经?|没有?)(有|出|下|发|定|开会|上会|发文|行文|下文|下发|决定|议决|表决|研究|讨论|审议|批复|同意|通过|批准)"
    r"|(已?(上报|报送|呈报|报批|提请|报)\W?)?待[^\W\d]{1,10}|(报批|审批|办理|呈批|走流程)中|(文号)?(会后|稍后|以后|随后)再?补[^\W\d]{0,4}"
    r"|(暂缓|缓|免|再|延期|推迟|择期|下次(会议?)?|以后)(再)?(议|研究|讨论|决定|议决|表决|审议|办理|处理)?|暂(不|时不)[^\W\d]{1,4}|搁置"
    r"|([^\W\d]{0,2}(not|un)(yet)?(decided|discussed|voted(on)?|taken))|not(yet)?(due|out|issued|signed|approved|agreed)?"
    r"|(tobe|awaiting|pendingfor|pending|underdiscussion|deferred|postponed|onhold|adjourned|tabled)[a-z]*"
    r"|[?]+|[□☐☒▢◻]+|\.{2,}"
)
"""What says that nothing is decided so far, be it all that is written or a part of the sentence."""
_PARTS = re.compile(r"[,;:。、()\[\]【】]+")


def negation_in(raw: Raw) -> Negation | None:
    """Return what a cell says instead of an answer, if it says nothing else: 无, N/A, 待定, — or 不同意, 不予, 否.

    Whether that is an answer after all is for its column to say: to the question for problems 无 is one.
    """
    if not isinstance(raw, str) or len(raw) > _LONGEST:
        return None
    said = squeeze(raw).strip(_AROUND)
    if _NOTHING.fullmatch(said):
        return Negation.NOTHING
    return Negation.REFUSAL if _REFUSAL.fullmatch(said) else None


def verdict_of(document: str) -> Negation | None:
    """Return what is said in the place of a document's number, or beside it: that it is refused, or not yet decided.

    None for any other text, which is taken for the document that gives a decision its effect.
    """
    if not document:
        return None
    if negation := negation_in(document):
        return negation
    said = squeeze(document)
    parts = [part.strip(_AROUND) for part in _PARTS.split(said)]
    if _REFUSED_IN.search(said) or any(map(_NO.fullmatch, parts)):
        return Negation.REFUSAL
    is_open = any(map(_NOT_YET.fullmatch, (said, *parts)))
    return Negation.NOTHING if is_open else None
