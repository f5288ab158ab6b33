"""What the organiser of a branch's meeting goes by: what is done when, and which paper is for what."""

from xlcampaign.layout.meeting import MEETING
from xlcampaign.layout.paper import Paper, PaperColumn, about, held
from xlcampaign.layout.sheet import Book, Table
from xlcampaign.model.plan import Entry, Plan, SubjectKind, Way, WayKey
from xlcampaign.model.roster import Branch
from xlcampaign.words import T, same

_WHAT = T("事项", "What")
_HOW = T("怎么做", "How")
_PREPARE = T(
    "照“用纸和填报”一页印好；实际参评人数有变的，照实际人数印。测评票在盖章处盖支部章，没有盖章的无效；票上不编号；一份不止一页的，"
    "先订好。备用的由监票人保管。备好签到表、票箱、同样的笔、剪刀、信封。",
    "Print what “Supplies” lists, or for as many as really vote. Ballots are valid only with the branch's seal and bear no "
    "number; pages of one ballot are stapled. The scrutineer keeps what is to spare. Have an attendance list, a box, equal "
    "pens, scissors and envelopes ready.",
)
_SELF_RATED = T(
    "会前把个人自评表发给每名党员，自己填、自己签名，开会时交齐；不能到会的提前交。缺了自评，这名党员就评不出星；不要替他填。",
    "Give each member the self-rating before the meeting: filled in and signed by oneself, handed in at the meeting, or "
    "before by who cannot come. Without it no star of that member is rated; nobody fills it in for another.",
)
_COUNTERS = T(
    "到会的人推选计票人 2 名（{tellers}）、监票人 1 名（全程看着），上级监督人到场。人手不够，请上级派人。"
    "三种人各不相同，票上的内容不外传。",
    "Those present choose two tellers, {tellers}, and a scrutineer who watches both; the supervisor "
    "is there. Where hands are short, the superior sends somebody. No one does two of these; what they see they keep.",
)
_WHO_COUNT = T("一人唱票、一人画“正”字", "one to call out and one to count")
_WHO_TYPE = T("一人念票、一人录入", "one to read out and one to type")
_PRESENT = T(
    "应到按名册（{due}），实到按签到，写在每张{sheets}上。没有到会的不补票、不代投。",
    "Due is who is on the list ({due}), present who signed; write both on every {sheets}. Who is absent does not "
    "vote, and nobody votes for another.",
)
_SHEETS = {
    Entry.TALLY: T("计票单", "counting sheet"),
    Entry.BALLOTS: T("评议情况记录", "record of the meeting"),
}
"""What a meeting writes on beside its ballots, by how the ballots get into the form."""
_ISSUE = T(
    "党员发党员的票，不是党员的教师发教师的票，每种一份，数着发。发出票数＝发到手里的份数；剩下的由监票人当场剪去一角作废。",
    "Members get the members' ballots, teachers who are no members the teachers', one of each, counted. Issued is what was "
    "handed out; the scrutineer cuts a corner off what is left.",
)
_MARK = T(
    "分开坐，用同样的笔，照票上写的画，不商量。写错了，拿原票向监票人换一份，换下的作废，不算发出。",
    "Sit apart, use equal pens, mark as the ballot says. A spoilt ballot is exchanged by the scrutineer; it is void and "
    "not counted as issued.",
)
_OWN_ROW = T(
    "“{ways}”不评本人，本人那一行空着，一看就知道是谁的票；人少的支部笔迹也认得出。不想让人认出来，会前选一种办法："
    "① 请联校办公室在方案里把“互评含本人”改为“是”，重新出表、印票：人人画满，本人那一行也画。"
    "② 画完后各人沿横线把票剪成一人一条（条上不用有章），本人那条不交，其余按姓名投进各人的信封，混匀，一封一封地计票。"
    "收回票数按交票的人数算；到会的人那一封应当少 1 条。",
    "In “{ways}” nobody rates oneself: the empty row tells whose ballot it is, and in a small branch so does the hand. To "
    "keep it secret, choose before the meeting: (1) ask the coordinator to let the plan count own votes and to issue forms "
    "and papers anew: everybody marks every row, the own one too. (2) When all is marked, everybody cuts the ballot into a "
    "strip per person (no seal needed there), keeps the own strip back and puts each other into that person's envelope; "
    "mix, and count one envelope after the other. Returned is how many people handed in; the envelope of who voted holds "
    "one strip less.",
)
_COLLECT = T(
    "折好投进票箱。收齐以后打乱，数收回票数。收回不多于发出，有效，往下计票；收回多于发出，这一种测评无效：票全部作废、另封，"
    "重新印票、重新测评，评议表里只填重新测评的数。",
    "Folded, into the box. When all are in, mix them and count. Returned not above issued: go on. Returned above issued: "
    "this vote is void. Seal its ballots apart, print anew and vote again; the form states the second vote only.",
)
_VALID = T(
    "没有盖章、写了姓名、做了记号、整份没有画的，整份无效，另放。有效票数＝收回票数减去无效的份数。只有一两格画得看不清的，"
    "票仍有效，那几格按没有画。",
    "Without seal, with a name or sign, or wholly empty: the ballot is invalid and laid apart. Valid is returned less "
    "invalid. Where only a box or two cannot be read, the ballot is valid and those boxes count as empty.",
)
_INVALID_OWN = T(
    "“{ways}”的无效票，先看它空着谁的那一行：有效票每一张都评了这个人，在评议表里给他填“对其有效票”，等于有效票数。剪成条的，"
    "某人的条有无效的，也给他填，等于他的有效条数。",
    "Of an invalid ballot of “{ways}”, see whose row is empty: all valid ballots rate that person, so fill in that person's "
    "valid ballots on the form; and so where a strip is invalid.",
)
_COUNT = T(
    "一份一份唱，一种票计完再计下一种。每人每颗星数两遍，写上票数，没有票写 0。票数不能多于有效票。"
    "计完三方签名、写日期、盖章。",
    "Ballot by ballot, one kind after the other. Count each box twice and write the number, 0 where there is none. No "
    "number is above the valid ballots. Then all three sign; date and seal.",
)
_TYPE = T(
    "“{ways}”的票打乱后一份一份编号，照号录入评议表，一人念、一人录，没有画的格空着，录完再对一遍。录入份数等于有效票数。"
    "录完三方在评议情况记录上签名、写日期、盖章。",
    "Mix and number the ballots of “{ways}” and type them into the form by number: one reads, one types, what was not marked "
    "stays empty; then compare once more. As many are typed as are valid. Then all three sign the record; date and seal.",
)
_KEEP = T(
    "测评票（作废、无效的也在内）和{sheets}按种装袋，封口处计票人、监票人签名，盖章，写上种类、份数、日期，交上级监督人带回保管。"
    "至少保存到活动结束（{end}）、异议都处理完；联校另有规定的，照规定。到期两人以上在场销毁。个人自评表由支部存。",
    "Ballots, void ones too, and every {sheets} go into an envelope per kind, signed across the flap by teller and "
    "scrutineer, sealed, with kind, number and date; the supervisor takes them along. They are kept at least until the "
    "campaign has ended ({end}) and every objection is settled, or as the union of schools rules; then destroyed with "
    "two people present. The branch keeps the self-ratings.",
)
_REPORT = T(
    "当天照“用纸和填报”把数填进评议表，一人念、一人填、再对一遍。首页写着“可以上报”再发给联校办公室。",
    "On the same day type the numbers into the form as “Supplies” says: one reads, one types, then compare once more. Send "
    "it when its first sheet says that it may be sent.",
)

