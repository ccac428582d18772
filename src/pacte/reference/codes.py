"""Shapes of the codes of nomenclatures, and how people type them. Pure."""

from __future__ import annotations

import re

from pacte.reference.records import Register

ROME_CODE = re.compile(r"[A-N]\d{4}")
FORMACODE = re.compile(r"\d{5}")
NSF_CODE = re.compile(r"\d{3}[a-z]?")
NSF_CODE_OR_DOMAIN = re.compile(r"\d{2}|\d{3}[a-z]?")
"""Some sheets name a domain only."""
NAF_CODE = re.compile(r"(\d{2})\.?(\d{2})([A-Z])")
BLOCK_CODE = re.compile(r"((?:RNCP|RS)\d{1,6})BC\d{1,3}")
SIRET = re.compile(r"\d{14}")
_REGISTERED = re.compile(r"(RNCP|RS)0*(\d{1,6})")


def certification_code(text: str, register: Register = Register.RNCP) -> str | None:
    """« RNCP34857 » from « rncp 34857 », « RNCP-34857 » or « 34857 » (of the register given); None for another text."""
    bare = re.sub(r"[\s.\-_\u202f\u00a0°/]", "", text).upper()
    if re.fullmatch(r"\d{1,6}", bare):
        return bare if register is Register.CERTIF_INFO else f"{register}{int(bare)}"
    found = _REGISTERED.fullmatch(bare)
    return f"{found[1]}{int(found[2])}" if found else None


def register_of(code: str) -> Register:
    """The register that a code belongs to. Certif Info codes are digits alone."""
    return next((each for each in (Register.RNCP, Register.RS) if code.startswith(each)), Register.CERTIF_INFO)


def certification_of_block(code: str) -> str | None:
    """« RNCP34857 » from « RNCP34857BC01 »."""
    found = BLOCK_CODE.fullmatch(re.sub(r"\s", "", code).upper())
    return found[1] if found else None


def rome_code(text: str) -> str | None:
    """« N1101 » from « n 1101 »."""
    bare = re.sub(r"\s", "", text).upper()
    return bare if ROME_CODE.fullmatch(bare) else None


def is_rome(text: str) -> bool:
    return bool(ROME_CODE.fullmatch(text))


def is_formacode(text: str) -> bool:
    return bool(FORMACODE.fullmatch(text))


def is_nsf(text: str) -> bool:
    return bool(NSF_CODE.fullmatch(text))


def nsf_group(code: str) -> str:
    """The group of a speciality: « 315 » from « 315p », whose letter tells the function."""
    return code.rstrip("abcdefghijklmnopqrstuvwxyz")


def naf_code(text: str) -> str | None:
    """« 01.11Z » from « 0111Z »."""
    found = NAF_CODE.fullmatch(text.strip().upper())
    return f"{found[1]}.{found[2]}{found[3]}" if found else None
