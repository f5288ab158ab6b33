"""An inbox full of harm: every file is accounted for, and no sound form suffers."""

import sys
from dataclasses import replace

import pytest
from attacks import LITTLE, Attack, attacks, lay_traps
from binaries import corners
from filled import complete, form_of, written
from plans import small_plan

from xlcampaign import engine
from xlcampaign.campaign import Folder
from xlcampaign.commands.collect import Opened
from xlcampaign.commands.merge import gather
from xlcampaign.commands.progress import Unwatched
from xlcampaign.engine import Processes

pytestmark = [
    pytest.mark.isolated,
    pytest.mark.skipif(sys.platform == "win32", reason="traps and memory limits are POSIX"),
]

silent = Unwatched()


def test_whatever_lies_in_an_inbox_is_accounted_for_and_harms_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(engine, "SECONDS", 7)
    monkeypatch.setattr(engine, "MEMORY", LITTLE)
    plan = small_plan(2, 3)
    book = form_of(plan)
    form = written(tmp_path, book, complete(book))
    seed = form.read_bytes()
    inbox = tmp_path / "campaign" / "inbox"
    expected = lay_traps(inbox, seed)
    binary = Attack("corners.xlsb", corners(), frozenset({"F109"}))
    for attack in (*attacks(seed), binary):
        (inbox / attack.name).write_bytes(attack.data)
        expected[attack.name] = attack.codes
    collected = gather(Folder(tmp_path / "campaign"), Opened(plan, "", ()), Processes(2), silent)
    said = {name: {f.rule.code for f in collected.findings if f.place.file == name} for name in expected}
    wrong = {name: said[name] for name, codes in expected.items() if codes and not codes & said[name]}
    assert wrong == {}
    known = {receipt.file for receipt in collected.receipts} | {f.place.file for f in collected.findings}
    assert expected.keys() <= known
    sound = [submission for submission in collected.submissions if submission.file == "real.xlsx"]
    assert [replace(part.cells, accepted=0) for part in sound[0].parts.values() if part.cells.rejected] == []
    assert sum(part.cells.accepted for part in sound[0].parts.values()) > 100
