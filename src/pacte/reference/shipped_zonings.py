"""Reads the zones d'emploi and bassins de vie shipped with pacte (see ``data/README.md``). Pure."""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pacte.kernel.errors import ConfigurationError
from pacte.reference.records import ZoneKind, ZoneMembershipRow, ZoneRow

ZONINGS_FILE = Path(__file__).parent / "data" / "zonings.json.xz"
FORMAT_VERSION = 1


@dataclass(frozen=True, slots=True)
class ShippedZoning:
    """Zones of one kind and vintage: ``names`` by zone, ``zone_of`` by commune, in the codes of the zoning's year."""

    kind: ZoneKind
    vintage: int
    names: Mapping[str, str]
    zone_of: Mapping[str, str]

    def rows(self, communes: Iterable[str]) -> Iterator[ZoneRow | ZoneMembershipRow]:
        """Yield the zones of these communes, whole or in part, then their members among these communes."""
        members = [(code, self.zone_of[code]) for code in sorted(set(communes) & self.zone_of.keys())]
        for zone in sorted({zone for _, zone in members}):
            yield ZoneRow(self.kind, zone, self.vintage, self.names[zone])
        for code, zone in members:
            yield ZoneMembershipRow(self.kind, self.vintage, code, zone)


@cache
def read_shipped_zonings() -> tuple[ShippedZoning, ...]:
    """Return the zonings of all France. Raises ``ConfigurationError`` for a damaged or missing file."""
    try:
        content = json.loads(lzma.decompress(ZONINGS_FILE.read_bytes()))
    except (OSError, lzma.LZMAError, ValueError) as error:
        raise _damaged_file_error() from error
    if content.get("format") != FORMAT_VERSION:
        raise _damaged_file_error()
    return tuple(_zoning(each) for each in content["zonings"])


def _zoning(encoded: dict[str, Any]) -> ShippedZoning:
    return ShippedZoning(
        kind=ZoneKind(encoded["kind"]),
        vintage=encoded["vintage"],
        names={code: name for code, name, _ in encoded["zones"]},
        zone_of={commune: code for code, _, communes in encoded["zones"] for commune in communes},
    )


def _damaged_file_error() -> ConfigurationError:
    return ConfigurationError(
        "zonings_file",
        "Le fichier des zones d’emploi et des bassins de vie ne se lit pas.",
        "Il manque, ou il n’est plus celui du programme.",
        "Réinstallez le programme.",
    )
