"""Loads a certification flux record by record, in one transaction with its entry in the load ledger."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pacte.audit.services import audit_event
from pacte.kernel.clock import today
from pacte.kernel.errors import ValidationError
from pacte.reference.certification_flux.flux_reader import CertificationFlux
from pacte.reference.file_content import FileContent
from pacte.reference.layouts import EMPTY_CALENDAR
from pacte.reference.records import CertificationRow, FileReport, NomenclatureEdition, NomenclatureRelease
from pacte.reference.releases import EditionKind, resolve_release
from pacte.reference.services.bulk_writer import ReferenceBulkWriter
from pacte.reference.services.load_ledger import LoadLedger

KIND = "certification_flux"
CERTIFICATION_SCHEME = "certification"
BATCH_SIZE = 500

ProgressCallback = Callable[[str, int], None]
"""File name, and number of lines or records read so far."""


@dataclass(frozen=True, slots=True)
class CertificationFluxLoad:
    """A flux to load. ``edition``: its day or, with ``names_first``, the day of a file whose name gives none."""

    ledger: LoadLedger
    content: FileContent
    edition: str | int | None
    progress: ProgressCallback
    names_first: bool = False

    def run(self) -> FileReport:
        """Write the records that bring something new. An unreadable flux gives a report with one defect."""
        path = self.content.path
        report = FileReport(path.name, KIND, "Flux des certifications (France compétences)")
        try:
            release = resolve_release(
                (path.stem, path.parent.name),
                edition_kind=EditionKind.DAY,
                edition_option=None if self.edition is None else str(self.edition),
                calendar=EMPTY_CALENDAR,
                today=today(),
                names_first=self.names_first,
            )
            report.release, report.edition_from = release.edition, release.source
            key = self.ledger.load_key(self.content.digest, release.edition)
            if not self.ledger.fill_from_earlier_load(key, report):
                self._write(release, report, key)
        except ValidationError as error:
            report = FileReport(path.name)
            report.add_defect(error.code, str(error))
        return report

    def _write(self, release: NomenclatureRelease, report: FileReport, key: str) -> None:
        with audit_event(
            actor=self.ledger.actor,
            name="reference.load",
            subject_kind="file",
            subject_id=KIND,
            subject_label=report.file,
        ) as entry:
            self.ledger.lock()
            if self.ledger.fill_from_earlier_load(key, report):
                return
            writer = ReferenceBulkWriter()
            batch: list[CertificationRow] = []
            for row in CertificationFlux(self.content.path, release.starts_on).rows(report):
                batch.append(row)
                if len(batch) == BATCH_SIZE:
                    writer.write_certifications(batch, whole=True)
                    self.progress(report.file, report.lines)
                    batch.clear()
            writer.write_certifications(batch, whole=True)
            report.set_counts(writer.counts)
            loaded_edition = NomenclatureEdition(
                CERTIFICATION_SCHEME, release.edition, release.starts_on, report.label, False
            )
            self.ledger.record_releases([loaded_edition])
            self.ledger.record_load(key, report)
            entry.detail = report.summary()
