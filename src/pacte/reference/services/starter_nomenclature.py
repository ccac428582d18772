"""Loads the starter nomenclature shipped with pacte."""

from __future__ import annotations

from pacte.audit.services import audit_event
from pacte.kernel.actor import Actor
from pacte.reference.records import FileReport
from pacte.reference.services.bulk_writer import ReferenceBulkWriter
from pacte.reference.services.reference_load import ReferenceLoad
from pacte.reference.starter_nomenclature import STARTER_FILE, read_starter_nomenclature

KIND = "starter"
LABEL = "Nomenclature de départ livrée avec pacte"


def load_starter_nomenclature(*, actor: Actor) -> FileReport:
    """Load occupations, trade names, specialities, Formacodes and certifications for a first use. Idempotent.

    Official files loaded before or after complete it and take precedence. Raises ``PermissionDenied``, or
    ``ConfigurationError`` (damaged file).
    """
    load = ReferenceLoad(actor)
    starter = read_starter_nomenclature()
    report = FileReport(STARTER_FILE.name, label=LABEL)
    digest = starter.digest
    if load.is_shipped_loaded(report.file, digest):
        return _already_loaded(report)
    with audit_event(
        actor=actor, name="reference.load", subject_kind="file", subject_id=KIND, subject_label=LABEL
    ) as entry:
        load.lock()
        if load.is_shipped_loaded(report.file, digest):
            return _already_loaded(report)
        writer = ReferenceBulkWriter()
        writer.write(starter.rows)
        load.record_releases(starter.editions)
        report.kind, report.edition_from, report.lines = KIND, "file", len(starter.rows)
        report.set_counts(writer.counts)
        load.record_revision(report.file, digest)
        entry.detail = report.summary()
    return report


def _already_loaded(report: FileReport) -> FileReport:
    report.kind, report.already_loaded = KIND, True
    return report
