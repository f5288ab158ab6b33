"""Lists of what is declared, in words: messages and documents name what there is, and never repeat it.

Rules lie below the declarations. So a rule has a placeholder ({formats}), the check that knows it fills it in, and
whoever shows a rule without a case (`explain`, docs/rules.md) fills in these alone.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from xlcampaign.layout.choices import ENTRIES, WAYS
from xlcampaign.layout.forms import FormKind
from xlcampaign.layout.kinds import Choice
from xlcampaign.model.choices import StepKey
from xlcampaign.model.content import Format
from xlcampaign.model.plan import Entry
from xlcampaign.words import T, enumerated, same


def _labels(choices: Iterable[Choice]) -> T:
    return enumerated(choice.label for choice in choices)


def list_forms(forms: Sequence[FormKind]) -> T:
    """Return the steps that have some forms, each as the option that asks for it, with its forms."""
    return enumerated(_steps(forms))


def _steps(forms: Sequence[FormKind]) -> Iterator[T]:
    for step in StepKey:
        titles = enumerated(form.title for form in forms if form.step is step)
        if titles != same(""):
            yield T(f"--step {step}（{titles.zh}）", f"--step {step} ({titles.en})")


LISTS: Mapping[str, T] = {
    "formats": enumerated(same(f".{one}") for one in Format),
    "ways": _labels(WAYS.choices),
    "untallied": _labels(choice for choice in ENTRIES.choices if choice.key != Entry.TALLY),
}
"""What stands for each list's placeholder in the words of rules."""


def with_lists(text: T) -> T:
    """Return a rule's text with its lists, and dots for what a case would fill in."""
    for key, words in LISTS.items():
        text = T(text.zh.replace(f"{{{key}}}", words.zh), text.en.replace(f"{{{key}}}", words.en))
    return text.sketched()
