"""Break commands off while they write, over and over, and look at what is left.

    python tests/interrupted.py FOLDER KILLS FULLS        (tests/commands/test_interrupted.py runs it; by hand with 100 100)

Each time a child is forked. It is killed (kill -9) at one of its steps on files or after some time, or its disk is full:
a step on files is refused, or no file may grow beyond some bytes. Prints what it saw as JSON.
"""

import gc
import hashlib
import json
import os
import random
import resource
import signal
import sys
import time
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from errno import ENOSPC
from io import BytesIO
from pathlib import Path

import openpyxl
from here import run_here

from xlcampaign.campaign import Folder, open_campaign
from xlcampaign.commands import forms, merge
from xlcampaign.commands.collect import open_plan
from xlcampaign.commands.merge import Options
from xlcampaign.commands.progress import Unwatched
from xlcampaign.commands.sample import make_sample
from xlcampaign.engine import Processes
from xlcampaign.findings.finding import Stop
from xlcampaign.model.choices import StepKey
from xlcampaign.words import Lang

REMOVALS = ("os.remove", "os.rmdir", "shutil.rmtree")
"""Steps that no full disk refuses."""

STEPS = ("open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.truncate", "fsync")
LARGEST = 40_000
ASIDE = "手工改过"
REFUSED, DEFECT = 3, 70

silent = Unwatched()


def hash_of(file):
    return hashlib.sha256(file.read_bytes()).hexdigest()


def opens(file):
    """Tell whether a workbook is whole: every part has the checksum that the file's end, written last, says."""
    with zipfile.ZipFile(file) as parts:
        whole = parts.testzip() is None
    openpyxl.load_workbook(file, read_only=True).close()
    return whole


@dataclass
class Scene:
    """A campaign, and what its commands wrote before (old) and are to write now (new), without being disturbed.

    Somebody typed into some of the old ones; the copies of those that are set aside are no outputs.
    """

    folder: Folder
    inputs: dict = field(default_factory=dict)
    old: dict = field(default_factory=dict)
    typed: dict = field(default_factory=dict)
    new: dict = field(default_factory=dict)

    def work(self, day, step):
        """Merge and write a step's forms; what both read was read before."""
        merge.make_summary(self.folder, Options(1, day, None, strict=False, engine=Processes(1)), silent)
        forms.make_forms(self.folder, 1, step, Processes(1), silent)

    def workbooks(self):
        places = (self.folder.root / name for name in ("summary", "send"))
        found = (path for place in places for path in place.rglob("*.xlsx"))
        return sorted(path for path in found if not path.parent.name.startswith(".~"))

    def outputs(self):
        return [path for path in self.workbooks() if ASIDE not in path.name]

    def litter(self):
        places = (self.folder.root / name for name in ("summary", "send"))
        return [path.name for place in places for path in place.rglob("*") if path.name.startswith(".~")]

    def words_lost(self):
        there = {path.read_bytes() for path in self.workbooks()}
        return sum(data not in there for data in self.typed.values())

    def reset(self):
        for path in self.workbooks():
            path.unlink()
        for path, data in self.old.items():
            path.write_bytes(data)


def play(root):
    """Make a campaign, read it once for all, and write what is there before and what is due.

    All is read in this process: workers write nothing that could be left half-written, and each takes a second to start.
    """
    setattr(Processes, "run", run_here)  # noqa: B010 -- a method is put in place
    make_sample(root, 2, 8, 1, tidy=True, lang=Lang.ZH)
    scene = Scene(open_campaign(root))
    opened = open_plan(scene.folder, Processes(1))
    collected = merge.gather(scene.folder, opened, Processes(1), silent, drafts=True)
    merge.gather = forms.gather = lambda *_, **__: collected
    scene.inputs = {path: hash_of(path) for path in (root / "inbox").rglob("*") if path.is_file()}
    scene.inputs[scene.folder.plan] = hash_of(scene.folder.plan)
    scene.work(date(2023, 6, 26), StepKey.EVALUATION)
    scene.old = {path: path.read_bytes() for path in scene.outputs()}
    scene.folder.plan.touch()
    scene.work(date(2023, 7, 3), StepKey.EVALUATION)
    scene.new = {path: hash_of(path) for path in scene.outputs()}
    form = next(path for path in scene.old if "评议表" in path.name)
    for path in (scene.folder.summary(1), merge.public_of(scene.folder.summary(1)), form):
        scene.old[path] = scene.typed[path] = typed_into(scene.old[path])
    return scene


