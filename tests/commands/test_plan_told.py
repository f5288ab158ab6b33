"""Whatever is handed out by a plan: what the plan itself still lacks is said with it."""

import pytest
from desks import Desk

from xlcampaign.words import Lang

UNSIGNED = {Lang.ZH: "某某联校党组织（请改）", Lang.EN: "Our organisation (please change)"}


def lacking(root, lang=Lang.ZH):
    """Return a campaign with a placeholder left in its plan, and a branch without a secretary."""
    desk = Desk(root, lang=lang)
    settings, rows = desk.rows
    members = [dict(row) for row in rows["members"]]
    first = next(row for row in members if row["post"] == "secretary")
    first["post"] = "none"
    desk.rows = (settings, {**rows, "members": members})
    desk.rewrite(organisation=UNSIGNED[lang])
    return desk


@pytest.mark.parametrize("lang", Lang)
def test_forms_upgrades_and_messages_say_what_the_plan_lacks(tmp_path, lang):
    desk = lacking(tmp_path, lang)
    for words in (
        ("plan", "upgrade", desk.root),
        ("plan", "upgrade", desk.root),
        ("forms", desk.root, "--step", "evaluation"),
        ("mail", "forms", desk.root, "--step", "evaluation"),
        ("mail", "reminders", desk.root, "--as-of", "2023-06-26"),
    ):
        result = desk.run(*words, lang=lang.value)
        assert result.exit_code == 0
        assert "P113" in result.stderr, words
        assert "P119" in result.stderr, words
        assert "P113" not in result.stdout


def test_what_is_posted_says_it_too(tmp_path):
    desk = lacking(tmp_path)
    for branch in range(3):
        desk.receive(branch)
    merged = desk.run("merge", desk.root, "--as-of", "2023-06-26")
    assert "P119" in merged.stderr
    posted = desk.run("post", desk.root, "--from", "2023-06-26", "--to", "2023-07-03")
    assert posted.exit_code == 0
    assert "P119" in posted.stderr


def test_a_sound_plan_says_nothing(tmp_path):
    desk = Desk(tmp_path)
    for words in (("plan", "upgrade", desk.root), ("mail", "reminders", desk.root)):
        assert not {"P113", "P119"} & set(desk.run(*words).stderr.split())
