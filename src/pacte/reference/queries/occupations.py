"""ROME 3 and 4.0 occupations: by code and by words, with their names, competences, families and sectors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Q, QuerySet

from pacte.kernel.french import fold_text
from pacte.reference.models import NomenclatureLink, NomenclatureTerm
from pacte.reference.queries.terms import as_term, edition_in_force, nomenclature_editions, term, terms
from pacte.reference.records import Competence, Occupation, OccupationFound, Relation, Scheme, Term
from pacte.reference.wording import closeness, neighbours, stems_of, words_of

MISTYPED = 0.8
"""What an answer to corrected words is worth beside an answer to the very words."""
SURE = 0.7
"""From that score on, nobody mistyped."""
TRADE = 0.05
"""What a trade name adds: it is how people call the occupation."""
_NAMES = (Scheme.TRADE_NAME, Scheme.APPELLATION, Scheme.ROME)
_MOST_ROWS = 2_000
_YES_NO = {"O": True, "N": False}
_BROWN_OR_WHITE = ("", "emploi blanc", "emploi brun")


def as_occupation(found: Term) -> Occupation:
    """Convert a ROME term to an occupation."""
    ecology = found.detail.get("transition_eco", "")
    return Occupation(
        code=found.code,
        label=found.label,
        edition=found.edition,
        parent_code=found.parent_code,
        is_regulated=_YES_NO.get(found.detail.get("emploi_reglemente", "")),
        is_green=ecology.casefold() not in _BROWN_OR_WHITE,
        detail=found.detail,
    )


def occupations(codes: Iterable[str], *, edition: str | None = None, on: date | None = None) -> dict[str, Occupation]:
    """Return occupations by code; unknown codes are omitted. Two queries in all."""
    found = terms(Scheme.ROME, codes, edition=edition, on=on)
    return {code: as_occupation(each) for code, each in found.items()}


def occupation(code: str, *, edition: str | None = None, on: date | None = None) -> Occupation | None:
    """Return the occupation of the code, or None."""
    return occupations([code], edition=edition, on=on).get(code)


def appellations(rome_code: str, *, edition: str | None = None) -> list[Term]:
    """Return the appellations of the occupation, sorted, the main one first where the edition gives it."""
    chosen = edition or _edition_with(Scheme.APPELLATION, rome_code)
    rows = NomenclatureTerm.objects.filter(scheme=Scheme.APPELLATION, parent_code=rome_code, edition=chosen)
    return sorted((as_term(row) for row in rows), key=lambda each: (not each.kind, fold_text(each.label), each.code))


def trade_names(rome_code: str) -> list[Term]:
    """Return the common names of the occupation, beside its official ones (list maintained by pacte)."""
    rows = NomenclatureTerm.objects.filter(scheme=Scheme.TRADE_NAME, parent_code=rome_code)
    return sorted((as_term(row) for row in rows), key=lambda each: fold_text(each.label))


def search_words(rome_codes: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return, by code, the labels of all editions, trade names and appellations to search. Five queries."""
    wanted = set(rome_codes)
    words: dict[str, list[str]] = {code: [each.label] for code, each in occupations(wanted).items()}
    editions = {Scheme.APPELLATION: edition_in_force(Scheme.APPELLATION)}
    rows = NomenclatureTerm.objects.filter(scheme__in=_NAMES[:2], parent_code__in=wanted)
    for row in sorted(rows, key=lambda each: (each.scheme != Scheme.TRADE_NAME, each.code)):
        if row.edition == editions.get(Scheme(row.scheme), row.edition) and row.parent_code in words:
            words[row.parent_code].append(row.label)
    # Older editions use other labels: « soudage manuel » instead of « soudeur ».
    for row in NomenclatureTerm.objects.filter(scheme=Scheme.ROME, code__in=words).order_by("-edition"):
        words[row.code].append(row.label)
    return {code: tuple(dict.fromkeys(names)) for code, names in words.items()}


def occupations_like(words: str, *, limit: int = 10) -> list[OccupationFound]:
    """Return the occupations that match typed words: trade names, appellations, labels, similar spellings."""
    stems = stems_of(words)
    if not stems:
        return []
    best = _best(words, _matching([[each] for each in stems]), 1.0)
    if max((score for score, _ in best.values()), default=0.0) < SURE:
        vocabulary = _vocabulary()
        choices = [neighbours(each, vocabulary) for each in stems]
        meant = " ".join(each[0] for each in choices)
        for code, near in _best(meant, _matching(choices), MISTYPED).items():
            best[code] = max(best.get(code, near), near)
    known = occupations(best)
    found = [
        OccupationFound(known[code], name, round(min(score, 1.0), 3))
        for code, (score, name) in sorted(best.items(), key=lambda each: (-each[1][0], each[0]))
        if code in known
    ]
    return found[:limit]


