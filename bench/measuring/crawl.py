"""Finds the pages of one reader by following links, as a person would, from a first address."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import Resolver404, resolve

PER_NAME = 2  # Objects read for each name of the URL configuration.
_HTML = "text/html"


@dataclass(frozen=True, slots=True)
class ReachedPage:
    """``name``: that of the URL configuration; ``address``: path and query of one object of it."""

    name: str
    address: str


@dataclass(slots=True)
class CrawlCounts:
    """What was reached and is not measured."""

    files: int = 0
    refused: list[str] = field(default_factory=list)


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.targets: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        target = dict(attrs).get("href") if tag == "a" else None
        if target:
            self.targets.append(target)


def reach_pages(client: Client, start: str, *, file_names: set[str]) -> tuple[list[ReachedPage], CrawlCounts]:
    """Return the HTML pages that answer 200, breadth-first. Forms are not sent.

    ``file_names``: names whose answer is a file, shared between readers so that each file is made once; completed here.
    """
    pages: list[ReachedPage] = []
    counts, read, by_name = CrawlCounts(), {start}, Counter[str]()
    queue = deque([start])
    while queue:
        address = queue.popleft()
        name = _view_name(address)
        if name is None or name in file_names or by_name[name] >= PER_NAME:
            continue
        answer = client.get(address)
        # Read to its end: a streamed file gives back what it holds (a turn among heavy views) then.
        body = b"".join(answer)
        if answer.status_code in (301, 302):
            _add(queue, read, _targets(address, [answer["Location"]]))
        elif answer.status_code != 200:
            counts.refused.append(f"{address} ({answer.status_code})")
        elif not _is_html(answer):
            file_names.add(name)
            counts.files += 1
        else:
            by_name[name] += 1
            pages.append(ReachedPage(name, address))
            _add(queue, read, _targets(address, _links(body.decode())))
    return pages, counts


def _add(queue: deque[str], read: set[str], targets: Iterator[str]) -> None:
    for target in targets:
        # One query of each path: a table sorted otherwise is the same page.
        if (path := urlsplit(target).path) not in read:
            read.add(path)
            queue.append(target)


def _links(page: str) -> list[str]:
    parser = _Links()
    parser.feed(page)
    return parser.targets


def _targets(page: str, links: list[str]) -> Iterator[str]:
    """The links within this site, without their fragment."""
    for link in links:
        target = urlsplit(urldefrag(urljoin(page, link)).url)
        if not target.scheme and not target.netloc:
            yield target.path + (f"?{target.query}" if target.query else "")


def _view_name(address: str) -> str | None:
    try:
        return resolve(urlsplit(address).path).view_name or None
    except Resolver404:
        return None


def _is_html(answer: HttpResponseBase) -> bool:
    return str(answer.headers.get("Content-Type", "")).startswith(_HTML)
