"""Plans that a command edits, or will not edit, by the code of what is said then."""

from plans import plan_rows_of


def _plan_at(desk, **settings):
    given, rows = plan_rows_of(2, 3)
    desk.put_plan((given | settings, rows))


def no_next_step(desk):
    _plan_at(desk, stage=2, step="commendation")
    return desk.run("plan", "next", str(desk.root))


def left_unsealed(desk):
    _plan_at(desk, step="commendation")
    return desk.run("plan", "next", str(desk.root))


EDITS = {
    "O193": no_next_step,
    "O194": left_unsealed,
}