def _named() -> QuerySet[NomenclatureTerm]:
    """Return trade names, appellations and labels, each in its edition in force."""
    either = Q(pk=None)
    for scheme in _NAMES:
        either |= Q(scheme=scheme, edition=edition_in_force(scheme) or "")
    return NomenclatureTerm.objects.filter(either)


def _matching(choices: Sequence[Sequence[str]]) -> list[NomenclatureTerm]:
    """Return the names that contain, for each word, a word starting with one of its choices."""
    rows = _named()
    for words in choices:
        rows = rows.filter(plain_words__regex=rf"\m({'|'.join(words)})")
    return list(rows[:_MOST_ROWS])


def _best(asked: str, rows: Iterable[NomenclatureTerm], worth: float) -> dict[str, tuple[float, str]]:
    """Return the best score of each occupation and the name that obtained it."""
    best: dict[str, tuple[float, str]] = {}
    for row in rows:
        code = row.code if row.scheme == Scheme.ROME else row.parent_code
        score = worth * (closeness(asked, row.label) + (TRADE if row.scheme == Scheme.TRADE_NAME else 0))
        if score > best.get(code, (0.0, ""))[0]:
            best[code] = (score, row.label)
    return best


def _vocabulary() -> list[str]:
    """Return the words of the names, sorted so that ties between similar words are stable."""
    known: set[str] = set()
    for words in _named().values_list("plain_words", flat=True):
        known.update(words_of(words))
    return sorted(known)


def competences_of(rome_code: str, *, edition: str | None = None) -> list[Competence]:
    """Return the competences required: core before specific, activities before knowledge."""
    code = _known_source(Relation.ROME_ITEM, rome_code)
    links = _links(Relation.ROME_ITEM, code, edition)
    wanted = {link.target_code: link.kind for link in links}
    found = {**terms(Scheme.COMPETENCE, wanted), **terms(Scheme.ACTIVITY, wanted)}
    made = [
        Competence(each.code, each.label, each.kind or "knowledge", wanted[each.code] == "core")
        for each in found.values()
    ]
    return sorted(made, key=lambda each: (not each.is_core, each.kind, fold_text(each.label), each.code))


def near_occupations(rome_code: str) -> list[Occupation]:
    """Return the occupations reachable from this one, the closest first."""
    links = _links(Relation.ROME_NEAR, _known_source(Relation.ROME_NEAR, rome_code), None)
    found = occupations(link.target_code for link in links)
    ordered = sorted(links, key=lambda each: (each.kind != "near", each.target_code))
    return [found[link.target_code] for link in ordered if link.target_code in found]


def families_of(rome_code: str) -> list[Term]:
    """Return the FAP 2009 families of the occupation, through its parent for a ROME 4.0 code."""
    links = _links(Relation.ROME_FAP_2009, _known_source(Relation.ROME_FAP_2009, rome_code), None)
    return list(terms(Scheme.FAP_2009, (link.target_code for link in links)).values())


def sectors_of(rome_code: str, *, limit: int = 10) -> list[tuple[Term, int]]:
    """Return the business activities that hired the most in the occupation, with the number of hirings."""
    links = _links(Relation.ROME_NAF, _known_source(Relation.ROME_NAF, rome_code), None)
    found = terms(Scheme.NAF, (link.target_code for link in links))
    ordered = sorted(links, key=lambda each: (-(each.rank or 0), each.target_code))
    return [(found[each.target_code], each.rank or 0) for each in ordered if each.target_code in found][:limit]


def _known_source(relation: Relation, rome_code: str) -> str:
    """Return the code when the relation has it, else the ROME 3 code it comes from."""
    if NomenclatureLink.objects.filter(relation=relation, source_code=rome_code).exists():
        return rome_code
    found = term(Scheme.ROME, rome_code)
    return found.parent_code if found and found.parent_code else rome_code


def _links(relation: Relation, code: str, edition: str | None) -> list[NomenclatureLink]:
    """Return the links of a code in an edition (by default, the last edition that has some)."""
    by_edition: dict[str, list[NomenclatureLink]] = defaultdict(list)
    for link in NomenclatureLink.objects.filter(relation=relation, source_code=code):
        by_edition[link.edition].append(link)
    if edition is not None:
        return by_edition.get(edition, [])
    known = [each.edition for each in nomenclature_editions(relation) if each.edition in by_edition]
    return by_edition[known[-1]] if known else []


def _edition_with(scheme: Scheme, parent_code: str) -> str:
    """Return the last edition that has children of the code."""
    rows = NomenclatureTerm.objects.filter(scheme=scheme, parent_code=parent_code)
    held = set(rows.values_list("edition", flat=True).distinct())
    known = [each.edition for each in nomenclature_editions(scheme) if each.edition in held]
    return known[-1] if known else ""
