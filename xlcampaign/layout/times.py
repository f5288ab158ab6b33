"""How often a form was sent: a number, also as people say it."""

import re
from dataclasses import dataclass

from xlcampaign.layout.kinds import Whole
from xlcampaign.layout.text import certain, chinese_number
from xlcampaign.model.cell import Raw, Value

WORDS = {
    **dict.fromkeys(("首次", "初次", "首报", "初报"), 1),
    **dict.fromkeys(
        ("重报", "重新报", "重新报送", "重新上报", "重新提交", "再报", "再次报送", "再次上报"), 2
    ),
}
"""Words for the first time and for once more."""
_NTH = re.compile(
    r"第?(?P<number>[0-9]{1,2}|[零〇一二两三四五六七八九十]{1,3})(次|回|版|稿)?(报送|上报|提交|报)?"
)


@dataclass(frozen=True, slots=True)
class Times(Whole):
    """A number of times; 第二次, 第3次报送 and 重报 (which is 2) are read too."""

    def parse(self, raw: Raw) -> Value:
        """Return the number."""
        return Whole.parse(self, _in_digits(raw) if isinstance(raw, str) else raw)


def _in_digits(text: str) -> Raw:
    """Return the number that a text certainly says; any other text as it is."""
    bare = "".join(certain(text).split()).rstrip("。.")
    if bare in WORDS:
        return WORDS[bare]
    match = _NTH.fullmatch(bare)
    return text if match is None else chinese_number(match["number"]) or match["number"]
