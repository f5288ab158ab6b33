"""What became of files, kept from one run to the next: no ballot, no grid, and nothing out of an encrypted file."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from datetime import date
from types import GenericAlias
from typing import Any, TypeVar, get_type_hints

import msgspec

from xlcampaign.commands.intake import Intake
from xlcampaign.findings.catalogue import file_rules as f
from xlcampaign.findings.finding import Finding
from xlcampaign.findings.rules import BY_CODE
from xlcampaign.model.entry import RegisterRow
from xlcampaign.model.envelope import Envelope
from xlcampaign.model.plan import Plan
from xlcampaign.model.submission import SheetPart, Submission
from xlcampaign.program import program_digest
from xlcampaign.store import Store

_NEVER = {f.OPENED.code, f.PASSWORD.code, f.DAMAGED.code, f.CRASHED.code}
"""Signs of a file that is encrypted, or may be, or on which a worker failed: it is read anew each time."""
_Copy = TypeVar("_Copy")

_Cell = str | int | tuple[date] | None
"""A value of a cell; a day lies in a tuple, since as bytes it is a text like others."""


def _like(model: type, **otherwise: object) -> type[msgspec.Struct]:
    """Return the form in which a class of the model is kept: its fields, some of them otherwise."""
    types = get_type_hints(model) | otherwise
    listed = [(field.name, types[field.name]) for field in fields(model)]
    return msgspec.defstruct(model.__name__, listed, array_like=True, frozen=True)


_Finding = _like(Finding, rule=str)
_Entry = _like(RegisterRow, values=dict[str, _Cell])
_Entries = GenericAlias(tuple, (_Entry, ...))
_ROWS = ("entries", "loose", "revoking")
"""The fields of a sheet's part that hold rows of a register."""
_Part = _like(SheetPart, **dict.fromkeys(_ROWS, _Entries))
_Submission = _like(Submission, parts=GenericAlias(dict, (str, _Part)))
_Intake = _like(
    Intake,
    submission=_Submission | None,
    findings=GenericAlias(list, (_Finding,)),
    plan=None,
    draft=None,
    upward=None,
)
_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(GenericAlias(list, (_Intake,)))


class Kept:
    """What became of the files that earlier runs read for the same stage, by the same plan and program."""

    def __init__(self, store: Store, plan: Plan, stage: int) -> None:
        self._store = store
        self._reader = hashlib.sha256(program_digest() + repr((stage, plan)).encode()).digest()

    def get(self, envelope: Envelope) -> list[Intake] | None:
        """Return what became of a file and of what lies in it; None where that is not known."""
        data = self._store.get(self._key(envelope))
        try:
            return None if data is None else [_intake(one) for one in _DECODER.decode(data)]
        except (msgspec.DecodeError, KeyError):
            return None

    def put(self, envelope: Envelope, intakes: Sequence[Intake]) -> None:
        """Keep what became of a file and of what lies in it, if it may be kept."""
        found = {finding.rule.code for intake in intakes for finding in intake.findings}
        if found.isdisjoint(_NEVER):
            self._store.put(self._key(envelope), _ENCODER.encode([_as_kept(intake) for intake in intakes]))

    def _key(self, envelope: Envelope) -> bytes:
        name = hashlib.sha256(envelope.name.encode("utf-8", "surrogatepass")).digest()
        return hashlib.sha256(self._reader + name + hashlib.sha256(envelope.data).digest()).digest()


def _copied(one: Any, into: Callable[..., _Copy], **otherwise: object) -> _Copy:  # noqa: ANN401 -- of either form
    """Return something in its other form, some fields otherwise."""
    names: tuple[str, ...] = one.__struct_fields__ if isinstance(one, msgspec.Struct) else one.__slots__
    return into(*(otherwise[name] if name in otherwise else getattr(one, name) for name in names))


def _as_kept(intake: Intake) -> msgspec.Struct:
    submission = intake.submission
    findings = [_copied(one, _Finding, rule=one.rule.code) for one in intake.findings]
    return _copied(
        intake, _Intake, findings=findings, submission=submission and _submission_as_kept(submission)
    )


def _submission_as_kept(submission: Submission) -> msgspec.Struct:
    parts = {
        key: _copied(part, _Part, **{name: _entries_as_kept(getattr(part, name)) for name in _ROWS})
        for key, part in submission.parts.items()
    }
    return _copied(submission, _Submission, parts=parts)


def _entries_as_kept(rows: Iterable[RegisterRow]) -> tuple[msgspec.Struct, ...]:
    return tuple(_entry_as_kept(row) for row in rows)


def _entry_as_kept(row: RegisterRow) -> msgspec.Struct:
    values = {key: (value,) if isinstance(value, date) else value for key, value in row.values.items()}
    return _copied(row, _Entry, values=values)


def _intake(kept: Any) -> Intake:  # noqa: ANN401 -- made of a class above
    submission = kept.submission
    findings = tuple(_copied(one, Finding, rule=BY_CODE[one.rule]) for one in kept.findings)
    return _copied(kept, Intake, findings=findings, submission=submission and _submission(submission))


def _submission(kept: Any) -> Submission:  # noqa: ANN401 -- made of a class above
    parts = {
        key: _copied(part, SheetPart, **{name: _entries(getattr(part, name)) for name in _ROWS})
        for key, part in kept.parts.items()
    }
    return _copied(kept, Submission, parts=parts)


def _entries(kept: Iterable[Any]) -> tuple[RegisterRow, ...]:
    return tuple(_entry(row) for row in kept)


def _entry(kept: Any) -> RegisterRow:  # noqa: ANN401 -- made of a class above
    values = {key: value[0] if isinstance(value, tuple) else value for key, value in kept.values.items()}
    return _copied(kept, RegisterRow, values=values)
