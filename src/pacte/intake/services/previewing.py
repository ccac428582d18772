"""What a received file would do: its kind tries it and takes everything back."""

from __future__ import annotations

import io
from typing import IO

from pacte.exchange.errors import UnreadableFile
from pacte.intake.catalog import file_kind
from pacte.intake.file_kind import FileKind
from pacte.intake.models import ReceivedFile
from pacte.intake.queries import content_of, context_of
from pacte.intake.records import FileContext, Preview
from pacte.kernel.actor import Actor
from pacte.kernel.defects import CellReference, Defect
from pacte.kernel.errors import Conflict, NotFound, ValidationError
from pacte.kernel.french import apply_french_spacing


def preview_file(*, actor: Actor, file: ReceivedFile, synthetic: bool = False) -> Preview | None:
    """None when the content is no longer there: the sender drops it again."""
    data = content_of(actor=actor, file=file)
    if data is None:
        return None
    context = context_of(actor=actor, file=file, synthetic=synthetic)
    return preview_content(kind=file_kind(file.kind), data=data, context=context)


def preview_content(*, kind: FileKind, data: bytes, context: FileContext) -> Preview:
    """As ``preview_stream``."""
    return preview_stream(kind=kind, stream=io.BytesIO(data), context=context)


def preview_stream(*, kind: FileKind, stream: IO[bytes], context: FileContext) -> Preview:
    """Never raises on what the file holds: a file that cannot be read is a preview with that defect."""
    stream.seek(0)
    try:
        preview = kind.preview(stream, context)
    except UnreadableFile as refusal:
        return Preview(defects=[refusal_defect(refusal)], is_blocked=True)
    except (ValidationError, Conflict, NotFound) as error:
        return Preview(defects=[Defect(error.code, str(error))], is_blocked=True)
    preview.agreements = preview.agreements or kind.agreements(preview, context)
    return preview


def refusal_defect(refusal: UnreadableFile) -> Defect:
    """The refusal of a whole file as one defect, with its place when it is known."""
    message = " ".join(part for part in (refusal.message, refusal.reason) if part)
    cell = CellReference(refusal.sheet, refusal.row, refusal.column) if refusal.row else None
    return Defect(refusal.code, apply_french_spacing(message), cell, hint=apply_french_spacing(refusal.hint))
