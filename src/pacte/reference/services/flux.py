"""Loads a flux of certifications: sheet by sheet, in one transaction with its place in the ledger."""

from __future__ import annotations

from collections.abc import Callable

from pacte.journal.services import act
from pacte.kernel.clock import today
from pacte.kernel.errors import Invalid
from pacte.reference.certification_flux.reading import Flux
from pacte.reference.content import Content
from pacte.reference.layouts import NO_CALENDAR
from pacte.reference.records import CertificationRow, FileReport, NomenclatureEdition, Release
from pacte.reference.releases import Dating, release_of
from pacte.reference.services.ledger import Ledger
from pacte.reference.services.writer import BulkWriter

KIND = "certification_flux"
CERTIFICATION = "certification"
BATCH = 500

Progress = Callable[[str, int], None]
"""Name of the file, and lines or sheets read so far."""


def load_flux(ledger: Ledger, content: Content, edition: str | int | None, progress: Progress) -> FileReport:
    """Writes the sheets that say something new. A flux that cannot be read gives a report with one defect."""
    path = content.path
    report = FileReport(path.name, KIND, "Flux des certifications (France compétences)")
    try:
        release = release_of(
            (path.stem, path.parent.name),
            dating=Dating.DAY,
            asked=None if edition is None else str(edition),
            calendar=NO_CALENDAR,
            today=today(),
        )
        report.release, report.edition_from = release.edition, release.source
        key = ledger.key_of(content.digest, release.edition)
        if ledger.recall(key, report):
            return report
        _write(ledger, Flux(path, release.starts_on), release, report, key, progress)
    except Invalid as error:
        failed = FileReport(path.name)
        failed.refuse(error.code, str(error))
        return failed
    return report


def _write(
    ledger: Ledger, flux: Flux, release: Release, report: FileReport, key: str, progress: Progress
) -> None:
    with act(
        actor=ledger.actor,
        name="reference.load",
        subject_kind="file",
        subject_id=KIND,
        subject_label=report.file,
    ) as entry:
        ledger.lock()
        writer = BulkWriter()
        batch: list[CertificationRow] = []
        for row in flux.rows(report):
            batch.append(row)
            if len(batch) == BATCH:
                writer.write_certifications(batch, whole=True)
                progress(report.file, report.lines)
                batch.clear()
        writer.write_certifications(batch, whole=True)
        report.count(writer.tally)
        ledger.note_releases(
            [NomenclatureEdition(CERTIFICATION, release.edition, release.starts_on, report.label, is_excerpt=False)]
        )
        ledger.remember(key, report)
        entry.detail = report.summary()
