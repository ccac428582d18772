"""« Que sont devenues les décisions ? »: the register, with its filters in the URL, as a page and as a workbook."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse

from pacte.exchange.documents.pack_statement import MEDIA_TYPE, write_decision_register
from pacte.kernel.clock import today
from pacte.kernel.french import fold_text, pluralise
from pacte.steering.queries.decisions import decision_summaries
from pacte.steering.rules.decision_status import group_due_decisions
from pacte.web.filter_form import FilterForm
from pacte.web.form_fields import ActionCodeFormField
from pacte.web.heavy_views import heavy_view
from pacte.web.pages.committees.documents import file_response
from pacte.web.pages.committees.formatting import decision_table
from pacte.web.pages.committees.page import CommitteesPage, is_demo_instance

if TYPE_CHECKING:
    from pacte.steering.records.meetings import DecisionSummary

_STATES: dict[str, tuple[str, Callable[[DecisionSummary], bool]]] = {
    "en-retard": ("en retard", lambda line: line.status.is_late),
    "a-verifier": ("effet à vérifier", lambda line: line.status.is_to_check),
    "en-cours": ("encore ouvertes", lambda line: not line.status.is_closed),
    "closes": ("closes", lambda line: line.status.is_closed),
}
_CHIPS = {"etat": "{}", "action": "action {}", "responsable": "responsable : {}", "mots": "mots : {}"}


class DecisionFilterForm(FilterForm):
    """Unknown values are ignored, so that old links still work."""

    etat = forms.ChoiceField(choices=[("", "tous"), *((value, label) for value, (label, _) in _STATES.items())])
    action = ActionCodeFormField(widget=forms.Select)
    responsable = forms.ChoiceField()
    mots = forms.CharField(widget=forms.TextInput({"type": "search"}))

    def keeps(self, line: DecisionSummary) -> bool:
        state, action, owner, words = (self.values[name] for name in ("etat", "action", "responsable", "mots"))
        return (
            (not state or _STATES[state][1](line))
            and (not action or action in line.actions)
            and (not owner or line.owner_label == owner)
            and fold_text(words or "") in fold_text(f"{line.ref} {line.text} {line.expected_effect}")
        )


class RegisterPage(CommitteesPage):
    """The decisions of the plan, and those that the filters of the URL keep."""

    root = ("Décisions", "committees:decisions")

    @cached_property
    def decisions(self) -> list[DecisionSummary]:
        return list(decision_summaries(actor=self.actor, plan=self.plan, on=today()))

    @cached_property
    def filters(self) -> DecisionFilterForm:
        form = DecisionFilterForm(self.request.GET, auto_id="f-%s")
        owners = sorted({line.owner_label for line in self.decisions}, key=fold_text)
        numbers = sorted({number for line in self.decisions for number in line.actions})
        form.fields["responsable"] = forms.ChoiceField(
            required=False, choices=[("", "tous"), *((owner, owner) for owner in owners)]
        )
        form.fields["action"].widget.choices = [
            ("", "toutes"),
            *((str(number), f"{number} {self.action_titles.get(number, '')}") for number in numbers),
        ]
        return form

    @cached_property
    def matching(self) -> list[DecisionSummary]:
        return [line for line in self.decisions if self.filters.keeps(line)]


@RegisterPage.view(template_name="committees/register.html")
def register(page: RegisterPage) -> dict[str, Any]:
    values = {name: value for name, value in page.filters.values.items() if value}
    shown = values | ({"etat": _STATES[values["etat"]][0]} if "etat" in values else {})
    return {
        "answer": _answer(page.decisions),
        "decisions": decision_table(
            page,
            page.matching,
            id="registre-table",
            caption="Décisions",
            empty="Aucune décision ne répond à ces filtres." if values else "Aucun comité n’a encore décidé.",
        ),
        "count": f"{pluralise(len(page.matching), 'décision')} sur {len(page.decisions)}",
        "chips": [
            {"label": _CHIPS[name].format(value), "url": page.filters.querystring(**{name: ""}) or "?"}
            for name, value in shown.items()
        ],
        "filters": page.filters,
        "file_url": page.url("committees:register_file") + page.filters.querystring(),
        "clear_url": page.url("committees:decisions"),
        "list_url": page.url("committees:list"),
    }


@RegisterPage.view(decorators=(heavy_view,))
def register_file(page: RegisterPage) -> HttpResponse:
    """The decisions shown on the page, with the same filters."""
    on = today()
    data = write_decision_register(page.plan.title, page.matching, on=on, synthetic=is_demo_instance())
    return file_response(data, MEDIA_TYPE, f"{page.plan.code}_decisions_{on:%Y-%m-%d}.xlsx")


def _answer(decisions: list[DecisionSummary]) -> str:
    if not decisions:
        return "Aucune décision n’est encore écrite."
    open_count = sum(not line.status.is_closed for line in decisions)
    text = pluralise(len(decisions), "décision")
    if not open_count:
        return f"{text}, toutes closes."
    text += f" ; {pluralise(open_count, 'est encore ouverte', 'sont encore ouvertes')}"
    pressing_text = _pressing_text(decisions, today())
    return f"{text} : {pressing_text}." if pressing_text else f"{text}, rien ne presse."


def _pressing_text(lines: list[DecisionSummary], on: date) -> str:
    """« 2 en retard, 1 à vérifier, 3 dans les quinze jours »."""
    due = group_due_decisions(lines, on)
    parts = [(due.late, "en retard"), (due.to_check, "à vérifier"), (due.soon, "dans les quinze jours")]
    return ", ".join(f"{len(decisions)} {word}" for decisions, word in parts if decisions)
