"""Replays a corrected training from quarantine like a file: same check, same rows."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pacte.exchange.lheo import limits
from pacte.exchange.lheo.bounded import reading
from pacte.exchange.lheo.checking import defect_of
from pacte.exchange.lheo.frames import Word
from pacte.exchange.lheo.importing import IMPORT_CHILD, STAGED_TABLES
from pacte.exchange.lheo.records import Defect
from pacte.exchange.lheo.structure import namespaces, structure
from pacte.exchange.unreadable import Unreadable
from pacte.kernel.actor import Actor
from pacte.kernel.french import apply_french_spacing
from pacte.offer.records.staging import ImportCounts
from pacte.offer.services.quarantine import replay_quarantined, save_correction

if TYPE_CHECKING:
    from pacte.offer.models import QuarantinedTraining

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>\s*")


@dataclass(slots=True)
class Replayed:
    """``has_entered`` and its changes, or the remaining defects. Line numbers are those of the text."""

    has_entered: bool = False
    defects: list[Defect] = field(default_factory=list)
    tally: ImportCounts = field(default_factory=ImportCounts)


def replay(*, actor: Actor, quarantined: QuarantinedTraining, text: str) -> Replayed:
    """Checks the corrected text and imports it when valid, else stores it with its defects.

    Raises ``Refused``, or ``Conflict`` when it is no longer in quarantine.
    """
    sender = quarantined.delivery.provider
    bare = _DECLARATION.sub("", text)
    rows, defects = _read(bare, sender.siret if sender else "")
    if defects:
        plain = [defect.plain() | {"is_advice": False} for defect in defects]
        save_correction(actor=actor, quarantined_id=quarantined.pk, text=bare, defects=plain)
        return Replayed(defects=defects)
    tally = replay_quarantined(actor=actor, quarantined_id=quarantined.pk, text=bare, rows=rows)
    return Replayed(has_entered=True, tally=tally)


def _read(text: str, siret: str) -> tuple[dict[str, list[bytes]], list[Defect]]:
    rows: dict[str, list[bytes]] = {}
    defects: list[Defect] = []
    count = 0
    try:
        with reading(
            io.BytesIO(_document(text)), "", "0", siret, str(limits.BATCH_CHARACTERS), "", module=IMPORT_CHILD
        ) as frames:
            for frame in frames:
                if frame.word is Word.ROWS:
                    rows.setdefault(STAGED_TABLES[frame.body[0]], []).append(frame.body[1:])
                elif frame.word is Word.DEFECT:
                    defect = defect_of(frame)
                    defects += [] if defect.is_advice else [defect]
                elif frame.word is Word.END:
                    count = int(str(frame.plain().get("trainings", 0)))
    except Unreadable as refusal:
        return {}, [
            Defect(
                1, "/lheo", refusal.code, "", apply_french_spacing(refusal.message), apply_french_spacing(refusal.hint)
            )
        ]
    if not defects and (count != 1 or not rows.get("training")):
        said = "Le texte doit contenir une formation, et une seule."
        defects = [Defect(1, "/lheo/offres", "one_training", str(count), said, "Retirez ce qui est en trop.")]
    rows.pop("seen", None)
    return rows, defects


def _document(text: str) -> bytes:
    """A document of the right version around the training, with unchanged line numbers."""
    version = next((version for space, version in namespaces().items() if f'"{space}"' in text[:2000]), "2.3")
    return f'<lheo xmlns="{structure(version).namespace}"><offres>{text}</offres></lheo>'.encode()
