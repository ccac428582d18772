"""An identifier out of the reader's reach answers like one that does not exist: same status, bytes and headers.

The pilot of the other Region tries every part of every address with our objects.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.web.access_file import cases
from tests.web.access_sample import shared_out, worker_of
from tests.web.access_world import World
from tests.web.swaps_advising import NO_KEY, advising_swaps
from tests.web.swaps_applications import BY_A_LINK, PUBLIC_CODES, applications_swaps
from tests.web.swaps_cases import studies_swaps
from tests.web.swaps_readings import reading_swaps

_TOKENS = re.compile(rb'(name="csrfmiddlewaretoken" value=")[^"]*')
# Parts of an address that name a format or an act, not an object.
_NO_OBJECT = {"extension", "act", "transition", "kind"}
ABSENT_NUMBER, ABSENT_CODE = 999_999, "no-such-plan"


@dataclass(frozen=True)
class Swap:
    """``part`` of the address takes ``hidden``, an object that exists, then ``absent``, one that does not.

    An empty ``absent`` means an unused number or code, of the same type as ``hidden``.
    """

    name: str
    part: str
    hidden: str | int
    absent: str | int
    others: dict[str, str | int] = field(default_factory=dict)
    status: int = 404

    def __str__(self) -> str:
        return f"{self.name} {self.part}"


_OF_A_PLAN = {
    "plan:glance": {}, "plan:actions": {}, "plan:keep_view": {}, "plan:history": {}, "plan:versions": {},
    "plan:forget_view": {"identifier": "view of the pilot"},
    "plan:action": {"number": 1}, "plan:action_history": {"number": 1}, "plan:action_sheet": {"number": 1},
    "plan:coverage": {"number": 1}, "plan:coverage_file": {"number": 1},
    "plan:compare": {"before": 1, "after": 1}, "plan:download": {"extension": "csv"},
    "plan_editing:edit": {"number": 1, "key": "A01"},
    "plan_editing:steps": {"number": 1}, "plan_editing:appoint": {"number": 1},
}  # fmt: skip
_OF_A_PERSON = (
    "person", "person_change", "invite_again", "account_close", "account_reopen", "second_factor_reset", "post_add",
)  # fmt: skip
_OF_AN_ORGANISATION = ("organisation", "organisation_change", "organisation_rename", "service_new")
IN_DRAFT = {"code": "our-plan"}

LISTED = (
    *(Swap(name, "code", "our-project", ABSENT_CODE, others) for name, others in _OF_A_PLAN.items()),
    # Action 4 and version 2 are in our draft only.
    *(
        Swap(name, "number", 4, ABSENT_NUMBER, IN_DRAFT)
        for name in (
            "plan:action",
            "plan:action_history",
            "plan:action_sheet",
            "plan:coverage",
            "plan:coverage_file",
            "plan_editing:appoint",
        )
    ),
    Swap("plan_editing:edit", "number", 4, ABSENT_NUMBER, {**IN_DRAFT, "key": "A04"}),
    Swap("plan_editing:edit", "key", "A04", "A99", {**IN_DRAFT, "number": 4}),
    Swap("plan_editing:become", "number", 4, ABSENT_NUMBER, IN_DRAFT),
    Swap("plan_editing:steps", "number", 2, ABSENT_NUMBER, IN_DRAFT),
    Swap("plan:compare", "before", 2, ABSENT_NUMBER, {**IN_DRAFT, "after": 1}),
    Swap("plan:compare", "after", 2, ABSENT_NUMBER, {**IN_DRAFT, "before": 1}),
    Swap("sessions:prepare_again", "identifier", "our preparation", ABSENT_NUMBER),
    Swap("plan:forget_view", "identifier", "view of the pilot", ABSENT_NUMBER, IN_DRAFT, 302),
    *(Swap(f"accounts:{name}", "person_id", "person buyer", ABSENT_NUMBER) for name in _OF_A_PERSON),
    *(Swap(f"accounts:{name}", "organisation_id", "the provider", ABSENT_NUMBER) for name in _OF_AN_ORGANISATION),
    Swap("accounts:post_end", "person_id", "person buyer", ABSENT_NUMBER, {"membership_id": "post of buyer"}),
    Swap("accounts:post_end", "membership_id", "post of buyer", ABSENT_NUMBER, {"person_id": "person buyer"}),
    *(Swap(*each) for each in studies_swaps(ABSENT_CODE, ABSENT_NUMBER)),
    *(Swap(*each) for each in reading_swaps(ABSENT_CODE, ABSENT_NUMBER)),
    *(Swap(*each) for each in advising_swaps(ABSENT_NUMBER)),
    *(Swap(*each) for each in applications_swaps(ABSENT_CODE, ABSENT_NUMBER)),
    Swap("meetings:link", "key", "learner with a link", NO_KEY),
    Swap("accounts:use_link", "secret", "link that has served", "n" * 43, {}, 410),
)


# These parts name public objects, so nothing is hidden: trainings, sessions, actions and years of a voted plan.
PUBLIC_PARTS = PUBLIC_CODES | {
    ("search:training", "number"), ("feeds_api:training", "number"), ("sessions:sheet", "number"),
    ("place_requests:ask", "number"), ("guide:page", "slug"), ("guide:picture", "name"),
    ("plan:year", "year"), ("plan:year_file", "year"), ("plan:state_report", "year"),
    ("figures:indicator", "code"), ("figures:indicator_file", "code"),
    *((name, part) for name in ("published:table", "published:file") for part in ("code", "year")),
    *((f"territory:{name}", "code") for name in ("profile", "file", "changes")),
    *((name, part) for name in (
        "feeds_api:session", "sessions:session", "sessions:follow", "sessions:open", "sessions:ask", "sessions:confirm",
        "sessions:postpone", "sessions:cancel", "sessions:correct", "sessions:module", "advisers:propose",
    ) for part in ("training", "action", "session")),
}  # fmt: skip


# Whoever has the secret of a link is treated as the person that it names: we hide nothing from them. Unknown secrets,
# and objects of another person, are tested in tests/web/test_mine_pages.py.
BY_SECRET = BY_A_LINK | {
    *((f"learner_portal:{name}", "secret") for name in (
        "slot", "none_suits", "calendar", "journey", "my_slot", "my_none_suits", "my_calendar", "next", "situation",
        "data", "export", "ask", "attestation", "shares", "review",
    )),
    ("learner_portal:attestation", "key"), ("learner_portal:review", "identifier"),
    ("place_requests:mine", "secret"), ("guest_portal:home", "secret"),
    ("cases:hires", "secret"), ("cases:hires", "inquiry"),
    ("guest_portal:progress", "secret"), ("guest_portal:progress", "share"),
    *((name, part) for name in ("cases:sign", "cases:sign_file") for part in ("secret", "signatory")),
    *((f"learner_portal:{name}", "invitation") for name in ("my_slot", "my_none_suits", "my_calendar")),
}  # fmt: skip


# Endpoints for the tools of partners: without the partner's signature, every address gives the same refusal.
BY_SIGNATURE = {
    ("partners:door_session", "slug"), ("partners:door_session", "number"), ("partners:door_messages", "slug"),
    ("partners:door_receipts", "slug"),
}  # fmt: skip


def _others() -> Iterator[Swap]:
    """Swaps that are not in ``LISTED``, built from the first case of each address part that some reader can open."""
    known = {(swap.name, swap.part) for swap in LISTED} | PUBLIC_PARTS | BY_SECRET
    for case in cases():
        if not {"200", "302", "422"} & {*case.get.values(), *case.post.values()}:
            continue
        for part, value in case.address.items():
            if part in _NO_OBJECT or (case.name, part) in known:
                continue
            known.add((case.name, part))
            # The plan in force is public: the hidden one must be only a draft.
            hidden = "our-project" if value == "our-plan" else value
            yield Swap(case.name, part, hidden, "", {k: v for k, v in case.address.items() if k != part})


SWAPS = (*LISTED, *_others())


def parts(resolver: URLResolver | None = None, space: str = "") -> Iterator[tuple[str, str]]:
    """Yields (address name, part) for every part of every address."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from parts(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        elif isinstance(pattern, URLPattern):
            yield from ((f"{space}{pattern.name}", part) for part in pattern.pattern.converters)


