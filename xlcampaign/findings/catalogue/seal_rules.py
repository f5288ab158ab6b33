"""O160 to O179: sealed stages and posted pages, and what would come out otherwise."""

from xlcampaign.findings.finding import Rule, Severity
from xlcampaign.words import T

_SEALED_WHY = T(
    "定稿以后，票数、决定、规则、名单、星级、等次有一处不同，就不再写汇总，旧的留着；要改，得有文号，写明理由和谁同意的。"
    "承诺和整改的进展、文件名、语言不算。",
    "Once a stage is sealed, a summary with another count, decision, rule, person, star or level is not written, and the"
    " old one stays; a change needs a document, a reason and somebody who agreed to it. Progress of pledges and"
    " rectification, file names and languages do not matter.",
)

NOTHING_TO_SEAL = Rule(
    "O160",
    Severity.ERROR,
    T("没有结果，不能定稿", "Nothing to seal"),
    T(
        "第 {stage} 阶段还没有评出结果，没有定稿",
        "stage {stage} has no results yet; it was not sealed",
    ),
    T("评议表收齐、汇总以后再定稿", "seal once the forms are in and merged"),
    T("定稿的是结果。", "What is sealed are results."),
)
OPEN_DECISIONS = Rule(
    "O161",
    Severity.ERROR,
    T("还有没议定的，不能定稿", "Decisions are open"),
    T(
        "还有 {found} 项没有议定：{names}；没有定稿",
        "not decided yet: {found} ({names}); the stage was not sealed",
    ),
    T(
        "看“会议议决”，议定后填评选表彰表（不同意也要写明，缓议的还是没有议定；名额并列的，给谁就把谁改评为最高等次，不给的也写明；推荐谁、不推荐谁写在“推荐”里；"
        "异议填齐核查情况、结论、文号），收进 inbox 再定稿",
        "see “Decisions”; write down what was decided, refusals too (what is put off is still open), of those who are tied who"
        " gets the highest level and who does not, on “Recommendations” who is recommended and who is not, of objections inquiry,"
        " conclusion and document; put the form into the inbox and seal again",
    ),
    T(
        "提请的否决和改评、并列的名额、名额不够或缓议的推荐、终评待研究的人、写得不清楚的决定、没有决定或缓议的表彰、没有结果的异议，定稿前都要有结论。",
        "Proposed vetoes and changes of level, ties for a place at the top, whom to recommend for few places, whom the final"
        " selection leaves to a meeting, unclear decisions, commendations without one or put off and objections without a"
        " result are settled first.",
    ),
)
SEALED_ALREADY = Rule(
    "O162",
    Severity.ERROR,
    T("已经定稿", "Sealed already"),
    T(
        "第 {stage} 阶段已按“{number}”定稿（{day}），结果没有变，没有再定",
        "stage {stage} was sealed by “{number}” ({day}) and nothing changed; it was not sealed again",
    ),
    T("不用再定稿；要看汇总就运行 merge", "nothing to do; run merge for its summary"),
    T(
        "同一结果只定一次稿；按例外改过以后，可以按新的文号再定。",
        "A result is sealed once; after an exception it may be sealed anew, by another document.",
    ),
)
NUMBER_TAKEN = Rule(
    "O181",
    Severity.ERROR,
    T("文号定过别的结果", "A document of another result"),
    T(
        "第 {stage} 阶段按“{number}”定过稿（{day}），结果和现在的不一样，没有再定",
        "stage {stage} was sealed by “{number}” before ({day}), with another result; it was not sealed again",
    ),
    T("用新的文号再运行 seal", "run seal again with the number of a new document"),
    T(
        "一个文号只对一个结果，日后才查得清。",
        "A document stands for one result, or nobody could look up which it was.",
    ),
)
SEALED_OTHERWISE = Rule(
    "O163",
    Severity.ERROR,
    T("和定稿不一样", "Not as sealed"),
    T(
        "第 {stage} 阶段已按“{number}”定稿（{day}），现在算出来有 {found} 处不一样，没有写汇总，旧的没有动{program}",
        "stage {stage} was sealed by “{number}” ({day}) and would now differ in {found:value}; nothing was written, the"
        " old summary stays{program}",
    ),
    T(
        "不该变的，把 inbox 或方案改回去{how}；确实要改的，经同意后用 merge --exception 文号 --reason 理由 --by 谁同意的",
        "put inbox or plan back as they were{how}; or, once that is agreed, merge --exception NUMBER --reason WHY --by WHOM",
    ),
    _SEALED_WHY,
)
DATED_ROWS = T(
    "；名单从某天起有变动的（改名、调动、换职务），原来那一行不改，填上“止”，下面另加一行填“起”，编号照旧；走了的只填“止”，"
    "新来的只填“起”",
    "; where the roster changed from a day on (name, branch, post), leave the earlier row, fill in its “Until”, and add a row"
    " with “From” and the same code; who left has “Until” alone, who came “From”",
)
DIFFERS = Rule(
    "O164",
    Severity.NOTE,
    T("哪里和定稿不一样", "What differs from the seal"),
    T("不一样的：{changes}", "what differs: {changes}"),
    T("怎么办见上面", "see above for what to do"),
    T(
        "每样只列前几处，规则、名单、决定在前，后面的多半是它们引起的；左边是定稿时的，右边是现在的。",
        "The first few of each kind, rules, people and decisions first, from which the rest mostly follows; as sealed on the"
        " left, as it would be now on the right.",
    ),
)
SAYS_NO_NUMBER = Rule(
    "O165",
    Severity.ERROR,
    T("不是文号", "No document number"),
    T(
        "“{found}”看不出是哪个文件或哪次会议，什么也没有写",
        "“{found}” names no document or meeting; nothing was written",
    ),
    T(
        "写文号或纪要号，如 联党发〔2023〕12号、6月20日会议纪要",
        "give the number of a document or of minutes",
    ),
    T("定稿和例外以后要查得到依据。", "What a seal or an exception rests on must be found later."),
)
SEALED_WITH = Rule(
    "O166",
    Severity.WARNING,
    T("带着问题定稿", "Sealed with what is not settled"),
    T("定稿时还有：{what}", "sealed all the same, with {what}"),
    T(
        "会议知道就行；不行的话，改好以后用 merge --exception 写明文号；没有公示过的，公示以后记一笔（xlcampaign post）",
        "nothing to do if the meeting knows; else correct it and merge with --exception; post who was never posted, and say so"
        " (xlcampaign post)",
    ),
    T(
        "没计入的错误、没评出星的不妨碍定稿：也许再也补不了。会议签字的核对总数里有这些数。",
        "Errors and subjects without a result keep no stage from being sealed, for they may stay as they are; the control"
        " totals that the meeting signs tell them.",
    ),
)
SEAL_SPOILT = Rule(
    "O167",
    Severity.ERROR,
    T("定稿记录坏了", "The seal cannot be read"),
    T(
        "“{file}”坏了或被人改过，看不出第 {stage} 阶段定的是什么",
        "“{file}” is damaged or was changed by hand: nobody can tell what was sealed of stage {stage}",
    ),
    T(
        "从备份里拿回这个文件；没有备份的，对照签过字的汇总，把它移走后按原来的文号再定稿",
        "bring the file back from a backup; without one, compare with the signed summary, move it away and seal again by the"
        " same document",
    ),
    T(
        "定稿记录在 .xlcampaign/seals，和缓存分开，不要删；坏了的不当作没有定稿。",
        "Seals are kept in .xlcampaign/seals, apart from the cache; do not delete them. A damaged one is not taken for none.",
    ),
)
SEAL_LOST = Rule(
    "O180",
    Severity.ERROR,
    T("定稿记录不见了", "The seal is gone"),
    T(
        "“{summary}”写着“{found}”，定稿记录“{file}”却不见了：看不出第 {stage} 阶段定的是什么",
        "“{summary}” says “{found}”, and “{file}” is gone: nobody can tell what was sealed of stage {stage}",
    ),
    T(
        "从备份里拿回定稿记录（整个 .xlcampaign/seals 文件夹）；没有备份的，把签过字的汇总另存一份，原来的移走，再按原来的文号定稿",
        "bring the seal back from a backup (the whole folder .xlcampaign/seals); without one, keep a copy of the signed"
        " summary, move the summary away and seal again by the same document",
    ),
    T(
        "汇总上写着定稿的，记录没了也不当作没有定稿；复制活动要连隐藏的 .xlcampaign 一起复制。",
        "Where the summary says that its stage is sealed, a record that is gone is not taken for none; who copies a campaign"
        " copies the hidden folder .xlcampaign with it.",
    ),
)
WOULD_DIFFER = Rule(
    "O168",
    Severity.WARNING,
    T("现在的结果和定稿不一样", "Results differ from the seal"),
    T(
        "第 {stage} 阶段已按“{number}”定稿（{day}），这里说的是现在算出来的，有 {found} 处不一样：{changes}{program}",
        "stage {stage} was sealed by “{number}” ({day}); what is said here is reckoned now and differs in {found:value}:"
        " {changes}{program}",
    ),
    T(
        "以定稿的汇总为准；要不要改，看 merge 怎么说{how}",
        "the sealed summary holds; merge says what can be done{how}",
    ),
    _SEALED_WHY,
)
NOT_SEALED = Rule(
    "O169",
    Severity.ERROR,
    T("没有定稿，用不着例外", "No seal to except from"),
    T(
        "第 {stage} 阶段没有定稿，没有写汇总",
        "stage {stage} is not sealed; no summary was written",
    ),
    T("去掉 --exception、--reason、--by", "leave out --exception, --reason and --by"),
    T("例外是对定稿说的。", "An exception is one to a seal."),
)
NO_DIFFERENCE = Rule(
    "O170",
    Severity.NOTE,
    T("和定稿一样，没有记例外", "As sealed: no exception kept"),
    T(
        "第 {stage} 阶段和定稿一样，汇总照写，例外“{number}”没有记",
        "stage {stage} comes out as sealed; the summary was written, and exception “{number}” was not kept",
    ),
    T("看改动的表是不是真的收进了 inbox", "see whether what was to change is in the inbox"),
    T("没有改动就没有例外。", "Where nothing differs there is no exception."),
)
EXCEPTED = Rule(
    "O175",
    Severity.NOTE,
    T("按例外写了汇总", "Written by an exception"),
    T(
        "按例外“{number}”写了汇总，和定稿有 {found} 处不一样，记下了，汇总上有",
        "written by exception “{number}”: {found:value differs|values differ} from the seal, kept and said on the summary",
    ),
    T(
        "公示过的，补充公示或更正；要定下来，用新的文号再运行 seal",
        "correct what was posted; to settle it, seal again by another document",
    ),
    T(
        "从这次起，以后的汇总和例外以后的比，不和最初定稿的比。",
        "From then on, merges are held to what came out by the exception, and no more to the first seal.",
    ),
)
EARLIER_UNSEALED = Rule(
    "O171",
    Severity.NOTE,
    T("上一阶段还没有定稿", "The stage before is not sealed"),
    T(
        "第 {stage} 阶段还没有定稿，表照样写出",
        "stage {stage} is not sealed; the forms were written all the same",
    ),
    T(
        "公示、异议处理完了，就定稿：xlcampaign seal --stage {stage} --number 文号",
        "once it was posted and objections are settled: xlcampaign seal --stage {stage} --number NUMBER",
    ),
    T(
        "不定稿的话，上一阶段的结果按当时表上的规则重算，会跟着名单和补来的表变。",
        "Without a seal its results are reckoned by the rules of its forms, and change with roster and late forms.",
    ),
)
POSTED_OTHERWISE = Rule(
    "O172",
    Severity.WARNING,
    T("和贴出去的公示不一样", "Not as posted"),
    T(
        "和贴出去的公示（{first} 至 {last}）不一样：{changes}",
        "not as the page that was posted ({first} to {last}): {changes}",
    ),
    T(
        "该补充公示的补充，该更正的更正：贴出新的，再运行 xlcampaign post",
        "post what is new or corrected, then run xlcampaign post again",
    ),
    T(
        "贴出去的记在 .xlcampaign/posted；后来的汇总和它比，点名说哪里不同。",
        "What was posted is kept in .xlcampaign/posted; later merges are compared with it, by name.",
    ),
)
NOTHING_TO_POST = Rule(
    "O173",
    Severity.ERROR,
    T("还没有可贴的公示", "No page to post"),
    T(
        "第 {stage} 阶段还没有汇总，或者汇总以后表和方案又变了，没有记",
        "stage {stage} is not merged, or forms or plan changed since; nothing was kept",
    ),
    T("先运行 merge，贴出新的公示，再运行 post", "merge, post the new page, then run post"),
    T("记的是贴出去的那一份。", "What is kept is the page that was posted."),
)
POSTED_SPOILT = Rule(
    "O174",
    Severity.WARNING,
    T("公示的记录坏了", "What was posted cannot be read"),
    T(
        "“{file}”坏了或被人改过，看不出贴出去的是什么",
        "“{file}” is damaged or was changed by hand: nobody can tell what was posted",
    ),
    T(
        "从备份里拿回；没有备份的，移走它，对照墙上的公示再运行 post",
        "bring it back from a backup; without one move it away, compare with the wall, and run post again",
    ),
    T("坏了的不当作没有贴过。", "A damaged record is not taken for none."),
)
NEVER_POSTED = Rule(
    "O176",
    Severity.ERROR,
    T("没有记过公示", "Nothing was posted"),
    T(
        "第 {stage} 阶段没有记过公示，没有写公示结果",
        "nothing was posted of stage {stage} as far as is known; no outcome was written",
    ),
    T("贴出以后先运行 post --from 第一天 --to 最后一天", "post the page, then run post --from DAY --to DAY"),
    T("公示结果说的是贴出去的那一份。", "The outcome is about the page that was posted."),
)
STILL_POSTED = Rule(
    "O177",
    Severity.ERROR,
    T("公示期还没有满", "Still posted"),
    T("公示到 {last} 才满，没有写公示结果", "the page is posted until {last}; no outcome was written"),
    T("期满以后再运行 post --outcome", "run post --outcome after that day"),
    T("期满以前还会有异议。", "Until then objections may come."),
)
OUTCOME_OPEN = Rule(
    "O178",
    Severity.ERROR,
    T("还有没议定的，不能公布结果", "Decisions are open"),
    T(
        "还有 {found} 项没有议定：{names}；没有写公示结果",
        "not decided yet: {found} ({names}); no outcome was written",
    ),
    T(
        "看“会议议决”，议定后填评选表彰表（名额并列的写明给谁、不给谁；异议填齐核查情况、结论、文号），收进 inbox，汇总，再运行",
        "see “Decisions”; write down what was decided (of those who are tied who gets the place and who does not; of objections"
        " inquiry, conclusion and document), put the form into the inbox, merge, then run it again",
    ),
    T("公布的是最后的名单。", "What is announced is the final list."),
)
OUTCOME_DIFFERS = Rule(
    "O179",
    Severity.ERROR,
    T("名单和贴出去的不一样", "The list is not as posted"),
    T(
        "现在的名单和贴出去的公示（{first} 至 {last}）不一样：{changes}；没有写公示结果",
        "the list is not as the page that was posted ({first} to {last}): {changes}; no outcome was written",
    ),
    T(
        "先补充公示或更正：贴出新的，运行 post --from --to，期满以后再运行 post --outcome",
        "post the new page first, run post --from --to, and post --outcome after its time",
    ),
    T("没有公示过的不进最后名单。", "Nobody is on the final list who was not posted."),
)
NEWLY_POSTED = T("公示上没有、现在该有：{names}", "not on it and due now: {names}")
NO_LONGER_POSTED = T("公示上有、现在不该有：{names}", "on it and due no more: {names}")
POSTED_AS_OTHER = T("名字或星数不同：{names}", "with another name or number of stars: {names}")
OTHER_PROGRAM = T(
    "；定稿用的程序是 {old} 版，现在是 {new} 版：表和方案都没有动过的话，就是程序的差别",
    "; it was sealed by version {old} of the program, and this is {new}: if neither forms nor plan changed, that is why",
)
TIED_FOR_PLACE = T("{name}（{code}，名额并列）", "{name} ({code}, tied for a place)")
TO_RECOMMEND = T("{name}（推荐）", "{name} (to be recommended)")
OBJECTION_TO = T("{name}（异议）", "{name} (objection)")
UNSETTLED = {
    "errors": T("没计入的错误 {number} 处", "{number:error that does|errors that do} not count"),
    "unrated": T("没有评出星的 {number} 个", "{number} without a result"),
    "unposted": T("该公示的 {number} 个还没有公示过", "{number} never posted that should be"),
}
"""What a stage may be sealed with."""
