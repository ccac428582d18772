"""Whether the papers of a procedure hold together: every field that they name exists. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from pacte.procedures.records.description import Procedure, RequirementKind
from pacte.procedures.records.papers import DECISION_FIELDS, PLACEHOLDER, LinesSigner, Paper, RegionSigner
from pacte.procedures.rules.form_answers import field_paths


def paper_defects(of: Procedure) -> Iterator[str]:
    """Returns what does not hold in the papers, in the moves that make them and in those that want them signed."""
    papers = {each.code: each for each in of.papers}
    made: set[str] = set()
    for transition in of.transitions:
        yield from _unknown(f"transition {transition.code}: paper", transition.papers, papers)
        made |= set(transition.papers)
        signed = {need.code for need in transition.needs if need.kind is RequirementKind.SIGNED}
        yield from _unknown(f"transition {transition.code}: {RequirementKind.SIGNED}", signed, papers)
        for code in sorted(signed & set(papers)):
            if not papers[code].signed_by:
                yield f"transition {transition.code}: nobody signs paper « {code} »"
    yield from (f"paper {code}: no transition makes it" for code in papers if code not in made)
    doubles = Counter(each.code for each in of.papers)
    yield from (f"papers: « {code} » is there twice" for code, times in doubles.items() if times > 1)
    paths = {*dict(field_paths(of.fields)), *DECISION_FIELDS}
    yield from (f"field {code}: papers keep this name for the case" for code in DECISION_FIELDS if of.field(code))
    for paper in of.papers:
        yield from _unknown(f"paper {paper.code}: field", _paths(paper), paths)
        yield from _signer_defects(paper)


def _paths(paper: Paper) -> set[str]:
    """The fields that a paper names, columns after the field of their lines."""
    paths: set[str] = set()
    for part in paper.parts:
        paths |= {code for text in part.sentences for code in PLACEHOLDER.findall(text)}
        paths |= {part.lines, *(f"{part.lines}.{column}" for column in (*part.columns, *part.totals))}
    for each in paper.signed_by:
        if isinstance(each, LinesSigner):
            paths |= {each.lines, *(f"{each.lines}.{column}" for column in (each.party, each.name, each.email))}
    return paths - {""}


def _signer_defects(paper: Paper) -> Iterator[str]:
    kinds = Counter(type(each) for each in paper.signed_by)
    yield from (f"paper {paper.code}: {kind.__name__} is there twice" for kind, times in kinds.items() if times > 1)
    if any(isinstance(each, RegionSigner) and not each.roles for each in paper.signed_by):
        yield f"paper {paper.code}: no role signs for the Region"


def _unknown(what: str, named: Iterable[str], known: Iterable[str]) -> Iterator[str]:
    return (f"{what} « {code} » does not exist" for code in sorted(set(named) - set(known)))
