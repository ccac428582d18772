"""What the tests of access hold, as functions: the seeded faults call the same ones on a broken world."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.urls import URLPattern, URLResolver, get_resolver

from tests.web.access_file import Case
from tests.web.access_rights import recording_rights
from tests.web.access_world import World, outcome
from tests.web.canaries import EXTENSIONS, THE_PERSON, fields_in, leaks

# Addresses whose folder is not told by where they are included: the interface for machines makes its own.
_BY_SPACE = {"feeds_api": "feeds"}
_PAGES = "pacte.web.pages."


def site_addresses(resolver: URLResolver | None = None, space: str = "", folder: str = "") -> Iterator[tuple[str, str]]:
    """The folder of pages and the name of every address of the site."""
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
    """Each reader gets what the file says, nobody is shown or sent what is protected from them.

    And the right that the file names is one that the code asks for.
    """
    said = case.get if method == "get" else case.post
    got = {}
    with recording_rights() as asked:
        for reader in who:
            answer = found.ask(reader, method, found.url(case, reader), case.data)
            got[reader] = outcome(answer)
            assert not leaks(answer, _known_as(case, reader)), f"{reader} reads what is protected"
            assert not fields_in(found.set_off), f"what {reader} does tells somebody of what is protected"
            if got[reader] == "login":
                assert "suite=" in answer["Location"], "who logs in does not come back to what was asked"
    assert got == {reader: said[reader] for reader in got}
    if case.whose != "none" and method in case.rights:
        assert case.rights[method] in asked, f"the page asks for {sorted(asked)}, not for what the file names"


def check_other_formats(found: World, case: Case, who: Iterable[str]) -> None:
    """A file tells no more in another format: all of them are asked, those that the page does not know too."""
    allowed = [reader for reader in who if case.get[reader] == "200"]
    for extension in EXTENSIONS if allowed else ():
        other = replace(case, address={**case.address, "extension": extension})
        # Who comes by a link is one and the same person; and what takes long to draw is drawn once.
        once = case.name.startswith("mine:") or extension in ("pdf", "pptx")
        for reader in allowed[:1] if once else allowed:
            answer = found.ask(reader, "get", found.url(other, reader))
            if answer.status_code == 404:
                break  # A format that nobody has.
            assert not leaks(answer, _known_as(case, reader)), extension


def _known_as(case: Case, reader: str) -> str:
    return THE_PERSON if case.name.startswith("mine:") else reader
