"""Corrects a quarantined training by the answers of a form, and those of its file where the same thing is written."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from django.db import transaction

from pacte.exchange.errors import UnreadableFile
from pacte.exchange.lheo.catalogue_import import STAGED_TABLES
from pacte.exchange.lheo.correction_edits import CorrectionAnswer
from pacte.exchange.lheo.corrections import Correction, CorrectionPlan, XmlEdit, plan_corrections
from pacte.exchange.lheo.faults import Fault, Signature, defect_signature, fault_from_plain
from pacte.exchange.lheo.sandbox import CORRECTION_ENTRY, DIAGNOSIS_ENTRY, CatalogueMessage, run_catalogue_worker
from pacte.exchange.lheo.sandbox_protocol import MessageType
from pacte.exchange.lheo.structure import Structure
from pacte.exchange.lheo.training_outline import QuarantinedOutline, outline_from_plain
from pacte.exchange.lheo.training_text import first_lines, norm_of_text
from pacte.exchange.lheo.xml_source import unreadable_catalogue
from pacte.kernel.actor import Actor
from pacte.kernel.defects import CellReference, Defect
from pacte.offer.queries import quarantined_texts, waiting_defects
from pacte.offer.records.staging import ImportCounts
from pacte.offer.services.quarantine import replay_quarantined, save_correction

if TYPE_CHECKING:
    from pacte.offer.models import QuarantinedTraining

MAX_CORRECTED_TOGETHER = 500
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


@dataclass(slots=True)
class CorrectionOutcome:
    """``has_entered``, or the number of defects ``left``. Other trainings of the file: entered, or still waiting."""

    has_entered: bool = False
    left: int = 0
    others_entered: int = 0
    others_waiting: int = 0
    tally: ImportCounts = field(default_factory=ImportCounts)


def diagnose_training(quarantined: QuarantinedTraining) -> TrainingDiagnosis | None:
    """The faults of its text and how to correct them; None when the text is not that of one training."""
    norm = norm_of_text(quarantined.text)
    try:
        outline, seen = _read_diagnosis(quarantined.text)
    except UnreadableFile:
        return None
    stored = [Defect.from_plain(each) for each in quarantined.defects]
    of_file = tuple(_file_fault(each) for each in stored if each.code in _FILE_FAULTS and _is_of_training(each))
    faults = (*of_file, *seen)
    return TrainingDiagnosis(outline, norm, faults, len(of_file), plan_corrections(faults, norm))


def trainings_written_alike(
    *, actor: Actor, quarantined: QuarantinedTraining, corrections: Sequence[Correction]
) -> dict[Signature, list[int]]:
    """Ids of the other waiting trainings of the same file with the same defect, for each that they may share."""
    shared: dict[Signature, list[int]] = {each.signature: [] for each in corrections if each.signature}
    if not shared:
        return {}
    for identifier, defects in waiting_defects(actor=actor, delivery=quarantined.delivery):
        if identifier != quarantined.pk:
            for signature in shared.keys() & {_signature(Defect.from_plain(each)) for each in defects}:
                shared[signature].append(identifier)
    return {signature: ids[:MAX_CORRECTED_TOGETHER] for signature, ids in shared.items() if ids}


def correct_trainings(
    *,
    actor: Actor,
    quarantined: QuarantinedTraining,
    diagnosis: TrainingDiagnosis,
    answers: Sequence[AnsweredCorrection],
) -> CorrectionOutcome:
    """Applies the answers, checks again, and imports what is good. What is not stays in quarantine, as corrected.

    Raises ``UnreadableFile``, ``PermissionDenied``, or ``Conflict`` when a training is no longer in quarantine.
    """
    shared = [each for each in answers if each.for_all and each.correction.signature]
    alike = trainings_written_alike(
        actor=actor, quarantined=quarantined, corrections=[each.correction for each in shared]
    )
    others = dict.fromkeys(identifier for ids in alike.values() for identifier in ids)
    texts = quarantined_texts(actor=actor, quarantined_ids=list(others)[:MAX_CORRECTED_TOGETHER])
    requested: dict[int, tuple[str, list[CorrectionAnswer]]] = {
        quarantined.pk: (quarantined.text, [_own_answer(each, diagnosis) for each in answers])
    }
    for identifier, text in texts.items():
        if norm_of_text(text) is diagnosis.norm:
            requested[identifier] = (
                text,
                [
                    _shared_answer(each, diagnosis)
                    for each in shared
                    if each.correction.signature and identifier in alike.get(each.correction.signature, ())
                ],
            )
    sender = quarantined.delivery.provider
    return _Corrected(list(requested)).write(actor, _correct(requested, sender.siret if sender else ""))


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


def _signature(defect: Defect) -> Signature:
    return defect_signature(defect.code, defect.column, defect.value)


def _own_answer(answer: AnsweredCorrection, diagnosis: TrainingDiagnosis) -> CorrectionAnswer:
    ranks = tuple(rank - diagnosis.file_faults for rank in answer.correction.faults)
    return CorrectionAnswer(answer.edits, ranks=() if ranks[0] < 0 else ranks)


def _shared_answer(answer: AnsweredCorrection, diagnosis: TrainingDiagnosis) -> CorrectionAnswer:
    rank = answer.correction.faults[0]
    fault = diagnosis.faults[rank]
    alike = () if rank < diagnosis.file_faults else (*fault.signature[:2], fault.value)
    return CorrectionAnswer(answer.edits, alike=alike)


def _correct(requested: Mapping[int, tuple[str, list[CorrectionAnswer]]], siret: str) -> list[CatalogueMessage]:
    trainings = [{"text": text, "answers": [each.plain() for each in answers]} for text, answers in requested.values()]
    request = json.dumps({"siret": siret, "trainings": trainings}, ensure_ascii=False).encode()
    with run_catalogue_worker(io.BytesIO(request), entry=CORRECTION_ENTRY) as messages:
        return list(messages)


class _Corrected:
    """Corrected texts, the rows of the good ones and the defects of the others, by rank in the corrected document."""

    def __init__(self, identifiers: Sequence[int]) -> None:
        self._first, self._requested, self._identifiers = identifiers[0], len(identifiers), list(identifiers)
        self._texts: list[str] = []
        self._rows: dict[str, list[bytes]] = {}
        self._defects: dict[int, list[dict[str, object]]] = {}
        self._has_ended = False

    def write(self, actor: Actor, messages: Sequence[CatalogueMessage]) -> CorrectionOutcome:
        for each in messages:
            self._take(each)
        if not self._has_ended or self._first not in self._identifiers:
            raise _unreadable()
        by_id = dict(zip(self._identifiers, self._texts, strict=True))
        bad = {self._identifiers[rank]: defects for rank, defects in self._defects.items()}
        good = {identifier: text for identifier, text in by_id.items() if identifier not in bad}
        outcome = CorrectionOutcome(self._first in good, len(bad.get(self._first, ())))
        outcome.others_entered = len(good) - outcome.has_entered
        outcome.others_waiting = self._requested - 1 - outcome.others_entered
        with transaction.atomic():
            for identifier, defects in bad.items():
                save_correction(actor=actor, quarantined_id=identifier, text=by_id[identifier], defects=defects)
            if good:
                outcome.tally = replay_quarantined(actor=actor, texts=good, rows=self._rows)
        return outcome

    def _take(self, message: CatalogueMessage) -> None:
        if message.kind is MessageType.CORRECTED:
            self._take_texts(message.json_object().get("texts"))
        elif message.kind is MessageType.ROWS:
            if not message.body or message.body[0] >= len(STAGED_TABLES):
                raise _unreadable()
            self._rows.setdefault(STAGED_TABLES[message.body[0]], []).append(message.body[1:])
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
        payload = message.json_object()
        rank, defects = payload.get("rank"), payload.get("defects")
        if type(rank) is not int or not 1 <= rank <= len(self._identifiers) or not isinstance(defects, list):
            raise _unreadable()
        first_line = first_lines(self._texts)[rank - 1]
        try:
            read = [Defect.from_plain(each) for each in defects if isinstance(each, dict)]
        except ValueError as error:
            raise _unreadable() from error
        self._defects[rank - 1] = [_of_training_alone(each, first_line).plain() for each in read if each.is_error]


def _of_training_alone(defect: Defect, first_line: int) -> Defect:
    """The same defect when the training is the whole text: ``first_line`` is where it begins in the file."""
    if defect.cell is None:
        return defect
    path = _TRAINING.sub("/lheo/offres/formation[1]", defect.cell.column)
    return replace(defect, cell=CellReference(defect.cell.sheet, max(1, defect.cell.row - first_line + 1), path))


def _unreadable() -> UnreadableFile:
    return unreadable_catalogue("file_unreadable", "Le texte ne peut pas être lu.")
