"""Certifications by code and date, by words and by occupation; blocks and successions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from pacte.kernel.clock import today
from pacte.reference.codes import certification_code, certification_of_block
from pacte.reference.models import CertificationVersion
from pacte.reference.records import Certification, Certifier, CompetenceBlock, Register
from pacte.reference.wording import closeness, stems_of

LONGEST_CHAIN = 20


def as_certification(row: CertificationVersion) -> Certification:
    """Convert a version to the record that other rooms read."""
    lists = ("rome_codes", "nsf_codes", "formacodes", "successors", "predecessors", "same_as", "routes")
    return Certification(
        code=row.code,
        register=Register(row.register),
        edition=row.edition,
        title=row.title or row.code,
        short_name=row.short_name,
        type_label=row.type_label,
        level=row.level,
        is_active=row.is_active,
        state=row.state,
        registration_kind=row.registration_kind,
        decided_on=row.decided_on,
        effective_on=row.effective_on,
        ends_on=row.ends_on,
        delivery_ends_on=row.delivery_ends_on,
        published_on=row.published_on,
        certifiers=tuple(Certifier(**each) for each in row.certifiers or ()),
        blocks=tuple(CompetenceBlock(**each) for each in row.blocks or ()),
        url=row.url,
        texts=row.texts or {},
        partner_count=row.partner_count,
        **{name: tuple(getattr(row, name) or ()) for name in lists},
    )


def certifications(codes: Iterable[str], *, on: date | None = None) -> dict[str, Certification]:
    """Return certifications by code, as of ``on``: the last version by then, else the first one. One query.

    Codes are accepted as people type them and are the keys of the result. Unknown ones are omitted.
    """
    asked = {each: certification_code(each) or each for each in codes}
    found = _versions(set(asked.values()), on)
    return {each: found[code] for each, code in asked.items() if code in found}


def _versions(codes: set[str], on: date | None) -> dict[str, Certification]:
    chosen: dict[str, CertificationVersion] = {}
    # Oldest first: each version in force replaces the previous one.
    for row in CertificationVersion.objects.filter(code__in=codes).order_by("code", "edition"):
        if row.code not in chosen or on is None or row.edition <= on:
            chosen[row.code] = row
    return {code: as_certification(row) for code, row in chosen.items()}


def certification(code: str, *, on: date | None = None) -> Certification | None:
    """Return the certification of « RNCP34857 », « rncp 34857 », « 34857 » (RNCP), « RS5719 »; None if unknown."""
    return certifications([code], on=on).get(code)


def certification_of_certifinfo(code: str) -> Certification | None:
    """Return the certification of a Certif Info code."""
    wanted = certification_code(code, Register.CERTIF_INFO) or ""
    return _versions({wanted}, None).get(wanted)


def blocks_of(code: str, *, on: date | None = None) -> tuple[CompetenceBlock, ...]:
    """Return the competence blocks of a certification; empty when it is unknown or has none."""
    found = certification(code, on=on)
    return found.blocks if found else ()


def block(code: str, *, on: date | None = None) -> CompetenceBlock | None:
    """Return the block of « RNCP34857BC01 »."""
    parent = certification_of_block(code)
    wanted = code.strip().upper()
    return next((each for each in blocks_of(parent, on=on) if each.code == wanted), None) if parent else None


def successor_of(code: str) -> Certification | None:
    """Return the end of the chain of replacements; None when there is no successor, or when it is not loaded.

    When several certifications replace one, the active one is chosen, else the last registered.
    """
    seen: set[str] = set()
    found = certification(code)
    last: Certification | None = None
    while found and found.successors and len(seen) < LONGEST_CHAIN:
        seen.add(found.code)
        heirs = list(_versions(set(found.successors) - seen, None).values())
        found = max(heirs, key=lambda each: (each.is_active is True, each.edition, each.code), default=None)
        last = found or last
    return last


def certifications_for(rome_code: str, *, active_only: bool = True) -> list[Certification]:
    """Return the RNCP and RS certifications that lead to an occupation, by level then title."""
    rows = _latest().filter(rome_codes__contains=[rome_code]).exclude(register=Register.CERTIF_INFO)
    found = [as_certification(row) for row in (_open(rows) if active_only else rows)]
    return sorted(found, key=lambda each: (each.level or 0, each.title, each.code))


def certifications_like(
    words: str, *, register: Register | None = None, active_only: bool = False, limit: int = 20
) -> list[Certification]:
    """Return certifications whose title contains words starting with the given ones; exact code first.

    RNCP and RS come before Certif Info, open certifications before closed ones.
    """
    code = certification_code(words)
    rows = _latest() if register is None else _latest().filter(register=register)
    rows = _open(rows) if active_only else rows
    exact = [as_certification(row) for row in rows.filter(code=code)] if code else []
    stems = stems_of(words)
    if exact or not stems:
        return exact
    for each in stems:
        rows = rows.filter(plain_title__regex=rf"\m{each}")
    found = [as_certification(row) for row in rows[:500]]
    day = today()

    def rank(each: Certification) -> tuple[bool, bool, float, str]:
        own = each.register is Register.CERTIF_INFO
        return own, not each.is_open_on(day), -closeness(words, each.title), each.code

    return sorted(found, key=rank)[:limit]


def _latest() -> QuerySet[CertificationVersion]:
    """Return the latest version of each certification."""
    newer = CertificationVersion.objects.filter(code=OuterRef("code"), edition__gt=OuterRef("edition"))
    return CertificationVersion.objects.filter(~Exists(newer))


def _open(rows: QuerySet[CertificationVersion]) -> QuerySet[CertificationVersion]:
    """Exclude certifications marked inactive and those that have ended by today."""
    day = today()
    over = Q(ends_on__lt=day) & (Q(delivery_ends_on=None) | Q(delivery_ends_on__lt=day))
    return rows.exclude(is_active=False).exclude(over)
