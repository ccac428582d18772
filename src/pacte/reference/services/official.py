"""Loads official files: tables recognised by their headings, contours recognised by the zones they name."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pacte.journal.services import act
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import Invalid
from pacte.reference.geojson import Shape, kind_of, read_shapes
from pacte.reference.models import Edition, Zone
from pacte.reference.official import Content, Table, examine, recognise
from pacte.reference.queries.gaps import facts_to_complete
from pacte.reference.records import ADMINISTRATIVE, ContourRow, FileReport, Row, ZoneKind, ZoneRow
from pacte.reference.services.ledger import Ledger
from pacte.reference.services.rows import BulkWriter

SUFFIXES = (".csv", ".txt", ".json", ".geojson")
MOST_FILES = 200
CONTOURS = "contours"
_SHAPES_RANK = 9


def load_official(*, actor: Actor, source: Path, edition: int | None = None) -> list[FileReport]:
    """Loads a file, or those of a folder, each in its own act: what names zones first, contours last.

    ``edition`` is for files that do not tell theirs. A file that cannot be read gives a report with one defect and
    stops nothing. Raises ``Refused``, or ``Invalid`` (``source_missing``, ``source_empty``).
    """
    ledger = Ledger(actor)
    latest = _latest()
    reports: list[FileReport] = []
    ready: list[tuple[tuple[int, int, str], Content, Table | None]] = []
    for path in _files(source):
        try:
            content = examine(path)
            table = None if content.is_json else recognise(content, edition=edition, latest=latest)
        except Invalid as error:
            report = FileReport(path.name)
            report.refuse(error.code, str(error))
            reports.append(report)
        else:
            # Wide contours before local ones, which are finer and have the last word.
            order = (table.layout.rank, 0, path.name) if table else (_SHAPES_RANK, -path.stat().st_size, path.name)
            ready.append((order, content, table))
    for _, content, table in sorted(ready, key=lambda each: each[0]):
        if table:
            reports.append(_load_table(ledger, table))
        else:
            reports.append(_load_shapes(ledger, content, edition))
    return reports


def _latest() -> int:
    return Edition.objects.order_by("-year").values_list("year", flat=True).first() or today().year


def _files(source: Path) -> list[Path]:
    if source.is_file():
        return [source]
    if not source.is_dir():
        raise Invalid(
            "source_missing",
            f"«\u202f{source}\u202f» n’existe pas.",
            todo="Donnez le chemin d’un fichier ou d’un dossier.",
        )
    found = sorted(path for path in source.iterdir() if path.suffix.lower() in SUFFIXES and path.is_file())
    if not found or len(found) > MOST_FILES:
        raise Invalid(
            "source_empty" if not found else "source_too_large",
            f"«\u202f{source}\u202f» contient {len(found)} fichiers csv ou geojson.",
            f"Il en faut de 1 à {MOST_FILES}.",
            "Vérifiez le dossier, ou donnez les fichiers un à un.",
        )
    return found


def _load_table(ledger: Ledger, table: Table) -> FileReport:
    path = table.content.path
    report = FileReport(path.name, table.layout.code, table.layout.label, table.edition, table.edition_from)
    key = ledger.key_of(table.content.digest, table.edition)
    if ledger.recall(key, report):
        return report
    rows = table.rows(report)
    with act(
        actor=ledger.actor, name="reference.load", subject_kind="file", subject_id=report.kind, subject_label=path.name
    ) as entry:
        ledger.lock()
        writer = BulkWriter()
        writer.write(rows)
        years = {row.edition for row in rows if isinstance(row, ZoneRow) and row.kind == ZoneKind.COMMUNE}
        report.count(writer.tally)
        writer.write(list(facts_to_complete(years)))
        ledger.note_editions(years, table.layout.label)
        if table.edition_from == "column":
            report.edition = max(years, default=None)
        ledger.remember(key, report)
        entry.detail = report.summary()
    return report


def _load_shapes(ledger: Ledger, content: Content, edition: int | None) -> FileReport:
    path = content.path
    report = FileReport(path.name, CONTOURS, "Contours")
    key = ledger.key_of(content.digest, edition)
    if ledger.recall(key, report):
        return report
    try:
        rows = _contour_rows(read_shapes(content, report), edition, report)
    except Invalid as error:
        report.kind = ""
        report.refuse(error.code, str(error))
        return report
    with act(
        actor=ledger.actor, name="reference.load", subject_kind="file", subject_id=CONTOURS, subject_label=path.name
    ) as entry:
        ledger.lock()
        writer = BulkWriter()
        writer.write(rows)
        report.count(writer.tally)
        ledger.remember(key, report)
        entry.detail = report.summary()
    return report


def _contour_rows(shapes: list[Shape], edition: int | None, report: FileReport) -> Iterable[Row]:
    """Contours of the kind of zones that the shapes name, in the edition asked or the last one that holds them."""
    codes = [shape.code for shape in shapes]
    zones = Zone.objects.filter(code__in=codes).values_list("kind", "code", "plain_name")
    kind = kind_of(shapes, zones)
    if kind is None:
        raise Invalid(
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
