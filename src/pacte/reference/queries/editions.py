"""Loaded editions, and the replacement of commune codes in an edition."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Model, Subquery

from pacte.kernel.actor import Actor
from pacte.kernel.errors import Conflict
from pacte.reference.models import CodeChange, Contour, Edition, ReferenceRevision, Zone, ZoneMembership
from pacte.reference.records import ZoneKind
from pacte.reference.rules import MAX_CODE_CHANGES, code_in_edition, edition_for_year
from pacte.reference.shipped_territory import shipped_regions

__all__ = [
    "commune_count",
    "current_commune_codes",
    "latest_territory_edition",
    "shipped_regions",
    "territory_edition_on",
    "territory_editions",
    "territory_stamp",
]


def territory_editions() -> tuple[int, ...]:
    """Return the years whose communes are loaded, oldest first."""
    return tuple(Edition.objects.order_by("year").values_list("year", flat=True))


def latest_territory_edition() -> int:
    """Return the newest year loaded. Raise ``Conflict`` (``no_territory``) before the first load."""
    year = Edition.objects.order_by("-year").values_list("year", flat=True).first()
    if year is None:
        raise _no_territory_error()
    return year


def territory_edition_on(on: date) -> int:
    """Return the edition in force on a day: the last one on or before 1 January of its year."""
    year = edition_for_year(on.year, territory_editions())
    if year is None:
        raise _no_territory_error()
    return year


def territory_stamp(*, actor: Actor) -> tuple[int, ...]:
    """Return a key that changes when a territory is loaded or completed, for caches. Public. One query."""
    tables: dict[str, type[Model]] = {
        "zones": Zone,
        "members": ZoneMembership,
        "changes": CodeChange,
        "contours": Contour,
    }
    last = {name: Subquery(table._default_manager.order_by("-pk").values("pk")[:1]) for name, table in tables.items()}
    newest = Edition.objects.order_by("-year").annotate(revision=ReferenceRevision.load_count(), **last)
    return tuple(each or 0 for each in newest.values_list("pk", "revision", *tables).first() or ())


def commune_count(*, edition: int, region_code: str | None = None) -> int:
    """Return the number of communes of an edition, in total or for one region."""
    communes = Zone.objects.filter(kind=ZoneKind.COMMUNE, edition=edition)
    return communes.filter(region_code=region_code).count() if region_code else communes.count()


def current_commune_codes(codes: Iterable[str], *, edition: int | None = None) -> dict[str, str]:
    """Return the code that replaces each given code in the edition (newest by default). Unknown codes are omitted.

    18131 in 2024 gives 18173, in 2023 it gives 18131.
    """
    year = edition or latest_territory_edition()
    wanted_codes = set(codes)
    changes: dict[str, list[tuple[str, int]]] = defaultdict(list)
    present: set[str] = set()
    frontier = wanted_codes
    for _ in range(MAX_CODE_CHANGES):
        present_zones = Zone.objects.filter(kind=ZoneKind.COMMUNE, edition=year, code__in=frontier)
        present |= set(present_zones.values_list("code", flat=True))
        absent = {code for code in frontier if code not in present and code not in changes}
        for old, new, since in CodeChange.objects.filter(old_code__in=absent).values_list(
            "old_code", "new_code", "edition"
        ):
            changes[old].append((new, since))
        frontier = {new for old in absent for new, _ in changes.get(old, ())} - present
        if not frontier:
            break
    heir_by_code = {
        code: code_in_edition(code, edition=year, present=present, changes=changes) for code in wanted_codes
    }
    return {code: heir for code, heir in heir_by_code.items() if heir}


def _no_territory_error() -> Conflict:
    return Conflict(
        "no_territory",
        "Aucun territoire n’est chargé.",
        hint="Lancez «\u202f./pacte start --region CODE\u202f».",
    )
