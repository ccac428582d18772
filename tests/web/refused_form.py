"""What a page that gives a form back must have, whatever the form: for whoever hears it as for whoever sees it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.http import HttpResponse

_CONTROLS = ("input", "select", "textarea")
_VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})
_SUMMARY = ("alert", "-1")


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    inside: list[Element] = field(default_factory=list)
    text: str = ""

    def all(self) -> Iterator[Element]:
        yield self
        for each in self.inside:
            yield from each.all()


class _Tree(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.root = Element("", {})
        self.open = [self.root]
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(element)
        if tag not in _VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        rank = next((rank for rank in range(len(self.open) - 1, 0, -1) if self.open[rank].tag == tag), None)
        if rank is not None:
            del self.open[rank:]

    def handle_data(self, data: str) -> None:
        self.open[-1].text += data


def refused_form_faults(answer: HttpResponse) -> list[str]:
    """What misses on a page that gives a form back: its title, its summary, and what each error leads to."""
    is_form = answer.status_code == 422 and answer.headers.get("Content-Type", "").startswith("text/html")
    return _faults(answer.content.decode()) if is_form else []


def _faults(html: str) -> list[str]:
    elements = list(_Tree(html).root.all())
    by_id = {each.attributes["id"]: each for each in elements if "id" in each.attributes}
    title = next(each.text.strip() for each in elements if each.tag == "title")
    faults = [] if title.startswith("Erreur : ") else [f"the title is « {title} »"]
    if "Erreur 422" in html:  # The page of an act that had no form to give back: it is itself the summary.
        return faults
    summaries = [
        each for each in elements if (each.attributes.get("role"), each.attributes.get("tabindex")) == _SUMMARY
    ]
    if len(summaries) != 1:
        return [*faults, f"{len(summaries)} summaries of the errors"]
    summary = summaries[0]
    if [each for each in elements if "autofocus" in each.attributes] != [summary]:
        faults.append("the focus does not go to the summary")
    targets = [each.attributes["href"] for each in summary.all() if each.tag == "a"]
    return faults + [fault for each in targets if each.startswith("#") for fault in _field_faults(each[1:], by_id)]


def _field_faults(identifier: str, by_id: dict[str, Element]) -> list[str]:
    """A field is one control, or a group of them."""
    element = by_id.get(identifier)
    if element is None:
        return [f"an error leads to #{identifier}, which the page lacks"]
    controls = [each for each in element.all() if each.tag in _CONTROLS]
    faults = []
    if element.tag not in (*_CONTROLS, "a", "button") and "tabindex" not in element.attributes:
        faults.append(f"#{identifier} cannot take the focus")
    if element.tag in _CONTROLS and "aria-invalid" not in element.attributes:
        faults.append(f"#{identifier} is not said invalid")
    said_by = [each.attributes.get("aria-describedby", "").split() for each in (element, *controls)]
    described = {name for names in said_by for name in names}
    if not described or described - set(by_id):
        faults.append(f"#{identifier} is described by {sorted(described) or 'nothing'}")
    return faults
