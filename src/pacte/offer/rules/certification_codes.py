"""Codes of the certifications of a training, as the nomenclature writes them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def rncp_codes(certifications: Iterable[Mapping[str, object]]) -> list[str]:
    """« RNCP34502 », in order, from the {rncp, rs, …} of a training, with or without their prefix."""
    return [f"RNCP{str(each['rncp']).upper().removeprefix('RNCP')}" for each in certifications if each.get("rncp")]
