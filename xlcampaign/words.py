"""Text in the two languages of the program; the bottom of the house."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate


class Lang(StrEnum):
    """A language in which the program speaks."""

    ZH = "zh"
    EN = "en"


@dataclass(frozen=True, slots=True)
class T:
    """One text in both languages, written where it is used."""

    zh: str
    en: str

    def say(self, lang: Lang) -> str:
        """Return the text in `lang`."""
        return self.zh if lang is Lang.ZH else self.en

    def fill(self, lang: Lang, facts: dict[str, str]) -> str:
        """Return the text in `lang` with its placeholders filled; a placeholder without a fact shows as ?."""
        return self.say(lang).format_map(_Facts(facts))

    def filled(self, **facts: "str | T") -> "T":
        """Return the text with its placeholders filled, still in both languages."""
        zh, en = (
            self.fill(
                lang, {key: fact if isinstance(fact, str) else fact.say(lang) for key, fact in facts.items()}
            )
            for lang in Lang
        )
        return T(zh, en)

    def sketched(self) -> "T":
        """Return the text with dots where facts will stand."""
        return T(*(self.say(lang).format_map(_Dots()) for lang in Lang))


class _Fact(str):
    """A fact as a text shows it; what it says behind a colon follows how many there are, as English asks for.

    {found:form} reads 1 form, 2 forms; {found:branch|branches} 1 branch, 2 branches; {found:=is|are} no more than is, are.
    """

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        if not spec:
            return str(self)
        one, _, several = spec.removeprefix("=").partition("|")
        word = one if self == "1" else several or f"{one}s"
        return word if spec.startswith("=") else f"{self} {word}"


class _Facts(dict[str, str]):
    def __getitem__(self, key: str) -> str:
        return _Fact(self.get(key, "?"))


class _Dots(dict[str, str]):
    def __getitem__(self, key: str) -> str:
        return _Fact("\N{HORIZONTAL ELLIPSIS}")


def enumerated(texts: Iterable[T]) -> T:
    """Return texts as one, with the commas of each language."""
    said = list(texts)
    return T("、".join(text.zh for text in said), ", ".join(text.en for text in said))


def clauses(texts: Iterable[T]) -> T:
    """Return texts as one, with the semicolons of each language."""
    said = list(texts)
    return T("；".join(text.zh for text in said), "; ".join(text.en for text in said))


def listing_of(names: Iterable[str], most: int | None = None) -> T:
    """Return names as one text, with the commas of each language; of many the first, and dots."""
    every = list(names)
    few = every[:most]
    more = "…" if len(few) < len(every) else ""
    return T("、".join(few) + more, ", ".join(few) + more)


def in_a_line(text: str, longest: int) -> str:
    """Return a text without ends of lines, cut visibly where it has more characters."""
    line = " ".join(text.splitlines())
    return line if len(line) <= longest else f"{line[:longest]}…"


def the_first(said: T, some: int, whole: int) -> T:
    """Return what is said of some things; where that is not all of them, with how many there are."""
    if some == whole:
        return said
    return T(f"{said.zh}……（只列前 {some}，共 {whole}）", f"{said.en} … (the first {some} of {whole})")


def first_of(names: Sequence[str], longest: int = 400) -> T:
    """Return names as one text; where that were more characters, the first of them and how many there are."""
    some = sum(end <= longest for end in accumulate(len(name) + len(", ") for name in names))
    return the_first(listing_of(names[:some]), some, len(names))


def number_of(count: int, one: str, several: str = "") -> str:
    """Return how many there are of something in English: 1 branch, 2 branches."""
    return f"{count} {one if count == 1 else several or one + 's'}"


def bracketed(name: str, what: str) -> T:
    """Return a name and what stands behind it in brackets."""
    return T(f"{name}（{what}）", f"{name} ({what})")


def same(text: str) -> T:
    """Return a text that reads the same in both languages: data of a plan, a name, a number."""
    return T(text, text)
