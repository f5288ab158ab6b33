"""Words that say that there is nothing, and words that say no: what they are, whatever cell they stand in."""

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache

from xlcampaign.layout.text import plain, squeeze
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
    r"|(暂时?|尚|还|目前|会议)*(未|没有?)(能)?(作|做|形成|达成|得)(出|到)?(决定|决议|结论|定论|一致|共识)(意见)?|(保?留|暂)待[^\W\d]{1,12}"
    r"|(下次|下回|下周|下月|择期|改日|另行|会后|以后|日后)(再|会议?|会上|支委会|党委会|支部会)*(研究|讨论|审议|表决|决定|处理|议|定)"
    r"|(暂缓|缓|免|再|延期|推迟|择期|下次(会议?)?|以后)(再)?(议|研究|讨论|决定|议决|表决|审议|办理|处理)?|暂(不|时不)[^\W\d]{1,4}|搁置"
    r"|([^\W\d]{0,2}(not|un)(yet)?(decided|discussed|voted(on)?|taken))|not(yet)?(due|out|issued|signed|approved|agreed)?"
    r"|(tobe|awaiting|pendingfor|pending|underdiscussion|deferred|postponed|onhold|adjourned|tabled)[a-z]*"
    r"|[?]+|[□☐☒▢◻]+|\.{2,}"
)
"""What says that nothing is decided so far, be it all that is written or a part of the sentence."""
_SPARED = re.compile(
    rf"{_BY_WHOM}(同意|建议|予以)?(不|未|无需|无须|免)(予|于|作|做|用|必|应|再|以|被)*(否决|改评|改动|改变|变更|调整|处理|改|变)[^\W\d]{{0,5}}"
)
"""What says that somebody is spared what was proposed."""
_AGREES = re.compile(r"(?<![不未])(同意|赞成|通过|批准|(予以|决定)(否决|改评))(?!见)")
CLAUSES = re.compile(r"[,;:。、()\[\]【】]+")
"""What parts the clauses of a squeezed text."""
_GAP = re.compile(r"(?<=号)\s+|(?<=\d)\s+(?=\d)")
"""A space that parts a document's number from what is said beside it."""
_PAPER = r"(决定|通报|通知|通告|公告|公示|办法|规定|批复|复函|报告|意见|处分|处罚|处理|方案|名单|结论|文件)(书|稿)?"
_TITLE = re.compile(
    rf"《[^《》]*》|关于[^,;:。、()《》]*{_PAPER}(?=$|[,;:。、()\[〔【\d第])"
    rf"|(?<![^,;:。、()号])[^,;:。、()《》号]*{_PAPER}(?=[(\[〔【]?[^\W\d]{{0,8}}[(\[〔【]?第?\d)"
    rf"|(?<=号)[^,;:。、()《》号]*{_PAPER}(?=$|[,;:。、()])"
)
"""What a document is called, in which words that say no are about something else."""
_MAY_BE_NAME = re.compile(r"[^,;:。、()]{3,}(决定|通报|通知|通告|公告|批复|文件)书?")
"""What may as well be a document's name as a sentence."""
_OTHERWISE = re.compile("不予(?!$|[同批准通认支采提处考受变调改成研办])")
"""What else than the decision may be withheld: 不予评优 is what a veto says."""
_DECIDED_HERE = re.compile("否决|改评")
_ABOUT_THIS = re.compile(
    rf"{_DECIDED_HERE.pattern}|^(关于)?{_BY_WHOM}(不(同意(?!见)|通过|批准|赞成|予(同意|批准|通过|认可))|(未|没有?)(能|予|被|获得?)?(同意|通过|批准)|驳回)"
    "|[不未无免][予于再作]?(处分|处理|处罚|追究|立案|认定|成立|构成|属实|存在|发现)"
)
"""What makes of such a title a verdict, or may."""
_VOTES = re.compile(
    r"(?P<number>\d+)[票人名](表示|投)?(?P<votes>同意|赞成|不同意|不赞成|反对|弃权|未投票?)票?"
    r"|(?P<cast>同意|赞成|不同意|不赞成|反对|弃权|未投票?)票?(数|的|者)?:?(?P<of>\d+)[票人名]"
)
_HARMLESS = re.compile(
    "(不予?|不再|不得|未予?)(撤销|撤消|解除|取消|撤回)(?=[该原此]?(否决|改评|决定|$|[,;:。、()]))"
    "|无(异议|意见|人?(反对|弃权)(意见|票)?|锡|偿|证(?![据明])|故|纸化|党派)|没有(人?(反对|弃权)(意见|票)?|异议|意见)"
    "|不(同意见|良|端|合格|称职|动产|正之风|作为|法|定等次)|未(成年人?|央)|没收(?!到)|暂行|试行"
    "|待(遇|岗)|[接招优虐对期看]待|免(职|疫|费)|[避减难罢任]免|缓刑|保留党籍"
)
"""What holds a word that says no, and says none of the decision."""
_NEGATIVE = re.compile(
    r"[不未没无免缓待暂?×✗✘❌✕✖□☐]|否(?!决)|是否|反对|驳回|退回|保留|搁置|推迟|延期|改期|另行|再议|维持(?!(原?(否决|改评|决定)))"
)
_NEGATIVE_ENGLISH = re.compile(
    r"\b(not|never|none|nothing|neither|nor|without|no(?!\.|\s*\d)|\w+n['’]t|un(decided|clear|settled|resolved)"
    r"|(refus|reject|declin|den|dismiss|defer|postpon|adjourn|dissent|disagre|oppos|revo[ck]|rescin|cancel|repeal|withdr|draft|propos|suggest|request)\w*|against|pending|await\w*|later|spared)\b"
)
DRAFT = r"(?<!模)拟(?!办)|草[案稿]|初稿|讨论稿|送审|征求意见稿"
"""What says of a document that it is a draft, as a pattern for squeezed text."""
_UNSURE = re.compile(
    rf"{DRAFT}|正在(研究|讨论|办理)|(研究|讨论)中"
    r"|(撤销|撤消|撤回|收回|解除|取消|废止|终止|作废)(?!.{0,8}(职|资格|处分|荣誉|称号))"
    r"|(建议|提议|申请|请示)(?!书|函|稿|[(\[〔【]?第?\d)"
    r"|[(\[〔【]((19|20)\d\d年?)?[)\]】〕][_.…]*号|第[_.…]*[号次]|_{2,}"
)
"""What is a draft, a wish, or being discussed; what may take back, unless a sanction of its own; a number that was left open."""
_NO_VERDICT = re.compile(
    r"弃权|(已经?)?(上报|呈报|报批|请示|报送?(给|到)?(上级|党委|镇|县|教育局|组织部))[^\W\d]{0,3}"
    "|abstained?|reportedto[a-z]*"
)
"""What is no decision where nothing else stands in its part of the sentence."""
_SEVERAL = re.compile("[不未没无非].*[不未没无非]")
"""Words that say no of one another."""


