"""Sound forms with killers among them: what the sound ones say does not change."""

import json
import shutil
import sys
from datetime import date

import openpyxl
import pytest
from attacks import LITTLE, attacks

from xlcampaign import engine
from xlcampaign.campaign import Folder
from xlcampaign.commands.merge import Options, make_summary
from xlcampaign.commands.progress import Unwatched
from xlcampaign.commands.sample import make_sample
from xlcampaign.engine import Processes
from xlcampaign.words import Lang

pytestmark = [
    pytest.mark.isolated,
    pytest.mark.skipif(sys.platform == "win32", reason="memory limits are POSIX"),
]

AS_OF = date(2023, 5, 26)
OF_FILES = {"报送情况", "未采用的文件", "填报核查问题", "数据核对", "数据来源"}
KILLERS = 20

silent = Unwatched()


def cells_of(path):
    """Every cell of every sheet; of 会议议决 the rows that count files and errors are left out."""
    book = openpyxl.load_workbook(path)
    return {
        sheet.title: {
            cell.coordinate: cell.value
            for row in sheet.iter_rows()
            if not (sheet.title == "会议议决" and any(is_of_files(cell.value) for cell in row))
            for cell in row
            if cell.value is not None
        }
        for sheet in book
        if sheet.title not in OF_FILES
    }


def is_of_files(value):
    return value in {"文件", "填报错误", "采用文件合并摘要"}


def test_killers_among_sound_forms_change_nothing_of_what_those_say(tmp_path, monkeypatch):
    monkeypatch.setattr(engine, "SECONDS", 4)
    monkeypatch.setattr(engine, "MEMORY", LITTLE)
    alone, beset = tmp_path / "alone", tmp_path / "beset"
    make_sample(alone, 10, 20, 5, tidy=True, lang=Lang.ZH)
    forms = sorted((alone / "inbox").rglob("*.xlsx"))
    assert len(forms) > KILLERS
    shutil.copytree(alone, beset)
    largest = max(forms, key=lambda form: form.stat().st_size)
    listed = [attack for attack in attacks(largest.read_bytes()) if attack.codes]
    harm = [attack for attack in listed if all(code.startswith("F") for code in attack.codes)]
    step = len(harm) // KILLERS
    for number, attack in enumerate(harm[::step][:KILLERS]):
        (beset / "inbox" / f"{number:02d} {attack.name}").write_bytes(attack.data)
    made = {}
    for root in (alone, beset):
        options = Options(None, AS_OF, None, strict=False, engine=Processes(2))
        target, report, _ = make_summary(Folder(root), options, silent)
        made[root] = cells_of(target), len(report.receipts)
    assert made[beset][1] == made[alone][1] + KILLERS
    before, after = made[alone][0], made[beset][0]
    overview = dict(after["总览"].items() - before["总览"].items())
    assert before["总览"].keys() <= after["总览"].keys()
    counted = ["=IF(S", "填报错误 ", "接下来：汇", "5 ›"]  # what comes next moves one line down
    assert sorted(text[:5] for text in overview.values()) == sorted(counted)
    changed = [
        (title, cell, after[title].get(cell))
        for title, cells in before.items()
        for cell in cells.keys() | after[title].keys()
        if title not in {"总览", "_xlc"} and cells.get(cell) != after[title].get(cell)
    ]
    assert changed == []
    told = [json.loads(of["_xlc"]["B7"]) for of in (before, after)]
    assert told[0]["党员结果"] == told[1]["党员结果"]
    assert told[0]["支部结果"] == told[1]["支部结果"]
    assert after.keys() == before.keys()
    assert len(before) > 15
