"""The standard plan: the campaign as its document states it, with the default of every rule."""

from collections.abc import Mapping
from datetime import date

from xlcampaign.layout.messages import STANDARD_MESSAGES
from xlcampaign.layout.plan import MESSAGES, Rows
from xlcampaign.model.cell import Value
from xlcampaign.words import Lang, T

_GOALS = (
    ("branch", "leadership", T("领导班子好", "Good leadership")),
    ("branch", "members", T("党员队伍好", "Good members")),
    ("branch", "mechanism", T("工作机制好", "Good mechanisms")),
    ("branch", "results", T("工作业绩好", "Good results")),
    ("branch", "public", T("群众反映好", "Good public opinion")),
    ("member", "learning", T("带头学习提高", "Lead in learning")),
    ("member", "achieving", T("带头争创佳绩", "Lead in achievement")),
    ("member", "serving", T("带头服务群众", "Lead in service")),
    ("member", "lawful", T("带头遵纪守法", "Lead in discipline")),
    ("member", "integrity", T("带头弘扬正气", "Lead in integrity")),
)

_STARS = (
    ("branch", "loyal", T("政治可靠忠诚星", "Loyalty"), "", "leadership",
     T("贯彻上级决定，政治学习经常，方向明确。", "Carries out decisions of the superior; studies regularly.")),
    ("branch", "united", T("团结实干堡垒星", "Unity"), "", "leadership",
     T("班子团结，分工明确，带头实干。", "A united committee with clear duties that leads by work.")),
    ("branch", "results", T("工作业绩突出星", "Results"), "", "results",
     T("教育教学质量稳步提高，工作有实绩。", "Teaching quality rises steadily; the work shows results.")),
    ("branch", "team", T("党员队伍优良星", "Members"), "", "members",
     T("党员作用明显，培养发展工作规范。", "Members make a difference; recruiting follows the rules.")),
    ("branch", "rules", T("制度建设模范星", "Rules"), "", "mechanism",
     T("制度健全，执行有记录。", "Rules are complete and their use is recorded.")),
    ("branch", "meetings", T("组织生活规范星", "Meetings"), "组织生活标准星", "mechanism",
     T("三会一课按期开展，记录完整。", "Meetings and lessons are held on time and recorded.")),
    ("branch", "democracy", T("党内民主创新星", "Democracy"), "", "mechanism",
     T("党务公开，党员参与决定。", "Affairs are open; members take part in decisions.")),
    ("branch", "service", T("服务群众满意星", "Service"), "效劳群众满意星", "public",
     T("为师生办实事，群众满意。", "Does practical things for teachers and pupils, who are satisfied.")),
    ("branch", "clean", T("廉洁勤政形象星", "Integrity"), "", "leadership",
     T("廉洁自律，收支公开。", "Clean and self-disciplined; accounts are open.")),
    ("member", "loyal", T("政治忠诚星", "Loyalty"), "", "integrity",
     T("立场坚定，按时参加组织生活。", "Stands firm; takes part in meetings on time.")),
    ("member", "study", T("好学上进星", "Learning"), "", "learning",
     T("坚持学习，有笔记有体会。", "Keeps learning, with notes and reflections.")),
    ("member", "duty", T("敬业奉献星", "Dedication"), "", "achieving",
     T("爱岗敬业，按时完成任务。", "Devoted to the post; finishes tasks on time.")),
    ("member", "results", T("业绩突出星", "Results"), "", "achieving",
     T("教学成绩突出，有公认的实绩。", "Outstanding teaching with recognised results.")),
    ("member", "advice", T("建言献策星", "Advice"), "", "serving",
     T("为学校发展提出合理建议。", "Makes sound proposals for the school.")),
    ("member", "help", T("帮带互助星", "Helping"), "", "serving",
     T("帮带青年教师，关心困难学生。", "Helps young teachers and pupils in difficulty.")),
    ("member", "civil", T("文明新风星", "Civility"), "", "integrity",
     T("言行文明，家庭邻里和睦。", "Civil in word and deed; at peace with family and neighbours.")),
    ("member", "lawful", T("廉洁守法星", "Lawfulness"), "", "lawful",
     T("遵纪守法，廉洁从教。", "Keeps law and discipline; teaches without favours.")),
)  # fmt: skip

