"""Replays a corrected training from quarantine like a file: same check, same rows."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pacte.exchange.errors import UnreadableFile
from pacte.exchange.lheo import limits
from pacte.exchange.lheo.catalogue_check import defect_from_message
from pacte.exchange.lheo.records import CatalogueDefect
from pacte.exchange.lheo.sandbox import IMPORT_ENTRY, run_catalogue_worker
from pacte.exchange.lheo.sandbox_protocol import STAGED_TABLES, ImportPart, MessageType
from pacte.exchange.lheo.structure import namespaces, structure
from pacte.kernel.actor import Actor
from pacte.kernel.french import apply_french_spacing
from pacte.offer.records.staging import ImportCounts
from pacte.offer.services.quarantine import replay_quarantined, save_correction

if TYPE_CHECKING:
    from pacte.offer.models import QuarantinedTraining

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>\s*")


@dataclass(slots=True)
class ReplayResult:
    """``has_entered`` and its changes, or the remaining defects. Line numbers are those of the text."""

    has_entered: bool = False
    defects: list[CatalogueDefect] = field(default_factory=list)
    tally: ImportCounts = field(default_factory=ImportCounts)


def replay_training(*, actor: Actor, quarantined: QuarantinedTraining, text: str) -> ReplayResult:
    """Checks the corrected text and imports it when valid, else stores it with its defects.

    Raises ``PermissionDenied``, or ``Conflict`` when it is no longer in quarantine.
    """
    sender = quarantined.delivery.provider
    bare = _DECLARATION.sub("", text)
    rows, defects = _read(bare, sender.siret if sender else "")
    if defects:
        plain = [defect.plain() | {"is_advice": False} for defect in defects]
        save_correction(actor=actor, quarantined_id=quarantined.pk, text=bare, defects=plain)
        return ReplayResult(defects=defects)
    tally = replay_quarantined(actor=actor, quarantined_id=quarantined.pk, text=bare, rows=rows)
    return ReplayResult(has_entered=True, tally=tally)


def _read(text: str, siret: str) -> tuple[dict[str, list[bytes]], list[CatalogueDefect]]:
    rows: dict[str, list[bytes]] = {}
    defects: list[CatalogueDefect] = []
    count = 0
    arguments = ("", "0", siret, str(limits.BATCH_CHARACTERS), "", ImportPart.WHOLE)
    try:
        with run_catalogue_worker(io.BytesIO(_document(text)), *arguments, entry=IMPORT_ENTRY) as frames:
            for frame in frames:
                if frame.kind is MessageType.ROWS:
                    rows.setdefault(STAGED_TABLES[frame.body[0]], []).append(frame.body[1:])
                elif frame.kind is MessageType.DEFECT:
                    defect = defect_from_message(frame)
                    defects += [] if defect.is_advice else [defect]
                elif frame.kind is MessageType.END:
                    count = int(str(frame.json_object().get("trainings", 0)))
    except UnreadableFile as refusal:
        return {}, [
            CatalogueDefect(
                1, "/lheo", refusal.code, "", apply_french_spacing(refusal.message), apply_french_spacing(refusal.hint)
            )
        ]
    if not defects and (count != 1 or not rows.get("training")):
        message = "Le texte doit contenir une formation, et une seule."
        defects = [
            CatalogueDefect(1, "/lheo/offres", "one_training", str(count), message, "Retirez ce qui est en trop.")
        ]
    rows.pop("seen", None)
    return rows, defects


def _document(text: str) -> bytes:
    """A document of the right version around the training, with unchanged line numbers."""
    version = next((version for space, version in namespaces().items() if f'"{space}"' in text[:2000]), "2.3")
    return f'<lheo xmlns="{structure(version).namespace}"><offres>{text}</offres></lheo>'.encode()
