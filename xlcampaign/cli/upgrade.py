"""What was written into an older plan, in words."""

from collections.abc import Iterator

from xlcampaign.commands.upgrade import Upgrade
from xlcampaign.words import Lang, T

_NOTHING = T("方案没有要补的。", "The plan lacks nothing.")
_SETTING = T(
    "补写了设置“{title}”：{value}（和原来的算法一样）",
    "Setting written: {title} = {value}, as it was taken to be",
)
_EMPTY = T("留空", "empty")
_SHEET = T("补了一张表“{title}”", "Sheet added: {title}")
_CODES = T(
    "补写了 {n} 名党员的编号，{first} 至 {last}",
    "Codes of {n:member} written, from {first} to {last}",
)
_CODE = T("补写了 1 名党员的编号：{first}", "The code of one member written: {first}")
_MEMBER = T("{code}（{name}）", "{code} ({name})")
KEPT = T("原来的方案存为“{file}”；现在的方案：", "The plan as it was is kept as “{file}”; the plan now:")
"""What is said of the plan that was, where one was written in its place."""


def upgrade_lines(done: Upgrade, lang: Lang) -> Iterator[str]:
    """Yield the lines that say what was written, and where the old plan is."""
    if done.kept is None:
        yield _NOTHING.say(lang)
        return
    for setting in done.settings:
        yield _SETTING.fill(
            lang, {"title": setting.title.say(lang), "value": str(setting.value) or _EMPTY.say(lang)}
        )
    for title in done.sheets:
        yield _SHEET.fill(lang, {"title": title.say(lang)})
    if done.members:
        first, last = (
            _MEMBER.fill(lang, {"code": member.code, "name": member.name})
            for member in (done.members[0], done.members[-1])
        )
        said = _CODE if len(done.members) == 1 else _CODES
        yield said.fill(lang, {"n": str(len(done.members)), "first": first, "last": last})
    yield KEPT.fill(lang, {"file": done.kept.name})
