"""Sandboxed reader of quarantined trainings: says the faults of one, or corrects several and imports them."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import IO, Any

from pacte.exchange.errors import UnreadableFile
from pacte.exchange.lheo.check_worker import load_before_limits
from pacte.exchange.lheo.correction_edits import answer_from_plain, corrected_text
from pacte.exchange.lheo.dialects import NORM
from pacte.exchange.lheo.faults import training_faults
from pacte.exchange.lheo.import_worker import import_into
from pacte.exchange.lheo.sandbox_protocol import MessageType
from pacte.exchange.lheo.training_outline import training_outline
from pacte.exchange.lheo.training_text import training_document
from pacte.exchange.sandbox_protocol import send_refusals
from pacte.infra.sandbox.protocol import send_json_message
from pacte.infra.sandbox.worker import FileReader, sandbox_entry

_ONE_BATCH = 10**12


def diagnose_into(source: IO[bytes], out: IO[bytes]) -> None:
    """Reads the text of a training. Sends its outline and its faults."""
    text = source.read().decode()
    with send_refusals(out):
        document = training_document([text])
        faults = [fault.plain() for fault, _ in training_faults(document)]
        body = {"outline": asdict(training_outline(document)), "faults": faults}
        send_json_message(out, MessageType.DIAGNOSIS, body)


def correct_into(source: IO[bytes], out: IO[bytes]) -> None:
    """Reads ``{siret, trainings: [{text, answers}]}``. Sends the corrected texts, then imports them as one file.

    A text that is not one training is null, and is not imported.
    """
    request: Mapping[str, Any] = json.loads(source.read())
    texts = [_corrected_or_none(each) for each in request["trainings"]]
    send_json_message(out, MessageType.CORRECTED, {"texts": texts})
    readable = [each for each in texts if each is not None]
    if readable:
        allowed = frozenset({request["siret"]}) - {""}
        document = io.BytesIO(training_document(readable))
        import_into(document, out, dialect=NORM, skip=0, allowed=allowed, size=_ONE_BATCH)


def _corrected_or_none(training: Mapping[str, Any]) -> str | None:
    try:
        return corrected_text(training["text"], [answer_from_plain(each) for each in training["answers"]])
    except UnreadableFile:
        return None


@sandbox_entry
def training_diagnosis() -> FileReader:
    load_before_limits()
    return diagnose_into


@sandbox_entry
def training_corrections() -> FileReader:
    load_before_limits()
    return correct_into
