"""Upsert targets of the territory."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from pacte.kernel.french import fold_text
from pacte.reference.bulk_upsert.shown_rows import ShownTable
from pacte.reference.bulk_upsert.target import (
    Arrays,
    UpsertTarget,
    column_arrays,
    keep_text_if_empty,
    keep_value_if_null,
)
from pacte.reference.records import CodeChangeRow, ContourRow, PopulationRow, ZoneMembershipRow, ZoneRow


def _text_first(rows: Sequence[tuple[Any, ...]]) -> Arrays:
    """Convert the first column, an enumeration, to text."""
    arrays = column_arrays(rows)
    arrays[0] = [str(value) for value in arrays[0]]
    return arrays


def _zone_arrays(rows: Sequence[tuple[Any, ...]]) -> Arrays:
    arrays = _text_first(rows)
    folded = {name: fold_text(name) for name in set(arrays[3])}
    return [*arrays, [folded[name] for name in arrays[3]]]


def _contour_arrays(rows: Sequence[tuple[Any, ...]]) -> Arrays:
    arrays = _text_first(rows)
    arrays[3] = [json.dumps(rings, separators=(",", ":")) for rings in arrays[3]]
    return arrays


_ZONES = UpsertTarget(
    ShownTable(
        "reference_zone",
        "{kind} {code} ({edition})",
        {
            "name": "nom",
            "nature": "nature",
            "region_code": "région",
            "department_code": "département",
            "arrondissement_code": "arrondissement",
            "epci_code": "EPCI",
            "population": "population",
            "latitude": "latitude",
            "longitude": "longitude",
            "postal_codes": "codes postaux",
        },
    ),
    (
        *(("kind", "text"), ("code", "text"), ("edition", "int")),
        *((name, "text") for name in ("name", "nature", "region_code", "department_code")),
        *((name, "text") for name in ("arrondissement_code", "epci_code")),
        *(("population", "int"), ("latitude", "float8"), ("longitude", "float8")),
        *(("postal_codes", "text"), ("plain_name", "text")),
    ),
    3,
    {
        **keep_text_if_empty(
            "name", "nature", "region_code", "department_code", "arrondissement_code", "epci_code", "plain_name"
        ),
        **keep_value_if_null("population", "latitude", "longitude"),
        "postal_codes": "case when excluded.postal_codes = '{}' then t.postal_codes else excluded.postal_codes end",
    },
    {"postal_codes": "string_to_array(n.postal_codes, ' ')"},
    _zone_arrays,
)
_MEMBERS = UpsertTarget(
    ShownTable("reference_zonemembership", "commune {commune_code}, {kind} ({vintage})", {"zone_code": "dans"}),
    (("kind", "text"), ("vintage", "int"), ("commune_code", "text"), ("zone_code", "text")),
    3,
    arrays=_text_first,
)
# A passage table gives the latest possible year of a change: the earliest edition is the most accurate.
_CHANGES = UpsertTarget(
    ShownTable("reference_codechange", "commune {old_code} → {new_code}", {"edition": "depuis"}),
    (("old_code", "text"), ("new_code", "text"), ("edition", "int")),
    2,
    {"edition": "least(excluded.edition, t.edition)"},
)
_POPULATIONS = UpsertTarget(
    ShownTable("reference_zonepopulation", "{kind} {code} ({year})", {"count": "population"}),
    (("kind", "text"), ("code", "text"), ("year", "int"), ("count", "int")),
    3,
    arrays=_text_first,
)
_CONTOURS = UpsertTarget(
    ShownTable("reference_contour", "contour, {kind} {code} ({edition})", {}),
    (("kind", "text"), ("code", "text"), ("edition", "int"), ("rings", "text")),
    3,
    {},
    {"rings": "n.rings::jsonb"},
    _contour_arrays,
)
TARGETS: dict[type, UpsertTarget] = {
    ZoneRow: _ZONES,
    ZoneMembershipRow: _MEMBERS,
    CodeChangeRow: _CHANGES,
    PopulationRow: _POPULATIONS,
    ContourRow: _CONTOURS,
}
