"""Conflicts of interest computed between a reader and a case: body, group, partner, funder. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pacte.kernel.french import fold_text, join_words
from pacte.procedures.records.reading import (
    CONFLICT_KIND_LABELS,
    BodiesOfCase,
    BodyIdentity,
    ConflictKind,
    ConflictRules,
)
from pacte.procedures.rules.conditions import Values

_SIRET_DIGITS, _SIREN_DIGITS = 14, 9


def bodies_of_case(rules: ConflictRules, values: Values, *, applicant: BodyIdentity | None = None) -> BodiesOfCase:
    """Returns the bodies that the answers name; ``applicant``: the organisation that applied from an account."""
    own = _named(rules.body_fields, values)
    if applicant is not None:
        own |= {applicant.siret, *applicant.names} - {""}
    return BodiesOfCase(
        applicant.body_id if applicant else None,
        frozenset(own),
        frozenset(_named(rules.partner_fields, values)),
        frozenset(_named(rules.funder_fields, values)),
    )


def conflicts_with(
    rules: ConflictRules, case: BodiesOfCase, body: BodyIdentity, *, host_id: int
) -> frozenset[ConflictKind]:
    """Returns the conflicts of a body with a case.

    The host, which steers the pact, funds by design and is in none as a partner or a funder: else nobody would read.
    """
    kinds = set()
    is_same = body.body_id == case.applicant_id or _is_named(body, case.applicants, whole_group=False)
    if is_same:
        kinds.add(ConflictKind.SAME_BODY)
    elif _is_named(body, case.applicants, whole_group=True):
        kinds.add(ConflictKind.SAME_GROUP)
    if body.body_id != host_id:
        if _is_named(body, case.partners, whole_group=True):
            kinds.add(ConflictKind.PARTNER)
        if _is_named(body, case.funders, whole_group=True):
            kinds.add(ConflictKind.FUNDER)
    return frozenset(kinds) & rules.kinds


def conflict_text(kinds: Iterable[ConflictKind]) -> str:
    """Returns why, in words: « son organisation finance le projet »."""
    return join_words([CONFLICT_KIND_LABELS[each] for each in sorted(kinds)])


def comparable(text: str) -> str:
    """Returns a SIRET as its digits, anything else folded: both spellings of one body are then the same text."""
    digits = "".join(text.split())
    return digits if digits.isdigit() and len(digits) in (_SIREN_DIGITS, _SIRET_DIGITS) else fold_text(text)


def _named(paths: Iterable[str], values: Values) -> set[str]:
    return {comparable(each) for path in paths for each in _texts_at(path, values) if each.strip()}


def _texts_at(path: str, values: Values) -> Iterable[str]:
    code, _, column = path.partition(".")
    answer: Any = values.get(code)
    lines = answer if isinstance(answer, list) else [answer]
    for line in lines:
        text = line.get(column) if column and isinstance(line, dict) else line
        if isinstance(text, str):
            yield text


def _is_named(body: BodyIdentity, texts: frozenset[str], *, whole_group: bool) -> bool:
    if body.names & texts:
        return True
    if not body.siret:
        return False
    if whole_group:
        return body.siret[:_SIREN_DIGITS] in {each[:_SIREN_DIGITS] for each in texts if each.isdigit()}
    return body.siret in texts
