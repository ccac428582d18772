"""Reads the starter nomenclature shipped with pacte (see ``data/NOMENCLATURE.md``). Pure."""

from __future__ import annotations

import hashlib
import json
import lzma
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pacte.kernel.errors import ConfigurationError
from pacte.reference.codes import register_of_code
from pacte.reference.records import (
    CertificationRow,
    Certifier,
    CompetenceBlock,
    LinkRow,
    NomenclatureEdition,
    Row,
    TermRow,
)

DATA_FOLDER = Path(__file__).parent / "data"
STARTER_FILE = DATA_FOLDER / "starter.json"
OCCUPATIONS_FILE = DATA_FOLDER / "occupations.json.xz"
FORMAT_VERSION = 1


@dataclass(frozen=True, slots=True)
class StarterNomenclature:
    """Occupations and certifications of a new installation."""

    digest: str
    editions: list[NomenclatureEdition]
    rows: list[Row]


def read_starter_nomenclature(path: Path = STARTER_FILE) -> StarterNomenclature:
    """Read the shipped files: every occupation, then the rest. Raise ``ConfigurationError`` when one is damaged."""
    try:
        parts = [lzma.decompress(OCCUPATIONS_FILE.read_bytes()), path.read_bytes()]
        contents = [json.loads(part) for part in parts]
        for content in contents:
            if content["format"] != FORMAT_VERSION:
                raise ValueError(content["format"])
        rows: list[Row] = [
            row for content in contents for row in (*_terms(content), *_links(content), *_certifications(content))
        ]
        editions = [each for content in contents for each in _editions(content)]
        return StarterNomenclature(hashlib.sha256(b"".join(parts)).hexdigest(), editions, rows)
    except (OSError, ValueError, KeyError, TypeError, lzma.LZMAError) as error:
        raise ConfigurationError(
            "starter_file",
            "La nomenclature de départ livrée avec pacte ne se lit pas.",
            "Son fichier manque, ou il n’est plus celui du programme.",
            "Réinstallez le programme.",
        ) from error


def _editions(content: Mapping[str, Any]) -> Iterator[NomenclatureEdition]:
    for scheme, edition, starts_on, source, is_excerpt in content["editions"]:
        yield NomenclatureEdition(scheme, edition, date.fromisoformat(starts_on), source, is_excerpt)


def _terms(content: Mapping[str, Any]) -> Iterator[TermRow]:
    for group in content["terms"]:
        for code, label, kind, parent_code, detail in group["lines"]:
            pairs = tuple((name, value) for name, value in detail.items())
            yield TermRow(group["scheme"], group["edition"], code, label, kind, parent_code, "", pairs)


def _links(content: Mapping[str, Any]) -> Iterator[LinkRow]:
    for group in content["links"]:
        for source, target, kind, rank in group["lines"]:
            yield LinkRow(group["relation"], group["edition"], source, target, kind, rank)


def _certifications(content: Mapping[str, Any]) -> Iterator[CertificationRow]:
    for each in content["certifications"]:
        day = each.get("ends_on")
        yield CertificationRow(
            each["code"],
            date.fromisoformat(each["edition"]),
            register_of_code(each["code"]).value,
            title=each["title"],
            short_name=each.get("short_name", ""),
            type_label=each.get("type_label", ""),
            level=each.get("level"),
            is_active=each.get("is_active"),
            ends_on=date.fromisoformat(day) if day else None,
            rome_codes=tuple(each.get("rome_codes", ())),
            nsf_codes=tuple(each.get("nsf_codes", ())),
            formacodes=tuple(each.get("formacodes", ())),
            certifiers=tuple(Certifier(name) for name in each.get("certifiers", ())),
            blocks=tuple(CompetenceBlock(*block) for block in each.get("blocks", ())),
            predecessors=tuple(each.get("predecessors", ())),
        )
