"""The zone of every commune, for the facts; and the zone that somebody names."""

from __future__ import annotations

import duckdb

from pacte.indicators.records import ZoneAsked
from pacte.kernel.errors import Invalid
from pacte.kernel.french import plain
from pacte.reference.queries import commune_zones, communes_of_zone, former_codes, latest_edition, places
from pacte.reference.records import KIND_LABELS, ZoneKind

SPLIT_KINDS = (
    ZoneKind.DEPARTMENT, ZoneKind.EMPLOYMENT_ZONE, ZoneKind.LIVING_AREA, ZoneKind.EPCI, ZoneKind.REGION,
    ZoneKind.COMMUNE,
)  # fmt: skip


def load_zones(connection: duckdb.DuckDBPyConnection, *, kind: str) -> None:
    """Table « zones » (commune, zone): codes that communes had before included."""
    pairs = commune_zones(kind_of(kind))
    connection.execute("create or replace temp table zones (commune varchar, zone varchar)")
    if pairs:
        communes, codes = list(pairs), list(pairs.values())
        connection.execute("insert into zones select unnest(?::varchar[]), unnest(?::varchar[])", [communes, codes])


def zone_names(kind: str) -> dict[str, str]:
    return {each.code: each.name for each in places(kind_of(kind))}


def kind_of(text: str) -> ZoneKind:
    if text not in set(ZoneKind):
        raise Invalid(
            "zone_kind", f"« {text} » n’est pas un découpage.", todo=f"Choisissez parmi : {', '.join(SPLIT_KINDS)}."
        )
    return ZoneKind(text)


def zone_named(text: str) -> ZoneAsked:
    """« 18 », « Cher », « employment_zone:2401 » or « Bourges »: the widest zone that bears that code or name.

    Raises ``Invalid`` when there is none, or several of one kind.
    """
    wanted = text.strip()
    kinds: tuple[ZoneKind, ...] = (ZoneKind.REGION, *SPLIT_KINDS)
    prefix, _, code = wanted.partition(":")
    if code and prefix in set(ZoneKind):
        kinds, wanted = (ZoneKind(prefix),), code.strip()
    for kind in dict.fromkeys(kinds):
        found = [each for each in places(kind) if each.code == wanted or plain(each.name) == plain(wanted)]
        if len(found) == 1:
            communes = [each.code for each in communes_of_zone(kind, found[0].code)]
            every = tuple(sorted({*communes, *former_codes(communes)}))
            return ZoneAsked(kind.value, found[0].code, found[0].name, every)
        if found:
            named = ", ".join(f"{kind.value}:{each.code}" for each in found[:6])
            raise Invalid("zone_double", f"Plusieurs zones s’appellent « {text} ».", todo=f"Précisez : {named}.")
    raise Invalid(
        "zone", f"« {text} » n’est pas une zone connue.", f"Édition {latest_edition()} du territoire.",
        "Écrivez un nom ou un code, ou précisez : "
        + ", ".join(f"{kind.value}:CODE ({KIND_LABELS[kind][0]})" for kind in SPLIT_KINDS[:3]) + ".",
    )  # fmt: skip
