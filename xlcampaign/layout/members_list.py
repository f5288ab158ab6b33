"""What an office calls the columns of its list of members, and what it writes in them."""

import re
from collections.abc import Mapping

from xlcampaign.layout import choices
from xlcampaign.layout.text import TOTALS, squeeze
from xlcampaign.model.cell import Value
from xlcampaign.model.roster import Category, Post
from xlcampaign.words import T

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("党员姓名", "姓名", "名字", "成员姓名", "name", "full name", "member name", "member"),
    "branch": (
        *("所在党支部", "所属党支部", "所在支部", "所属支部", "党支部名称", "支部名称", "党支部", "支部"),
        *("所在党组织", "所属党组织", "党组织名称", "党组织"),
        *("party branch", "branch", "branch name", "unit"),
    ),
    "code": ("党员编号", "编号", "member code", "code"),
    "category": ("人员类别", "党员类别", "类别", "category", "member category", "status"),
    "post": ("党内职务", "支部职务", "支部内职务", "党务职务", "职务", "post", "party post", "position"),
    "participation": ("是否参评", "是否参加评议", "参评", "takes part", "participation"),
    "reason": ("不参评原因", "未参评原因", "why not", "reason"),
}
"""The headers of what is taken, by key; where a list has several columns of one kind, the first of these is meant."""
ESSENTIAL = ("name", "branch")
TITLES: Mapping[str, T] = {
    "name": T("姓名", "name"),
    "branch": T("支部", "branch"),
    "code": T("编号", "code"),
    "category": T("类别", "category"),
    "post": T("职务", "post"),
    "participation": T("参评", "takes part"),
    "reason": T("不参评原因", "why not"),
}
KINDS = {
    "category": choices.CATEGORIES,
    "post": choices.POSTS,
    "participation": choices.PARTICIPATIONS,
}
"""The columns that hold one of the plan's choices."""

_PRIVATE = (
    *("身份证", "身份号", "证件", "电话", "手机", "联系方式", "住址", "地址", "微信", "邮箱"),
    *("idnumber", "idno", "idcard", "identity", "phone", "mobile", "tel", "address", "e-mail", "email"),
)
_BRACKETS = re.compile(r"\(.*\)$")
_SIGNS = "*#:。.★●"
_OFFICES = re.compile(
    "(?:支部|党支部|支委会)?(?:组织|宣传|纪检|纪律检查|青年|统战|群众|群工|生活|学习|保密|保卫|文体|妇女|党建)?(?:支部)?委员"
)
_MORE: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "category": {
        Category.FULL: ("中共正式党员", "full"),
        Category.PROBATIONARY: ("中共预备党员", "probationary"),
    },
    "post": {
        Post.SECRETARY: ("党支部书记", "支部委员会书记", "支委书记", "branch secretary", "party secretary"),
        Post.DEPUTY: ("支部副书记", "党支部副书记", "支部委员会副书记", "支委副书记"),
        Post.NONE: ("普通党员", "一般党员", "无职务", "-", "--", "/", "none", "ordinary member"),
    },
}
"""What lists call the plan's choices beside their own names."""


def label_in(header: str) -> str:
    """Return a header as it is compared: without spaces, signs and what stands in brackets at its end."""
    return _BRACKETS.sub("", squeeze(header).strip(_SIGNS)).strip(_SIGNS)


_LABELS = {label_in(name): key for key, names in COLUMNS.items() for name in names}
_RANKS = {label_in(name): rank for names in COLUMNS.values() for rank, name in enumerate(names)}


def key_of(header: str) -> str:
    """Return what a column is, by its header; empty where that is none of what is taken."""
    return _LABELS.get(label_in(header), "")


def rank_of(header: str) -> int:
    """Return how good a header is among those of its kind; the least is the best."""
    return _RANKS[label_in(header)]


def is_private(header: str) -> bool:
    """Tell whether a column holds what is nobody's business here: numbers of identity cards, telephones, addresses."""
    label = label_in(header)
    return any(word in label for word in _PRIVATE)


def is_total(text: str) -> bool:
    """Tell whether a cell begins a row of totals."""
    return label_in(text) in TOTALS


def choice_of(key: str, text: str) -> Value:
    """Return which of the plan's choices a cell means.

    Raises:
        ValueError: it certainly means none of them.
    """
    said = squeeze(text)
    for choice, names in _MORE.get(key, {}).items():
        if said in map(squeeze, names):
            return choice
    if key == "post" and _OFFICES.fullmatch(said):
        return Post.COMMITTEE
    return KINDS[key].parse(text)
