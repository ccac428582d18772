"""Swaps for the pages of sheets and files: each identifier with one that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

Parts = dict[str, str | int]
OURS: Parts = {"code": "our-plan"}
SHEET: Parts = {"number": "our sheet"}
FILE: Parts = {"number": "our file"}
# By address: the values of its other parts, and the part that holds an object, as (hidden, absent).
_OF_A_SHEET: dict[str, Parts] = {
    "sheet": {}, "print": {}, "edit": {}, "attach": {}, "detach": {}, "act": {"act": "ajout"},
}  # fmt: skip
_OF_A_FILE: dict[str, Parts] = {
    "file": {}, "move": {"transition": "publish"}, "act": {"act": "attente"}, "add_document": {}, "comparison": {},
    "outreach": {},
    "deliverable": {"rank": 1, "act": "recevoir"}, "document": {"identifier": "our paper"}, "option": {"option": "A"},
    "criterion": {"rank": 1}, "scores": {"option": "A"}, "money": {"act": "accorder"},
    "instalment": {"instalment": "advance"}, "payment": {"order": 1, "act": "ordonner"},
    "report": {"report": "final", "act": "accepter"}, "amendment": {"amendment": "longer"},
}  # fmt: skip
_WITHIN: dict[tuple[str, str], tuple[str | int, str | int]] = {
    ("deliverable", "rank"): (1, 999_999),
    ("document", "identifier"): ("our paper", 999_999),
    ("option", "option"): ("A", "Z"),
    ("criterion", "rank"): (1, 999_999),
    ("scores", "option"): ("A", "Z"),
    ("instalment", "instalment"): ("advance", "none"),
    ("payment", "order"): (1, 999_999),
    ("report", "report"): ("final", "none"),
    ("amendment", "amendment"): ("longer", "none"),
}


def studies_swaps(absent_code: str, absent_number: int) -> Iterator[tuple[str, str, str | int, str | int, Parts]]:
    """Tuples (address name, part, hidden object, absent object, other parts)."""
    for name in ("list", "open", "table"):
        yield f"experiments:{name}", "code", "our-project", absent_code, {}
    for name in ("list", "open", "to_pay"):
        yield f"cases:{name}", "code", "our-project", absent_code, {}
    yield "cases:list_file", "code", "our-project", absent_code, {"extension": "csv"}
    yield "cases:statistics", "code", "our-project", absent_code, {"procedure": "assistance_study"}
    yield "cases:statistics", "procedure", "rien", "rien-du-tout", OURS
    for space, own, named in (("experiments", SHEET, _OF_A_SHEET), ("cases", FILE, _OF_A_FILE)):
        for name, others in named.items():
            yield f"{space}:{name}", "code", "our-project", absent_code, {**own, **others}
            yield f"{space}:{name}", "number", own["number"], absent_number, {**OURS, **others}
    for part, hidden, absent in (("code", "our-project", absent_code), ("number", "graded file", absent_number)):
        graded = {"code": "our-plan", "number": "graded file"}
        for name, others in (("of_case", {}), ("answer", {"section": "first_peer"})):
            yield f"grades:{name}", part, hidden, absent, {**graded, **others}
    yield "grades:answer", "section", "second_peer", "inconnue", {"code": "our-plan", "number": "graded file"}
    for (name, part), (hidden, absent) in _WITHIN.items():
        others = {each: value for each, value in _OF_A_FILE[name].items() if each != part}
        yield f"cases:{name}", part, hidden, absent, {**OURS, **FILE, **others}
