"""Refused trainings of catalogues: corrected by the answers of a form or in their text, then imported like any file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction

from pacte.exchange.lheo.corrections import Correction
from pacte.exchange.lheo.faults import Signature
from pacte.exchange.lheo.quarantine_correction import (
    AnsweredCorrection,
    TrainingDiagnosis,
    correct_texts,
    diagnose_training,
    signatures_of,
)
from pacte.exchange.lheo.quarantine_replay import read_training
from pacte.exchange.lheo.training_text import norm_of_text, without_declaration
from pacte.intake.catalogue_files import catalogue_file_of, provider_of_sender
from pacte.intake.queries import refused_texts, waiting_defects
from pacte.intake.records import FileSender
from pacte.intake.services.correcting import save_refused_text, settle_refused_rows
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.defects import Defect
from pacte.offer.records.staging import ImportCounts
from pacte.offer.services import publish_corrected
from pacte.offer.services.bulk import write_batch

if TYPE_CHECKING:
    from pacte.intake.models import ReceivedFile, RefusedRow

MAX_CORRECTED_TOGETHER = 500


@dataclass(slots=True)
class ReplayResult:
    """``has_entered`` and its changes, or the remaining defects. Line numbers are those of the text."""

    has_entered: bool = False
    defects: Sequence[Defect] = ()
    tally: ImportCounts = field(default_factory=ImportCounts)


@dataclass(slots=True)
class CorrectionOutcome:
    """``has_entered``, or the number of defects ``left``. Other trainings of the file: entered, or still waiting."""

    has_entered: bool = False
    left: int = 0
    others_entered: int = 0
    others_waiting: int = 0
    tally: ImportCounts = field(default_factory=ImportCounts)


def diagnose_refused(row: RefusedRow) -> TrainingDiagnosis | None:
    """What a form may correct in a refused training; None when its text is not that of one training."""
    return diagnose_training(row.text, [Defect.from_plain(each) for each in row.defects])


def trainings_written_alike(
    *, actor: Actor, row: RefusedRow, corrections: Sequence[Correction]
) -> dict[Signature, list[int]]:
    """Ids of the other waiting trainings of the same file with the same defect, for each that they may share."""
    shared: dict[Signature, list[int]] = {each.signature: [] for each in corrections if each.signature}
    if not shared:
        return {}
    for identifier, defects in waiting_defects(actor=actor, file_id=row.file_id):
        if identifier != row.pk:
            for signature in shared.keys() & signatures_of(Defect.from_plain(each) for each in defects):
                shared[signature].append(identifier)
    return {signature: ids[:MAX_CORRECTED_TOGETHER] for signature, ids in shared.items() if ids}


def correct_trainings(
    *, actor: Actor, row: RefusedRow, diagnosis: TrainingDiagnosis, answers: Sequence[AnsweredCorrection]
) -> CorrectionOutcome:
    """Applies the answers, checks again, and imports what is good. What is not stays in quarantine, as corrected.

    Raises ``UnreadableFile``, ``PermissionDenied``, or ``Conflict`` when a training is no longer in quarantine.
    """
    shared = [each.correction for each in answers if each.for_all and each.correction.signature]
    alike = trainings_written_alike(actor=actor, row=row, corrections=shared)
    others = list(dict.fromkeys(identifier for ids in alike.values() for identifier in ids))
    texts = refused_texts(actor=actor, row_ids=others[:MAX_CORRECTED_TOGETHER])
    same_norm = {identifier: text for identifier, text in texts.items() if norm_of_text(text) is diagnosis.norm}
    requested = {row.pk: row.text, **same_norm}
    corrected = correct_texts(requested, diagnosis, answers, alike, _siret(actor, row.file))
    good = {identifier: text for identifier, text in corrected.texts.items() if identifier not in corrected.defects}
    outcome = CorrectionOutcome(row.pk in good, len(corrected.defects.get(row.pk, ())))
    outcome.others_entered = len(good) - outcome.has_entered
    outcome.others_waiting = len(requested) - 1 - outcome.others_entered
    with transaction.atomic():
        for identifier, defects in corrected.defects.items():
            save_refused_text(actor=actor, row_id=identifier, text=corrected.texts[identifier], defects=defects)
        if good:
            outcome.tally = enter_corrected(actor=actor, file=row.file, texts=good, rows=corrected.rows)
    return outcome


def replay_training(*, actor: Actor, row: RefusedRow, text: str) -> ReplayResult:
    """Checks the corrected text and imports it when valid, else stores it with its defects.

    Raises ``PermissionDenied``, or ``Conflict`` when it is no longer in quarantine.
    """
    bare = without_declaration(text)
    read = read_training(bare, _siret(actor, row.file))
    if read.defects:
        save_refused_text(actor=actor, row_id=row.pk, text=bare, defects=read.defects)
        return ReplayResult(defects=read.defects)
    return ReplayResult(True, tally=enter_corrected(actor=actor, file=row.file, texts={row.pk: bare}, rows=read.rows))


def enter_corrected(
    *, actor: Actor, file: ReceivedFile, texts: Mapping[int, str], rows: Mapping[str, Sequence[bytes]]
) -> ImportCounts:
    """Imports corrected trainings of one file and publishes them. ``texts``: by id; ``rows``: of them all.

    Raises ``PermissionDenied``, or ``Conflict`` when one is no longer in quarantine: nothing is written then.
    """
    target, started_at = catalogue_file_of(actor, file), now()
    with transaction.atomic():
        settle_refused_rows(actor=actor, texts=texts)
        counts = write_batch(actor=actor, file=target, rows=rows).counts
        publish_corrected(actor=actor, file=target, since=started_at)
    return counts


def _siret(actor: Actor, file: ReceivedFile) -> str:
    provider = provider_of_sender(actor, FileSender(file.organisation, file.host))
    return provider.siret if provider else ""
