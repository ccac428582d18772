"""Zone of every commune for the facts, and search of a zone by name or code."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from pacte.indicators.records import ZoneFilter
from pacte.kernel.errors import ValidationError
from pacte.kernel.french import fold_text
from pacte.offer.rules.nature import department_of
from pacte.reference.queries import (
    communes_of_zone,
    former_codes_by_commune,
    latest_territory_edition,
    places_of_kind,
    zone_codes_by_commune,
)
from pacte.reference.records import ZONE_KIND_LABELS, ZoneKind

SPLIT_KINDS = (
    ZoneKind.DEPARTMENT, ZoneKind.EMPLOYMENT_ZONE, ZoneKind.LIVING_AREA, ZoneKind.EPCI, ZoneKind.REGION,
    ZoneKind.COMMUNE,
)  # fmt: skip
_KINDS_OF_DEPARTMENTS = (ZoneKind.DEPARTMENT, ZoneKind.REGION)


def load_zones(connection: duckdb.DuckDBPyConnection, *, kind: str) -> None:
    """Creates the table « zones » (commune, zone, rank), former commune codes included."""
    zone_kind = parse_zone_kind(kind)
    pairs = zone_codes_by_commune([zone_kind])[zone_kind]
    if kind in _KINDS_OF_DEPARTMENTS:
        # For an erased person the facts have only the department.
        pairs = {department_of(commune): zone for commune, zone in pairs.items()} | pairs
    fill_zones(connection, pairs)


def fill_zones(connection: duckdb.DuckDBPyConnection, pairs: Mapping[str, str]) -> None:
    """Zones are ranked from 1: millions of rows are grouped by an integer, and only the few cells carry the code."""
    connection.execute("create or replace temp table zones (commune varchar, zone varchar, rank integer)")
    rank_of = {zone: rank for rank, zone in enumerate(sorted(set(pairs.values())), 1)}
    if pairs:
        columns = [list(pairs), list(pairs.values()), [rank_of[zone] for zone in pairs.values()]]
        connection.execute(
            "insert into zones select unnest(?::varchar[]), unnest(?::varchar[]), unnest(?::integer[])", columns
        )


def facts_zone_names(kind: str) -> dict[str, str]:
    return {each.code: each.name for each in places_of_kind(parse_zone_kind(kind))}


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
