"""Patterns of nomenclature codes, and parsers for codes as people type them. Pure."""

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
    """Parse « rncp 34857 », « RNCP-34857 » or « 34857 » (in ``register``) to « RNCP34857 »; None if invalid."""
    bare = re.sub(r"[\s.\-_\u202f\u00a0°/]", "", text).upper()
    if re.fullmatch(r"\d{1,6}", bare):
        return bare if register is Register.CERTIF_INFO else f"{register}{int(bare)}"
    found = _REGISTERED.fullmatch(bare)
    return f"{found[1]}{int(found[2])}" if found else None


def register_of(code: str) -> Register:
    """Return the register of a code. Certif Info codes contain digits only."""
    return next((each for each in (Register.RNCP, Register.RS) if code.startswith(each)), Register.CERTIF_INFO)


def certification_of_block(code: str) -> str | None:
    """Return « RNCP34857 » for « RNCP34857BC01 »."""
    found = BLOCK_CODE.fullmatch(re.sub(r"\s", "", code).upper())
    return found[1] if found else None


def rome_code(text: str) -> str | None:
    """Parse « n 1101 » to « N1101 »."""
    bare = re.sub(r"\s", "", text).upper()
    return bare if ROME_CODE.fullmatch(bare) else None


def is_rome(text: str) -> bool:
    return bool(ROME_CODE.fullmatch(text))


def is_formacode(text: str) -> bool:
    return bool(FORMACODE.fullmatch(text))


def is_nsf(text: str) -> bool:
    return bool(NSF_CODE.fullmatch(text))


def nsf_group(code: str) -> str:
    """Return the group of a speciality: « 315 » for « 315p », where the letter is the function."""
    return code.rstrip("abcdefghijklmnopqrstuvwxyz")


def naf_code(text: str) -> str | None:
    """Parse « 0111Z » to « 01.11Z »."""
    found = NAF_CODE.fullmatch(text.strip().upper())
    return f"{found[1]}.{found[2]}{found[3]}" if found else None
