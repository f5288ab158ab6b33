"""How it is said who stands on a page that was posted, and in what another page differs from it."""

from collections.abc import Iterable, Sequence

from xlcampaign.model.posting import PostedLine
from xlcampaign.words import T, bracketed, enumerated, same

IN_ORDER = T("汇总 → 会议 → 公示 → 异议处理 → 定稿", "merge → meeting → posting → objections → seal")
"""What is done with a stage once its forms are in, in order."""


def names_of(lines: Sequence[PostedLine], most: int | None = None) -> T:
    """Return lines by name and branch, and for what, where that is an honour; of many the first, and dots."""
    names = enumerated(_name(line) for line in lines[:most])
    more = "…" if most is not None and len(lines) > most else ""
    return T(names.zh + more, names.en + more)


def say_differences(
    differs: Iterable[Sequence[PostedLine]], words: Iterable[T], most: int | None = None
) -> T | None:
    """Return in what pages differ, each kind of difference in words of its own; None where in nothing."""
    pairs = zip(differs, words, strict=True)
    said = [text.filled(names=names_of(lines, most)) for lines, text in pairs if lines]
    return T("；".join(one.zh for one in said), "; ".join(one.en for one in said)) if said else None


def _name(line: PostedLine) -> T:
    who = same(line.name) if line.name == line.branch else bracketed(line.name, line.branch)
    return T(f"{who.zh} {line.honour}".strip(), f"{who.en} {line.honour}".strip())