def negation_in(raw: Raw) -> Negation | None:
    """Return what a cell says instead of an answer, if it says nothing else: 无, N/A, 待定, — or 不同意, 不予, 否.

    Whether that is an answer after all is for its column to say: to the question for problems 无 is one.
    """
    return _negation(raw) if isinstance(raw, str) and len(raw) <= _LONGEST else None


@lru_cache(maxsize=8192)
def _negation(text: str) -> Negation | None:
    said = squeeze(text).strip(_AROUND)
    if _NOTHING.fullmatch(said):
        return Negation.NOTHING
    return Negation.REFUSAL if _REFUSAL.fullmatch(said) else None


def verdict_of(document: str) -> Negation | None:
    """Return what is said in the place of a document's number, or beside it: that it is refused, or not yet decided.

    None for any other text, which is taken for the document that gives a decision its effect.
    """
    if not document:
        return None
    if (negation := negation_in(document)) is not None and not _is_elsewhere(squeeze(document)):
        return negation
    bare = _bare(document)
    parts = [part.strip(_AROUND) for part in CLAUSES.split(bare)]
    others = [part for part in parts if not _is_refusal(part)]
    is_refused, is_open = len(others) < len(parts), any(map(_NOT_YET.fullmatch, (bare, *others)))
    if is_refused and (is_open or any(map(_AGREES.search, others))):
        return None
    return Negation.REFUSAL if is_refused else Negation.NOTHING if is_open else None


def is_doubtful(document: str) -> bool:
    """Tell whether nobody can tell if what stands in the place of a document's number decides: it may say no, or not yet."""
    if not document or verdict_of(document) is not None:
        return False
    bare, english = _bare(document), plain(document).casefold()
    if any(map(_NO_VERDICT.fullmatch, CLAUSES.split(bare))):
        return True
    return bool(_NEGATIVE.search(bare) or _UNSURE.search(bare) or _NEGATIVE_ENGLISH.search(english))


def _is_refusal(part: str) -> bool:
    """Tell whether a part of a sentence certainly says no."""
    if _is_elsewhere(part):
        return False
    if negation_in(part) is Negation.REFUSAL or _NO.fullmatch(part) or _SPARED.fullmatch(part):
        return not _SEVERAL.search(part)
    rest, found = _REFUSED_IN.subn("", part)
    return bool(found) and not any(
        doubt.search(text) for doubt, text in ((_SEVERAL, part), (_VOTES, part), (_AGREES, rest))
    )


def _is_elsewhere(part: str) -> bool:
    """Tell whether a part of a sentence may say no of something else than the decision, as what a document is called does."""
    said = _TITLE.search(part) or _MAY_BE_NAME.fullmatch(part) or _OTHERWISE.search(part)
    return said is not None and not _DECIDED_HERE.search(part)


def _bare(document: str) -> str:
    """Return a text, squeezed, without titles and votes and whatever else certainly says nothing against a decision."""
    said = squeeze(_GAP.sub(",", plain(document)))
    said = _TITLE.sub(lambda title: title[0] if _ABOUT_THIS.search(title[0]) else "", said)
    if _is_carried(said):
        said = _VOTES.sub("", said)
    return _HARMLESS.sub("", said)


def _is_carried(said: str) -> bool:
    """Tell whether the votes that a text counts carry what it decides."""
    votes = [
        (match["votes"] or match["cast"], int(match["number"] or match["of"]))
        for match in _VOTES.finditer(said)
    ]
    agreed = sum(number for vote, number in votes if vote in {"同意", "赞成"})
    return agreed > sum(number for vote, number in votes if vote not in {"同意", "赞成"})