def seen(answer: HttpResponse, url: str) -> tuple[int, bytes, dict[str, str]]:
    """Status, body and headers, without what always differs: the address, CSRF tokens, the hour, the request id."""
    path = url.partition("?")[0].encode()
    content = _TOKENS.sub(rb"\1", answer.content).replace(path, b"/here/")
    headers = {name: value.replace(path.decode(), "/here/") for name, value in answer.headers.items()}
    headers.pop("Expires", None)  # It holds the hour.
    headers.pop("X-Request-ID")  # Random for each request.
    return answer.status_code, content, headers


def asked(shared: World, reader: str, method: str, url: str, data: dict[str, str]) -> tuple[Any, int]:
    connection.queries_log.clear()  # It keeps the last 9,000 queries of the module, and counts wrong once full.
    with CaptureQueriesContext(connection) as queries:
        answer = shared.ask(reader, method, url, data)
    return seen(answer, url), len(queries)


def test_every_part_of_every_address_is_tried() -> None:
    tried = {(swap.name, swap.part) for swap in SWAPS}
    assert {each for each in parts() if each[1] not in _NO_OBJECT} == tried | PUBLIC_PARTS | BY_SECRET | BY_SIGNATURE


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("swap", shared_out(SWAPS, lambda swap: swap.name))
def test_what_is_ours_answers_the_intruder_as_what_does_not_exist(shared: World, swap: Swap, method: str) -> None:
    hidden = shared.names.get(str(swap.hidden), swap.hidden)
    absent_one = swap.absent or (ABSENT_NUMBER if isinstance(hidden, int) else ABSENT_CODE)
    addresses = [
        reverse(swap.name, kwargs={
            name: shared.names.get(str(value), value) for name, value in {**swap.others, swap.part: each}.items()
        })
        for each in (hidden, absent_one)
    ]  # fmt: skip
    ours, absent = (asked(shared, "intruder", method, address, {"reason": "x"}) for address in addresses)
    assert ours[0] == absent[0]
    assert ours[0][0] in {swap.status, 405}
    assert ours[1] == absent[1], "the number of questions to the database tells them apart"


