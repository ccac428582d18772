"""What was loaded: a file known by its content is not read again. And which editions are there."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from django.db import connection

from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import Refused
from pacte.reference.models import Edition, LoadedFile, Zone
from pacte.reference.permissions import may_load
from pacte.reference.records import FileDefect, FileReport, ZoneKind

# Part of every key: raised when a file already loaded must be read again by a newer program.
READER_VERSION = 1


@dataclass(frozen=True, slots=True)
class Ledger:
    """The memory of loads, opened by who loads. Raises ``Refused`` for who may not."""

    actor: Actor

    def __post_init__(self) -> None:
        if not may_load(self.actor):
            raise Refused(
                "reference_load",
                "Vous ne pouvez pas charger de territoire.",
                "Ce droit revient à l’administration, au pilote de la Région et aux analystes.",
                "Demandez-le à l’administrateur.",
            )

    def lock(self) -> None:
        """One load at a time, until the end of the transaction."""
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(hashtext('pacte.reference'))")

    def key_of(self, digest: str, edition: int | None = None) -> str:
        """What is remembered: the content, the edition it was read for, and the reader."""
        return hashlib.sha256(f"{READER_VERSION} {edition or ''} {digest}".encode()).hexdigest()

    def recall(self, key: str, report: FileReport) -> bool:
        """Fills the report from the memory of an earlier load. False when there was none."""
        loaded = LoadedFile.objects.filter(digest=key).first()
        if loaded is None:
            return False
        report.kind, report.edition, report.lines = loaded.kind, loaded.edition, loaded.line_count
        report.already_loaded, report.defect_count = True, loaded.defect_count
        report.defects = [FileDefect(**defect) for defect in loaded.defects]
        return True

    def remember(self, key: str, report: FileReport) -> None:
        """The next load of the same content will find it."""
        LoadedFile.objects.create(
            digest=key,
            name=report.file[:200],
            kind=report.kind,
            edition=report.edition,
            line_count=report.lines,
            defects=[asdict(defect) for defect in report.defects],
            defect_count=report.defect_count,
            loaded_at=now(),
            loaded_by=self.actor.name[:200],
        )

    def note_editions(self, years: Iterable[int], source: str) -> None:
        """Marks as present the editions that hold communes."""
        wanted = set(years) - set(Edition.objects.values_list("year", flat=True))
        held = Zone.objects.filter(kind=ZoneKind.COMMUNE, edition__in=wanted).values_list("edition", flat=True)
        Edition.objects.bulk_create(
            [Edition(year=year, source=source[:300], loaded_at=now()) for year in sorted(set(held.distinct()))],
            ignore_conflicts=True,
        )
