"""What people say about each star of the standard plan, good and bad; invented, as everything here."""

from collections.abc import Mapping
from dataclasses import dataclass

from xlcampaign.model.plan import SubjectKind
from xlcampaign.words import T


@dataclass(frozen=True, slots=True)
class Saying:
    """What is said about one star: what is good, what is lacking and why, where to go, and how."""

    good: T
    lacking: T
    cause: T
    direction: T
    measures: T


_OF_BRANCHES = {
    "loyal": Saying(
        T("政治学习经常，上级部署落实快", "Studies regularly; carries out decisions quickly"),
        T("理论学习次数不够，记录不全", "Too few study sessions, with gaps in the records"),
        T("学习时间常被教学工作挤占", "Teaching often took the time set aside for study"),
        T("把每月集中学习固定下来", "Keep a fixed day for study every month"),
        T(
            "每月第一周集中学习，书记领学，专人记录",
            "Study in the first week of each month, led and recorded",
        ),
    ),
    "united": Saying(
        T("班子团结，分工明确", "A united committee with clear duties"),
        T("班子分工不够细，有的事没人管", "Duties are vague; some sayings have no owner"),
        T("分工只在口头，没有写下来", "Duties were agreed by word of mouth only"),
        T("责任到人，带头实干", "Every duty has a name; lead by work"),
        T("列出分工表，每月班子会对照检查一次", "A list of duties, checked at the monthly meeting"),
    ),
    "results": Saying(
        T("教学质量稳步提高", "Teaching quality rises steadily"),
        T("学科发展不平衡，数学偏弱", "Subjects are uneven; mathematics is weak"),
        T("薄弱学科教研活动少", "Too little joint work on the weak subjects"),
        T("抓薄弱学科，提高整体质量", "Raise the weak subjects"),
        T("薄弱学科每两周教研一次，每次听课两节", "Joint work every two weeks, with two lessons observed"),
    ),
    "team": Saying(
        T("党员示范作用明显", "Members set an example"),
        T("党员作用发挥不平衡", "Some members make little difference"),
        T("对党员要求不够经常、不够具体", "Too little is asked of members, and not often"),
        T("让每名党员都有岗位、有任务", "A post and a task for every member"),
        T("设党员示范岗，每月公布完成情况", "Model posts; what was done is posted monthly"),
    ),
    "rules": Saying(
        T("制度健全，执行有记录", "Rules are complete and their use recorded"),
        T("有的制度没有及时修订", "Some rules are out of date"),
        T("制度多年没有清理", "The rules were not gone through for years"),
        T("制度管用、照着办", "Rules that work and are kept"),
        T("清理一遍制度，修订上墙，按月检查", "Go through all rules, post them, check monthly"),
    ),
    "meetings": Saying(
        T("三会一课按期开展，记录完整", "Meetings and lessons on time, with full records"),
        T("三会一课有时推迟，记录简单", "Meetings are put off at times; records are thin"),
        T("会期没有提前安排", "Dates were not set in advance"),
        T("按期开会，记录完整", "Meet on time and record in full"),
        T("学期初排定会期，专人记录，季度检查", "Set dates at the start of term; check every quarter"),
    ),
    "democracy": Saying(
        T("党务公开及时，党员参与决定", "Affairs are open; members take part in decisions"),
        T("党务公开内容少、不及时", "Too little is made public, and late"),
        T("公开栏没有专人管", "Nobody looks after the notice board"),
        T("重大事项先听党员意见", "Hear members before anything important"),
        T("每月更新公开栏，设意见箱，月底答复", "New notices monthly; a box for opinions, answered monthly"),
    ),
    "service": Saying(
        T("为师生办了几件实事", "Several practical things done for teachers and pupils"),
        T("家访少，听取家长意见不够", "Too few home visits; parents are seldom heard"),
        T("联系群众没有固定安排", "No fixed times for listening to people"),
        T("常听师生和家长意见", "Listen often to teachers, pupils and parents"),
        T("每学期家访一遍，家长意见逐条答复", "Visit every home each term; answer every opinion"),
    ),
    "clean": Saying(
        T("廉洁自律，收支公开", "Clean and self-disciplined; accounts are open"),
        T("收支公开的内容不够细", "Published accounts lack detail"),
        T("公开的格式不统一", "No common form for publishing them"),
        T("收支清楚，接受监督", "Clear accounts, open to inspection"),
        T("每学期公开收支明细，请教师代表查账", "Detailed accounts each term, checked by teachers"),
    ),
}
_OF_MEMBERS = {
    "loyal": Saying(
        T("立场坚定，按时参加组织生活", "Stands firm; always at meetings"),
        T("参加组织生活有时请假", "Sometimes absent from meetings"),
        T("工作和组织生活的时间没安排好", "Work and meetings were badly arranged"),
        T("按时参加组织生活", "Come to meetings on time"),
        T("提前安排好工作，组织生活不缺席", "Arrange work in advance; miss no meeting"),
    ),
    "study": Saying(
        T("坚持学习，笔记认真", "Keeps learning, with careful notes"),
        T("业务学习不够经常，笔记少", "Studies too seldom; few notes"),
        T("工作一忙就放松了学习", "Gave up studying when work was busy"),
        T("坚持每天学一点", "Learn a little every day"),
        T("每月读一本教育类书，写两篇体会", "A book on teaching a month, two reflections"),
    ),
    "duty": Saying(
        T("备课认真，任务完成及时", "Well prepared; tasks done on time"),
        T("作业批改有时不及时", "Homework is corrected late at times"),
        T("时间安排不够紧凑", "Time is not used well"),
        T("当天的事当天做完", "Finish each day's work that day"),
        T("作业当天批改，教研组长每周检查", "Correct homework daily; checked every week"),
    ),
    "results": Saying(
        T("所教班级成绩进步明显", "The class has clearly improved"),
        T("课堂效率不高，后进生转化慢", "Lessons are slow; weak pupils improve little"),
        T("教法单一，对学生研究不够", "One way of teaching only; knows pupils too little"),
        T("提高课堂效率", "Make lessons count"),
        T("每周听课两节，每月上一节公开课", "Observe two lessons a week; an open lesson a month"),
    ),
    "advice": Saying(
        T("为学校发展提了好建议", "Made good proposals for the school"),
        T("对学校工作提建议少", "Makes few proposals"),
        T("只管本班，对全校的事关心不够", "Cares for the own class only"),
        T("主动为学校发展出主意", "Think for the whole school"),
        T("每学期提两条书面建议，并参与落实", "Two written proposals a term, and help with them"),
    ),
    "help": Saying(
        T("帮带青年教师有成效", "Young teachers learn from this colleague"),
        T("帮带青年教师的次数少", "Seldom helps young teachers"),
        T("结对没有具体计划", "Pairing without a plan"),
        T("帮带有计划、有记录", "Help with a plan and records"),
        T("结对一名青年教师，每两周互相听课一次", "Pair with a young teacher; visit lessons every two weeks"),
    ),
    "civil": Saying(
        T("言行文明，和同事相处好", "Civil; a good colleague"),
        T("有时对学生急躁", "Impatient with pupils at times"),
        T("遇事不够冷静", "Not calm enough"),
        T("文明执教，耐心待人", "Teach with patience"),
        T("每周和两名学生谈心，请同事监督", "Talk with two pupils a week; ask colleagues to watch"),
    ),
    "lawful": Saying(
        T("遵纪守法，廉洁从教", "Keeps discipline; teaches without favours"),
        T("对有关规定学得不够细", "Knows the rules too little"),
        T("学规定的时间少", "Spent little time on the rules"),
        T("知规矩、守规矩", "Know the rules and keep them"),
        T("学习师德规范，不收礼、不补课", "Study the code of conduct; no gifts, no paid tutoring"),
    ),
}

MATTERS: Mapping[tuple[SubjectKind, str], Saying] = {
    **{(SubjectKind.BRANCH, star): saying for star, saying in _OF_BRANCHES.items()},
    **{(SubjectKind.MEMBER, star): saying for star, saying in _OF_MEMBERS.items()},
}
