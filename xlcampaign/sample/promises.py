"""What a primary school and its members promise, star by star of the standard plan; invented."""

from collections.abc import Mapping
from dataclasses import dataclass

from xlcampaign.model.plan import SubjectKind
from xlcampaign.words import T


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise: what, by which measures (a branch) or to what end (a member), in which area of the plan."""

    text: T
    means: T
    area: T


_PARTY = T("党的建设", "Party work")
_THEORY = T("理论学习", "Study of theory")
_CURRICULUM = T("课程改革", "Curriculum reform")
_EDUCATION = T("素质教育", "Well-rounded education")
_HARMONY = T("和谐学校", "Harmonious school")
_OTHER = T("其他", "Other")

_OF_BRANCHES = {
    "loyal": (
        Promise(
            T("每月组织一次党员集中学习", "A joint study session every month"),
            T("书记领学，专人记录", "Led by the secretary, with records"),
            _THEORY,
        ),
        Promise(
            T("上级部署一周内传达到每名教师", "Every decision reaches every teacher within a week"),
            T("教师会传达，签到存档", "Told at the staff meeting, with a list of those present"),
            _PARTY,
        ),
    ),
    "united": (
        Promise(
            T("班子成员每人联系一个年级", "Each committee member looks after a grade"),
            T("每周进年级一次，记工作日志", "A visit a week, written down"),
            _PARTY,
        ),
        Promise(
            T("每月开一次班子会，解决一个难题", "A committee meeting a month that solves a problem"),
            T("会前征求意见，会后公布结果", "Opinions before, results after"),
            _HARMONY,
        ),
    ),
    "results": (
        Promise(
            T("全校期末合格率达到 95%", "95 in 100 pupils pass at the end of term"),
            T("每月质量分析，薄弱学科加强教研", "Results looked at monthly; more work on weak subjects"),
            _EDUCATION,
        ),
        Promise(
            T("开设 4 门校本课程", "Four courses of the school's own"),
            T("教研组各报一门，按课表上课", "One from each group of subjects, on the timetable"),
            _CURRICULUM,
        ),
    ),
    "team": (
        Promise(
            T("设 4 个党员示范岗", "Four model posts for members"),
            T("挂牌上岗，每月公布完成情况", "Named at the door; what was done is posted monthly"),
            _PARTY,
        ),
        Promise(
            T("培养 2 名入党积极分子", "Prepare two applicants"),
            T("专人联系，按季度谈话", "Somebody for each, a talk every quarter"),
            _PARTY,
        ),
    ),
    "rules": (
        Promise(
            T("修订考勤、教研、财务三项制度", "Revise the rules on attendance, joint work and money"),
            T("教师会讨论通过，上墙公布", "Passed at the staff meeting and posted"),
            _HARMONY,
        ),
        Promise(
            T("每月检查一次制度执行情况", "Check every month that rules are kept"),
            T("检查有记录，结果公布", "Recorded and posted"),
            _OTHER,
        ),
    ),
    "meetings": (
        Promise(
            T("三会一课按期开展，记录完整", "Meetings and lessons on time, fully recorded"),
            T("学期初排定会期，季度检查", "Dates set at the start of term, checked quarterly"),
            _PARTY,
        ),
        Promise(
            T("组织生活会前听取教师意见", "Hear teachers before the members' meeting"),
            T("发征求意见表，逐条答复", "A paper for opinions, each answered"),
            _PARTY,
        ),
    ),
    "democracy": (
        Promise(
            T("党务每月公开一次", "Affairs are made public every month"),
            T("公开栏专人管理，有更新记录", "Somebody keeps the board and records changes"),
            _PARTY,
        ),
        Promise(
            T("重大事项先听党员和教师意见", "Hear members and teachers before anything important"),
            T("开座谈会，意见记录在案", "A meeting; opinions are recorded"),
            _HARMONY,
        ),
    ),
    "service": (
        Promise(
            T("每名学生每学期家访一次", "A visit to every pupil's home each term"),
            T("班主任和党员分片负责", "Class teachers and members share the streets"),
            _HARMONY,
        ),
        Promise(
            T("为师生办 5 件实事", "Five practical things for teachers and pupils"),
            T("列出清单，完成一件公布一件", "A list; each is posted when it is done"),
            _HARMONY,
        ),
    ),
    "clean": (
        Promise(
            T("收费项目和标准全部公示", "All fees are posted"),
            T("公示栏公布，设意见箱", "On the board, with a box for opinions"),
            _HARMONY,
        ),
        Promise(
            T("每学期公开一次收支明细", "Detailed accounts every term"),
            T("教师代表查账，结果公布", "Checked by teachers, results posted"),
            _OTHER,
        ),
    ),
}
_OF_MEMBERS = {
    "loyal": (
        Promise(
            T("每月参加组织生活，不迟到不缺席", "At every meeting, on time"),
            T("全勤", "Never absent"),
            _PARTY,
        ),
        Promise(
            T("每季度写一篇思想汇报", "A report on my thinking every quarter"),
            T("本阶段 2 篇", "Two in this stage"),
            _PARTY,
        ),
        Promise(
            T("每月给同组教师讲一次学习体会", "Tell my group every month what I learnt"),
            T("本阶段 4 次", "Four times in this stage"),
            _THEORY,
        ),
    ),
    "study": (
        Promise(
            T("每月读一本教育类书，写读书笔记", "A book on teaching every month, with notes"),
            T("笔记不少于 4 篇", "At least four sets of notes"),
            _THEORY,
        ),
        Promise(
            T("集中学习后写一页笔记", "A page of notes after each session"),
            T("笔记不少于 12 页", "At least twelve pages"),
            _THEORY,
        ),
        Promise(
            T("学会用电子白板上课，每周用两次", "Learn to teach with the electronic board; twice a week"),
            T("能独立做课件", "Make lessons for it alone"),
            _CURRICULUM,
        ),
    ),
    "duty": (
        Promise(
            T("作业当天批改，当天讲评", "Correct and discuss homework the same day"),
            T("抽查无漏批", "Nothing left out when checked"),
            _EDUCATION,
        ),
        Promise(
            T("每天提前十分钟到班", "In class ten minutes early every day"),
            T("全勤", "Never absent"),
            _HARMONY,
        ),
        Promise(
            T("认真备好每一节课", "Every lesson well prepared"),
            T("教案检查合格", "Plans pass when checked"),
            _CURRICULUM,
        ),
    ),
    "results": (
        Promise(
            T("每月上一节公开课", "An open lesson every month"),
            T("本阶段 4 节", "Four in this stage"),
            _CURRICULUM,
        ),
        Promise(
            T("转化 3 名学习有困难的学生", "Help three weak pupils"),
            T("3 人都合格", "All three pass"),
            _EDUCATION,
        ),
        Promise(
            T("所教班级合格率提高 5 个百分点", "Five more in a hundred of my class pass"),
            T("合格率 95% 以上", "More than 95 in 100 pass"),
            _EDUCATION,
        ),
    ),
    "advice": (
        Promise(
            T("为学校发展提两条书面建议", "Two written proposals for the school"),
            T("至少一条被采用", "At least one is taken up"),
            _HARMONY,
        ),
        Promise(
            T("每月听取一次家长意见并转告学校", "Hear parents every month and tell the school"),
            T("本阶段 4 次", "Four times in this stage"),
            _HARMONY,
        ),
        Promise(
            T("为校本课程拿出一个方案", "A plan for a course of the school's own"),
            T("方案交教研组讨论", "Discussed in the group"),
            _CURRICULUM,
        ),
    ),
    "help": (
        Promise(
            T("结对帮带一名青年教师，每两周听课一次", "Pair with a young teacher; a lesson every two weeks"),
            T("听课 8 节以上", "Eight lessons or more"),
            _CURRICULUM,
        ),
        Promise(
            T("帮扶 2 名家庭困难学生", "Help two pupils in need"),
            T("每月家访一次", "A visit every month"),
            _HARMONY,
        ),
        Promise(
            T("每周辅导学习困难学生两次", "Help weak pupils twice a week"),
            T("辅导有记录", "With records"),
            _EDUCATION,
        ),
    ),
    "civil": (
        Promise(
            T("抓好班级文明礼仪", "Good manners in my class"),
            T("每月评比进前三", "Among the first three every month"),
            _HARMONY,
        ),
        Promise(
            T("耐心待人，每周和两名学生谈心", "Be patient; talk with two pupils a week"),
            T("无投诉", "No complaints"),
            _HARMONY,
        ),
        Promise(
            T("值日在岗，带头打扫卫生", "On duty when it is my turn; first to clean"),
            T("检查无扣分", "Nothing to mend when checked"),
            _OTHER,
        ),
    ),
    "lawful": (
        Promise(
            T("不收家长礼物，不搞有偿补课", "No gifts from parents, no paid tutoring"),
            T("无举报", "No complaints"),
            _PARTY,
        ),
        Promise(
            T("不乱订资料，不乱收费", "No needless books, no needless fees"),
            T("无投诉", "No complaints"),
            _HARMONY,
        ),
        Promise(
            T("学习师德规范，每季度对照检查一次", "Study the code of conduct; check myself quarterly"),
            T("对照检查 2 次", "Checked twice"),
            _THEORY,
        ),
    ),
}

PROMISES: Mapping[tuple[SubjectKind, str], tuple[Promise, ...]] = {
    **{(SubjectKind.BRANCH, star): promises for star, promises in _OF_BRANCHES.items()},
    **{(SubjectKind.MEMBER, star): promises for star, promises in _OF_MEMBERS.items()},
}
