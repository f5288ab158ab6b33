"""How a summary says that its stage is sealed, and by which exceptions it comes out otherwise."""

from collections.abc import Iterator

from xlcampaign.model.seal import Act, since_seal
from xlcampaign.summary.context import Context
from xlcampaign.words import T, bracketed, enumerated, same

SEALED, _EXCEPTION = T("定稿", "Sealed"), T("定稿后例外", "Exception to the seal")
_SEALED_BY = T("定稿：{document}", "Sealed: {document}")
_CHECKSUM = T("校验码 {checksum}", "checksum {checksum}")
_LATER = T("例外 {acts}", "exception {acts}")
_BY = T("{by} 同意；理由：{reason}", "agreed to by {by}; reason: {reason}")
_PROGRAM = T("程序 {program}", "program {program}")


def sealed_by(context: Context) -> T | None:
    """Return the document by which a stage is sealed, with its day; None where it is not sealed."""
    acts = context.report.sealed
    return _SEALED_BY.filled(document=_dated(since_seal(acts)[0])) if acts else None


def seal_words(context: Context) -> T | None:
    """Return by what a stage is sealed and excepted since, and the checksum that holds; None where it is not sealed."""
    acts = context.report.sealed
    if not acts:
        return None
    seal, *later = since_seal(acts)
    said = [_dated(seal)]
    if later:
        said.append(_LATER.filled(acts=enumerated(map(_dated, later))))
    said.append(_CHECKSUM.filled(checksum=acts[-1].short))
    return T("；".join(one.zh for one in said), "; ".join(one.en for one in said))


def act_lines(context: Context) -> Iterator[tuple[T, T]]:
    """Yield all that was done to seal a stage, in order, each with its label; of an exception with what came out otherwise."""
    for act in context.report.sealed:
        facts = [_dated(act), same(act.checksum), _PROGRAM.filled(program=act.program)]
        yield _EXCEPTION if act.is_exception else SEALED, _apart(facts)
        if act.is_exception:
            yield same(""), _BY.filled(by=act.grounds.by, reason=act.grounds.reason)
            yield from ((same(""), line) for line in act.differs)


def _dated(act: Act) -> T:
    return bracketed(act.grounds.number, str(act.day))


def _apart(texts: list[T]) -> T:
    return T("　".join(text.zh for text in texts), " · ".join(text.en for text in texts))