_WAYS = (
    ("branch", "self", T("支部自评", "Branch on itself"), 10, "points", "marks", "subject"),
    ("branch", "peer", T("党员评支部", "Members on the branch"), 20, "approval", "tally", "members"),
    ("branch", "teacher", T("教师评支部", "Teachers on the branch"), 30, "approval", "tally", "teachers"),
    ("branch", "organisation", T("上级考核", "Superior's rating"), 40, "points", "marks", "superior"),
    ("member", "self", T("党员自评", "Self-rating"), 10, "points", "marks", "subject"),
    ("member", "peer", T("党员互评", "Peer rating"), 20, "approval", "tally", "members"),
    ("member", "teacher", T("教师测评", "Teachers' rating"), 30, "approval", "tally", "teachers"),
    ("member", "organisation", T("组织总评", "Organisation's rating"), 40, "points", "marks", "committee"),
)

_SCALES = (
    ("approval", "approve", T("同意", "agree"), 1000, None, None, "yes"),
    ("approval", "oppose", T("不同意", "disagree"), 0, None, None, "no"),
    ("approval", "abstain", T("弃权", "abstain"), "uncounted", None, None, "no"),
    ("points", "points", T("打分", "points"), 0, 1000, 50, "no"),
    ("points", "abstain", T("弃权", "abstain"), "uncounted", None, None, "no"),
    ("grades", "excellent", T("优秀", "excellent"), 1000, None, None, "yes"),
    ("grades", "good", T("合格", "adequate"), 750, None, None, "yes"),
    ("grades", "fair", T("基本合格", "barely adequate"), 600, None, None, "no"),
    ("grades", "poor", T("不合格", "inadequate"), 400, None, None, "no"),
    ("grades", "unknown", T("不了解", "do not know"), "uncounted", None, None, "no"),
)

_LEVELS = (
    ("branch", T("先进", "Advanced"), 9000, 10000),
    ("branch", T("较好", "Good"), 7500, 9000),
    ("branch", T("一般", "Fair"), 6000, 7500),
    ("branch", T("后进", "Behind"), 0, 6000),
    ("member", T("优秀", "Excellent"), 9000, 10000),
    ("member", T("合格", "Adequate"), 7000, 9000),
    ("member", T("基本合格", "Barely adequate"), 6000, 7000),
    ("member", T("不合格", "Inadequate"), 0, 6000),
)

_VETOES = (
    ("safety", T("发生安全责任事故", "An accident for which the subject is responsible")),
    ("charges", T("违规收费或有偿补课", "Forbidden fees or paid tutoring")),
    ("conduct", T("师德失范并已公开处理", "A breach of professional ethics, publicly dealt with")),
    ("absence", T("无故不参加组织生活", "Absence from meetings without reason")),
)

_OPTIONS = (
    (T("承诺类型", "Pledge types"),
     (T("工作责任制", "Duty of the office"), T("党员岗位目标责任制", "Duty of the post"), T("年度承诺制", "Pledge of the year"))),
    (T("承诺领域", "Areas"),
     (T("党的建设", "Party work"), T("理论学习", "Study of theory"), T("课程改革", "Curriculum reform"),
      T("素质教育", "Well-rounded education"), T("和谐学校", "Harmonious school"), T("其他", "Other"))),
    (T("表彰名称", "Honours"), (T("教学名师", "Master of teaching"), T("师德标兵", "Model of professional ethics"))),
)  # fmt: skip

PLEASE_CHANGE = T("（请改）", " (please change)")
"""What ends a text of a new plan that only keeps the place of a name."""

_STEP_MONTHS = (
    ("launch", 1, 2),
    ("pledge", 2, 3),
    ("comment", 3, 4),
    ("evaluation", 4, 5),
    ("commendation", 5, 6),
)


