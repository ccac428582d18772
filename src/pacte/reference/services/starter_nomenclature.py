"""Loads the starter nomenclature shipped with pacte."""

from __future__ import annotations

from pacte.audit.services import audit_event
from pacte.kernel.actor import Actor
from pacte.reference.records import FileReport
from pacte.reference.services.bulk_writer import ReferenceBulkWriter
from pacte.reference.services.load_ledger import LoadLedger
from pacte.reference.starter_nomenclature import STARTER_FILE, read_starter_nomenclature

KIND = "starter"
LABEL = "Nomenclature de départ livrée avec pacte"


def load_starter_nomenclature(*, actor: Actor) -> FileReport:
    """Load occupations, trade names, specialities, Formacodes and certifications for a first use. Idempotent.

    Official files loaded before or after complete it and take precedence. Raises ``PermissionDenied``, or
    ``ConfigurationError`` (damaged file).
    """
    ledger = LoadLedger(actor)
    starter = read_starter_nomenclature()
    report = FileReport(STARTER_FILE.name, label=LABEL)
    key = ledger.load_key(starter.digest)
    if ledger.fill_from_earlier_load(key, report):
        return report
    with audit_event(
        actor=actor, name="reference.load", subject_kind="file", subject_id=KIND, subject_label=LABEL
    ) as entry:
        ledger.lock()
        if ledger.fill_from_earlier_load(key, report):
            return report
        writer = ReferenceBulkWriter()
        writer.write(starter.rows)
        ledger.record_releases(starter.editions)
        report.kind, report.edition_from, report.lines = KIND, "file", len(starter.rows)
        report.set_counts(writer.counts)
        ledger.record_load(key, report)
        entry.detail = report.summary()
    return report
