"""Loads official files: tables recognised by headings, contours by their zones, certification fluxes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pacte.audit.planner_statistics import analyze_tables
from pacte.audit.services import audit_event
from pacte.kernel.actor import Actor
from pacte.kernel.errors import ValidationError
from pacte.reference.file_content import ContentKind, FileContent, inspect_file
from pacte.reference.geojson import GeoJsonShape, read_geojson_shapes, zone_kind_of_shapes
from pacte.reference.models import Edition, Zone
from pacte.reference.official_tables import OfficialTable, recognise_table
from pacte.reference.queries.edition_losses import edition_loss_notes
from pacte.reference.queries.missing_commune_values import missing_commune_values
from pacte.reference.records import (
    ADMINISTRATIVE_KINDS,
    CertificationRow,
    ContourRow,
    FileReport,
    LinkRow,
    NomenclatureEdition,
    Row,
    TermRow,
    ZoneKind,
    ZoneRow,
)
from pacte.reference.services.bulk_writer import ReferenceBulkWriter
from pacte.reference.services.certification_flux import CERTIFICATION_SCHEME, CertificationFluxLoad, ProgressCallback
from pacte.reference.services.reference_load import ReferenceLoad
from pacte.reference.services.zoning_contours import are_zoning_contours_missing, draw_zoning_contours
from pacte.reference.source_files import extracted_tables, list_source_files

CONTOURS_KIND, CONTOURS_LABEL = "contours", "Contours"
_SHAPES_ORDER = 9
_FLUX_ORDER = 8


def _no_progress(file: str, read: int) -> None:
    """Progress callback that does nothing."""


@dataclass(frozen=True, slots=True)
class _PreparedFile:
    """A recognised file and its load order."""

    order: tuple[int, int, str]
    content: FileContent
    table: OfficialTable | None


def load_official_files(
    *, actor: Actor, source: Path, edition: str | int | None = None, progress: ProgressCallback = _no_progress,
    max_changes: int = 0,
) -> list[FileReport]:  # fmt: skip
    """Load a file, or the files of a folder or a zip, each in its own audit event.

    Files that name things come before files that refer to them, contours last. ``edition`` is the edition of the file
    or, for a folder, of its files whose names give none. An unreadable file gives a report with one defect and does not
    stop the others. The same file again changes nothing. ``max_changes``: of each file, how many rows that it adds or
    changes are in its report. Raises ``PermissionDenied``, or ``ValidationError``
    (``source_missing``, ``source_empty``).
    """
    load = _OfficialLoad(ReferenceLoad(actor, max_changes), edition, progress, names_first=source.is_dir())
    reports = load.reports_of(source)
    new_reports = [each for each in reports if each.lines]
    if new_reports:
        analyze_tables("reference_")
        new_reports[-1].notes += _draw_missing_contours(load.load)
    return reports


def recognise_official_files(*, actor: Actor, source: Path, edition: str | int | None = None) -> list[FileReport]:
    """What the files of ``source`` are, and of which edition, without reading their lines. Nothing is written.

    Raises as ``load_official_files``.
    """
    load = _OfficialLoad(ReferenceLoad(actor), edition, _no_progress, names_first=source.is_dir(), only_recognises=True)
    return load.reports_of(source)


@dataclass(frozen=True, slots=True)
class _OfficialLoad:
    load: ReferenceLoad
    edition: str | int | None
    progress: ProgressCallback
    names_first: bool
    only_recognises: bool = False

    def reports_of(self, source: Path) -> list[FileReport]:
        reports: list[FileReport] = []
        prepared_files: list[_PreparedFile] = []
        for path in list_source_files(source):
            try:
                content = inspect_file(path)
                if content.kind is ContentKind.ARCHIVE:
                    with extracted_tables(path) as folder:
                        reports += self.reports_of(folder)
                else:
                    prepared_files.append(_prepare_file(content, self.edition, names_first=self.names_first))
            except ValidationError as error:
                reports.append(_unreadable_report(path, error))
        return reports + [self._report_of(each) for each in sorted(prepared_files, key=lambda each: each.order)]

    def _report_of(self, prepared_file: _PreparedFile) -> FileReport:
        path = prepared_file.content.path
        self.progress(path.name, 0)
        try:
            if prepared_file.table:
                return self._table_report(prepared_file.table)
            if prepared_file.content.kind is ContentKind.FLUX:
                flux = CertificationFluxLoad(
                    self.load, prepared_file.content, self.edition, self.progress, names_first=self.names_first
                )
                return flux.recognise() if self.only_recognises else flux.run()
            if self.only_recognises:
                return FileReport(path.name, CONTOURS_KIND, CONTOURS_LABEL)
            return _load_shapes(self.load, prepared_file.content, self.edition)
        except ValidationError as error:
            return _unreadable_report(path, error)

    def _table_report(self, table: OfficialTable) -> FileReport:
        report = FileReport(
            table.content.path.name, table.layout.code, table.layout.label, headings=tuple(table.headings)
        )
        report.edition_from = table.edition_from
        if table.release:
            report.release = table.release.edition
        else:
            report.edition = table.edition
        return report if self.only_recognises else _load_table(self.load, table, report)


def _unreadable_report(path: Path, error: ValidationError) -> FileReport:
    report = FileReport(path.name)
    report.add_defect(error.code, f"{error.message} {error.reason}".strip(), hint=error.hint)
    return report


def _draw_missing_contours(load: ReferenceLoad) -> list[str]:
    """Draw the zonings without contours around their communes, so that their maps need no contour file."""
    if not are_zoning_contours_missing(actor=load.actor):
        return []
    with audit_event(
        actor=load.actor, name="reference.load", subject_kind="file", subject_id=CONTOURS_KIND,
        subject_label="contours des communes",
    ) as entry:  # fmt: skip
        notes = draw_zoning_contours(actor=load.actor)
        entry.detail = {"notes": notes}
    return notes


def _prepare_file(content: FileContent, edition: str | int | None, *, names_first: bool) -> _PreparedFile:
    name = content.path.name
    if content.kind is ContentKind.FLUX:
        return _PreparedFile((_FLUX_ORDER, 0, name), content, None)
    if content.kind is ContentKind.SHAPES:
        # Wide contours first: local ones are finer and overwrite them.
        return _PreparedFile((_SHAPES_ORDER, -content.path.stat().st_size, name), content, None)
    latest = Edition.objects.order_by("-year").values_list("year", flat=True).first()
    table = recognise_table(content, edition=edition, latest_edition=latest, names_first=names_first)
    return _PreparedFile((table.layout.load_order, 0, name), content, table)


def _load_table(load: ReferenceLoad, table: OfficialTable, report: FileReport) -> FileReport:
    release, rows = table.release, table.read_rows(report)
    with audit_event(
        actor=load.actor, name="reference.load", subject_kind="file", subject_id=report.kind, subject_label=report.file
    ) as entry:
        load.lock()
        writer = ReferenceBulkWriter(load.max_changes)
        writer.write(rows)
        report.set_counts(writer.counts)
        report.changes = writer.changes
        if release:
            load.record_releases(_loaded_editions(table, rows))
            report.notes += edition_loss_notes(
                {row.scheme for row in rows if isinstance(row, TermRow)}, release.edition
            )
        else:
            _complete_territory(load, writer, table, rows, report)
        if writer.counts.added or writer.counts.changed:
            load.record_revision()
        entry.detail = report.summary()
    return report


def _loaded_editions(table: OfficialTable, rows: Iterable[Row]) -> list[NomenclatureEdition]:
    """Return the editions that the rows bring: nomenclatures, relations, certifications."""
    release = table.release
    assert release is not None
    schemes: set[str] = set()
    for row in rows:
        if isinstance(row, TermRow):
            schemes.add(str(row.scheme))
        elif isinstance(row, LinkRow):
            schemes.add(str(row.relation))
        elif isinstance(row, CertificationRow):
            schemes.add(CERTIFICATION_SCHEME)
    label = table.layout.label
    return [NomenclatureEdition(each, release.edition, release.starts_on, label, False) for each in sorted(schemes)]


def _complete_territory(
    load: ReferenceLoad, writer: ReferenceBulkWriter, table: OfficialTable, rows: Iterable[Row], report: FileReport
) -> None:
    years = {row.edition for row in rows if isinstance(row, ZoneRow) and row.kind == ZoneKind.COMMUNE}
    writer.write(list(missing_commune_values(years)))
    load.record_editions(years, table.layout.label)
    if table.edition_from == "column":
        report.edition = max(years, default=None)


def _load_shapes(load: ReferenceLoad, content: FileContent, edition: str | int | None) -> FileReport:
    path = content.path
    report = FileReport(path.name, CONTOURS_KIND, CONTOURS_LABEL)
    year = int(edition) if edition is not None and str(edition).isdigit() else None
    shapes = read_geojson_shapes(content, report)
    try:
        rows = _contour_rows(shapes, year, report)
    except ValidationError as error:
        # Its zones may come with the next file.
        report.add_defect(error.code, f"{error.message} {error.reason}".strip(), hint=error.hint)
        return report
    with audit_event(
        actor=load.actor, name="reference.load", subject_kind="file", subject_id=CONTOURS_KIND, subject_label=path.name
    ) as entry:
        load.lock()
        writer = ReferenceBulkWriter(load.max_changes)
        writer.write(rows)
        report.set_counts(writer.counts)
        report.changes = writer.changes
        if writer.counts.added or writer.counts.changed:
            load.record_revision()
        entry.detail = report.summary()
    return report


def _contour_rows(shapes: list[GeoJsonShape], edition: int | None, report: FileReport) -> Iterable[Row]:
    """Return the contours of the zone kind that the shapes match, in the given edition or the last one."""
    codes = [shape.code for shape in shapes]
    zones = Zone.objects.filter(code__in=codes).values_list("kind", "code", "plain_name")
    kind = zone_kind_of_shapes(shapes, zones)
    if kind is None:
        raise ValidationError(
            "contours_unknown",
            "Ces contours ne correspondent à aucune zone connue.",
            "Les codes et les noms ne sont pas, à quatre sur cinq, ceux de zones déjà chargées.",
            "Chargez d’abord la liste de ces zones.",
        )
    last = Zone.objects.filter(kind=kind, code__in=codes).order_by("-edition").values_list("edition", flat=True)[0]
    report.kind = f"{CONTOURS_KIND}_{kind}"
    report.edition = edition if edition and kind in ADMINISTRATIVE_KINDS else last
    report.edition_from = "option" if report.edition == edition else "latest"
    return [ContourRow(kind, shape.code, report.edition, shape.rings) for shape in shapes]
