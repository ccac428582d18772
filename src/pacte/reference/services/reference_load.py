"""A load of reference data: who may, one at a time, the editions that it brings, the revision that caches follow."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import deny_unless
from pacte.reference.models import Edition, Nomenclature, ReferenceRevision, Zone
from pacte.reference.permissions import may_load_reference_data
from pacte.reference.records import NomenclatureEdition, ZoneKind

# Subject of the revisions that files of producers make; what is shipped with pacte has the name of its file.
FILES = "files"


@dataclass(frozen=True, slots=True)
class ReferenceLoad:
    """A load by an actor. Raises ``PermissionDenied`` if the actor may not load.

    ``max_changes``: of each file, how many rows that it adds or changes are shown.
    """

    actor: Actor
    max_changes: int = 0

    def __post_init__(self) -> None:
        deny_unless(
            may_load_reference_data(self.actor),
            "reference_load",
            "Vous ne pouvez pas charger de territoire ni de nomenclature.",
            "Ce droit revient à l’administration, au pilote de la Région et aux analystes.",
            "Demandez-le à l’administrateur.",
        )

    def lock(self) -> None:
        """Allow one load at a time, until the end of the transaction."""
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(hashtext('pacte.reference'))")

    def is_shipped_loaded(self, subject: str, digest: str) -> bool:
        """Return True when what pacte ships under this name was loaded with this content."""
        return ReferenceRevision.objects.filter(subject=subject, digest=digest).exists()

    def record_revision(self, subject: str = FILES, digest: str = "") -> None:
        """Say that the reference data changed: caches are made again. Under the lock."""
        revision, _ = ReferenceRevision.objects.get_or_create(subject=subject, defaults={"changed_at": now()})
        revision.number, revision.digest, revision.changed_at = revision.number + 1, digest, now()
        revision.save(update_fields=["number", "digest", "changed_at"])

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
