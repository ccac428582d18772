"""Patterns of nomenclature codes, and parsers for codes as people type them. Pure."""

from __future__ import annotations

import re

from pacte.reference.records import Register

ROME_CODE = re.compile(r"[A-N]\d{4}")
FORMACODE = re.compile(r"\d{5}")
NSF_CODE = re.compile(r"\d{3}[a-z]?")
NSF_CODE_OR_DOMAIN = re.compile(r"\d{2}|\d{3}[a-z]?")
"""Some records give a domain only."""
NAF_CODE = re.compile(r"(\d{2})\.?(\d{2})([A-Z])")
BLOCK_CODE = re.compile(r"((?:RNCP|RS)\d{1,6})BC\d{1,3}")
SIRET = re.compile(r"\d{14}")
_REGISTER_CODE = re.compile(r"(RNCP|RS)0*(\d{1,6})")


def parse_certification_code(text: str, register: Register = Register.RNCP) -> str | None:
    """Parse « rncp 34857 », « RNCP-34857 » or « 34857 » (in ``register``) to « RNCP34857 »; None if invalid."""
    compact = re.sub(r"[\s.\-_\u202f\u00a0°/]", "", text).upper()
    if re.fullmatch(r"\d{1,6}", compact):
        return compact if register is Register.CERTIF_INFO else f"{register}{int(compact)}"
    match = _REGISTER_CODE.fullmatch(compact)
    return f"{match[1]}{int(match[2])}" if match else None


def register_of_code(code: str) -> Register:
    """Return the register of a code. Certif Info codes contain digits only."""
    return next((each for each in (Register.RNCP, Register.RS) if code.startswith(each)), Register.CERTIF_INFO)


def certification_code_of_block(code: str) -> str | None:
    """Return « RNCP34857 » for « RNCP34857BC01 »."""
    match = BLOCK_CODE.fullmatch(re.sub(r"\s", "", code).upper())
    return match[1] if match else None


def is_rome_code(text: str) -> bool:
    return bool(ROME_CODE.fullmatch(text))


def is_formacode(text: str) -> bool:
    return bool(FORMACODE.fullmatch(text))


def is_nsf_code(text: str) -> bool:
    return bool(NSF_CODE.fullmatch(text))


def nsf_group_code(code: str) -> str:
    """Return the group of a speciality: « 315 » for « 315p », where the letter is the function."""
    return code.rstrip("abcdefghijklmnopqrstuvwxyz")


def parse_naf_code(text: str) -> str | None:
    """Parse « 0111Z » to « 01.11Z »."""
    match = NAF_CODE.fullmatch(text.strip().upper())
    return f"{match[1]}.{match[2]}{match[3]}" if match else None
