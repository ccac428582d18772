"""Loads official files: tables recognised by headings, contours by their zones, certification fluxes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pacte.audit.planner_statistics import analyze_tables
from pacte.audit.services import audit_event
from pacte.kernel.actor import Actor
from pacte.kernel.errors import ValidationError
from pacte.reference.content import Content, Sort, examine
from pacte.reference.geojson import Shape, kind_of, read_shapes
from pacte.reference.models import Edition, Zone
from pacte.reference.official import Table, recognise
from pacte.reference.queries.gaps import facts_to_complete
from pacte.reference.queries.losses import losses
from pacte.reference.records import (
    ADMINISTRATIVE,
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
from pacte.reference.services.flux import CERTIFICATION, FluxLoad, Progress
from pacte.reference.services.ledger import Ledger
from pacte.reference.services.writer import BulkWriter
from pacte.reference.services.zoning_shapes import draw_zonings, must_draw
from pacte.reference.sources import files_of, unpacked

CONTOURS = "contours"
_SHAPES_RANK = 9
_FLUX_RANK = 8


def _silent(file: str, read: int) -> None:
    """Progress callback that does nothing."""


@dataclass(frozen=True, slots=True)
class _Ready:
    """A recognised file and its load order."""

    rank: tuple[int, int, str]
    content: Content
    table: Table | None


def load_official(
    *, actor: Actor, source: Path, edition: str | int | None = None, progress: Progress = _silent
) -> list[FileReport]:
    """Load a file, or the files of a folder or a zip, each in its own audit event.

    Files that name things come before files that refer to them, contours last. ``edition`` is the edition of the file
    or, for a folder, of its files whose names give none. An unreadable file gives a report with one defect and does not
    stop the others. Raises ``PermissionDenied``, or ``ValidationError`` (``source_missing``, ``source_empty``).
    """
    return _load_all(actor, source, edition, progress, names_first=source.is_dir())


def _load_all(
    actor: Actor, source: Path, edition: str | int | None, progress: Progress, *, names_first: bool
) -> list[FileReport]:
    ledger = Ledger(actor)
    reports: list[FileReport] = []
    ready: list[_Ready] = []
    for path in files_of(source):
        try:
            content = examine(path)
            if content.sort is Sort.ARCHIVE:
                with unpacked(path) as folder:
                    reports += _load_all(actor, folder, edition, progress, names_first=names_first)
            else:
                ready.append(_ready(content, edition, names_first=names_first))
        except ValidationError as error:
            report = FileReport(path.name)
            report.refuse(error.code, str(error))
            reports.append(report)
    for each in sorted(ready, key=lambda each: each.rank):
        reports.append(_load(ledger, each, edition, progress, names_first=names_first))
    fresh = [each for each in reports if each.lines and not each.already_loaded]
    if fresh:
        analyze_tables("reference_")
        fresh[-1].notes += _drawn(ledger)
    return reports


def _drawn(ledger: Ledger) -> list[str]:
    """Draw the zonings without contours around their communes, so that their maps need no contour file."""
    if not must_draw(actor=ledger.actor):
        return []
    with audit_event(
        actor=ledger.actor, name="reference.load", subject_kind="file", subject_id=CONTOURS,
        subject_label="contours des communes",
    ) as entry:  # fmt: skip
        notes = draw_zonings(actor=ledger.actor)
        entry.detail = {"notes": notes}
    return notes


def _ready(content: Content, edition: str | int | None, *, names_first: bool) -> _Ready:
    name = content.path.name
    if content.sort is Sort.FLUX:
        return _Ready((_FLUX_RANK, 0, name), content, None)
    if content.sort is Sort.SHAPES:
        # Wide contours first: local ones are finer and overwrite them.
        return _Ready((_SHAPES_RANK, -content.path.stat().st_size, name), content, None)
    latest = Edition.objects.order_by("-year").values_list("year", flat=True).first()
    table = recognise(content, edition=edition, latest=latest, names_first=names_first)
    return _Ready((table.layout.rank, 0, name), content, table)


def _load(
    ledger: Ledger, ready: _Ready, edition: str | int | None, progress: Progress, *, names_first: bool
) -> FileReport:
    progress(ready.content.path.name, 0)
    if ready.table:
        return _load_table(ledger, ready.table)
    if ready.content.sort is Sort.FLUX:
        return FluxLoad(ledger, ready.content, edition, progress, names_first=names_first).run()
    return _load_shapes(ledger, ready.content, edition)


def _load_table(ledger: Ledger, table: Table) -> FileReport:
    path, release = table.content.path, table.release
    report = FileReport(path.name, table.layout.code, table.layout.label, edition_from=table.edition_from)
    if release:
        report.release = release.edition
    else:
        report.edition = table.edition
    key = ledger.key_of(table.content.digest, report.edition_name)
    if ledger.recall(key, report):
        return report
    rows = table.rows(report)
    with audit_event(
        actor=ledger.actor, name="reference.load", subject_kind="file", subject_id=report.kind, subject_label=path.name
    ) as entry:
        ledger.lock()
        if ledger.recall(key, report):
            return report
        writer = BulkWriter()
        writer.write(rows)
        report.count(writer.tally)
        if release:
            ledger.note_releases(_releases(table, rows))
            report.notes += losses({row.scheme for row in rows if isinstance(row, TermRow)}, release.edition)
        else:
            _complete_territory(ledger, writer, table, rows, report)
        ledger.remember(key, report)
        entry.detail = report.summary()
    return report


def _releases(table: Table, rows: Iterable[Row]) -> list[NomenclatureEdition]:
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
            schemes.add(CERTIFICATION)
    label = table.layout.label
    return [NomenclatureEdition(each, release.edition, release.starts_on, label, False) for each in sorted(schemes)]


def _complete_territory(
    ledger: Ledger, writer: BulkWriter, table: Table, rows: Iterable[Row], report: FileReport
) -> None:
    years = {row.edition for row in rows if isinstance(row, ZoneRow) and row.kind == ZoneKind.COMMUNE}
    writer.write(list(facts_to_complete(years)))
    ledger.note_editions(years, table.layout.label)
    if table.edition_from == "column":
        report.edition = max(years, default=None)


def _load_shapes(ledger: Ledger, content: Content, edition: str | int | None) -> FileReport:
    path = content.path
    report = FileReport(path.name, CONTOURS, "Contours")
    year = int(edition) if edition is not None and str(edition).isdigit() else None
    key = ledger.key_of(content.digest, year)
    if ledger.recall(key, report):
        return report
    try:
        rows = _contour_rows(read_shapes(content, report), year, report)
    except ValidationError as error:
        report.kind = ""
        report.refuse(error.code, str(error))
        return report
    with audit_event(
        actor=ledger.actor, name="reference.load", subject_kind="file", subject_id=CONTOURS, subject_label=path.name
    ) as entry:
        ledger.lock()
        if ledger.recall(key, report):
            return report
        writer = BulkWriter()
        writer.write(rows)
        report.count(writer.tally)
        ledger.remember(key, report)
        entry.detail = report.summary()
    return report


def _contour_rows(shapes: list[Shape], edition: int | None, report: FileReport) -> Iterable[Row]:
    """Return the contours of the zone kind that the shapes match, in the given edition or the last one."""
    codes = [shape.code for shape in shapes]
    zones = Zone.objects.filter(code__in=codes).values_list("kind", "code", "plain_name")
    kind = kind_of(shapes, zones)
    if kind is None:
        raise ValidationError(
            "contours_unknown",
            "Ces contours ne correspondent à aucune zone connue.",
            "Les codes et les noms ne sont pas, à quatre sur cinq, ceux de zones déjà chargées.",
            "Chargez d’abord la liste de ces zones.",
        )
    last = Zone.objects.filter(kind=kind, code__in=codes).order_by("-edition").values_list("edition", flat=True)[0]
    report.kind = f"{CONTOURS}_{kind}"
    report.edition = edition if edition and kind in ADMINISTRATIVE else last
    report.edition_from = "option" if report.edition == edition else "latest"
    return [ContourRow(kind, shape.code, report.edition, shape.rings) for shape in shapes]
