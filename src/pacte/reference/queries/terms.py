"""Nomenclature terms by code, edition and date."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Subquery

from pacte.kernel.actor import Actor
from pacte.kernel.french import fold_text
from pacte.reference.codes import nsf_group_code
from pacte.reference.models import Nomenclature, NomenclatureTerm, ReferenceRevision
from pacte.reference.records import NomenclatureEdition, Scheme, Term

PUBLIC_KIND = "PUB"
DOMAIN_DIGITS = 3


def as_term(row: NomenclatureTerm) -> Term:
    """Convert a row to the record that other rooms read."""
    return Term(row.scheme, row.code, row.label or row.code, row.edition, row.kind, row.parent_code, row.detail)


def nomenclature_editions(scheme: str | None = None) -> list[NomenclatureEdition]:
    """Return the loaded editions, by nomenclature then oldest first."""
    ordered = Nomenclature.objects.order_by("scheme", "starts_on", "edition")
    rows = ordered.filter(scheme=scheme) if scheme else ordered
    return [NomenclatureEdition(row.scheme, row.edition, row.starts_on, row.source, row.is_excerpt) for row in rows]


def nomenclature_stamp(*, actor: Actor) -> tuple[int | None, ...]:
    """Return a key that changes when a nomenclature is loaded, for caches. Public. One query."""
    last_term = NomenclatureTerm.objects.order_by("-pk").values("pk")[:1]
    keys = Nomenclature.objects.values_list(ReferenceRevision.load_count(), Subquery(last_term)).first()
    return keys or (None, None)


def nomenclature_edition_in_force(scheme: str, *, on: date | None = None) -> str | None:
    """Return the last edition in force on a day (today by default), else the first. Complete editions first."""
    loaded_editions = nomenclature_editions(scheme)
    complete = [each for each in loaded_editions if not each.is_excerpt] or loaded_editions
    past = [each for each in complete if on is None or each.starts_on <= on]
    if past:
        return past[-1].edition
    return complete[0].edition if complete else None


def terms_by_code(
    scheme: str, codes: Iterable[str], *, edition: str | None = None, on: date | None = None
) -> dict[str, Term]:
    """Return terms by code. Without an edition, each code comes from the last edition that has it. Two queries.

    ``on`` prefers the editions in force that day.
    """
    wanted_codes = set(codes)
    if not wanted_codes:
        return {}
    rows = NomenclatureTerm.objects.filter(scheme=scheme, code__in=wanted_codes)
    if edition is not None:
        return {row.code: as_term(row) for row in rows.filter(edition=edition)}
    starts = {each.edition: each.starts_on for each in nomenclature_editions(scheme)}
    row_by_code: dict[str, NomenclatureTerm] = {}
    for row in rows:
        current = row_by_code.get(row.code)
        if current is None or _edition_rank(row, starts, on) > _edition_rank(current, starts, on):
            row_by_code[row.code] = row
    return {code: as_term(row_by_code[code]) for code in sorted(row_by_code)}


def _edition_rank(row: NomenclatureTerm, starts: dict[str, date], on: date | None) -> tuple[bool, int, str]:
    """Return a rank, higher is better: editions in force, the latest first; then future ones, the earliest first."""
    start = starts.get(row.edition, date.min)
    if on is None or start <= on:
        return True, start.toordinal(), row.edition
    return False, -start.toordinal(), row.edition


def term_by_code(scheme: str, code: str, *, edition: str | None = None, on: date | None = None) -> Term | None:
    """Return one term, or None for a code that is in no edition."""
    return terms_by_code(scheme, [code], edition=edition, on=on).get(code)


def term_labels(scheme: str, codes: Iterable[str]) -> dict[str, str]:
    """Return labels by code, from the last edition that has each code; unknown codes are omitted."""
    return {code: found_term.label for code, found_term in terms_by_code(scheme, codes).items()}


def training_domain_labels(*, actor: Actor, codes: Iterable[str] | None = None) -> dict[str, str]:
    """Return labels of training domains: three digits, or a whole Formacode. Without codes, all the domains.

    A Formacode without a label takes that of its domain. Unknown codes are omitted. Public; at most four queries.
    """
    if codes is None:
        return {each.code: each.label for each in terms_of_edition(Scheme.TRAINING_DOMAIN)}
    wanted_codes = {code.strip() for code in codes}
    domains = term_labels(Scheme.TRAINING_DOMAIN, {code[:DOMAIN_DIGITS] for code in wanted_codes})
    by_domain = {code: domains[code[:DOMAIN_DIGITS]] for code in wanted_codes if code[:DOMAIN_DIGITS] in domains}
    return by_domain | term_labels(Scheme.FORMACODE, {code for code in wanted_codes if len(code) > DOMAIN_DIGITS})


def terms_of_edition(scheme: str, *, edition: str | None = None, kind: str | None = None) -> list[Term]:
    """Return all terms of an edition (the last complete one by default), sorted by code."""
    chosen = edition or nomenclature_edition_in_force(scheme)
    rows = NomenclatureTerm.objects.filter(scheme=scheme, edition=chosen or "")
    rows = rows.filter(kind=kind) if kind else rows
    return [as_term(row) for row in rows.order_by("code")]


def formacode_publics() -> list[Term]:
    """Return the publics that a training action can target, from the last edition that lists them, by label."""
    rows = NomenclatureTerm.objects.filter(scheme=Scheme.FORMACODE, kind=PUBLIC_KIND)
    editions = set(rows.values_list("edition", flat=True).distinct())
    known_editions = [each.edition for each in nomenclature_editions(Scheme.FORMACODE) if each.edition in editions]
    chosen = rows.filter(edition=known_editions[-1]) if known_editions else rows.none()
    return sorted((as_term(row) for row in chosen), key=lambda each: (fold_text(each.label), each.code))


def nsf_term(code: str) -> Term | None:
    """Return a speciality: « 311 », or group 315 for « 315p », whose letter is only a function."""
    normalised_code = code.strip().lower()
    return term_by_code(Scheme.NSF, normalised_code) or term_by_code(Scheme.NSF, nsf_group_code(normalised_code))