def typed_into(data):
    """A workbook into which somebody typed."""
    book = openpyxl.load_workbook(BytesIO(data))
    book.worksheets[0]["B60"] = "见附页"
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def disturb(event_number, strike, spared=()):
    """Strike once, at the n-th step on files from now on or the first after it that is not spared; return their count."""
    seen, struck = Counter(), []

    def hook(event, arguments):
        if event in STEPS and not (
            event == "open" and not str(arguments[1]).startswith(("w", "a", "r+", "x"))
        ):
            seen["steps"] += 1
            if 0 < event_number <= seen["steps"] and event not in spared and not struck:
                struck.append(event)
                strike()

    fsync = os.fsync
    os.fsync = lambda handle: (sys.audit("fsync"), fsync(handle))[1]
    sys.addaudithook(hook)
    return seen


def kill_myself():
    os.kill(os.getpid(), signal.SIGKILL)


def fill_disk():
    raise OSError(ENOSPC, os.strerror(ENOSPC))


def limit_files(longest):
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (longest, longest))


def in_child(scene, before, seconds=None):
    """Work in a child that was prepared by `before` and may live so long; return how it ended and what it said."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.dup2(writer, 2)
        code = DEFECT
        try:
            before()
            scene.work(date(2023, 7, 3), StepKey.EVALUATION)
            code = 0
        except Stop as stop:
            code = REFUSED if [finding.rule.code for finding in stop.findings] == ["O103"] else DEFECT
        finally:
            gc.collect()
            os._exit(code)
    os.close(writer)
    if seconds is not None:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    with os.fdopen(reader) as said:
        return os.waitstatus_to_exitcode(status), said.read()


def look(scene, seen, *, killed):
    """Look at what is left, then work undisturbed, and look again."""
    now = {path: hash_of(path) for path in scene.outputs()}
    old = {path: hashlib.sha256(data).hexdigest() for path, data in scene.old.items()}
    seen["half-written"] += sum(not opens(path) for path in now)
    seen["neither old nor new"] += sum(now[path] not in {old[path], scene.new[path]} for path in now)
    pair = [scene.folder.summary(1), merge.public_of(scene.folder.summary(1))]
    kinds = {(now.get(path) == scene.new[path], path in now) for path in pair}
    seen["a pair of two runs"] += {(True, True), (False, True)} <= kinds and scene.old != scene.new
    seen["lost"] += len(scene.old.keys() - now.keys() - {pair[1]})
    if not killed:
        seen["left behind at once"] += len(scene.litter())
    seen["cut short"] += now != scene.new
    seen["words lost"] += scene.words_lost()
    scene.work(date(2023, 7, 3), StepKey.EVALUATION)
    seen["next run differs"] += {path: hash_of(path) for path in scene.outputs()} != scene.new
    seen["left behind"] += len(scene.litter())
    seen["words lost"] += scene.words_lost()
    seen["inputs changed"] += any(hash_of(path) != known for path, known in scene.inputs.items())
    scene.reset()


def main(root, kills, fulls):
    """Break off so many times in each way."""
    scene = play(Path(root))
    scene.reset()
    started = time.monotonic()
    reader, writer = os.pipe()

    def count():
        steps = disturb(0, kill_myself)
        os.close(reader)
        exit_child = os._exit

        def tell(code):
            os.write(writer, str(steps["steps"]).encode())
            exit_child(code)

        os._exit = tell

    assert in_child(scene, count) == (0, "")
    steps = int(os.read(reader, 20))
    lasts = time.monotonic() - started
    scene.reset()
    chance = random.Random(5)  # noqa: S311 -- equal runs, not secrets
    seen = Counter(steps=steps)
    for number in range(kills):
        if number % 3:
            at = 1 + (number * steps) // kills
            code, said = in_child(scene, lambda at=at: disturb(at, kill_myself))
        else:
            code, said = in_child(scene, lambda: None, chance.random() * lasts)
        seen["killed"] += code == -signal.SIGKILL
        seen["said"] += bool(said)
        look(scene, seen, killed=True)
    for number in range(fulls):
        if number % 2:
            at = 1 + (number * steps) // fulls
            code, said = in_child(scene, lambda at=at: disturb(at, fill_disk, REMOVALS))
        else:
            code, said = in_child(scene, lambda: limit_files(chance.randrange(LARGEST)))
        seen["refused"] += code == REFUSED
        seen["defects"] += code == DEFECT
        seen["said"] += bool(said)
        look(scene, seen, killed=False)
    print(json.dumps(seen))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
