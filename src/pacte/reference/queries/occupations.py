"""ROME 3 and 4.0 occupations: by code and by words, with their names, competences, families and sectors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Q, QuerySet

from pacte.kernel.actor import Actor
from pacte.kernel.french import fold_text
from pacte.reference.models import NomenclatureLink, NomenclatureTerm
from pacte.reference.queries.terms import (
    as_term,
    nomenclature_edition_in_force,
    nomenclature_editions,
    term_by_code,
    terms_by_code,
)
from pacte.reference.records import Occupation, OccupationMatch, Relation, Scheme, Term
from pacte.reference.text_matching import label_match_score, nearest_stems, search_stems, significant_words

CORRECTED_WORDS_WEIGHT = 0.8
"""Weight of a match on corrected words, against 1 for a match on the typed words."""
CONFIDENT_SCORE = 0.7
"""From this score on, spelling is not corrected."""
TRADE_NAME_BONUS = 0.05
"""Bonus of a trade name, which is the common name of an occupation."""
_NAME_SCHEMES = (Scheme.TRADE_NAME, Scheme.APPELLATION, Scheme.ROME)
_MAX_ROWS = 2_000
_YES_NO = {"O": True, "N": False}
_NOT_GREEN = ("", "emploi blanc", "emploi brun")


def as_occupation(rome_term: Term) -> Occupation:
    """Convert a ROME term to an occupation."""
    ecology = rome_term.detail.get("transition_eco", "")
    return Occupation(
        code=rome_term.code,
        label=rome_term.label,
        edition=rome_term.edition,
        parent_code=rome_term.parent_code,
        is_regulated=_YES_NO.get(rome_term.detail.get("emploi_reglemente", "")),
        is_green=ecology.casefold() not in _NOT_GREEN,
        detail=rome_term.detail,
    )


def occupations_by_code(
    codes: Iterable[str], *, edition: str | None = None, on: date | None = None
) -> dict[str, Occupation]:
    """Return occupations by code; unknown codes are omitted. Two queries in all."""
    rome_terms = terms_by_code(Scheme.ROME, codes, edition=edition, on=on)
    return {code: as_occupation(each) for code, each in rome_terms.items()}


def occupation_by_code(code: str, *, edition: str | None = None, on: date | None = None) -> Occupation | None:
    """Return the occupation of the code, or None."""
    return occupations_by_code([code], edition=edition, on=on).get(code)


def appellations_of_occupation(rome_code: str, *, edition: str | None = None) -> list[Term]:
    """Return the appellations of the occupation, sorted, the main one first where the edition gives it."""
    chosen = edition or _latest_edition_with_children(Scheme.APPELLATION, rome_code)
    rows = NomenclatureTerm.objects.filter(scheme=Scheme.APPELLATION, parent_code=rome_code, edition=chosen)
    return sorted((as_term(row) for row in rows), key=lambda each: (not each.kind, fold_text(each.label), each.code))


def occupation_search_words(rome_codes: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return, by code, the labels of all editions, trade names and appellations to search. Five queries."""
    wanted_codes = set(rome_codes)
    words: dict[str, list[str]] = {code: [each.label] for code, each in occupations_by_code(wanted_codes).items()}
    required_editions = {Scheme.APPELLATION: nomenclature_edition_in_force(Scheme.APPELLATION)}
    rows = NomenclatureTerm.objects.filter(scheme__in=_NAME_SCHEMES[:2], parent_code__in=wanted_codes)
    for row in sorted(rows, key=lambda each: (each.scheme != Scheme.TRADE_NAME, each.code)):
        if row.edition == required_editions.get(Scheme(row.scheme), row.edition) and row.parent_code in words:
            words[row.parent_code].append(row.label)
    # Older editions use other labels: « soudage manuel » instead of « soudeur ».
    for row in NomenclatureTerm.objects.filter(scheme=Scheme.ROME, code__in=words).order_by("-edition"):
        words[row.code].append(row.label)
    return {code: tuple(dict.fromkeys(names)) for code, names in words.items()}


def search_occupations(words: str, *, limit: int = 10) -> list[OccupationMatch]:
    """Return the occupations that match typed words: trade names, appellations, labels, similar spellings."""
    stems = search_stems(words)
    if not stems:
        return []
    best = _best_scores(words, _matching_terms([[each] for each in stems]), 1.0)
    if max((score for score, _ in best.values()), default=0.0) < CONFIDENT_SCORE:
        vocabulary = _vocabulary()
        choices = [nearest_stems(each, vocabulary) for each in stems]
        corrected_words = " ".join(each[0] for each in choices)
        for code, scored_name in _best_scores(
            corrected_words, _matching_terms(choices), CORRECTED_WORDS_WEIGHT
        ).items():
            best[code] = max(best.get(code, scored_name), scored_name)
    known_occupations = occupations_by_code(best)
    matches = [
        OccupationMatch(known_occupations[code], name, round(min(score, 1.0), 3))
        for code, (score, name) in sorted(best.items(), key=lambda each: (-each[1][0], each[0]))
        if code in known_occupations
    ]
    return matches[:limit]


