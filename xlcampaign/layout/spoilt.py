"""Words beside or in place of a mark on a ballot: that the ballot is spoilt, or that nobody can read it."""

import re

from xlcampaign.layout.text import squeeze
from xlcampaign.model.cell import Raw

_LONGEST = 40
_AROUND = "()[]【】“”\"'。.!,;:、"
_SPOILT = re.compile(
    r"([此该本这整全][张份]?)?(选?票)?(已|是|为|算|按|属于?)?(废|作废|无效|空白|白|弃)(的?(选?票|卷|处理|计))?(1张|一张)?"
    r"|(字迹|画得|填得|写得)?(污损|涂改|破损|撕[毁破]|模糊(不清)?|不清(楚|晰)?|看不[清出懂](楚)?|无法(辨认|辨别|识别)|认不[清出]|辨认不清)"
    r"|(多|重复|多处)(选|画|划|勾)(了)?|(画|划|勾|选)(了)?(两|2|二|多)(个|处)"
    r"|(ballot(is)?)?(spoi(lt|led)|invalid|void(ed)?|illegible|unreadable|unclear|torn|defaced)(ballot|paper|vote|mark)?"
    r"|(blank|bad)(ballot|paper|vote)|(double|two|several)(marked|marks?|ticks?)"
)


def says_spoilt(raw: Raw) -> bool:
    """Tell whether a cell says nothing but that a ballot, or a mark on it, is spoilt or cannot be read."""
    if not isinstance(raw, str) or len(raw) > _LONGEST:
        return False
    return _SPOILT.fullmatch(squeeze(raw).strip(_AROUND)) is not None
