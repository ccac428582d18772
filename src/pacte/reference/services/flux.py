"""Loads a certification flux record by record, in one transaction with its entry in the load ledger."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pacte.audit.services import audit_event
from pacte.kernel.clock import today
from pacte.kernel.errors import ValidationError
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


@dataclass(frozen=True, slots=True)
class FluxLoad:
    """A flux to load. ``edition``: its day or, with ``names_first``, the day of a file whose name gives none."""

    ledger: Ledger
    content: Content
    edition: str | int | None
    progress: Progress
    names_first: bool = False

    def run(self) -> FileReport:
        """Write the records that bring something new. An unreadable flux gives a report with one defect."""
        path = self.content.path
        report = FileReport(path.name, KIND, "Flux des certifications (France compétences)")
        try:
            release = release_of(
                (path.stem, path.parent.name),
                dating=Dating.DAY,
                asked=None if self.edition is None else str(self.edition),
                calendar=NO_CALENDAR,
                today=today(),
                names_first=self.names_first,
            )
            report.release, report.edition_from = release.edition, release.source
            key = self.ledger.key_of(self.content.digest, release.edition)
            if not self.ledger.recall(key, report):
                self._write(release, report, key)
        except ValidationError as error:
            report = FileReport(path.name)
            report.refuse(error.code, str(error))
        return report

    def _write(self, release: Release, report: FileReport, key: str) -> None:
        with audit_event(
            actor=self.ledger.actor,
            name="reference.load",
            subject_kind="file",
            subject_id=KIND,
            subject_label=report.file,
        ) as entry:
            self.ledger.lock()
            if self.ledger.recall(key, report):
                return
            writer = BulkWriter()
            batch: list[CertificationRow] = []
            for row in Flux(self.content.path, release.starts_on).rows(report):
                batch.append(row)
                if len(batch) == BATCH:
                    writer.write_certifications(batch, whole=True)
                    self.progress(report.file, report.lines)
                    batch.clear()
            writer.write_certifications(batch, whole=True)
            report.count(writer.tally)
            whole = NomenclatureEdition(CERTIFICATION, release.edition, release.starts_on, report.label, False)
            self.ledger.note_releases([whole])
            self.ledger.remember(key, report)
            entry.detail = report.summary()
