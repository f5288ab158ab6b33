"""Which pledge forms are not at hand, of whose pledges 评议表 say what became."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from xlcampaign.findings.catalogue import submission_rules as x
from xlcampaign.findings.finding import Place
from xlcampaign.layout.registers import maker_in
from xlcampaign.model.choices import StepKey
from xlcampaign.model.identity import Slot
from xlcampaign.model.registers import Flaw, Pledge
from xlcampaign.tally.entries import Line, Sheets


def stage_in(number: str) -> int:
    """Return the stage in which what has a number was entered; 0 where the number does not say."""
    stage = number.partition("-")[0]
    return int(stage) if stage.isdecimal() else 0


class PledgeForms:
    """The pledge forms of a stage and of those before it: which of them came, and which are missed."""

    def __init__(self, pledges: Iterable[Pledge], sheets: Sheets) -> None:
        self._sheets = sheets
        self._known = {pledge.number: pledge for pledge in pledges}
        self._made_in = {(one.stage, one.branch) for one in self._known.values()}
        self._spoken_of = {(one.stage, unit) for one in self._known.values() for unit in sheets.units_of(one)}
        self._missed: dict[tuple[str, str, Slot], list[Line]] = defaultdict(list)

    def misses(self, line: Line) -> bool:
        """Tell whether the form with the pledge of which a line speaks is not at hand, and keep that in mind."""
        form = self._missed_by(line.subject, line.slot)
        if form:
            self._missed[line.file, line.sheet, form].append(line)
        return form is not None

    def say_missed(self) -> None:
        """Note the forms that are missed, sheet by sheet; those of earlier stages also where nothing speaks of them yet."""
        said: set[Slot] = set()
        for (_, _, form), lines in self._missed.items():
            self._sheets.unmatched(lines, form)
            said |= {form} if lines[0].stage == self._sheets.stage else set()
        for form, (place, numbers) in self._on_forms().items():
            if form not in said:
                flaw = Flaw(x.NO_PLEDGES, place, form.unit, str(len(numbers)), 0, stage=form.stage)
                self._sheets.flaws.append(flaw)

    def _on_forms(self) -> Mapping[Slot, tuple[Place, set[str]]]:
        """Return which pledges forms of this stage and earlier ones list whose own form, of an earlier stage, is missed.

        A file of another stage is not what is mended in this one: then no place is named.
        """
        found: dict[Slot, tuple[Place, set[str]]] = {}
        for slot, place, numbers in self._sheets.printed("fulfilment"):
            for number in numbers.difference(self._known):
                form = self._missed_by(number, slot)
                if form and form.stage < self._sheets.stage:
                    _, before = found.get(form, (Place(), set()))
                    here = place if slot.stage == self._sheets.stage else Place()
                    found[form] = here, before | {number}
        return found

    def _missed_by(self, number: str, slot: Slot) -> Slot | None:
        """Return the form that a number is on, as far as a form may speak of it; None where it came, or there is none."""
        stage = stage_in(number)
        if not 0 < stage <= self._sheets.stage:
            return None
        home = self._home_of(number, stage, slot)
        if (stage, home) in self._made_in if home else (stage, slot.unit) in self._spoken_of:
            return None
        return Slot(stage, StepKey.PLEDGE, home or slot.unit)

    def _home_of(self, number: str, stage: int, slot: Slot) -> str:
        """Return the branch in which that was pledged; nothing where it is none of which a form may speak by now."""
        maker, then = maker_in(number), self._sheets.plan.of_stage(stage)
        home = then.member_of[maker].branch if maker in then.member_of else maker
        if home not in then.branch_of:
            return ""
        return home if slot.unit in {home, self._sheets.carried(maker, home, slot.stage).branch} else ""
