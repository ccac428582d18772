"""Canonical spelling of an e-mail address: the one stored, looked up and counted. Pure.

Case folding in the database is not used: ``UPPER`` turns the dotless « ı » into « I » and the long « ſ » into « S », so
that an address could reach another person's account (the CVE-2019-19844 family). Here the part before « @ » must be
ASCII and is then lowered; the domain goes through IDNA 2008 with the mapping of UTS 46, as mail servers do.
"""

from __future__ import annotations

import re

import idna

from pacte.kernel.errors import ValidationError

MAX_LENGTH = 254  # RFC 5321, and the column size
_MAX_LOCAL_LENGTH = 64
_ATOM = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL_PART = re.compile(rf"{_ATOM}(\.{_ATOM})*")


def canonical_email(raw: str) -> str:
    """Canonical spelling of the address. Raises ``ValidationError`` (``email``) when it is not an accepted address."""
    text = raw.strip()
    local, _, domain = text.rpartition("@")
    if len(text) > MAX_LENGTH:
        raise _email_error("Elle a plus de 254 signes.")
    if not local.isascii():
        raise _email_error("Avant « @ », seuls les lettres sans accent, les chiffres et quelques signes sont acceptés.")
    local = local.lower()
    if len(local) > _MAX_LOCAL_LENGTH or not _LOCAL_PART.fullmatch(local):
        raise _email_error()
    address = f"{local}@{_canonical_domain(domain)}"
    if len(address) > MAX_LENGTH:
        raise _email_error("Elle a plus de 254 signes.")
    return address


def _canonical_domain(domain: str) -> str:
    try:
        host = idna.encode(domain, uts46=True).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError) as error:
        raise _email_error() from error
    # « localhost » is for a standalone machine; any other mail host contains a dot, and does not end with one.
    if host != "localhost" and ("." not in host or host.endswith(".")):
        raise _email_error()
    return host


def _email_error(reason: str = "") -> ValidationError:
    return ValidationError(
        "email",
        "Ce n’est pas une adresse électronique acceptée ici.",
        reason,
        "Vérifiez-la : « prenom.nom@region.fr ».",
    )
