"""Loads the starter nomenclature shipped with pacte."""

from __future__ import annotations

from pacte.audit.services import audit_event
from pacte.kernel.actor import Actor
from pacte.reference.records import FileReport
from pacte.reference.services.ledger import Ledger
from pacte.reference.services.writer import BulkWriter
from pacte.reference.starter import FILE, read_starter

KIND = "starter"
LABEL = "Nomenclature de départ livrée avec pacte"


def load_starter(*, actor: Actor) -> FileReport:
    """Load occupations, trade names, specialities, Formacodes and certifications for a first use. Idempotent.

    Official files loaded before or after complete it and take precedence. Raises ``PermissionDenied``, or
    ``ConfigurationError`` (damaged file).
    """
    ledger = Ledger(actor)
    starter = read_starter()
    report = FileReport(FILE.name, label=LABEL)
    key = ledger.key_of(starter.digest)
    if ledger.recall(key, report):
        return report
    with audit_event(
        actor=actor, name="reference.load", subject_kind="file", subject_id=KIND, subject_label=LABEL
    ) as entry:
        ledger.lock()
        if ledger.recall(key, report):
            return report
        writer = BulkWriter()
        writer.write(starter.rows)
        ledger.note_releases(starter.editions)
        report.kind, report.edition_from, report.lines = KIND, "file", len(starter.rows)
        report.count(writer.tally)
        ledger.remember(key, report)
        entry.detail = report.summary()
    return report
