"""What was loaded: a file known by its content is not read again. And which editions are there."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from django.db import connection

from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import Refused
from pacte.reference.models import Edition, LoadedFile, Nomenclature, Zone
from pacte.reference.permissions import may_load
from pacte.reference.records import FileDefect, FileReport, NomenclatureEdition, ZoneKind

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
                "Vous ne pouvez pas charger de territoire ni de nomenclature.",
                "Ce droit revient à l’administration, au pilote de la Région et aux analystes.",
                "Demandez-le à l’administrateur.",
            )

    def lock(self) -> None:
        """One load at a time, until the end of the transaction."""
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(hashtext('pacte.reference'))")

    def key_of(self, digest: str, edition: int | str | None = None) -> str:
        """What is remembered: the content, the edition it was read for, and the reader."""
        return hashlib.sha256(f"{READER_VERSION} {edition or ''} {digest}".encode()).hexdigest()

    def recall(self, key: str, report: FileReport) -> bool:
        """Fills the report from the memory of an earlier load. False when there was none."""
        loaded = LoadedFile.objects.filter(digest=key).first()
        if loaded is None:
            return False
        report.kind, report.edition, report.lines = loaded.kind, loaded.edition, loaded.line_count
        report.release = loaded.release
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
            release=report.release,
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

    def note_releases(self, editions: Iterable[NomenclatureEdition]) -> None:
        """Marks as present these editions of nomenclatures. What was an excerpt is one no more once loaded whole."""
        for each in editions:
            found, fresh = Nomenclature.objects.get_or_create(
                scheme=each.scheme,
                edition=each.edition,
                defaults={
                    "starts_on": each.starts_on,
                    "source": each.source[:300],
                    "is_excerpt": each.is_excerpt,
                    "loaded_at": now(),
                },
            )
            if not fresh and found.is_excerpt and not each.is_excerpt:
                found.is_excerpt, found.source, found.loaded_at = False, each.source[:300], now()
                found.save(update_fields=["is_excerpt", "source", "loaded_at"])
