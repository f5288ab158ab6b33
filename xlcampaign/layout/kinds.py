"""Kinds of value: how a raw cell is parsed, how a value is shown, what Excel itself enforces, how it is named."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Protocol

from xlcampaign.layout.days import day_said
from xlcampaign.layout.text import certain, clean, numeral, plain, show_raw, squeeze
from xlcampaign.model.cell import EPOCH, Raw, Value
from xlcampaign.words import Lang, T

Shown = str | float | int | date


@dataclass(frozen=True, slots=True)
class Validation:
    """What Excel enforces on a cell.

    Attributes:
        options: a list to choose from.
        source: sheet key and column key of a table whose column is the list.
        formula: a condition in which {cell} is the cell.
    """

    options: tuple[str, ...] = ()
    source: tuple[str, str] | None = None
    formula: str = ""


class Kind(Protocol):
    """Both hands of a value. parse raises ValueError for what does not fit; it never sees an empty cell."""

    @property
    def number_format(self) -> str:
        """The Excel number format of a cell of this kind."""

    def parse(self, raw: Raw) -> Value:
        """Return the value that a raw, non-empty cell states; ValueError if it states none."""

    def show(self, value: Value, lang: Lang) -> Shown:
        """Return a value as it is written into a workbook."""

    def validation(self, lang: Lang) -> Validation | None:
        """Return what Excel is to enforce, if anything."""

    def expects(self) -> T:
        """Return a noun phrase that says what is expected."""

    def __hash__(self) -> int:
        """Kinds are values: what follows from one may be remembered."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a list.

    Attributes:
        key: the value.
        label: what it is called.
        aliases: other labels that mean the same.
        signs: what is no name of it but certainly means it; read with a note.
    """

    key: str
    label: T
    aliases: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()

    @property
    def names(self) -> set[str]:
        """What the choice goes by in either language, squeezed."""
        return {squeeze(name) for name in (self.label.zh, self.label.en, *self.aliases)}


_NUMBER = re.compile(r"[+-]?([0-9]{1,9}(\.[0-9]*)?|\.[0-9]+)")


def _decimal_text(raw: Raw) -> str:
    """Return the plain decimal text of a number cell or of a text that certainly states one number."""
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        raise ValueError(raw)  # noqa: TRY004 -- kinds raise one type for what does not fit
    return numeral(raw) if isinstance(raw, str) else f"{raw:.15g}"


def read_hundredths(raw: Raw) -> int:
    """Return a number as whole hundredths; ValueError for anything else, a third decimal included."""
    text = _decimal_text(raw)
    if not _NUMBER.fullmatch(text):
        raise ValueError(raw)
    whole, _, decimals = text.partition(".")
    decimals = decimals.rstrip("0")
    if len(decimals) > 2:  # noqa: PLR2004 -- hundredths are the unit
        raise ValueError(raw)
    sign = -1 if whole.startswith("-") else 1
    return sign * (int(whole.lstrip("+-") or 0) * 100 + int(decimals.ljust(2, "0")))


def show_hundredths(value: int) -> str:
    """Return hundredths as people write them (850 → 8.5)."""
    sign = "-" if value < 0 else ""
    whole, rest = divmod(abs(value), 100)
    return f"{sign}{whole}" + (f".{rest:02d}".rstrip("0") if rest else "")


def _list_of(choices: tuple[Choice, ...], lang: Lang) -> str:
    return T("、", ", ").say(lang).join(choice.label.say(lang) for choice in choices)


def _find_choice(choices: tuple[Choice, ...], raw: Raw) -> Choice | None:
    wanted = squeeze(show_raw(raw))
    named = (choice for choice in choices if wanted in choice.names)
    meant = (choice for choice in choices if wanted in map(squeeze, choice.signs))
    return next(named, None) or next(meant, None)


@dataclass(frozen=True, slots=True)
class Number:
    """A number with at most two decimals, kept in hundredths; `words` are texts accepted in its place.

    `out_of` accepts 9.5/10 where the second number is the highest one.
    """

    low: int
    high: int
    step: int = 1
    words: tuple[Choice, ...] = ()
    noun: T = T("数", "a number")
    out_of: bool = False

    @property
    def number_format(self) -> str:
        """Plain decimals."""
        return "General"

    def parse(self, raw: Raw) -> Value:
        """Return hundredths, or the key of a word."""
        if isinstance(raw, str):
            if choice := _find_choice(self.words, raw):
                return choice.key
            number, slash, whole = certain(raw).partition("/")
            if slash and self.out_of and read_hundredths(whole) == self.high:
                raw = number
        value = read_hundredths(raw)
        if not self.low <= value <= self.high or (value - self.low) % self.step:
            raise ValueError(raw)
        return value

    def is_sign(self, raw: Raw) -> bool:
        """Tell whether a cell holds neither a number nor one of the words, but a sign that means one."""
        choice = _find_choice(self.words, raw) if isinstance(raw, str) else None
        return choice is not None and squeeze(show_raw(raw)) not in choice.names

    def show(self, value: Value, lang: Lang) -> Shown:
        """Return a number, or a word."""
        if isinstance(value, int):
            return value // 100 if value % 100 == 0 else value / 100
        return next((c.label.say(lang) for c in self.words if c.key == value), str(value))

    def validation(self, lang: Lang) -> Validation:
        """Enforce range, step and words."""
        low, high = show_hundredths(self.low), show_hundredths(self.high)
        steps = f"((ROUND({{cell}}*100,6)-{self.low})/{self.step})"
        number = f"AND({{cell}}>={low},{{cell}}<={high},INT{steps}={steps})"
        words = ",".join(f'{{cell}}="{choice.label.say(lang)}"' for choice in self.words)
        # IF, because AND and OR look at all they are given, and arithmetic on a word is an error
        return Validation(formula=f"=IF(ISNUMBER({{cell}}),{number},{f'OR({words})' if words else 'FALSE'})")

    def expects(self) -> T:
        """Return range, step and words."""
        low, high, step = (show_hundredths(n) for n in (self.low, self.high, self.step))
        zh, en = f"{low}–{high} 的{self.noun.zh}", f"{self.noun.en} from {low} to {high}"
        if self.step > 1:
            zh, en = f"{zh}（间隔 {step}）", f"{en} in steps of {step}"
        if self.words:
            zh = f"{zh}或“{_list_of(self.words, Lang.ZH)}”"
            en = f"{en} or “{_list_of(self.words, Lang.EN)}”"
        return T(zh, en)


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number."""

    low: int
    high: int
    noun: T = T("整数", "a whole number")

    @property
    def number_format(self) -> str:
        """Whole numbers."""
        return "0"

    def parse(self, raw: Raw) -> Value:
        """Return the number."""
        value, rest = divmod(read_hundredths(raw), 100)
        if rest or not self.low <= value <= self.high:
            raise ValueError(raw)
        return value

    def show(self, value: Value, lang: Lang) -> Shown:  # noqa: ARG002 -- the protocol's
        """Return the number."""
        return value if isinstance(value, int) else str(value)

    def validation(self, lang: Lang) -> Validation:  # noqa: ARG002 -- the protocol's
        """Enforce range and wholeness."""
        bounds = f"{{cell}}>={self.low},{{cell}}<={self.high}"
        return Validation(formula=f"=IF(ISNUMBER({{cell}}),AND({bounds},{{cell}}=INT({{cell}})),FALSE)")

    def expects(self) -> T:
        """Return the range."""
        return T(f"{self.low}–{self.high} 的{self.noun.zh}", f"{self.noun.en} from {self.low} to {self.high}")


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of a list, which may hold thousands; accepted in either language and under aliases, kept as the key."""

    choices: tuple[Choice, ...]
    _keys: dict[str, str] = field(init=False, repr=False, compare=False)
    _signs: frozenset[str] = field(init=False, repr=False, compare=False)
    _labels: dict[str, T] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        signs = {squeeze(sign): choice.key for choice in self.choices for sign in choice.signs}
        keys = {name: choice.key for choice in reversed(self.choices) for name in choice.names}
        object.__setattr__(self, "_keys", signs | keys)
        object.__setattr__(self, "_signs", frozenset(signs.keys() - keys.keys()))
        object.__setattr__(self, "_labels", {c.key: c.label for c in reversed(self.choices)})

    @property
    def number_format(self) -> str:
        """Text."""
        return "@"

    def parse(self, raw: Raw) -> Value:
        """Return the key."""
        key = self._keys.get(squeeze(show_raw(raw)))
        if key is None:
            raise ValueError(raw)
        return key

    def is_sign(self, raw: Raw) -> bool:
        """Tell whether a cell names none of the choices, but holds a sign that means one."""
        return squeeze(show_raw(raw)) in self._signs

    def meant_by(self, raw: Raw) -> T | None:
        """Return the choices that a cell names without what stands behind them in brackets; None where it names none."""
        said = squeeze(show_raw(raw))
        alike = [c.label for c in self.choices if squeeze(c.label.zh).startswith(f"{said}(")]
        if not alike:
            return None
        zh = "或".join(f"“{label.zh}”" for label in alike)
        en = " or ".join(f"“{label.en}”" for label in alike)
        return T(f"{zh}（姓名后面写上编号）", f"{en} (the name with its code)")

    def show(self, value: Value, lang: Lang) -> Shown:
        """Return the label."""
        label = self._labels.get(str(value))
        return label.say(lang) if label else str(value)

    def validation(self, lang: Lang) -> Validation:
        """Offer the labels."""
        return Validation(options=tuple(choice.label.say(lang) for choice in self.choices))

    def expects(self) -> T:
        """Name the choices, or the first few of a long list."""
        few = self.choices[:8]
        more = len(self.choices) > len(few)
        zh = f"下列之一：{_list_of(few, Lang.ZH)}" + ("等" if more else "")
        return T(zh, f"one of: {_list_of(few, Lang.EN)}" + (" …" if more else ""))


@dataclass(frozen=True, slots=True)
class Words:
    """Free text up to a length; control characters are dropped, and no text ever becomes a formula."""

    longest: int = 200

    @property
    def number_format(self) -> str:
        """Text, so that what is typed stays as typed."""
        return "@"

    def parse(self, raw: Raw) -> Value:
        """Return the text."""
        text = clean(raw) if isinstance(raw, str) else show_raw(raw)
        if len(text) > self.longest:
            raise ValueError(raw)
        return text

    def show(self, value: Value, lang: Lang) -> Shown:  # noqa: ARG002 -- the protocol's
        """Return the text."""
        return str(value)

    def validation(self, lang: Lang) -> Validation:  # noqa: ARG002 -- the protocol's
        """Enforce the length."""
        return Validation(formula=f"=LEN({{cell}})<={self.longest}")

    def expects(self) -> T:
        """Return the length."""
        return T(f"不超过 {self.longest} 字的文字", f"text of at most {self.longest} characters")


@dataclass(frozen=True, slots=True)
class Ref:
    """The name or code of something declared on another sheet of the same workbook."""

    sheet: str
    column: str
    noun: T

    @property
    def number_format(self) -> str:
        """Text."""
        return "@"

    def parse(self, raw: Raw) -> Value:
        """Return the text; whether it names anything is a check's business."""
        return plain(show_raw(raw))

    def show(self, value: Value, lang: Lang) -> Shown:  # noqa: ARG002 -- the protocol's
        """Return the text."""
        return str(value)

    def validation(self, lang: Lang) -> Validation:  # noqa: ARG002 -- the protocol's
        """Offer what the other sheet declares."""
        return Validation(source=(self.sheet, self.column))

    def expects(self) -> T:
        """Name the thing."""
        return self.noun


