"""Zone of every commune for the facts, and search of a zone by name or code."""

from __future__ import annotations

import threading
from collections.abc import Mapping

import duckdb

from pacte.indicators.records import ZoneFilter
from pacte.infra.versioned_cache import EVERYBODY, CacheKey, VersionedCache
from pacte.kernel.actor import NOBODY
from pacte.kernel.errors import ValidationError
from pacte.kernel.french import fold_text
from pacte.offer.rules.nature import department_of
from pacte.reference.queries import (
    communes_of_zone,
    former_codes_by_commune,
    latest_territory_edition,
    places_of_kind,
    territory_stamp,
    zone_codes_by_commune,
)
from pacte.reference.records import ZONE_KIND_LABELS, ZoneKind

SPLIT_KINDS = (
    ZoneKind.DEPARTMENT, ZoneKind.EMPLOYMENT_ZONE, ZoneKind.LIVING_AREA, ZoneKind.EPCI, ZoneKind.REGION,
    ZoneKind.COMMUNE,
)  # fmt: skip
_LOCK = threading.Lock()
_CACHE = VersionedCache("indicators.zones", maxsize=256)
_KINDS_OF_DEPARTMENTS = (ZoneKind.DEPARTMENT, ZoneKind.REGION)


def load_zones(connection: duckdb.DuckDBPyConnection, *, kind: str) -> None:
    """Gives the connection « zones » (commune, zone, rank), former commune codes included.

    The rows are written once in the database of the connection, for all its readers: 35,000 communes each time would
    cost more than most questions. Another territory has another table.
    """
    zone_kind = parse_zone_kind(kind)
    stamp = "_".join(map(str, territory_stamp(actor=NOBODY)))
    name = f"zones_{zone_kind}_{stamp}"
    known = "select 1 from duckdb_tables() where table_name = ? and not temporary"
    with _LOCK:
        if not connection.execute(known, [name]).fetchone():
            connection.execute("begin")
            _write_zones(connection, f"table {name}", _communes_of(zone_kind))
            connection.execute("commit")
    connection.execute(f"create or replace temp view zones as select * from {name}")


def _communes_of(kind: ZoneKind) -> dict[str, str]:
    pairs = zone_codes_by_commune([kind])[kind]
    if kind in _KINDS_OF_DEPARTMENTS:
        # For an erased person the facts have only the department.
        pairs = {department_of(commune): zone for commune, zone in pairs.items()} | pairs
    return pairs


def fill_zones(connection: duckdb.DuckDBPyConnection, pairs: Mapping[str, str]) -> None:
    """Gives the connection these « zones » (commune → zone), and to no other."""
    _write_zones(connection, "temp table zones", pairs)


def _write_zones(connection: duckdb.DuckDBPyConnection, table: str, pairs: Mapping[str, str]) -> None:
    """Zones are ranked from 1: millions of rows are grouped by an integer, and only the few cells carry the code."""
    rank_of = {zone: rank for rank, zone in enumerate(sorted(set(pairs.values())), 1)}
    columns = [list(pairs), list(pairs.values()), [rank_of[zone] for zone in pairs.values()]]
    connection.execute(
        f"create or replace {table} as select unnest(?::varchar[]) as commune, unnest(?::varchar[]) as zone,"
        " unnest(?::integer[]) as rank",
        columns,
    )


def facts_zone_names(kind: str) -> dict[str, str]:
    """Names by code. Kept until a territory is loaded: callers do not change them."""
    key = CacheKey(territory_stamp(actor=NOBODY), EVERYBODY, ("names", kind))
    return _CACHE.get(key, lambda: {each.code: each.name for each in places_of_kind(parse_zone_kind(kind))})


def parse_zone_kind(text: str) -> ZoneKind:
    if text not in set(ZoneKind):
        raise ValidationError(
            "zone_kind", f"« {text} » n’est pas un découpage.", hint=f"Choisissez parmi : {', '.join(SPLIT_KINDS)}."
        )
    return ZoneKind(text)


def find_zone(text: str) -> ZoneFilter:
    """« 18 », « Cher », « employment_zone:2401 » or « Bourges »: the widest zone with that code or name.

    Raises ``ValidationError`` when there is none, or several of one kind.
    """
    key = CacheKey(territory_stamp(actor=NOBODY), EVERYBODY, ("zone", text))
    return _CACHE.get(key, lambda: _find_zone(text))


def _find_zone(text: str) -> ZoneFilter:
    wanted = text.strip()
    kinds: tuple[ZoneKind, ...] = (ZoneKind.REGION, *SPLIT_KINDS)
    prefix, _, code = wanted.partition(":")
    if code and prefix in set(ZoneKind):
        kinds, wanted = (ZoneKind(prefix),), code.strip()
    for kind in dict.fromkeys(kinds):
        matches = [
            each for each in places_of_kind(kind) if each.code == wanted or fold_text(each.name) == fold_text(wanted)
        ]
        if len(matches) == 1:
            communes = [each.code for each in communes_of_zone(kind, matches[0].code)]
            every = set(communes).union(*former_codes_by_commune(communes).values())
            if kind in _KINDS_OF_DEPARTMENTS:
                every |= {department_of(commune) for commune in communes}
            return ZoneFilter(kind.value, matches[0].code, matches[0].name, tuple(sorted(every)))
        if matches:
            named = ", ".join(f"{kind.value}:{each.code}" for each in matches[:6])
            raise ValidationError(
                "zone_double", f"Plusieurs zones s’appellent « {text} ».", hint=f"Précisez : {named}."
            )
    raise ValidationError(
        "zone", f"« {text} » n’est pas une zone connue.", f"Édition {latest_territory_edition()} du territoire.",
        "Écrivez un nom ou un code, ou précisez : "
        + ", ".join(f"{kind.value}:CODE ({ZONE_KIND_LABELS[kind][0]})" for kind in SPLIT_KINDS[:3]) + ".",
    )  # fmt: skip
