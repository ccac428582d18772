"""What others define: communes and zones, ROME, RNCP and RS, Formacode, NSF… as their producers publish it."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from django.db import transaction

from pacte.accounts.row_context import acting_as
from pacte.exchange.reference_tables import as_csv_tables
from pacte.exchange.sandbox.launcher import safe_file_name
from pacte.intake.file_kind import FileKind, FileLedger, KindLink, KindWords
from pacte.intake.records import (
    Change,
    ExpectedSource,
    FileContext,
    FileOption,
    FileSender,
    Outcome,
    Preview,
    RefusedFileRow,
    RowResult,
)
from pacte.intake.senders import body_senders
from pacte.kernel.actor import Actor
from pacte.kernel.returned_rows import mark_column, mark_in, sender_columns
from pacte.reference.permissions import loader_bodies
from pacte.reference.queries.source_editions import SourceEdition, latest_source_editions
from pacte.reference.records import FileReport
from pacte.reference.services import load_official_files, recognise_official_files
from pacte.reference.sources import REFERENCE_SOURCES, ReferenceSource, source_of_layout

if TYPE_CHECKING:
    from pacte.accounts.models import Organisation

# A longer file is recognised, not tried: it would be loaded at each reading of its page.
MAX_COMPARED_BYTES = 4 * 1024**2
# A new edition changes tens of thousands of rows: the first ones are shown, the others counted.
MAX_SHOWN_CHANGES = 300


class ReferenceKind(FileKind):
    code = "reference"
    words = KindWords(
        label="Référentiels",
        question="Quel référentiel mettre à jour ?",
        intro="Déposez les fichiers tels que leur producteur les publie : communes et zones, ROME, RNCP et répertoire "
        "spécifique, Formacode, NSF, NAF. La page reconnaît chacun à ses titres et montre ce qui changerait.",
        drop_label="Déposez un ou plusieurs fichiers du producteur",
        promise="les lignes lisibles entrent, les autres vous reviennent · le même fichier deux fois ne change rien",
        write_verb="Charger ces données",
        row=("donnée", "données"),
        wrong_file="Gardez les titres de colonnes du producteur.",
    )
    extensions = (".csv", ".txt", ".xlsx", ".ods", ".json", ".geojson", ".xml", ".zip", ".gz")
    max_bytes = 64 * 1024**2
    nav = "files"
    writes_at_once = True

    def senders(self, actor: Actor) -> Sequence[FileSender]:
        return body_senders(actor, loader_bodies(actor))

    def reader_hosts(self, actor: Actor) -> frozenset[int]:
        return frozenset(host for _, host in loader_bodies(actor))

    def writing_rank(self, file_name: str) -> int:
        """Contours are those of zones that the other files name."""
        return 1 if file_name.lower().endswith((".json", ".geojson")) else 0

    def expected_sources(self, actor: Actor, host: Organisation) -> Sequence[ExpectedSource]:
        latest = latest_source_editions(actor=actor)
        return [_expected(each, latest.get(each.code)) for each in REFERENCE_SOURCES if each.published_every_months]

    def breadcrumb(self, context: FileContext) -> tuple[KindLink, ...]:
        return (KindLink("Fichiers", "intake:home"),)

    def options(self, context: FileContext) -> tuple[FileOption, ...]:
        return (
            FileOption(
                "edition", "Édition, si les fichiers ne la disent pas", "text", keeps_files_apart=True,
                help="L’année, la version ou le jour que ces fichiers décrivent : 2026, 3.47 ou 2026-08-16.",
            ),
        )  # fmt: skip

    def preview(self, stream: IO[bytes], context: FileContext) -> Preview:
        """A long file is recognised. Any other is loaded and taken back: the counts are those of the writing."""
        is_compared = stream.seek(0, 2) <= MAX_COMPARED_BYTES
        with _source_on_disk(stream, context) as source, acting_as(context.actor), transaction.atomic():
            if is_compared:
                reports = load_official_files(
                    actor=context.actor, source=source, edition=_edition(context), max_changes=MAX_SHOWN_CHANGES
                )
            else:
                reports = recognise_official_files(actor=context.actor, source=source, edition=_edition(context))
            transaction.set_rollback(True)
        refused, changes = _refused_rows(reports), _changes(reports)
        return Preview(
            counts=_counts(reports),
            changes=changes,
            more_changes=sum(each.added + each.changed for each in reports) - len(changes),
            defects=[defect for report in reports for defect in report.defects],
            refused=refused,
            headings=_headings(reports) if refused else (),
            facts=[fact for report in reports for fact in _facts(report)],
            is_compared=is_compared,
            is_blocked=not any(report.kind for report in reports),
        )

    def write(self, stream: IO[bytes], context: FileContext, ledger: FileLedger) -> None:
        with _source_on_disk(stream, context) as source:
            if ledger.position == 0:
                _load(source, context, ledger)
        ledger.complete()


def _load(source: Path, context: FileContext, ledger: FileLedger) -> None:
    """All the tables of the file, in one transaction."""
    actor, edition = context.actor, _edition(context)
    with acting_as(actor):
        headings = _headings(recognise_official_files(actor=actor, source=source, edition=edition))
    ledger.start(headings=headings)
    with ledger.batch(1) as batch:
        reports = load_official_files(actor=actor, source=source, edition=edition)
        counts, refused = _counts(reports), _refused_rows(reports)
        for row in refused:
            batch.add(row, RowResult(Outcome.REFUSED))
        batch.settle_marks([mark for report in reports for mark in report.settled_marks])
        # Beyond the first ones, refused lines are counted and not kept.
        batch.add_counts({**counts, Outcome.REFUSED: counts[Outcome.REFUSED] - len(refused)})


def _expected(source: ReferenceSource, last: SourceEdition | None) -> ExpectedSource:
    return ExpectedSource(
        source.code,
        source.label,
        last.edition if last else "",
        last.received_on if last else None,
        last.describes_on if last else None,
        every_months=source.published_every_months,
        after_months=source.published_after_months,
    )


@contextmanager
def _source_on_disk(stream: IO[bytes], context: FileContext) -> Iterator[Path]:
    """The file under its name, which may say its edition; a folder of tables for a workbook. Copied piece by piece.

    Its folder has a name of ours: an edition is read there too, and a drawn name such as « pacte-v7ka » would give one.
    """
    stream.seek(0)
    with tempfile.TemporaryDirectory(prefix="pacte-") as place:
        folder = Path(place) / "depot"
        folder.mkdir()
        path = folder / (safe_file_name(context.file_name) or "fichier")
        with path.open("wb") as copy:
            shutil.copyfileobj(stream, copy)
        with as_csv_tables(path) as source:
            yield source


def _edition(context: FileContext) -> str | None:
    return context.options.get("edition", "").strip() or None


def _counts(reports: Sequence[FileReport]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for report in reports:
        counts[Outcome.ADDED] += report.added
        counts[Outcome.CHANGED] += report.changed
        counts[Outcome.UNCHANGED] += report.unchanged
        counts[Outcome.REFUSED] += report.refused_count
    return counts


def _changes(reports: Sequence[FileReport]) -> list[Change]:
    """The first ones; in an archive, each with its table."""
    rows = [(report, each) for report in reports for each in report.changes]
    return [
        Change(each.subject if len(reports) == 1 else f"{report.label} : {each.subject}", each.before, each.after)
        for report, each in rows[:MAX_SHOWN_CHANGES]
    ]


def _headings(reports: Sequence[FileReport]) -> tuple[str, ...]:
    """Those of the sender, in the one table of the file; the tables of an archive do not share theirs."""
    headings = reports[0].headings if len(reports) == 1 else ()
    return tuple(headings[place] for place in sender_columns(headings))


def _refused_rows(reports: Sequence[FileReport]) -> list[RefusedFileRow]:
    headings = reports[0].headings if len(reports) == 1 else ()
    places, marks = sender_columns(headings), mark_column(headings)
    lines = [(report.file, each) for report in reports for each in report.refused_lines]
    return [
        RefusedFileRow(
            rank, name, each.line, tuple(each.cells[place] for place in places if place < len(each.cells)),
            (each.defect,), mark_in(each.cells, marks),
        )
        for rank, (name, each) in enumerate(lines, start=1)
    ]  # fmt: skip


def _facts(report: FileReport) -> Iterator[str]:
    """What the file is, where it comes from, and what its edition lost."""
    if not report.kind:
        return
    edition = f", édition {report.edition_name}" if report.edition_name else ""
    source = source_of_layout(report.kind)
    origin = ", ".join(filter(None, (source.producer, source.licence))) if source else ""
    yield f"{report.file} : {report.label or report.kind}{edition}{f' ({origin})' if origin else ''}."
    yield from report.notes


KIND = ReferenceKind()
