"""Reads a corrected training of the quarantine like a file: same check, same rows."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pacte.exchange.errors import UnreadableFile
from pacte.exchange.lheo import limits
from pacte.exchange.lheo.catalogue_check import defect_from_message
from pacte.exchange.lheo.catalogue_import import staged_lines
from pacte.exchange.lheo.sandbox import IMPORT_ENTRY, run_catalogue_worker
from pacte.exchange.lheo.sandbox_protocol import ImportPart, MessageType
from pacte.exchange.lheo.training_text import training_document
from pacte.kernel.defects import CellReference, Defect
from pacte.kernel.french import apply_french_spacing


@dataclass(frozen=True, slots=True)
class ReadTraining:
    """COPY lines by staging table, or the remaining defects. Line numbers are those of the text."""

    rows: Mapping[str, Sequence[bytes]]
    defects: Sequence[Defect]


def read_training(text: str, siret: str = "") -> ReadTraining:
    """The corrected text of a training, checked as a file is. ``siret``: it must be of that provider."""
    rows: dict[str, list[bytes]] = {}
    defects: list[Defect] = []
    count = 0
    arguments = ("", "0", siret, str(limits.BATCH_CHARACTERS), "", ImportPart.WHOLE)
    try:
        document = io.BytesIO(training_document([text]))
        with run_catalogue_worker(document, *arguments, entry=IMPORT_ENTRY) as frames:
            for frame in frames:
                if frame.kind is MessageType.ROWS:
                    table, lines = staged_lines(frame)
                    rows.setdefault(table, []).append(lines)
                elif frame.kind is MessageType.DEFECT:
                    defect = defect_from_message(frame)
                    defects += [defect] if defect.is_error else []
                elif frame.kind is MessageType.END:
                    count = int(str(frame.json_object().get("trainings", 0)))
    except UnreadableFile as refusal:
        message, hint = apply_french_spacing(refusal.message), apply_french_spacing(refusal.hint)
        return ReadTraining({}, [Defect(refusal.code, message, CellReference("", 1, "/lheo"), hint=hint)])
    if not defects and (count != 1 or not rows.get("training")):
        message = "Le texte doit contenir une formation, et une seule."
        cell = CellReference("", 1, "/lheo/offres")
        defects = [Defect("one_training", message, cell, str(count), "Retirez ce qui est en trop.")]
    rows.pop("seen", None)
    return ReadTraining(rows, defects)
