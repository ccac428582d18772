"""Loads the territory of a region from the file shipped with pacte."""

from __future__ import annotations

from pacte.audit.planner_statistics import analyze_tables
from pacte.audit.services import audit_event
from pacte.kernel.actor import Actor
from pacte.reference.records import FileReport
from pacte.reference.services.ledger import Ledger
from pacte.reference.services.writer import BulkWriter
from pacte.reference.shipped import digest_of, read_territory

KIND = "territory"


def load_territory(*, actor: Actor, region_code: str) -> FileReport:
    """Load communes, EPCI, departments and the region, all editions. Idempotent.

    Raises ``PermissionDenied``, ``ValidationError`` (region_code) or ``ConfigurationError`` (damaged file).
    """
    ledger = Ledger(actor)
    key = ledger.key_of(digest_of(region_code))
    report = FileReport(f"region_{region_code}.json.xz", label="Territoire livré avec pacte")
    if ledger.recall(key, report):
        return report
    territory = read_territory(region_code)
    with audit_event(
        actor=actor,
        name="reference.load",
        subject_kind="region",
        subject_id=region_code,
        subject_label=territory.name,
    ) as entry:
        ledger.lock()
        if ledger.recall(key, report):
            return report
        writer = BulkWriter()
        writer.write([*territory.zones, *territory.changes, *territory.contours])
        ledger.note_editions(territory.editions, territory.source)
        report.kind, report.edition, report.edition_from = KIND, territory.editions[-1], "file"
        report.lines = len(territory.zones)
        report.count(writer.tally)
        ledger.remember(key, report)
        entry.detail = report.summary()
        analyze_tables("reference_")
    return report
