"""Loads a certification flux record by record, in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pacte.audit.services import audit_event
from pacte.kernel.clock import today
from pacte.reference.certification_flux.flux_reader import CertificationFlux
from pacte.reference.file_content import FileContent
from pacte.reference.layouts import EMPTY_CALENDAR
from pacte.reference.records import CertificationRow, FileReport, NomenclatureEdition, NomenclatureRelease
from pacte.reference.releases import EditionKind, resolve_release
from pacte.reference.services.bulk_writer import ReferenceBulkWriter
from pacte.reference.services.reference_load import ReferenceLoad

KIND = "certification_flux"
CERTIFICATION_SCHEME = "certification"
BATCH_SIZE = 500

ProgressCallback = Callable[[str, int], None]
"""File name, and number of lines or records read so far."""


@dataclass(frozen=True, slots=True)
class CertificationFluxLoad:
    """A flux to load. ``edition``: its day or, with ``names_first``, the day of a file whose name gives none."""

    load: ReferenceLoad
    content: FileContent
    edition: str | int | None
    progress: ProgressCallback
    names_first: bool = False

    def recognise(self) -> FileReport:
        """The report of a flux that is not read yet. Raises ``ValidationError`` when its day is not known."""
        path = self.content.path
        release = self._release()
        report = FileReport(path.name, KIND, "Flux des certifications (France compétences)")
        report.release, report.edition_from = release.edition, release.source
        return report

    def run(self) -> FileReport:
        """Write the records that bring something new. Raises ``ValidationError`` when the flux cannot be read."""
        report = self.recognise()
        with audit_event(
            actor=self.load.actor,
            name="reference.load",
            subject_kind="file",
            subject_id=KIND,
            subject_label=report.file,
        ) as entry:
            self.load.lock()
            writer = ReferenceBulkWriter(self.load.max_changes)
            release, batch = self._release(), list[CertificationRow]()
            for row in CertificationFlux(self.content.path, release.starts_on).rows(report):
                batch.append(row)
                if len(batch) == BATCH_SIZE:
                    writer.write_certifications(batch, whole=True)
                    self.progress(report.file, report.lines)
                    batch.clear()
            writer.write_certifications(batch, whole=True)
            report.set_counts(writer.counts)
            report.changes = writer.changes
            loaded_edition = NomenclatureEdition(
                CERTIFICATION_SCHEME, release.edition, release.starts_on, report.label, False
            )
            self.load.record_releases([loaded_edition])
            if writer.counts.added or writer.counts.changed:
                self.load.record_revision()
            entry.detail = report.summary()
        return report

    def _release(self) -> NomenclatureRelease:
        path = self.content.path
        return resolve_release(
            (path.stem, path.parent.name),
            edition_kind=EditionKind.DAY,
            edition_option=None if self.edition is None else str(self.edition),
            calendar=EMPTY_CALENDAR,
            today=today(),
            names_first=self.names_first,
        )