def standard_plan(lang: Lang, code: str, year: int) -> tuple[Mapping[str, Value], dict[str, Rows]]:
    """Return settings and rows of the standard plan, without branches and members.

    Args:
        lang: the language of names and workbooks.
        code: the campaign's code.
        year: the calendar year in which the two stages lie.
    """
    settings: dict[str, Value] = {
        "code": code,
        "name": T("争做先锋活动", "Pioneers campaign").say(lang),
        "slogan": T("创先争优", "Strive for excellence").say(lang),
        "organisation": T("某某联校党组织", "Example union of schools").say(lang),
        "language": lang,
        "stage": 1,
        "step": "evaluation",
        "threshold": 800,
        "final_rule": "last",
        "rectify_share": 60,
        "quota": 3,
        "trim": "no",
        "missing": "unrated",
        "uniform_ballots": "counted",
        "identical_ballots": "counted",
        "abstentions": "counted",
        "peers_with_own": "no",
        "few_raters": 3,
        "few_public": 5,
        "lit_only": "no",
        "satisfaction_alarm": 60,
        "pledges_low": 2,
        "pledges_high": 5,
        "pledges_branch": 10,
        "launch_form": "no",
        "publication_days": 5,
        "objections": T("某某联校党办", "Office of the union").say(lang),
        "stars_called": T("十星", "ten stars").say(lang),
    }
    return settings, {**_calendar(lang, year), **_rules(lang)}


def fresh_plan(lang: Lang, code: str, year: int) -> tuple[Mapping[str, Value], dict[str, Rows]]:
    """Return settings and rows of a new plan: the standard one from its first step on, with names to change.

    Args:
        lang: the language of names and workbooks.
        code: the campaign's code.
        year: the calendar year in which the two stages lie.
    """
    settings, rows = standard_plan(lang, code, year)
    names = {key: f"{settings[key]}{PLEASE_CHANGE.say(lang)}" for key in ("organisation", "objections")}
    return {**settings, **names, "launch_form": "yes", "step": "launch"}, rows


def _calendar(lang: Lang, year: int) -> dict[str, Rows]:
    return {
        "stages": [
            {"number": 1, "name": T("第一阶段", "Stage 1").say(lang),
             "start": date(year, 1, 1), "end": date(year, 6, 30)},
            {"number": 2, "name": T("第二阶段", "Stage 2").say(lang),
             "start": date(year, 7, 1), "end": date(year, 12, 31)},
        ],
        "steps": [
            {"stage": stage, "key": key, "start": date(year, first + 6 * (stage - 1), 1),
             "end": date(year, last + 6 * (stage - 1), 25), "deadline": date(year, last + 6 * (stage - 1), 25)}
            for stage in (1, 2)
            for key, first, last in _STEP_MONTHS
        ],
    }  # fmt: skip


def message_rows(lang: Lang) -> Rows:
    """Return the rows of the standard messages."""
    return [
        {"kind": kind, "subject": subject.say(lang), "text": text.say(lang)}
        for kind, subject, text in STANDARD_MESSAGES
    ]


def _rules(lang: Lang) -> dict[str, Rows]:
    goals = {(kind, key): name.say(lang) for kind, key, name in _GOALS}
    return {
        "goals": [{"kind": kind, "key": key, "name": name.say(lang)} for kind, key, name in _GOALS],
        "stars": [
            {"kind": kind, "key": key, "name": name.say(lang), "aliases": T(aliases, "").say(lang) or None,
             "goal": goals[kind, goal], "standard": standard.say(lang)}
            for kind, key, name, aliases, goal, standard in _STARS
        ],
        "ways": [
            {"kind": kind, "key": key, "name": name.say(lang), "weight": weight,
             "scale": scale, "entry": entry, "voters": voters}
            for kind, key, name, weight, scale, entry, voters in _WAYS
        ],
        "scales": [
            {"scale": scale, "key": key, "name": name.say(lang), "points": points,
             "high": high, "step": step, "satisfied": satisfied}
            for scale, key, name, points, high, step, satisfied in _SCALES
        ],
        "levels": [
            {"kind": kind, "name": name.say(lang), "low": low, "high": high, "public": "no"}
            for kind, name, low, high in _LEVELS
        ],
        "vetoes": [{"key": key, "name": name.say(lang)} for key, name in _VETOES],
        "options": [
            {"list": title.say(lang), "name": name.say(lang)} for title, names in _OPTIONS for name in names
        ],
        MESSAGES: message_rows(lang),
    }  # fmt: skip
