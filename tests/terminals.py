"""A command on a real terminal, which shows and types; it never waits longer than a deadline. POSIX alone has such."""

import os
import select
import subprocess
import sys
import time

SECONDS = 120
"""How long a command may take that a test runs on a terminal, on a busy machine too."""


def shown_on_terminal(*words, cwd=None, answers=(), only_errors=False, seconds=SECONDS, **environment):
    """Run the program's command on a terminal; return how it ended and what was shown.

    Args:
        words: the command.
        cwd: where it runs.
        answers: what is waited for, with what is typed then.
        only_errors: whether stderr alone is the terminal.
        seconds: after how long it is ended, and the test fails.
        environment: what is set besides.
    """
    parent, child = os.openpty()
    given = {**os.environ, "TERM": "xterm-256color", "PYTHONIOENCODING": "utf-8", **environment}
    other = subprocess.DEVNULL if only_errors else child
    command = [sys.executable, "-m", "xlcampaign", *map(str, words)]
    with subprocess.Popen(command, stdin=other, stdout=other, stderr=child, cwd=cwd, env=given) as running:
        os.close(child)
        try:
            seen = _seen(parent, list(answers), time.monotonic() + seconds)
            return running.wait(seconds), seen.decode("utf-8", "replace")
        finally:
            running.kill()
            os.close(parent)


def _seen(parent, answers, deadline):
    """Return all that is shown until the other end closes, and type on the way."""
    seen = b""
    since = 0
    while piece := _piece(parent, deadline, seen):
        seen += piece
        if answers and (at := seen.find(answers[0][0].encode(), since)) >= 0:
            since = at + 1
            os.write(parent, f"{answers.pop(0)[1]}\n".encode())
    assert not answers, seen.decode("utf-8", "replace")
    return seen


def _piece(parent, deadline, seen):
    ready, _, _ = select.select([parent], [], [], max(0.0, deadline - time.monotonic()))
    assert ready, f"it took too long, and had shown: {seen.decode('utf-8', 'replace')}"
    try:
        return os.read(parent, 65536)
    except OSError:  # Linux says so where the other end is closed, others give nothing
        return b""
