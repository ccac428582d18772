"""Corrects a refused training by the answers of a form, and those of its file where the same thing is written."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pacte.exchange.errors import UnreadableFile
from pacte.exchange.lheo.catalogue_import import rejected_training, staged_lines
from pacte.exchange.lheo.correction_edits import CorrectionAnswer
from pacte.exchange.lheo.corrections import Correction, CorrectionPlan, XmlEdit, plan_corrections
from pacte.exchange.lheo.faults import Fault, Signature, defect_signature, fault_from_plain
from pacte.exchange.lheo.sandbox import CORRECTION_ENTRY, DIAGNOSIS_ENTRY, CatalogueMessage, run_catalogue_worker
from pacte.exchange.lheo.sandbox_protocol import MessageType
from pacte.exchange.lheo.structure import Structure
from pacte.exchange.lheo.training_outline import QuarantinedOutline, outline_from_plain
from pacte.exchange.lheo.training_text import first_lines, norm_of_text
from pacte.exchange.lheo.xml_source import unreadable_catalogue
from pacte.kernel.defects import CellReference, Defect

_TRAINING = re.compile(r"^/lheo/offres/formation\[[0-9]+\]")
_FILE_FAULTS = frozenset({"number_twice", "not_yours"})
"""Rules about the whole file or its sender: the text alone does not show them."""


@dataclass(frozen=True, slots=True)
class TrainingDiagnosis:
    """What a form may correct in a training. ``faults`` begin with those that its text does not show."""

    outline: QuarantinedOutline
    norm: Structure
    faults: tuple[Fault, ...]
    file_faults: int
    plan: CorrectionPlan


@dataclass(frozen=True, slots=True)
class AnsweredCorrection:
    """A correction and the edits of its answers. ``for_all``: also where the file says the same elsewhere."""

    correction: Correction
    edits: tuple[XmlEdit, ...]
    for_all: bool = False


@dataclass(frozen=True, slots=True)
class CorrectedTrainings:
    """Corrected texts by id, COPY lines of the good ones, and the defects of the others by id."""

    texts: Mapping[int, str]
    rows: Mapping[str, Sequence[bytes]]
    defects: Mapping[int, Sequence[Defect]]


def diagnose_training(text: str, defects: Iterable[Defect]) -> TrainingDiagnosis | None:
    """The faults of a text and how to correct them; None when it is not that of one training.

    ``defects``: those with which it was refused, some of which its text does not show.
    """
    norm = norm_of_text(text)
    try:
        outline, seen = _read_diagnosis(text)
    except UnreadableFile:
        return None
    of_file = tuple(_file_fault(each) for each in defects if each.code in _FILE_FAULTS and _is_of_training(each))
    faults = (*of_file, *seen)
    return TrainingDiagnosis(outline, norm, faults, len(of_file), plan_corrections(faults, norm))


def signatures_of(defects: Iterable[Defect]) -> set[Signature]:
    """What tells a defect apart: trainings with one in common may be corrected together."""
    return {defect_signature(each.code, each.column, each.value) for each in defects}


def correct_texts(
    texts: Mapping[int, str], diagnosis: TrainingDiagnosis, answers: Sequence[AnsweredCorrection],
    alike: Mapping[Signature, Collection[int]], siret: str = "",
) -> CorrectedTrainings:  # fmt: skip
    """Applies the answers to the first text, and to the others those that they share, then checks all of them again.

    ``texts`` by id, all of the version of the first one; ``alike``: ids that have the same defect, for what is shared.
    ``siret``: they must be of that provider. Raises ``UnreadableFile``.
    """
    first = next(iter(texts))
    requested = []
    for identifier, text in texts.items():
        own = [_own_answer(each, diagnosis) for each in answers]
        edits = own if identifier == first else _shared_answers(identifier, diagnosis, answers, alike)
        requested.append({"text": text, "answers": [each.plain() for each in edits]})
    request = json.dumps({"siret": siret, "trainings": requested}, ensure_ascii=False).encode()
    reading = _CorrectedReading(list(texts))
    with run_catalogue_worker(io.BytesIO(request), entry=CORRECTION_ENTRY) as messages:
        for message in messages:
            reading.take(message)
    return reading.finish()


def _shared_answers(
    identifier: int, diagnosis: TrainingDiagnosis, answers: Sequence[AnsweredCorrection],
    alike: Mapping[Signature, Collection[int]],
) -> list[CorrectionAnswer]:  # fmt: skip
    return [
        _shared_answer(each, diagnosis)
        for each in answers
        if each.for_all and each.correction.signature and identifier in alike.get(each.correction.signature, ())
    ]


def _read_diagnosis(text: str) -> tuple[QuarantinedOutline, list[Fault]]:
    with run_catalogue_worker(io.BytesIO(text.encode()), entry=DIAGNOSIS_ENTRY) as messages:
        payload = next(iter([each.json_object() for each in messages]), {})
    try:
        faults = payload.get("faults")
        return outline_from_plain(payload.get("outline")), [
            fault_from_plain(each) for each in (faults if isinstance(faults, list) else [None])
        ]
    except ValueError as error:
        raise _unreadable() from error


def _is_of_training(defect: Defect) -> bool:
    return defect.column.count("/") == 3


def _file_fault(defect: Defect) -> Fault:
    return Fault(
        defect.code, defect.column, "formation", defect.value, defect.message, defect.hint, words={"what": "formation"}
    )


def _own_answer(answer: AnsweredCorrection, diagnosis: TrainingDiagnosis) -> CorrectionAnswer:
    ranks = tuple(rank - diagnosis.file_faults for rank in answer.correction.faults)
    return CorrectionAnswer(answer.edits, ranks=() if ranks[0] < 0 else ranks)


def _shared_answer(answer: AnsweredCorrection, diagnosis: TrainingDiagnosis) -> CorrectionAnswer:
    rank = answer.correction.faults[0]
    fault = diagnosis.faults[rank]
    alike = () if rank < diagnosis.file_faults else (*fault.signature[:2], fault.value)
    return CorrectionAnswer(answer.edits, alike=alike)


class _CorrectedReading:
    """Corrected texts, the rows of the good ones and the defects of the others, by rank in the corrected document."""

    def __init__(self, identifiers: Sequence[int]) -> None:
        self._first, self._requested, self._identifiers = identifiers[0], len(identifiers), list(identifiers)
        self._texts: list[str] = []
        self._rows: dict[str, list[bytes]] = {}
        self._defects: dict[int, list[Defect]] = {}
        self._has_ended = False

    def finish(self) -> CorrectedTrainings:
        if not self._has_ended or self._first not in self._identifiers:
            raise _unreadable()
        texts = dict(zip(self._identifiers, self._texts, strict=True))
        return CorrectedTrainings(texts, self._rows, self._defects)

    def take(self, message: CatalogueMessage) -> None:
        if message.kind is MessageType.CORRECTED:
            self._take_texts(message.json_object().get("texts"))
        elif message.kind is MessageType.ROWS:
            table, lines = staged_lines(message)
            self._rows.setdefault(table, []).append(lines)
        elif message.kind is MessageType.QUARANTINE:
            self._quarantine(message)
        elif message.kind is MessageType.END:
            self._has_ended = True

    def _take_texts(self, texts: object) -> None:
        if not isinstance(texts, list) or len(texts) != self._requested:
            raise _unreadable()
        by_id = {each: text for each, text in zip(self._identifiers, texts, strict=True) if isinstance(text, str)}
        self._identifiers, self._texts = list(by_id), list(by_id.values())

    def _quarantine(self, message: CatalogueMessage) -> None:
        rejected = rejected_training(message)
        if not 1 <= rejected.rank <= len(self._identifiers):
            raise _unreadable()
        first_line, identifier = first_lines(self._texts)[rejected.rank - 1], self._identifiers[rejected.rank - 1]
        errors = [each for each in rejected.defects if each.is_error]
        self._defects[identifier] = [_of_training_alone(each, first_line) for each in errors]


def _of_training_alone(defect: Defect, first_line: int) -> Defect:
    """The same defect when the training is the whole text: ``first_line`` is where it begins in the file."""
    if defect.cell is None:
        return defect
    path = _TRAINING.sub("/lheo/offres/formation[1]", defect.cell.column)
    return replace(defect, cell=CellReference(defect.cell.sheet, max(1, defect.cell.row - first_line + 1), path))


def _unreadable() -> UnreadableFile:
    return unreadable_catalogue("file_unreadable", "Le texte ne peut pas être lu.")