def _name_terms() -> QuerySet[NomenclatureTerm]:
    """Return trade names, appellations and labels, each in its edition in force."""
    either = Q(pk=None)
    for scheme in _NAME_SCHEMES:
        either |= Q(scheme=scheme, edition=nomenclature_edition_in_force(scheme) or "")
    return NomenclatureTerm.objects.filter(either)


def _matching_terms(choices: Sequence[Sequence[str]]) -> list[NomenclatureTerm]:
    """Return the names that contain, for each word, a word starting with one of its choices."""
    rows = _name_terms()
    for words in choices:
        rows = rows.filter(plain_words__regex=rf"\m({'|'.join(words)})")
    return list(rows[:_MAX_ROWS])


def _best_scores(query: str, rows: Iterable[NomenclatureTerm], weight: float) -> dict[str, tuple[float, str]]:
    """Return the best score of each occupation and the name that obtained it."""
    best: dict[str, tuple[float, str]] = {}
    for row in rows:
        code = row.code if row.scheme == Scheme.ROME else row.parent_code
        score = weight * (
            label_match_score(query, row.label) + (TRADE_NAME_BONUS if row.scheme == Scheme.TRADE_NAME else 0)
        )
        if score > best.get(code, (0.0, ""))[0]:
            best[code] = (score, row.label)
    return best


def _vocabulary() -> list[str]:
    """Return the words of the names, sorted so that ties between similar words are stable."""
    known_words: set[str] = set()
    for words in _name_terms().values_list("plain_words", flat=True):
        known_words.update(significant_words(words))
    return sorted(known_words)


def reachable_occupations(rome_code: str) -> list[Occupation]:
    """Return the occupations reachable from this one, the closest first."""
    links = _links(Relation.ROME_NEAR, _linked_source_code(Relation.ROME_NEAR, rome_code), None)
    occupation_of = occupations_by_code(link.target_code for link in links)
    ordered = sorted(links, key=lambda each: (each.kind != "near", each.target_code))
    return [occupation_of[link.target_code] for link in ordered if link.target_code in occupation_of]


def near_occupations(*, actor: Actor, rome_codes: Iterable[str]) -> list[Occupation]:
    """Return the occupations near these, in either direction: first those near, then those one can move to or from.

    The moves are those of the ROME 3; the result has the codes of both editions. Public. Four queries.
    """
    wanted = set(rome_codes)
    if not wanted:
        return []
    parents = {each.parent_code for each in terms_by_code(Scheme.ROME, wanted).values()} - {""}
    sources = wanted | parents
    either = Q(source_code__in=sources) | Q(target_code__in=sources)
    links = NomenclatureLink.objects.filter(either, relation=Relation.ROME_NEAR)
    ranks: dict[str, bool] = {}
    for link in links:
        other = link.target_code if link.source_code in sources else link.source_code
        if other not in sources:
            ranks[other] = ranks.get(other, True) and link.kind != "near"
    rows = NomenclatureTerm.objects.filter(scheme=Scheme.ROME).filter(Q(parent_code__in=ranks) | Q(code__in=ranks))
    known = {row.code: as_occupation(as_term(row)) for row in rows.order_by("edition") if row.code not in sources}
    return sorted(known.values(), key=lambda each: (ranks.get(each.code, ranks.get(each.parent_code, True)), each.code))


def _linked_source_code(relation: Relation, rome_code: str) -> str:
    """Return the code when the relation has it, else the ROME 3 code it comes from."""
    if NomenclatureLink.objects.filter(relation=relation, source_code=rome_code).exists():
        return rome_code
    rome_term = term_by_code(Scheme.ROME, rome_code)
    return rome_term.parent_code if rome_term and rome_term.parent_code else rome_code


def _links(relation: Relation, code: str, edition: str | None) -> list[NomenclatureLink]:
    """Return the links of a code in an edition (by default, the last edition that has some)."""
    by_edition: dict[str, list[NomenclatureLink]] = defaultdict(list)
    for link in NomenclatureLink.objects.filter(relation=relation, source_code=code):
        by_edition[link.edition].append(link)
    if edition is not None:
        return by_edition.get(edition, [])
    linked_editions = [each.edition for each in nomenclature_editions(relation) if each.edition in by_edition]
    return by_edition[linked_editions[-1]] if linked_editions else []


def _latest_edition_with_children(scheme: Scheme, parent_code: str) -> str:
    """Return the last edition that has children of the code."""
    rows = NomenclatureTerm.objects.filter(scheme=scheme, parent_code=parent_code)
    editions_with_children = set(rows.values_list("edition", flat=True).distinct())
    sorted_editions = [each.edition for each in nomenclature_editions(scheme) if each.edition in editions_with_children]
    return sorted_editions[-1] if sorted_editions else ""
