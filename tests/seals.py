"""Stages that are not sealed, or come out otherwise than sealed, by the code of what is said then."""

from dataclasses import replace

from filled import complete, form_of
from plans import plan_rows_of

from xlcampaign.commands.acts import read_act, write_act
from xlcampaign.layout.forms import commendation_form, evaluation_form
from xlcampaign.model.posting import PostedLine, Posting

NUMBER = "联校纪要 9 号"
_SEAL = ("seal", "--number", NUMBER)
_MADE = {}
"""Campaigns that several begin with, each made once: their files, by what made them."""
_EXCEPTION = ("--exception", "联校纪要 11 号", "--reason", "抄错了", "--by", "党委会")


def _rated(desk, changes=None):
    """Write a plan and a branch's form, on which all is filled in."""
    desk.put_plan()
    desk.put_form("f.xlsx", complete(form_of(desk.plan)) | (changes or {}))


def _run(desk, command, *words):
    return desk.run(command, str(desk.root), "--as-of", "2023-06-26", *words)


def _begin(desk, make):
    """Put in what `make` makes of an empty campaign; it does so once."""
    if make not in _MADE:
        make(desk)
        files = (path for path in desk.root.rglob("*") if path.is_file())
        _MADE[make] = {path.relative_to(desk.root): path.read_bytes() for path in files}
    for name, data in _MADE[make].items():
        path = desk.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _seal(desk):
    _rated(desk)
    _run(desk, *_SEAL)


def _sealed(desk):
    _begin(desk, _seal)


def not_rated(desk):
    desk.put_plan()
    desk.put_form("f.xlsx", {("member_self", 0, "loyal"): 9})
    return _run(desk, *_SEAL)


def proposed(desk):
    _rated(desk, {("member_organisation", 0, "veto"): desk.plan.vetoes[0].name})
    return _run(desk, *_SEAL)


def sealed_twice(desk):
    _sealed(desk)
    return _run(desk, *_SEAL)


def otherwise(desk, *command):
    _sealed(desk)
    _rated(desk, {("member_peer", 1, "loyal.approve"): 0})
    return _run(desk, *(command or ("merge",)))


def under_another_code(desk):
    """Seal a stage, then give somebody another code in the plan of the next one."""
    _sealed(desk)
    rows = plan_rows_of(2, 3)
    rows[1]["members"][1]["code"] = "0120"
    desk.put_plan(rows)
    later = replace(desk.plan, campaign=replace(desk.plan.campaign, stage=2))
    desk.put_form("g.xlsx", {("member_self", 0, "loyal"): 9}, plan=later)
    return _run(desk, "check", "--stage", "2")


_UNLIKE = {
    ("member_teacher", row, f"{star}.approve"): (9, 7, 5, 8, 3, 6)[(row + n) % 6]
    for n, star in enumerate(("loyal", "study", "duty", "results"))
    for row in range(3)
}
"""Votes such as nobody gives twice by chance."""


def votes_again(desk):
    """Give the votes of a stage again in the next one."""
    _rated(desk, _UNLIKE)
    later = replace(desk.plan, campaign=replace(desk.plan.campaign, stage=2))
    desk.put_form("g.xlsx", complete(form_of(later)) | _UNLIKE, plan=later)
    return _run(desk, "check", "--stage", "2")


def votes_of_another(desk):
    """Give the members of two branches the same votes."""
    desk.put_plan()
    for number in range(2):
        book = evaluation_form(desk.plan, desk.plan.branches[number])
        desk.put_book(f"{number}.xlsx", book, complete(book) | _UNLIKE)
    return _run(desk, "check")


def by_the_same_document(desk):
    otherwise(desk, "merge", *_EXCEPTION)
    return _run(desk, *_SEAL)


def without_number(desk):
    _rated(desk)
    return _run(desk, "seal", "--number", "无")


def not_all_rated(desk):
    _rated(desk)
    return _run(desk, *_SEAL)


def spoilt(desk):
    _sealed(desk)
    (desk.root / ".xlcampaign" / "seals" / "stage-1.json").write_bytes(b"{}")
    return _run(desk, "merge")


def lost(desk):
    _sealed(desk)
    (desk.root / ".xlcampaign" / "seals" / "stage-1.json").unlink()
    return _run(desk, "merge")


def not_sealed(desk):
    _rated(desk)
    return _run(desk, "merge", *_EXCEPTION)


def no_difference(desk):
    _sealed(desk)
    return _run(desk, "merge", *_EXCEPTION)


def next_stage(desk):
    _rated(desk)
    return desk.run("forms", str(desk.root), "--stage", "2", "--step", "pledge")


def _post(desk):
    _rated(desk)
    _run(desk, "merge")
    desk.run("post", str(desk.root), "--from", "2023-06-27", "--to", "2023-07-03")


def posted(desk):
    _begin(desk, _post)


def not_as_posted(desk):
    posted(desk)
    record = desk.root / ".xlcampaign" / "posted" / "stage-1.json"
    [page], line = (
        read_act(record, tuple[Posting, ...]),
        PostedLine("0109", "", "周某壬", "甲一完小党支部", 8),
    )
    write_act(record, (replace(page, lines=(line,)),))
    return _run(desk, "merge")


def posted_before_merging(desk):
    _rated(desk)
    return desk.run("post", str(desk.root), "--from", "2023-06-27", "--to", "2023-07-03")


def posted_spoilt(desk):
    posted(desk)
    (desk.root / ".xlcampaign" / "posted" / "stage-1.json").write_bytes(b"[]")
    return _run(desk, "merge")


def outcome(desk, *, to="2023-07-03", objections=()):
    posted(desk)
    desk.run("post", str(desk.root), "--from", "2023-06-27", "--to", to)
    if objections:
        desk.put_book("o.xlsx", commendation_form(desk.plan), dict(objections))
        _run(desk, "merge")
    return desk.run("post", str(desk.root), "--outcome")


def outcome_of_nothing(desk):
    _rated(desk)
    _run(desk, "merge")
    return desk.run("post", str(desk.root), "--outcome")


def outcome_otherwise(desk):
    not_as_posted(desk)
    return desk.run("post", str(desk.root), "--outcome")


_RAISED = {("objections", 0, "subject"): "赵某甲（0101）", ("objections", 0, "raised"): "家访多报了"}
SEALS = {
    "O160": not_rated,
    "O161": proposed,
    "O162": sealed_twice,
    "O163": otherwise,
    "O181": by_the_same_document,
    "O164": otherwise,
    "O165": without_number,
    "O166": not_all_rated,
    "O167": spoilt,
    "O180": lost,
    "O168": lambda desk: otherwise(desk, "check"),
    "O169": not_sealed,
    "O170": no_difference,
    "O171": next_stage,
    "X154": under_another_code,
    "X202": votes_again,
    "X203": votes_of_another,
    "O175": lambda desk: otherwise(desk, "merge", *_EXCEPTION),
    "O172": not_as_posted,
    "O173": posted_before_merging,
    "O174": posted_spoilt,
    "O176": outcome_of_nothing,
    "O177": lambda desk: outcome(desk, to="2099-07-03"),
    "O178": lambda desk: outcome(desk, objections=_RAISED),
    "O179": outcome_otherwise,
}
