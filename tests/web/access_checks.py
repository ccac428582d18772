"""Checks of the access tests, as functions: the tests of seeded faults call them on a broken world."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

from tests.web.access_file import Case, cases
from tests.web.access_policies import differences
from tests.web.access_rights import Difference, difference, merged, recording_rights
from tests.web.access_world import World, outcome
from tests.web.canaries import EXTENSIONS, THE_AGENCY, THE_PERSON, fields_in, leaks
from tests.web.refused_form import refused_form_faults

# Addresses whose folder cannot be read from their ``include``: the API builds its own URL patterns.
_BY_SPACE = {"feeds_api": "feeds"}
_PAGES = "pacte.web.pages."
_HREF = re.compile(r'<a\b[^>]*?\bhref="(/[^"#]*)')


def site_addresses(resolver: URLResolver | None = None, space: str = "", folder: str = "") -> Iterator[tuple[str, str]]:
    """Yields (folder of pages, address name) for every address of the site."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            module = getattr(pattern.urlconf_module, "__name__", "")
            inner = module.removeprefix(_PAGES).partition(".")[0] if module.startswith(_PAGES) else folder
            inner = _BY_SPACE.get(pattern.namespace or "", inner)
            yield from site_addresses(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space, inner)
        elif isinstance(pattern, URLPattern):
            assert pattern.name, f"« {pattern.pattern} » has no name: the files of access cannot speak of it"
            yield folder, f"{space}{pattern.name}"


def check_answers(found: World, case: Case, method: str, who: Iterable[str]) -> None:
    """Each reader gets the outcome of the file; no answer, notification or mail holds a field protected from them.

    The page must also ask for the right that the file names, and a form that comes back say what is wrong.
    """
    said = case.get if method == "get" else case.post
    got = {}
    with recording_rights() as asked:
        for reader in who:
            answer = found.ask(reader, method, found.url(case, reader), case.data)
            got[reader] = outcome(answer)
            assert not leaks(answer, _known_as(case, reader)), f"{reader} reads what is protected"
            assert not fields_in(found.set_off), f"what {reader} does tells somebody of what is protected"
            assert not (faults := refused_form_faults(answer)), f"{reader} gets a form back, where {faults}"
            assert not (dead := dead_links(answer, reader)), f"{reader} finds links that answer 404: {dead}"
            if got[reader] == "login":
                assert "suite=" in answer["Location"], "who logs in does not come back to what was asked"
    wrong = [f"{reader} gets {each}, not {said[reader]}" for reader, each in got.items() if each != said[reader]]
    assert not wrong, f"{case} {method}: {', '.join(wrong)}"
    if case.whose != "none" and method in case.rights:
        assert case.rights[method] in asked, f"the page asks for {sorted(asked)}, not for what the file names"


def dead_links(answer: HttpResponse, reader: str) -> set[str]:
    """Names of the addresses that a page links to and that the files open to others, but to this reader in no case.

    The intruder is left out: the files hold few cases of their own Region.
    """
    if reader == "intruder" or answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
        return set()
    links = {unescape(href) for href in _HREF.findall(answer.content.decode())}
    return {name for name in map(_address_name, links) if name in _closed_to(reader)}


@cache
def _closed_to(reader: str) -> frozenset[str]:
    outcomes = defaultdict(list)
    for case in cases():
        outcomes[case.name].append(case.get)
    return frozenset(
        name
        for name, by_case in outcomes.items()
        if {each[reader] for each in by_case} == {"404"} and any("200" in each.values() for each in by_case)
    )


def _address_name(href: str) -> str:
    return _name_of_path(urlsplit(href).path)


@cache
def _name_of_path(path: str) -> str:
    """Cached: each page repeats the links of the menus."""
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""


def check_other_formats(found: World, case: Case, who: Iterable[str]) -> None:
    """A file in another format leaks nothing more. Every extension is asked, even those that the page does not have."""
    allowed = [reader for reader in who if case.get[reader] == "200"]
    for extension in EXTENSIONS if allowed else ():
        other = replace(case, address={**case.address, "extension": extension})
        # A personal link is always the same person. A pdf or pptx is slow: it is made once.
        once = case.name.startswith("learner_portal:") or extension in ("pdf", "pptx")
        for reader in allowed[:1] if once else allowed:
            answer = found.ask(reader, "get", found.url(other, reader))
            if answer.status_code == 404:
                break  # No reader has this format.
            assert not leaks(answer, _known_as(case, reader)), extension


def check_rights() -> None:
    """Policies differ from the rights of the code exactly where ``differences.toml`` lists a difference."""
    found = defaultdict(list)
    for case in cases():
        for method, right in case.rights.items():
            if each := difference(case.allowed[method], right, case.whose):
                found[f"{case.name} {method}"].append(each)
    listed = {
        name: Difference(frozenset(given.get("wider", "").split()), frozenset(given.get("narrower", "").split()))
        for name, given in differences()["rights"].items()
    }
    differing = {name: merged(each) for name, each in found.items()}
    wrong = {name: differing.get(name) for name in differing.keys() | listed if differing.get(name) != listed.get(name)}
    assert not wrong, f"policies differ from rights, or differ no more, unlike the list: {wrong}"


def check_small_counts_hidden(document: Mapping[str, Any]) -> None:
    """In a public table as data, every visible count reaches the threshold, and some counts are hidden."""
    counts = [cell["count"] for cell in document["cells"]]
    small = [count for count in counts if count is not None and count < document["threshold"]]
    assert not small, f"small counts are shown: {small}"
    assert None in counts, "nothing is hidden: the table proves nothing"


def _known_as(case: Case, reader: str) -> str:
    if case.name == "guest_portal:progress":
        return THE_AGENCY
    return THE_PERSON if case.name.startswith("learner_portal:") else reader