LONGEST_CODE = 20
_CODE = re.compile(rf"[\w.-]{{1,{LONGEST_CODE}}}")


@dataclass(frozen=True, slots=True)
class Code:
    """An identifier: letters, digits, dot, dash, underscore; kept as text so that no zero is lost."""

    @property
    def number_format(self) -> str:
        """Text."""
        return "@"

    def parse(self, raw: Raw) -> Value:
        """Return the code."""
        text = certain(show_raw(raw))
        if (
            isinstance(raw, bool | date | time | timedelta)
            or not _CODE.fullmatch(text)
            or "e+" in text.casefold()
        ):
            raise ValueError(raw)
        return text

    def show(self, value: Value, lang: Lang) -> Shown:  # noqa: ARG002 -- the protocol's
        """Return the code."""
        return str(value)

    def validation(self, lang: Lang) -> Validation:  # noqa: ARG002 -- the protocol's
        """Enforce the length."""
        return Validation(formula=f"=LEN({{cell}})<={LONGEST_CODE}")

    def expects(self) -> T:
        """Say what a code is made of."""
        return T(
            f"{LONGEST_CODE} 位以内的编号（字母、数字、-、_、.）",
            f"a code of at most {LONGEST_CODE} letters, digits, - _ or .",
        )


@dataclass(frozen=True, slots=True)
class Day:
    """A date within a range; month and day alone are accepted where the range leaves one year only.

    Where `earliest` is given, a date from then on is read as well: it was carried over, not typed. `usual` is the day
    that its month and day alone mean even where the range leaves several years.
    """

    low: date
    high: date
    earliest: date | None = None
    usual: date | None = None

    @property
    def number_format(self) -> str:
        """ISO dates."""
        return "yyyy-mm-dd"

    def parse(self, raw: Raw) -> Value:
        """Return the date."""
        value = raw.date() if isinstance(raw, datetime) else raw
        if not isinstance(value, date):
            value = day_said(certain(show_raw(raw)), self.low, self.high, self.usual)
        if not (self.earliest or self.low) <= value <= self.high:
            raise ValueError(raw)
        return value

    def show(self, value: Value, lang: Lang) -> Shown:  # noqa: ARG002 -- the protocol's
        """Return the date."""
        return value if isinstance(value, date) else str(value)

    def validation(self, lang: Lang) -> Validation:  # noqa: ARG002 -- the protocol's
        """Enforce the range."""
        low, high = ((day - EPOCH).days for day in (self.low, self.high))
        return Validation(formula=f"=AND(ISNUMBER({{cell}}),{{cell}}>={low},{{cell}}<={high})")

    def expects(self) -> T:
        """Return the range."""
        return T(f"{self.low} 至 {self.high} 之间的日期", f"a date from {self.low} to {self.high}")


TICKS, CROSSES = ("√", "✓", "✔", "☑", "✅"), ("×", "✗", "✘", "❌")
"""Signs for yes and for no, as ballots ask for them; an empty box is none on a ballot."""
TICKED_BOX = "TRUE"
"""What a box in a cell holds when it is ticked."""
_TICKED, _UNTICKED = (TICKED_BOX, "■", "对", "是的"), ("FALSE", "☐", "□", "不是")

YES_SIGNS, NO_SIGNS = ("y", *TICKS, *_TICKED), ("n", *CROSSES, *_UNTICKED)
"""What means yes, and no, where either is asked for, whatever the two are called there."""


def yes_or_no(yes: tuple[str, ...] = (), no: tuple[str, ...] = ()) -> OneOf:
    """Return the choice of yes and no, with more words that certainly mean one of them."""
    return OneOf(
        (
            Choice("yes", T("是", "yes"), signs=(*YES_SIGNS, *yes)),
            Choice("no", T("否", "no"), signs=(*NO_SIGNS, *no)),
        )
    )


YES_NO = yes_or_no()
