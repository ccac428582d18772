"""Replays a corrected training from quarantine like a file: same check, same rows."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pacte.exchange.errors import UnreadableFile
from pacte.exchange.lheo import limits
from pacte.exchange.lheo.catalogue_check import defect_from_message
from pacte.exchange.lheo.catalogue_import import STAGED_TABLES
from pacte.exchange.lheo.sandbox import IMPORT_ENTRY, run_catalogue_worker
from pacte.exchange.lheo.sandbox_protocol import MessageType
from pacte.exchange.lheo.training_text import training_document, without_declaration
from pacte.kernel.actor import Actor
from pacte.kernel.defects import CellReference, Defect
from pacte.kernel.french import apply_french_spacing
from pacte.offer.records.staging import ImportCounts
from pacte.offer.services.quarantine import replay_quarantined, save_correction

if TYPE_CHECKING:
    from pacte.offer.models import QuarantinedTraining


@dataclass(slots=True)
class ReplayResult:
    """``has_entered`` and its changes, or the remaining defects. Line numbers are those of the text."""

    has_entered: bool = False
    defects: list[Defect] = field(default_factory=list)
    tally: ImportCounts = field(default_factory=ImportCounts)


def replay_training(*, actor: Actor, quarantined: QuarantinedTraining, text: str) -> ReplayResult:
    """Checks the corrected text and imports it when valid, else stores it with its defects.

    Raises ``PermissionDenied``, or ``Conflict`` when it is no longer in quarantine.
    """
    sender = quarantined.delivery.provider
    bare = without_declaration(text)
    rows, defects = _read(bare, sender.siret if sender else "")
    if defects:
        plain = [defect.plain() for defect in defects]
        save_correction(actor=actor, quarantined_id=quarantined.pk, text=bare, defects=plain)
        return ReplayResult(defects=defects)
    tally = replay_quarantined(actor=actor, texts={quarantined.pk: bare}, rows=rows)
    return ReplayResult(has_entered=True, tally=tally)


def _read(text: str, siret: str) -> tuple[dict[str, list[bytes]], list[Defect]]:
    rows: dict[str, list[bytes]] = {}
    defects: list[Defect] = []
    count = 0
    try:
        with run_catalogue_worker(
            io.BytesIO(training_document([text])), "", "0", siret, str(limits.BATCH_CHARACTERS), "", entry=IMPORT_ENTRY
        ) as frames:
            for frame in frames:
                if frame.kind is MessageType.ROWS:
                    rows.setdefault(STAGED_TABLES[frame.body[0]], []).append(frame.body[1:])
                elif frame.kind is MessageType.DEFECT:
                    defect = defect_from_message(frame)
                    defects += [defect] if defect.is_error else []
                elif frame.kind is MessageType.END:
                    count = int(str(frame.json_object().get("trainings", 0)))
    except UnreadableFile as refusal:
        return {}, [
            Defect(
                refusal.code,
                apply_french_spacing(refusal.message),
                CellReference("", 1, "/lheo"),
                hint=apply_french_spacing(refusal.hint),
            )
        ]
    if not defects and (count != 1 or not rows.get("training")):
        message = "Le texte doit contenir une formation, et une seule."
        cell = CellReference("", 1, "/lheo/offres")
        defects = [Defect("one_training", message, cell, str(count), "Retirez ce qui est en trop.")]
    rows.pop("seen", None)
    return rows, defects
