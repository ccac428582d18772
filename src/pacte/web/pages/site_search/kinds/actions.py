"""Actions of the plan in view: by number, by the words of their title, then of their rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.urls import reverse

from pacte.plan.records import ActionTitle, PlanContent, PlanRow
from pacte.reference.text_query import TextQuery
from pacte.reference.text_search import SearchDocument
from pacte.web.pages.site_search.result_kind import ResultKind, SearchEntry, SearchScope

_JOINED = ", "


def _entries(scope: SearchScope, query: TextQuery) -> Sequence[SearchEntry]:
    if scope.plan is None:
        return []
    content = scope.plan.content
    axes = {axis.code: axis.label for axis in content.axes}
    return [_entry(title, rows, axes, content) for title, rows in _rows_by_action(content)]


def _rows_by_action(content: PlanContent) -> Iterator[tuple[ActionTitle, list[PlanRow]]]:
    """An action of one row has no title of its own."""
    rows: dict[str, list[PlanRow]] = {}
    for row in content.rows:
        rows.setdefault(row.number, []).append(row)
    titles = {each.number: each for each in content.actions}
    for of_action in rows.values():
        first = of_action[0]
        yield titles.get(first.number) or ActionTitle(first.number, first.title, first.short_title), of_action


def _entry(title: ActionTitle, rows: list[PlanRow], axes: dict[str, str], content: PlanContent) -> SearchEntry:
    name = title.short_title or title.title
    url = reverse("plan:action", args=[content.code, title.number])
    document = SearchDocument(name, (title.number,), tuple(_texts(title, rows)))
    leads = dict.fromkeys(lead.organisation for row in rows for lead in row.leads if not lead.role)
    note = _JOINED.join(part for part in (axes.get(rows[0].axis_code, ""), *leads) if part)
    return SearchEntry(document, url, f"action {title.number} · {note}" if note else f"action {title.number}")


def _texts(title: ActionTitle, rows: list[PlanRow]) -> Iterator[tuple[str, str]]:
    """Texts of an action in the order in which its page shows them."""
    yield "intitulé", title.title
    for row in rows:
        texts = (
            ("intitulé", row.title), ("descriptif", row.description), ("résultat attendu", row.expected_result),
            ("chiffres", _JOINED.join(figure.what for figure in row.figures)), ("commentaire", row.comment),
            ("publics", _JOINED.join(row.publics)), ("partenaires", _JOINED.join(row.partners)),
            ("porteurs", _JOINED.join(f"{lead.organisation} {lead.service}".strip() for lead in row.leads)),
            ("territoires", _JOINED.join(row.territories)), ("secteurs", _JOINED.join(row.sectors)),
            ("dépenses", _JOINED.join(expense.nature for expense in row.expenses)),
        )  # fmt: skip
        yield from (each for each in texts if each[1])


KIND = ResultKind(
    code="actions",
    order=1,
    title="Actions du plan",
    nouns=("action", "actions"),
    entries=_entries,
    is_open=lambda scope: scope.plan is not None,
)
