"""Loads the territory of a region from the file shipped with pacte."""

from __future__ import annotations

from pacte.audit.planner_statistics import analyze_tables
from pacte.audit.services import audit_event
from pacte.kernel.actor import Actor
from pacte.reference.records import FileReport
from pacte.reference.services.bulk_writer import ReferenceBulkWriter
from pacte.reference.services.reference_load import ReferenceLoad
from pacte.reference.shipped_territory import read_shipped_territory, shipped_territory_digest

KIND = "territory"


def load_shipped_territory(*, actor: Actor, region_code: str) -> FileReport:
    """Load communes, EPCI, departments and the region, all editions, zones d'emploi and bassins de vie. Idempotent.

    Raises ``PermissionDenied``, ``ValidationError`` (region_code) or ``ConfigurationError`` (damaged file).
    """
    load = ReferenceLoad(actor)
    digest = shipped_territory_digest(region_code)
    report = FileReport(f"region_{region_code}.json.xz", label="Territoire livré avec pacte")
    if load.is_shipped_loaded(report.file, digest):
        return _already_loaded(report)
    territory = read_shipped_territory(region_code)
    with audit_event(
        actor=actor,
        name="reference.load",
        subject_kind="region",
        subject_id=region_code,
        subject_label=territory.name,
    ) as entry:
        load.lock()
        if load.is_shipped_loaded(report.file, digest):
            return _already_loaded(report)
        writer = ReferenceBulkWriter()
        writer.write([*territory.zones, *territory.memberships, *territory.changes, *territory.contours])
        load.record_editions(territory.editions, territory.source)
        report.kind, report.edition, report.edition_from = KIND, territory.editions[-1], "file"
        report.lines = len(territory.zones)
        report.set_counts(writer.counts)
        load.record_revision(report.file, digest)
        entry.detail = report.summary()
        analyze_tables("reference_")
    return report


def _already_loaded(report: FileReport) -> FileReport:
    report.kind, report.already_loaded = KIND, True
    return report
