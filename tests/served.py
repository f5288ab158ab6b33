"""LibreOffice as a server: it starts once a process, which takes longer than to open and save a workbook.

Nothing but the program itself is needed: a macro in its settings waits for jobs in a folder. A job is three lines: what to
open, what to save, and by which filter.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from functools import cache
from pathlib import Path

FILTERS = {
    "xlsx": "Calc MS Excel 2007 XML",
    "xls": "MS Excel 97",
    "ods": "calc8",
    "pdf": "calc_pdf_Export",
}
_MEMORY = {"MALLOC_MMAP_THRESHOLD_": "1073741824", "MALLOC_TRIM_THRESHOLD_": "1073741824"}
"""So that memory once had is kept: LibreOffice draws when it starts, and had each picture's anew from the system."""
_SECONDS, _PATIENCE, _STEP = 300, 30, 0.02
_IDLE = 600
"""After how many seconds without a job it ends by itself: nobody may be left who would end it."""
_MODULE = "Served"
_MACRO = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="{module}" script:language="StarBasic">
Sub Main
  waited = 0
  Do While FileExists("{jobs}") And waited &lt; {patience}
    If FileExists("{jobs}/stop") Then Exit Do
    If FileExists("{jobs}/ready") Then
      Serve
      waited = 0
    End If
    Wait 40
    waited = waited + 40
  Loop
  StarDesktop.terminate()
End Sub

Sub Serve
  Dim opened(1) As New com.sun.star.beans.PropertyValue
  Dim saved(0) As New com.sun.star.beans.PropertyValue
  On Error GoTo Failed
  Kill "{jobs}/ready"
  job = FreeFile
  Open "{jobs}/job" For Input As #job
  Line Input #job, source
  Line Input #job, target
  Line Input #job, filter
  Close #job
  opened(0).Name = "Hidden"
  opened(0).Value = True
  opened(1).Name = "ReadOnly"
  opened(1).Value = True
  saved(0).Name = "FilterName"
  saved(0).Value = filter
  document = StarDesktop.loadComponentFromURL(source, "_blank", 0, opened())
  document.storeToURL(target, saved())
  document.close(True)
  Say "done", ""
  Exit Sub
Failed:
  Say "failed", Error$
End Sub

Sub Say(word, what)
  answer = FreeFile
  Open "{jobs}/answer" For Output As #answer
  Print #answer, word &amp; " " &amp; what
  Close #answer
  Name "{jobs}/answer" As "{jobs}/" &amp; word
End Sub
</script:module>
"""


_RUNNING: list["Office"] = []


class Office:
    """A running LibreOffice with settings of its own, that opens workbooks and saves them."""

    def __init__(self, program: str) -> None:
        self._folder = Path(tempfile.mkdtemp())
        self._jobs = self._folder / "jobs"
        self._jobs.mkdir()
        self._command = [
            program,
            f"-env:UserInstallation={(self._folder / 'settings').as_uri()}",
            "--headless",
        ]
        self._env = os.environ | _MEMORY
        # the first start makes the settings, and would write over what is put there before
        subprocess.run(
            [*self._command, "--terminate_after_init"],
            check=True,
            capture_output=True,
            timeout=_SECONDS,
            env=self._env,
        )
        library = self._folder / "settings" / "user" / "basic" / "Standard"
        macro = _MACRO.format(module=_MODULE, jobs=self._jobs, patience=1_000 * _IDLE)
        (library / f"{_MODULE}.xba").write_text(macro, encoding="utf-8")
        index = library / "script.xlb"
        element = f'<library:element library:name="{_MODULE}"/></library:library>'
        index.write_text(
            index.read_text(encoding="utf-8").replace("</library:library>", element), encoding="utf-8"
        )
        self._server = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        macro = f"macro:///Standard.{_MODULE}.Main"
        quiet = subprocess.DEVNULL
        return subprocess.Popen(
            [*self._command, "--norestore", macro],
            stdin=quiet,
            stdout=quiet,
            stderr=quiet,
            env=self._env,
            start_new_session=True,
        )

    def save(self, source: Path, target: Path) -> None:
        """Save a workbook anew, as what the target's ending says.

        Raises:
            OSError: it cannot be opened or saved, or LibreOffice ended.
            TimeoutError: it takes minutes.
        """
        if self._server.poll() is not None:
            self._server = self._start()
        job = (source.resolve().as_uri(), target.resolve().as_uri(), FILTERS[target.suffix[1:]])
        (self._jobs / "job").write_text("".join(f"{line}\n" for line in job), encoding="ascii")
        (self._jobs / "ready").touch()
        until = time.monotonic() + _SECONDS
        while not (self._jobs / "done").exists():
            if (self._jobs / "failed").exists() or self._server.poll() is not None:
                self.stop()
                raise OSError(source)
            if time.monotonic() > until:
                self.stop()
                raise TimeoutError(source)
            time.sleep(_STEP)
        (self._jobs / "done").unlink()

    def stop(self) -> None:
        """End it, and whatever it started."""
        (self._jobs / "stop").touch()
        try:
            self._server.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(self._server.pid, signal.SIGKILL)
            self._server.wait()
        for left in self._jobs.iterdir():
            left.unlink()

    def close(self) -> None:
        """End it, and leave nothing behind."""
        self.stop()
        shutil.rmtree(self._folder)


@cache
def served_by(program: str) -> Office:
    """Return the one of this process."""
    served = Office(program)
    _RUNNING.append(served)
    return served


def end() -> None:
    """End the one of this process, if it has any."""
    while _RUNNING:
        _RUNNING.pop().close()
    served_by.cache_clear()
