"""Modules as text, one a line: title | hours | what is attested | certified blocks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from django.core.exceptions import ValidationError

from pacte.offer.records import BlockItem, Issuer, ModuleItem

EXAMPLE = "Souder à plat | 140 | lire un plan ; souder à plat (employeur) | RNCP34502BC01"
_BLOCK = re.compile(r"((?:RNCP|RS)\d+)BC\d+$")
_EMPLOYER = re.compile(r"\s*\(employeur\)$", re.IGNORECASE)


def modules_said(modules: Sequence[ModuleItem]) -> str:
    return "\n".join(_said(each) for each in modules)


def _said(module: ModuleItem) -> str:
    attested = " ; ".join(
        f"{text} (employeur)" if issuer is Issuer.EMPLOYER else text for text, issuer in module.attestations
    )
    parts = [module.title, str(module.hours), attested, " ".join(each.block_code for each in module.blocks)]
    return " | ".join(parts).rstrip(" |")


def modules_read(text: str, known: Sequence[ModuleItem]) -> list[ModuleItem]:
    """Kind, reference and price come from the known module with that title. Raises ``ValidationError``."""
    before = {each.title: each for each in known}
    lines = [line for line in text.splitlines() if line.strip()]
    return [_read(rank, line, before) for rank, line in enumerate(lines, start=1)]


def _read(rank: int, line: str, before: dict[str, ModuleItem]) -> ModuleItem:
    title, hours, attested, blocks, *more = (part.strip() for part in (line + "|||").split("|"))
    if any(more) or not title or not re.fullmatch(r"[0-9]{1,5}", hours) or not int(hours):
        raise ValidationError(f"Module {rank} : un titre et des heures entières. Exemple : {EXAMPLE}")
    kept = before.get(title, ModuleItem(title=title, hours=0))
    labels = {each.block_code: each for each in kept.blocks}
    return replace(
        kept,
        hours=int(hours),
        attestations=tuple(_attestation(each.strip()) for each in attested.split(";") if each.strip()),
        blocks=tuple(labels.get(code) or _block(rank, code) for code in blocks.upper().split()),
    )


def _attestation(text: str) -> tuple[str, Issuer]:
    bare = _EMPLOYER.sub("", text)
    return bare, Issuer.EMPLOYER if bare != text else Issuer.PROVIDER


def _block(rank: int, code: str) -> BlockItem:
    found = _BLOCK.match(code)
    if not found:
        raise ValidationError(f"Module {rank} : « {code} » n’est pas un code de bloc, comme RNCP34502BC01.")
    return BlockItem(found[1], code)