_ONLINE = T(
    "“{ways}”也可以在网上收，不要又用纸又用网。照“网上测评题目”出题；没有的自己出，请联校办公室写进方案“网上测评”。"
    "不登录，不收姓名、昵称、手机、工号，一人一份；当场收，收齐就停。监督人看着，由计票人导出选项文本，删掉 IP、昵称、时间各列，"
    "随评议表发；收回、有效照填，票数空着。网上的票和导出的文件，保存、销毁同纸票。",
    "“{ways}” may be voted on by a form tool instead, never both. Copy “Questions for a form tool”, or ask your own and have "
    "the coordinator put them into the plan. No login, name, nickname, phone or number; one answer each, there and then; close "
    "it when all have answered. Watched by the supervisor a teller exports the options' texts, deletes IP, nickname and time, "
    "and sends it with the form: returned and valid are filled in there, votes stay empty. Keep and destroy it as ballots.",
)


_FIGURES = T("每种评议的日期、人数、票数、姓名", "Date, people, ballots and names of each way")
_FIGURES_USE = T(
    "每种评议一行；计票人有两名的，两个姓名都写", "a row per way; both names where there are two tellers"
)
_NO_PAPER = T("（不用纸）", "(no paper)")
_NO_PAPER_USE = T("商定以后直接填表", "typed as soon as agreed on")
_NONE = same("—")
_COMMA = T("、", ", ")


