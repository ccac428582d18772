"""Ledger of loads: a file already loaded is not read again. Also records the loaded editions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.defects import Defect
from pacte.kernel.errors import PermissionDenied
from pacte.reference.models import Edition, LoadedFile, Nomenclature, Zone
from pacte.reference.permissions import may_load_reference_data
from pacte.reference.records import FileReport, NomenclatureEdition, ZoneKind

# Part of every key: increment it when files already loaded must be read again by a newer version.
READER_VERSION = 1


@dataclass(frozen=True, slots=True)
class LoadLedger:
    """Ledger of loads, opened for an actor. Raises ``PermissionDenied`` if the actor may not load."""

    actor: Actor

    def __post_init__(self) -> None:
        if not may_load_reference_data(self.actor):
            raise PermissionDenied(
                "reference_load",
                "Vous ne pouvez pas charger de territoire ni de nomenclature.",
                "Ce droit revient à l’administration, au pilote de la Région et aux analystes.",
                "Demandez-le à l’administrateur.",
            )

    def lock(self) -> None:
        """Allow one load at a time, until the end of the transaction."""
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(hashtext('pacte.reference'))")

    def load_key(self, digest: str, edition: int | str | None = None) -> str:
        """Return the key of a load: file content, edition and reader version."""
        return hashlib.sha256(f"{READER_VERSION} {edition or ''} {digest}".encode()).hexdigest()

    def fill_from_earlier_load(self, key: str, report: FileReport) -> bool:
        """Fill the report from an earlier load. Return False when there is none."""
        loaded = LoadedFile.objects.filter(digest=key).first()
        if loaded is None:
            return False
        report.kind, report.edition, report.lines = loaded.kind, loaded.edition, loaded.line_count
        report.release = loaded.release
        report.already_loaded, report.defect_count = True, loaded.defect_count
        report.defects = [Defect.from_plain(defect) for defect in loaded.defects]
        return True

    def record_load(self, key: str, report: FileReport) -> None:
        """Record the load, so that the next load of the same content finds it."""
        LoadedFile.objects.create(
            digest=key,
            name=report.file[:200],
            kind=report.kind,
            edition=report.edition,
            release=report.release,
            line_count=report.lines,
            defects=[defect.plain() for defect in report.defects],
            defect_count=report.defect_count,
            loaded_at=now(),
            loaded_by=self.actor.name[:200],
        )

    def record_editions(self, years: Iterable[int], source: str) -> None:
        """Record the editions that have communes."""
        missing_years = set(years) - set(Edition.objects.values_list("year", flat=True))
        editions_with_communes = Zone.objects.filter(kind=ZoneKind.COMMUNE, edition__in=missing_years).values_list(
            "edition", flat=True
        )
        Edition.objects.bulk_create(
            [
                Edition(year=year, source=source[:300], loaded_at=now())
                for year in sorted(set(editions_with_communes.distinct()))
            ],
            ignore_conflicts=True,
        )

    def record_releases(self, editions: Iterable[NomenclatureEdition]) -> None:
        """Record editions of nomenclatures. An excerpt loses its mark once the complete edition is loaded."""
        for each in editions:
            nomenclature, is_new = Nomenclature.objects.get_or_create(
                scheme=each.scheme,
                edition=each.edition,
                defaults={
                    "starts_on": each.starts_on,
                    "source": each.source[:300],
                    "is_excerpt": each.is_excerpt,
                    "loaded_at": now(),
                },
            )
            if not is_new and nomenclature.is_excerpt and not each.is_excerpt:
                nomenclature.is_excerpt, nomenclature.source, nomenclature.loaded_at = False, each.source[:300], now()
                nomenclature.save(update_fields=["is_excerpt", "source", "loaded_at"])
