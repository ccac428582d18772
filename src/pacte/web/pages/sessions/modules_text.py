"""Modules as text, one a line: title | hours | what is attested | certified blocks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from django.core.exceptions import ValidationError

from pacte.offer.records import BlockItem, Issuer, ModuleItem

MODULE_EXAMPLE = "Souder à plat | 140 | lire un plan ; souder à plat (employeur) | RNCP34502BC01"
_BLOCK_CODE = re.compile(r"((?:RNCP|RS)\d+)BC\d+$")
_EMPLOYER_SUFFIX = re.compile(r"\s*\(employeur\)$", re.IGNORECASE)


def format_modules(modules: Sequence[ModuleItem]) -> str:
    return "\n".join(_format_module(each) for each in modules)


def _format_module(module: ModuleItem) -> str:
    attested = " ; ".join(
        f"{text} (employeur)" if issuer is Issuer.EMPLOYER else text for text, issuer in module.attestations
    )
    parts = [module.title, str(module.hours), attested, " ".join(each.block_code for each in module.blocks)]
    return " | ".join(parts).rstrip(" |")


def parse_modules(text: str, known_modules: Sequence[ModuleItem]) -> list[ModuleItem]:
    """Kind, reference and price come from the known module with that title. Raises ``ValidationError``."""
    known_by_title = {each.title: each for each in known_modules}
    lines = [line for line in text.splitlines() if line.strip()]
    return [_parse_module(rank, line, known_by_title) for rank, line in enumerate(lines, start=1)]


def _parse_module(rank: int, line: str, known_by_title: dict[str, ModuleItem]) -> ModuleItem:
    title, hours, attested, blocks, *extra_parts = (part.strip() for part in (line + "|||").split("|"))
    if any(extra_parts) or not title or not re.fullmatch(r"[0-9]{1,5}", hours) or not int(hours):
        raise ValidationError(f"Module {rank} : un titre et des heures entières. Exemple : {MODULE_EXAMPLE}")
    known_module = known_by_title.get(title, ModuleItem(title=title, hours=0))
    blocks_by_code = {each.block_code: each for each in known_module.blocks}
    return replace(
        known_module,
        hours=int(hours),
        attestations=tuple(_parse_attestation(each.strip()) for each in attested.split(";") if each.strip()),
        blocks=tuple(blocks_by_code.get(code) or _parse_block(rank, code) for code in blocks.upper().split()),
    )


def _parse_attestation(text: str) -> tuple[str, Issuer]:
    label = _EMPLOYER_SUFFIX.sub("", text)
    return label, Issuer.EMPLOYER if label != text else Issuer.PROVIDER


def _parse_block(rank: int, code: str) -> BlockItem:
    match = _BLOCK_CODE.match(code)
    if not match:
        raise ValidationError(f"Module {rank} : « {code} » n’est pas un code de bloc, comme RNCP34502BC01.")
    return BlockItem(match[1], code)
