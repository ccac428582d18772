"""Certifications by code and date, by words and by occupation; blocks and successions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from pacte.kernel.clock import today
from pacte.reference.codes import certification_code_of_block, parse_certification_code
from pacte.reference.models import CertificationVersion
from pacte.reference.records import Certification, Certifier, CompetenceBlock, Register


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


def certifications_by_code(codes: Iterable[str], *, on: date | None = None) -> dict[str, Certification]:
    """Return certifications by code, as of ``on``: the last version by then, else the first one. One query.

    Codes are accepted as people type them and are the keys of the result. Unknown ones are omitted.
    """
    parsed_codes = {each: parse_certification_code(each) or each for each in codes}
    certification_versions = _versions_on(set(parsed_codes.values()), on)
    return {each: certification_versions[code] for each, code in parsed_codes.items() if code in certification_versions}


def _versions_on(codes: set[str], on: date | None) -> dict[str, Certification]:
    version_by_code: dict[str, CertificationVersion] = {}
    # Oldest first: each version in force replaces the previous one.
    for row in CertificationVersion.objects.filter(code__in=codes).order_by("code", "edition"):
        if row.code not in version_by_code or on is None or row.edition <= on:
            version_by_code[row.code] = row
    return {code: as_certification(row) for code, row in version_by_code.items()}


def certification_by_code(code: str, *, on: date | None = None) -> Certification | None:
    """Return the certification of « RNCP34857 », « rncp 34857 », « 34857 » (RNCP), « RS5719 »; None if unknown."""
    return certifications_by_code([code], on=on).get(code)


def competence_blocks_of(code: str, *, on: date | None = None) -> tuple[CompetenceBlock, ...]:
    """Return the competence blocks of a certification; empty when it is unknown or has none."""
    owner = certification_by_code(code, on=on)
    return owner.blocks if owner else ()


def competence_block_by_code(code: str, *, on: date | None = None) -> CompetenceBlock | None:
    """Return the block of « RNCP34857BC01 »."""
    parent = certification_code_of_block(code)
    normalised_code = code.strip().upper()
    return (
        next((each for each in competence_blocks_of(parent, on=on) if each.code == normalised_code), None)
        if parent
        else None
    )


def certifications_for_occupation(rome_code: str, *, active_only: bool = True) -> list[Certification]:
    """Return the RNCP and RS certifications that lead to an occupation, by level then title."""
    rows = _latest_versions().filter(rome_codes__contains=[rome_code]).exclude(register=Register.CERTIF_INFO)
    matches = [as_certification(row) for row in (_open_versions(rows) if active_only else rows)]
    return sorted(matches, key=lambda each: (each.level or 0, each.title, each.code))


def _latest_versions() -> QuerySet[CertificationVersion]:
    """Return the latest version of each certification."""
    newer = CertificationVersion.objects.filter(code=OuterRef("code"), edition__gt=OuterRef("edition"))
    return CertificationVersion.objects.filter(~Exists(newer))


def _open_versions(rows: QuerySet[CertificationVersion]) -> QuerySet[CertificationVersion]:
    """Exclude certifications marked inactive and those that have ended by today."""
    day = today()
    is_over = Q(ends_on__lt=day) & (Q(delivery_ends_on=None) | Q(delivery_ends_on__lt=day))
    return rows.exclude(is_active=False).exclude(is_over)