def organiser_paper(plan: Plan, branch: Branch, ways: tuple[Way, ...]) -> Paper:
    """Return 会议组织须知: what the organiser does before, at and after a meeting on some ways."""
    lang = plan.campaign.language
    comma, end = _COMMA.say(lang), str(max(stage.end for stage in plan.stages))
    voters = ((way.name, plan.voters_of(branch.code, way)) for way in ways)
    due = comma.join(f"{name} {number}" for name, number in voters if number)
    own = [way for way in ways if way.leaves_out_own(plan.campaign.counting)]
    invalid = comma.join(way.name for way in own if way.entry is Entry.TALLY)
    by_entry = {entry: [way.name for way in ways if way.entry is entry] for entry in _SHEETS}
    counted, typed = by_entry[Entry.TALLY], by_entry[Entry.BALLOTS]
    used = [sheet for entry, sheet in _SHEETS.items() if by_entry[entry]]
    sheets = T("和".join(sheet.zh for sheet in used), " and ".join(sheet.en for sheet in used))
    steps = [(T("准备", "Prepare"), _PREPARE)]
    if not any((way.kind, way.key) == (SubjectKind.MEMBER, WayKey.SELF) for way in ways):
        steps.append((T("个人自评", "Self-rating"), _SELF_RATED))
    if own:
        names = comma.join(way.name for way in own)
        steps.append((T("票不认人", "Whose ballot"), _OWN_ROW.filled(ways=names)))
    steps += [
        (T("推选", "Choose"), _COUNTERS.filled(tellers=_WHO_COUNT if counted else _WHO_TYPE)),
        (T("清点人数", "Attendance"), _PRESENT.filled(due=due, sheets=sheets)),
        (T("发票", "Issue"), _ISSUE),
        (T("画票", "Mark"), _MARK),
        (T("收票", "Collect"), _COLLECT),
        (T("有效票", "Valid ballots"), _VALID),
    ]
    if invalid:
        steps.append((T("本人的无效票", "Own invalid ballot"), _INVALID_OWN.filled(ways=invalid)))
    if counted:
        steps.append((T("计票", "Count"), _COUNT))
    if typed:
        steps.append((T("录票", "Type"), _TYPE.filled(ways=comma.join(typed))))
    steps += [
        (T("封存", "Keep"), _KEEP.filled(end=end, sheets=sheets)),
        (T("填报", "Report"), _REPORT),
    ]
    alike = comma.join(way.name for way in ways if way not in own)
    if alike:
        steps.append((T("网上收票", "Online"), _ONLINE.filled(ways=alike)))
    return Paper(
        tab=T("会议组织须知", "For the organiser"),
        title=T("会议组织须知", "For the organiser of the meeting"),
        about=held(plan, branch),
        lines=(),
        columns=(PaperColumn(_WHAT, 26), PaperColumn(_HOW, 160)),
        rows=tuple((what.say(lang), how.say(lang)) for what, how in steps),
        height=10,
    )


def supplies_paper(
    plan: Plan, branch: Branch, form: Book, papers: tuple[Paper, ...], ways: tuple[Way, ...]
) -> Paper:
    """Return 用纸和填报: how many of each paper, and where on the form its numbers go.

    Args:
        plan: the campaign's plan.
        branch: whose meeting it is.
        form: the form into which the numbers go.
        papers: the papers.
        ways: the ways that have papers.
    """
    lang = plan.campaign.language
    have = {(way.kind, way.key) for way in ways}
    bare = [
        sheet.title
        for sheet in form.shown
        if isinstance(sheet, Table)
        and sheet.key != MEETING
        and not any(c.mark and (c.mark.kind, c.mark.way) in have for c in sheet.columns)
    ]
    meeting = form.sheet_of(MEETING).title
    lines = [(paper.tab, paper.copies, paper.use, paper.into) for paper in papers]
    lines.append((_FIGURES, _NONE, _FIGURES_USE, T(f"“{meeting.zh}”表", meeting.en)))
    if bare:
        rest = T("".join(f"“{title.zh}”" for title in bare) + "表", ", ".join(title.en for title in bare))
        lines.append((_NO_PAPER, _NONE, _NO_PAPER_USE, rest))
    return Paper(
        tab=T("用纸和填报", "Supplies"),
        title=T("用纸和填报", "Supplies: papers, and where their numbers go"),
        about=about(plan, branch),
        lines=(),
        columns=(
            PaperColumn(T("用纸", "Paper"), 52),
            PaperColumn(T("份数", "Copies"), 24),
            PaperColumn(T("怎么印、怎么用", "Printing and use"), 48),
            PaperColumn(T("数字填到评议表哪里", "Where on the form"), 60),
        ),
        rows=tuple(tuple(text.say(lang) for text in line) for line in lines),
        height=9,
    )
