"""The control totals that a meeting signs for: forms, files, cells, marks, composites, levels; and digests."""

import hashlib
from collections.abc import Iterator, Sequence

from xlcampaign.layout.choices import KINDS, label_of
from xlcampaign.layout.outcomes import NOT_GRADED
from xlcampaign.model.plan import SubjectKind
from xlcampaign.model.seal import grouped
from xlcampaign.model.submission import Submission
from xlcampaign.summary.context import Context
from xlcampaign.summary.sealed import SEALED, seal_words
from xlcampaign.words import T, same


def combined_digest(submissions: Sequence[Submission]) -> str:
    """Return the SHA-256 over the sorted SHA-256 of all files that count, one after the other."""
    digests = sorted({submission.sha256 for submission in submissions})
    return hashlib.sha256("".join(digests).encode("ascii")).hexdigest()


def counting_files(context: Context) -> list[Submission]:
    """Return the files of which a sheet counts, by name."""
    sources = context.report.selection.chosen.values()
    chosen = {source.file: source.submission for several in sources for source in several}
    return [chosen[file] for file in sorted(chosen)]


def _levels(context: Context, kind: SubjectKind) -> str:
    """Return how many subjects of a kind have each level, how many none."""
    say = context.say
    figures = context.briefing.figures[kind]
    parts = [f"{level.name} {level.count}" for level in figures.levels]
    parts.append(f"{say(T('暂无等次', 'no level yet'))} {figures.without_level}")
    if figures.ungraded:
        parts.append(f"{say(NOT_GRADED)} {figures.ungraded}")
    return say(T("，", ", ")).join(parts)


def _composites(context: Context, kind: SubjectKind) -> T:
    figures = context.briefing.figures[kind]
    total, rated = figures.composites / 100, figures.rated
    return T(f"{total:.2f}（{rated} 个相加）", f"{total:.2f} (sum of {rated})")


def totals_of(context: Context) -> Iterator[tuple[T, T]]:
    """Yield what must be the same wherever it is counted: labels and figures."""
    report, briefing = context.report, context.briefing
    due = len(briefing.forms)
    sent = sum(bool(form.files) for form in briefing.forms)
    cells, marks, files = briefing.cells, briefing.marks, counting_files(context)
    yield T("收到的表", "Forms received"), T(f"{sent}，应报 {due}", f"{sent} of {due}")
    yield (
        T("文件", "Files"),
        T(
            f"{len(report.receipts)} 个，采用 {len(files)} 个",
            f"{len(report.receipts)}, {len(files)} of them count",
        ),
    )
    yield (
        T("输入格（含被取代的表）", "Input cells (superseded forms too)"),
        T(
            f"采用 {cells.accepted}，空 {cells.empty}，退回 {cells.rejected}，合计 {cells.total}",
            f"accepted {cells.accepted}, empty {cells.empty}, rejected {cells.rejected}, in all {cells.total}",
        ),
    )
    yield (
        T("评议", "Marks"),
        T(
            f"计入 {marks.counted}，不计 {marks.uncounted}，票上未评 {marks.blank}，合计 {marks.total}",
            f"counted {marks.counted}, not counted {marks.uncounted}, blank on ballots {marks.blank}, in all {marks.total}",
        ),
    )
    yield T("填报错误", "Errors"), T(f"{briefing.errors} 处", f"{briefing.errors}")
    for kind in SubjectKind:
        who = label_of(KINDS, kind)
        yield T(f"{who.zh}综合得分总和", f"Composites, {who.en}"), _composites(context, kind)
    unrated = [
        T(
            f"{label_of(KINDS, kind).zh} {briefing.figures[kind].unrated}",
            f"{label_of(KINDS, kind).en} {briefing.figures[kind].unrated}",
        )
        for kind in SubjectKind
    ]
    yield (
        T("暂未评星", "Unrated"),
        T("，".join(one.zh for one in unrated), ", ".join(one.en for one in unrated)),
    )
    for kind in SubjectKind:
        who = label_of(KINDS, kind)
        yield T(f"{who.zh}各等次", f"Levels, {who.en}"), same(_levels(context, kind))


def digests_of(context: Context) -> Iterator[tuple[T, T]]:
    """Yield by what plan and files can be told from others, and the seal."""
    yield T("方案 SHA-256", "SHA-256 of the plan"), same(grouped(context.report.plan_sha256))
    digest = combined_digest(counting_files(context))
    yield T("采用文件合并摘要", "Digest of the files"), same(grouped(digest))
    if sealed := seal_words(context):
        yield SEALED, sealed
