"""Swaps for the pages of applications: each identifier with one that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

Parts = dict[str, str | int]
# By address: the values of its other parts.
OF_ONE: dict[str, Parts] = {
    "cover": {}, "section": {"section": "body"}, "document": {"field": "insurance_proof"},
    "remove_document": {"identifier": "document of a draft"}, "review": {}, "receipt": {},
    "move": {"transition": "withdraw"}, "message": {}, "outreach": {}, "delete": {}, "keep": {}, "edition": {},
    "money": {}, "account": {}, "report": {"report": "final"},
    "replace": {"identifier": "flawed document of a guest"},
    "letter": {"paper": "our paper to sign"},
}  # fmt: skip
OF_A_GUEST: dict[str, Parts] = {
    "co_applicants": {}, "end_co_applicant": {"identifier": "co-applicant of a draft"}, "accept": {},
}  # fmt: skip
OF_AN_ACCOUNT: dict[str, Parts] = {
    name: {"signatory": "our signatory"} for name in ("sign", "sign_file")
}  # fmt: skip
# Codes of the description of a procedure, which is public.
PUBLIC_CODES = {
    *((f"applications:{who}{name}", part) for who in ("", "guest_") for name, part in (
        ("section", "section"), ("report", "report"), ("document", "field"), ("begin", "procedure"),
        ("question", "procedure"),
    )),
    *((f"procedures:{name}", "procedure") for name in ("procedure", "blank", "ask")),
    *((f"published:{name}", "procedure") for name in ("register", "subsidies")),
}  # fmt: skip
BY_A_LINK = {
    *(
        (f"applications:guest_{name}", "secret")
        for name in (*OF_ONE, *OF_A_GUEST, "begin", "question", "address", "new_address")
    ),
    ("applications:guest_new_address", "token"),
}


def applications_swaps(absent_code: str, absent_number: int) -> Iterator[tuple[str, str, str | int, str | int, Parts]]:
    """Tuples (address name, part, hidden object, absent object, other parts)."""
    one_link: Parts = {"secret": "link of another guest"}
    for name, others in {**OF_ONE, **OF_A_GUEST}.items():
        yield f"applications:guest_{name}", "application", "draft of a guest", absent_number, {**one_link, **others}
        if "paper" in others:
            given: Parts = {"secret": "link of a guest", "application": "application of a guest"}
            yield f"applications:guest_{name}", "paper", others["paper"], absent_number, given
        if "identifier" in others:
            given = {**one_link, "application": "draft of another guest"}
            yield f"applications:guest_{name}", "identifier", others["identifier"], absent_number, given
    for name, others in {**OF_ONE, **OF_AN_ACCOUNT}.items():
        ours: Parts = {"application": "draft of a guest", **others}
        yield f"applications:{name}", "code", "our-project", absent_code, ours
        yield f"applications:{name}", "application", "draft of a guest", absent_number, {"code": "our-plan", **others}
        if "identifier" in others:
            given = {"code": "our-plan", "application": "draft of a guest"}
            yield f"applications:{name}", "identifier", others["identifier"], absent_number, given
        if "paper" in others:
            given = {"code": "our-plan", "application": "application of a guest"}
            yield f"applications:{name}", "paper", others["paper"], absent_number, given
        if "signatory" in others:
            given = {"code": "our-plan", "application": "draft of a guest"}
            yield f"applications:{name}", "signatory", others["signatory"], absent_number, given
    yield "applications:list", "code", "our-project", absent_code, {}
    yield "applications:question", "code", "our-project", absent_code, {"procedure": "call_for_initiatives"}
    yield "applications:begin", "code", "our-project", absent_code, {"procedure": "training_worksite"}
    yield "published:subsidies", "code", "our-project", absent_code, {"procedure": "call_for_initiatives"}