@pytest.mark.xdist_group(worker_of("plan"))
@pytest.mark.parametrize("page", ["glance", "actions", "history", "versions"])
def test_a_version_that_is_a_draft_of_ours_is_asked_in_vain(shared: World, page: str) -> None:
    address = reverse(f"plan:{page}", args=["our-plan"])
    draft, absent = (asked(shared, "intruder", "get", f"{address}?version={number}", {}) for number in (2, 99))
    assert draft == absent
    assert draft[0][0] == 404


@pytest.mark.xdist_group(worker_of("plan_editing"))
@pytest.mark.parametrize("target", ["their-project", ABSENT_CODE])
def test_a_form_offers_and_takes_no_plan_of_others(shared: World, target: str) -> None:
    # The masthead leads to every plan that is public, of other Regions too.
    page = shared.ask("pilot", "get", reverse("intake:drop", args=["plan"])).content.decode().partition("<main")[2]
    assert target not in page
    assert "their-plan" not in page
    answer = shared.ask("pilot", "post", reverse("intake:drop", args=["plan"]), {"target": target})
    assert answer.status_code == 422


@pytest.mark.xdist_group(worker_of("plan_editing"))
def test_a_person_of_others_is_chosen_in_vain(shared: World) -> None:
    address = reverse("plan_editing:appoint", args=["our-plan", 1])
    region = shared.cast.region.pk
    people = (shared.names["person intruder"], ABSENT_NUMBER)
    theirs, absent = (
        asked(shared, "pilot", "post", address, {"who": f"{region}-{person}", "on": "2020-01-01"}) for person in people
    )
    (status, page, headers), questions = theirs
    same = page.replace(f"{region}-{people[0]}".encode(), f"{region}-{people[1]}".encode())
    headers["Content-Length"] = absent[0][2]["Content-Length"] = ""
    assert ((status, same, headers), questions) == absent
    assert status == 422
