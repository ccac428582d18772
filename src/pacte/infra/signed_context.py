"""Signed row-level security context: PostgreSQL trusts it only with a valid signature (docs/adr/0019).

HMAC-SHA256, bound to the backend and to the transaction. The key is derived from the secret key of the instance and the
role that connects. PostgreSQL stores its two padded halves in a table of the owner, and computes the same HMAC from
``sha256``, which is in its core.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import astuple, dataclass

from pacte.kernel.actor import ActiveMembership, Actor, Role

_DIRECTORY_ROLES = (Role.ADMINISTRATOR, Role.REGION_PILOT)
_BLOCK = 64  # bytes: the block of SHA-256
_PURPOSE = b"pacte row context 1"


@dataclass(frozen=True, slots=True)
class RowContext:
    """Values read by the policies, in the order of ``pacte_context()``. Arrays use PostgreSQL's own syntax."""

    person: str
    own: str
    reach: str
    roles: str
    directory: str
    system: str
    learner: str
    guest: str

    @property
    def text(self) -> str:
        """Serialised context. No field may contain the separator: numbers, role codes, « on »."""
        return "|".join(astuple(self))


@dataclass(frozen=True, slots=True)
class TransactionStamp:
    """Where a context is valid: ``role`` of the session, ``backend`` process, ``began`` (transaction, microseconds)."""

    role: str
    backend: int
    began: int


def row_context_of(actor: Actor) -> RowContext:
    return RowContext(
        person=str(actor.person_id or ""),
        own=_postgres_array(actor.organisation_ids),
        reach=_postgres_array(actor.organisation_ids | actor.host_ids),
        roles="{" + ",".join(sorted({f"{_row_role(each)}@{each.host_id}" for each in actor.memberships})) + "}",
        directory="on" if actor.is_system or actor.has_role(*_DIRECTORY_ROLES) else "off",
        system="on" if actor.is_system else "off",
        learner=str(actor.learner_id or ""),
        guest=str(actor.guest_id or ""),
    )


def _row_role(membership: ActiveMembership) -> str:
    """Role in the policies: what a buyer reads depends on whether it is the Region's."""
    return "third_party_buyer" if membership.is_third_party_buyer else membership.role


def sign_row_context(text: str, *, at: TransactionStamp, secret: str) -> str:
    """Signature and text: the value of the setting ``pacte.context``."""
    message = f"{text}|{at.backend}|{at.began}".encode()
    return f"{hmac.new(_key(secret, at.role), message, hashlib.sha256).hexdigest()}|{text}"


def hmac_pads(secret: str, role: str) -> tuple[bytes, bytes]:
    """The two padded HMAC keys of 64 bytes: inner (before the message) and outer (before its hash)."""
    key = _key(secret, role).ljust(_BLOCK, b"\0")
    return bytes(byte ^ 0x36 for byte in key), bytes(byte ^ 0x5C for byte in key)


def _key(secret: str, role: str) -> bytes:
    return hmac.new(secret.encode(), _PURPOSE + b"\0" + role.encode(), hashlib.sha256).digest()


def _postgres_array(identifiers: frozenset[int]) -> str:
    return "{" + ",".join(str(identifier) for identifier in sorted(identifiers)) + "}"
