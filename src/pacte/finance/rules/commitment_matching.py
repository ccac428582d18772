"""Matches accounting lines with known commitments.

An ambiguous line is skipped: asking a question is better than counting money twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pacte.finance.records import ExtractLine, KnownCommitment, MoneyStage
from pacte.kernel.defects import Defect


@dataclass(frozen=True, slots=True)
class MatchedLine:
    """A line with its commitment: known, new (``known`` is None), or undecided (``defect``)."""

    line: ExtractLine
    year: int = 0
    post: str = ""
    known: KnownCommitment | None = None
    defect: Defect | None = None


def match_commitments(lines: Sequence[ExtractLine], known: Iterable[KnownCommitment]) -> list[MatchedLine]:
    by_number: dict[str, list[KnownCommitment]] = defaultdict(list)
    for each in known:
        by_number[each.number].append(each)
    in_file = {(line.number, line.post, line.year) for line in lines}
    return [_match_line(line, by_number.get(line.number, []), in_file) for line in lines]


def _match_line(
    line: ExtractLine, known: Sequence[KnownCommitment], in_file: set[tuple[str, str, int | None]]
) -> MatchedLine:
    same_post = [each for each in known if each.post == line.post]
    if known and not same_post:
        return _other_posts(line, known)
    if line.year is None:
        return _without_year(line, same_post)
    exact = next((each for each in same_post if each.year == line.year), None)
    if exact is not None:
        return MatchedLine(line, line.year, line.post, exact)
    committed = line.amounts.get(MoneyStage.COMMITTED)
    moved = next(
        (
            each
            for each in same_post
            if committed
            and each.totals.get(MoneyStage.COMMITTED) == committed
            and (line.number, line.post, each.year) not in in_file
        ),
        None,
    )
    if moved is not None:
        return _undecided_match(
            line,
            "year_moved",
            f"L’engagement {line.number} était connu en {moved.year}, pour le même montant engagé ; le fichier le dit "
            f"de {line.year}.",
            "Rétablissez l’exercice d’origine dans l’extraction, pour qu’il ne compte pas deux fois.",
        )
    return MatchedLine(line, line.year, line.post)


def _without_year(line: ExtractLine, same_post: Sequence[KnownCommitment]) -> MatchedLine:
    if len(same_post) == 1:
        return MatchedLine(line, same_post[0].year, line.post, same_post[0])
    if same_post:
        years = ", ".join(str(year) for year in sorted(each.year for each in same_post))
        return _undecided_match(
            line,
            "year_ambiguous",
            f"L’engagement {line.number} est connu pour plusieurs exercices ({years}) et le fichier n’en dit aucun.",
            "Ajoutez la colonne de l’exercice à l’extraction.",
        )
    if line.dates:
        return MatchedLine(line, min(line.dates.values()).year, line.post)
    return _undecided_match(
        line,
        "year_missing",
        f"L’engagement {line.number} n’a ni exercice ni date.",
        "Ajoutez la colonne de l’exercice, ou celle de la date d’engagement.",
    )


def _other_posts(line: ExtractLine, known: Sequence[KnownCommitment]) -> MatchedLine:
    """Handle a known number with other posts: the post column was added or removed between two extracts."""
    posts = sorted({each.post for each in known})
    if not line.post:
        here = [each for each in known if line.year is None or each.year == line.year]
        if len(posts) == 1 and len(here) == 1:
            return MatchedLine(line, here[0].year, here[0].post, here[0])
        return _undecided_match(
            line,
            "post_missing",
            f"L’engagement {line.number} est connu par postes ({', '.join(posts)}) et le fichier n’en dit aucun.",
            "Ajoutez la colonne du poste à l’extraction.",
        )
    if "" in posts:
        return _undecided_match(
            line,
            "post_split",
            f"L’engagement {line.number} était connu sans poste ; le fichier en donne un ({line.post}).",
            "Gardez la même présentation d’une extraction à l’autre, pour qu’il ne compte pas deux fois.",
        )
    return MatchedLine(line, line.year, line.post) if line.year else _without_year(line, [])


def _undecided_match(line: ExtractLine, code: str, message: str, hint: str) -> MatchedLine:
    return MatchedLine(line, defect=Defect(code, message, line.cell, line.number, hint))
