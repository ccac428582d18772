"""Every page of tests/web/access, in two widths: no violation and no horizontal scroll.

On each commit an eighth of them, drawn by the seed of the run, each for the first reader who sees it, and those with
a filter or a form; ``--full``: all, for the six readers.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.axe import faults
from tests.browser.conftest import DAY_OF_TWO_PLANS, demonstration, enter, quiet_context
from tests.browser.things import Things, shown_to, worked_in
from tests.web.swaps_applications import BY_A_LINK

LOGINS = {
    "anonymous": "",
    "pilot": "pilote@pacte.example",
    "lead": "porteur@pacte.example",
    "administrator": "administration@pacte.example",
    "buyer": "acheteur@pacte.example",
    "provider": "organisme@pacte.example",
}
# Roles whose pages are tested in one group only: the rest is the same for all roles.
ONLY = {"buyer": "sessions:", "provider": "sessions:"}
# This demonstration has no uploaded catalogue, no review held by three, and no link of a guest: their letters leave by
# e-mail.
NOT_THERE = {
    "learner_portal:review",
    "sessions:quarantined", "guest_portal:home", "guest_portal:progress", "cases:hires", "cases:sign",
    "cases:signatory", "cases:remake_paper",
}  # fmt: skip
NOT_THERE |= {name for name, part in BY_A_LINK if part == "secret"}
WIDTHS = (1280, 360)
# Not pages: files, style, answers for machines. And a valid link would log in; its page is the same as a used one.
NOT_PAGES = {
    "money:download", "plan:action_sheet", "plan:coverage_file", "plan:download", "plan:year_file", "plan:state_report",
    "brand_css", "health", "guide:picture", "accounts:use_link",
    "experiments:table", "experiments:print", "cases:document", "cases:list_file", "cases:paper", "cases:sign_file",
    "applications:sign_file", "applications:letter", "applications:guest_letter", "published:register",
    "published:subsidies", "cases:orders_file", "readings:ranking", "readings:audit_file",
    "feeds:lheo", "feeds:csv", "feeds_api:openapi-json", "feeds_api:sessions",
    "published:file", "sessions:places_file", "sessions:purchases_file",
    "attendance:presences_file", "attendance:paper_sheet", "attendance:attestation", "advisers:judge_sheet",
    "outcomes:places_file", "outcomes:risk_file", "outcomes:flows_file", "outcomes:waiting_file",
    "figures:everything", "figures:indicator_file",
    "figures:answer_file",
    "territory:file", "disputes:gaps",
    "learner_portal:calendar", "learner_portal:my_calendar", "learner_portal:export", "learner_portal:attestation",
    "committees:pack_file", "committees:statement_file", "committees:register_file",
    "intake:refused",
}  # fmt: skip
OPEN = [
    (reader, name)
    for reader in LOGINS
    for name in shown_to(reader)
    if name not in NOT_PAGES | NOT_THERE and name.startswith(ONLY.get(reader, ""))
]


def asked(seed: int) -> list[tuple[str, str]]:
    """Readers and names of pages: an eighth of those of nobody, and of the others, each for the first who sees it.

    Always those of which something more is known: a form, filters.
    """
    first = {name: reader for reader, name in reversed(OPEN) if reader != "anonymous"}
    public = [name for reader, name in OPEN if reader == "anonymous"]
    chance = random.Random(seed)
    drawn = {*chance.sample(sorted(first), len(first) // 8), *FILTERED}
    of_nobody = chance.sample(public, len(public) // 8)
    return [
        (reader, name)
        for reader, name in OPEN
        if (name in of_nobody if reader == "anonymous" else name in drawn and reader == first[name])
        or _TRIED.get(reader) == name
    ]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if {"reader", "name"} <= set(metafunc.fixturenames):
        seed = metafunc.config.getoption("randomly_seed", 0)
        metafunc.parametrize(("reader", "name"), OPEN if metafunc.config.getoption("full") else asked(seed))


# Empties every field of the form, then submits it without the browser's own validation.
_SEND_EMPTY = """form => {
  for (const field of form.elements) {
    if (field.type === "hidden" || field.type === "submit") continue;
    if (field.type === "checkbox" || field.type === "radio") field.checked = false;
    else if (field.tagName === "SELECT") field.selectedIndex = -1;
    else field.value = "";
  }
  HTMLFormElement.prototype.submit.call(form);
}"""


@pytest.fixture(scope="module")
def distribution(browser: Browser) -> Iterator[tuple[dict[str, BrowserContext], Things]]:
    """A browser context for each reader, logged in once, and the things of the pages.

    On a site of its own, made with them: a setup that fails half-way on a busy machine is tried again on a new site.
    """
    with demonstration(DAY_OF_TWO_PLANS) as served, ExitStack() as stack:
        made = {reader: stack.enter_context(quiet_context(browser, served)) for reader in LOGINS}
        for reader, email in LOGINS.items():
            if email:
                enter(made[reader].new_page(), email)
        yield (
            made,
            worked_in(made["pilot"], made["administrator"], made["buyer"], made["provider"], on=served.day),
        )


@pytest.fixture(scope="module")
def desks(distribution: tuple[dict[str, BrowserContext], Things]) -> dict[str, BrowserContext]:
    return distribution[0]


@pytest.fixture(scope="module")
def things(distribution: tuple[dict[str, BrowserContext], Things]) -> Things:
    return distribution[1]


@pytest.fixture
def open_page(desks: dict[str, BrowserContext]) -> Callable[[str], Page]:
    """Function that gives the single page of a reader, in the wide viewport."""

    def of(reader: str) -> Page:
        page = desks[reader].pages[0] if desks[reader].pages else desks[reader].new_page()
        page.set_viewport_size({"width": WIDTHS[0], "height": 900})
        return page

    return of


def address(things: Things, reader: str, name: str) -> str:
    found = [each for case in shown_to(reader)[name] if (each := things.address(case, reader))]
    assert found, f"this demonstration shows no page « {name} » to « {reader} »"
    return found[0]


def in_both_widths(page: Page) -> dict[int, list[str]]:
    found = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found[width] = faults(page)
    return found


_TRIED = {
    "anonymous": "accounts:login", "administrator": "accounts:invite", "buyer": "sessions:prepare",
    "provider": "sessions:ask", "pilot": "plan_editing:edit", "lead": "plan_editing:edit",
}  # fmt: skip
NOTHING: dict[int, list[str]] = {width: [] for width in WIDTHS}
# Forms already sent empty: an address and the names of its fields. Another role with the same form adds nothing.
_sent: set[tuple[str, ...]] = set()
_NAMES = "form => [...form.elements].map(each => each.name).filter(Boolean)"


# Empties every field of a filter, as somebody who asks for everything, then presses its button.
_EMPTY_FILTER = """form => {
  for (const field of form.elements) {
    if (field.type === "checkbox" || field.type === "radio") field.checked = false;
    else if (field.tagName === "SELECT") field.value = [...field.options].some(each => !each.value) ? "" : field.value;
    else if (field.tagName === "INPUT" && field.type !== "hidden") field.value = "";
  }
  form.querySelector("button[type=submit]").click();
  return form.checkValidity();
}"""
FILTERED = {
    "accounts:organisations", "accounts:people", "advisers:people", "committees:register", "experiments:attach",
    "figures:catalogue", "figures:compare", "figures:indicator", "figures:publics", "money:overview",
    "outcomes:flows", "outcomes:places", "outcomes:risk", "plan:actions", "plan:euro",
}  # fmt: skip
_filtered: set[str] = set()


def send_filters_empty(page: Page, path: str, name: str) -> None:
    """The browser itself submits the filters: it refuses a field that is marked required and is empty."""
    filters = page.locator("main form:is(.filters, .scope-line)")
    assert filters.count() or name not in FILTERED, "this page is known to have filters"
    if name in _filtered or not filters.count():
        return
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    with page.expect_navigation() as sent:
        assert filters.first.evaluate(_EMPTY_FILTER), "the browser refuses an empty filter"
    assert sent.value
    assert sent.value.status == 200
    _filtered.add(name)
    page.goto(path)


def test_a_page_has_no_fault_nor_its_forms_sent_empty(
    things: Things, open_page: Callable[[str], Page], reader: str, name: str
) -> None:
    page, path = open_page(reader), address(things, reader, name)
    answer = page.goto(path)
    assert answer
    assert answer.status == 200
    assert in_both_widths(page) == NOTHING
    send_filters_empty(page, path, name)
    forms = page.locator("main form[method=post]:has([required])")
    assert forms.count() or name != _TRIED.get(reader), "one page of each reader is known to have a form"
    for rank in range(forms.count()):
        form = (name, *sorted(forms.nth(rank).evaluate(_NAMES)))
        if form in _sent:
            continue
        page.set_viewport_size({"width": WIDTHS[0], "height": 900})
        with page.expect_navigation() as sent:
            forms.nth(rank).evaluate(_SEND_EMPTY)
        assert sent.value
        assert sent.value.status == 422
        assert in_both_widths(page) == NOTHING
        assert page.locator("[data-focus]").count() == 1, "no summary of the errors"
        assert page.evaluate("document.activeElement.matches('[data-focus]')"), "the reading does not start there"
        _sent.add(form)  # Added at the end: when the test is retried, the form is tested again.
        page.goto(path)


@pytest.mark.parametrize("reader", ["buyer", "provider", "pilot"])
def test_the_desk_of_each_role_has_no_fault(open_page: Callable[[str], Page], reader: str) -> None:
    page = open_page(reader)
    answer = page.goto("/")
    assert answer
    assert answer.status == 200
    assert page.locator(".desk-line").count()
    assert in_both_widths(page) == NOTHING


@pytest.mark.parametrize("code", ["euros_where_jobs_are", "in_job_6_months"])
def test_an_indicator_with_long_labels_has_no_fault(open_page: Callable[[str], Page], code: str) -> None:
    page = open_page("pilot")
    answer = page.goto(f"/chiffres/{code}/")
    assert answer
    assert page.locator("#carte-table").count()
    assert in_both_widths(page) == NOTHING


@pytest.mark.parametrize(
    ("reader", "path", "status"),
    [
        ("anonymous", "/nulle-part/", 404),
        ("pilot", "/plan/nulle-part/", 404),
        ("anonymous", "/connexion/lien/inconnu/", 410),
        ("anonymous", "/plan/?au=hier", 422),
    ],
)
def test_a_page_of_error_has_no_fault(open_page: Callable[[str], Page], reader: str, path: str, status: int) -> None:
    page = open_page(reader)
    answer = page.goto(path)
    assert answer
    assert answer.status == status
    assert in_both_widths(page) == NOTHING


def test_what_looks_for_faults_finds_them(open_page: Callable[[str], Page]) -> None:
    page = open_page("anonymous")
    page.goto("/accessibilite/")
    page.evaluate(
        """document.querySelector("main").insertAdjacentHTML("beforeend",
        '<img src="/marque.css"><a href="/"></a><input><p class="pale">presque rien</p>'
        + '<div class="sheet" id="wide">x</div>')"""
    )
    page.evaluate("document.getElementById('wide').style.width = '2000px'")
    page.evaluate("document.querySelector('.pale').style.color = '#ccc'")
    found = " ".join(faults(page))
    for rule in ("image-alt", "link-name", "label", "color-contrast", "the page is 20"):
        assert rule in found
