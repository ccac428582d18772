"""The cases of a plan, for who instructs them: what is late, procedures by stage, then the list with its filters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, TypeVar
from urllib.parse import urlencode

from django import forms
from django.template.loader import render_to_string
from django.urls import reverse

from pacte.evaluation.queries import may_list_experiments
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.plan.queries.stakeholders import action_titles_by_number
from pacte.procedures.queries import (
    CaseFilters,
    CaseListState,
    CaseStageCount,
    CaseSummary,
    CaseTotal,
    case_counts,
    case_rows,
    may_open_some_case,
    total_cases,
)
from pacte.procedures.queries.payments import may_list_payments
from pacte.procedures.records.cases import CaseFacts
from pacte.procedures.rules.catalogue import has_reading_pages
from pacte.procedures.rules.transitions import stage_path
from pacte.web.filter_form import select_field
from pacte.web.pages.cases.base_pages import CaseListPage, case_state_badge, due_date_text
from pacte.web.paging import PagedFilterForm
from pacte.web.tables import Cell, Column, Table, cell, number_column

Row = TypeVar("Row")
_NOBODY = "personne"
_STATES = {
    "en-cours": (CaseListState.OPEN, "En cours"),
    "en-retard": (CaseListState.LATE, "En retard"),
    "en-attente": (CaseListState.HELD, "En attente"),
    "termine": (CaseListState.ENDED, "Terminé"),
}
_ORIGINS = {"dehors": (True, "Demandé de l’extérieur"), "region": (False, "Ouvert par la Région")}
_LABELS = {
    "procedure": "Procédure", "etape": "Étape", "action": "Action", "responsable": "Responsable", "etat": "État",
    "origine": "Origine",
}  # fmt: skip


_FIXED_CHOICES: dict[str, Sequence[tuple[str, str]]] = {
    "etat": [(code, label) for code, (_, label) in _STATES.items()],
    "origine": [(code, label) for code, (_, label) in _ORIGINS.items()],
}


class CaseFilterForm(PagedFilterForm):
    """The filters of the list. A choice that is not one of ``choices`` filters nothing."""

    procedure = forms.ChoiceField(initial="")
    etape = forms.ChoiceField(initial="")
    action = forms.ChoiceField(initial="")
    responsable = forms.ChoiceField(initial="")
    etat = forms.ChoiceField(initial="")
    origine = forms.ChoiceField(initial="")
    mots = forms.CharField(initial="")

    def __init__(self, query: Mapping[str, Any], *, choices: Mapping[str, Sequence[tuple[str, str]]]) -> None:
        super().__init__(query)
        self._pairs = {name: list(pairs) for name, pairs in (_FIXED_CHOICES | dict(choices)).items()}
        for name, some in self._pairs.items():
            self.choice_field(name).choices = some

    def choice_field(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        if not isinstance(field, forms.ChoiceField):
            raise TypeError(f"{name} is not a choice")
        return field

    @property
    def criteria(self) -> CaseFilters:
        """What the list has to hold."""
        values = self.values
        owner, state, origin = values["responsable"], _STATES.get(values["etat"]), _ORIGINS.get(values["origine"])
        return CaseFilters(
            procedure=values["procedure"],
            stage=values["etape"],
            action=values["action"],
            owner_id=int(owner) if owner and owner != _NOBODY else None,
            is_vacant=owner == _NOBODY,
            state=state[0] if state else None,
            is_from_outside=origin[0] if origin else None,
            words=values["mots"],
        )

    def labels(self) -> dict[str, str]:
        """The words of each filter that is set."""
        words = self.values["mots"]
        chosen = {name: dict(self._pairs[name]).get(self.values[name], "") for name in _LABELS}
        return chosen | {"mots": f"« {words} »" if words else ""}

    def select_fields(self) -> list[dict[str, Any]]:
        """Parameters of the component ``field`` of each choice."""
        return [
            select_field(name, label, [("", "Toutes" if name in ("procedure", "etape", "action") else "Tous"), *pairs],
                         self.values[name])
            for name, label in _LABELS.items()
            if (pairs := self._pairs[name])
        ]  # fmt: skip


class CaseIndexPage(CaseListPage):
    """The list and its file: its counts, then its filters, whose choices are among what the reader may read."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.counts = case_counts(actor=self.actor, plan=self.plan, on=self.dated_plan.on)
        self.titles = action_titles_by_number(actor=self.actor, plan=self.plan, on=self.dated_plan.on)
        by_code = {each.procedure.code: each.procedure for each in self.counts}
        code = self.request.GET.get("procedure", "")
        stages = {each.stage.code: each.stage.label for each in self.counts if each.procedure.code == code}
        self.filters = CaseFilterForm(
            self.request.GET,
            choices={
                "procedure": [(code, each.title) for code, each in by_code.items()],
                "etape": list(stages.items()),
                "action": [(str(number), f"{number} {title}") for number, title in self.titles.items()],
                "responsable": [
                    (_NOBODY, "À désigner"), *((key, str(person)) for key, person in self.owners_by_id().items())
                ],
            },
        )  # fmt: skip


@CaseIndexPage.view(template_name="cases/list.html", breadcrumb=lambda page: [("Dossiers", "")])
def case_list(page: CaseIndexPage) -> dict[str, Any]:
    on, filters, total = page.dated_plan.on, page.filters, total_cases(page.counts)
    may_open = page.dated_plan.is_today and may_open_some_case(actor=page.actor, plan=page.plan, on=on)
    part = filters.cut(case_rows(actor=page.actor, plan=page.plan, filters=filters.criteria, on=on, counts=page.counts))
    return filters.list_context(part, "dossiers", filters.labels()) | {
        "answer": cases_summary(total),
        "procedures": _procedure_table(page) if page.counts else None,
        "fields": filters.select_fields(),
        "words": filters.values["mots"],
        "count": f"{pluralise(part.paginator.count, 'dossier')} sur {format_number(total.cases)}",
        "cases": _case_table(list(part), page),
        "is_filtered": filters.is_filtered,
        "downloads": [
            {
                "label": f"Télécharger (.{each})",
                "url": reverse("cases:list_file", args=[page.plan.code, each]) + filters.querystring(),
            }
            for each in ("xlsx", "csv")
        ],
        "open_url": page.url("cases:open") if may_open else "",
        "to_pay_url": page.url("cases:to_pay") if _sees_payments(page) else "",
        "reading_links": _reading_links(page),
        "experiments_url": (
            page.url("experiments:list") if may_list_experiments(actor=page.actor, plan=page.plan) else ""
        ),
    }


def _sees_payments(page: CaseIndexPage) -> bool:
    is_paid = any(each.procedure.payments for each in page.counts)
    return is_paid and may_list_payments(actor=page.actor, plan=page.plan)


def _reading_links(page: CaseIndexPage) -> list[tuple[str, str]]:
    if not has_reading_pages():
        return []
    return [("Dossiers à lire", page.url("readings:list")), ("Appels et séances", page.url("readings:rounds"))]


def cases_summary(total: CaseTotal) -> str:
    """Answer of the list."""
    if not total.cases:
        return "Aucun dossier n’est ouvert."
    others = [
        (total.late, "est en retard", "sont en retard"),
        (total.on_hold, "attend une condition", "attendent une condition"),
        (total.ended, "est terminé", "sont terminés"),
    ]
    parts = [
        pluralise(total.open, "dossier est en cours", "dossiers sont en cours"),
        *(pluralise(count, one, many) for count, one, many in others if count),
    ]
    return f"{', '.join(parts)}."


def _procedure_table(page: CaseIndexPage) -> Table[list[CaseStageCount]]:
    """One row a procedure: its totals, and its stages that have cases; each number filters the list below."""

    def number(count: int, **filters: str) -> Cell:
        return cell(format_number(count), value=str(count), url=_filter_url(**filters) if count else "")

    def state(name: str, code: str) -> Column[list[CaseStageCount]]:
        return number_column(
            _STATES[code][1],
            lambda same: number(getattr(total_cases(same), name), procedure=same[0].procedure.code, etat=code),
        )

    return Table(
        _groups(page.counts),
        Column(
            "Procédure",
            lambda same: cell(same[0].procedure.title, url=_filter_url(procedure=same[0].procedure.code)),
        ),
        state("open", "en-cours"),
        state("late", "en-retard"),
        state("on_hold", "en-attente"),
        state("ended", "termine"),
        Column("Étapes en cours", _stages_cell),
        Column("Chiffres", lambda same: cell("Chiffres", url=page.url("cases:statistics", same[0].procedure.code))),
        id="procedures",
        caption="Dossiers par procédure et par étape",
        tight=True,
    )


def _groups(counts: Iterable[CaseStageCount]) -> list[list[CaseStageCount]]:
    return [list(same) for _, same in groupby(counts, key=lambda each: each.procedure.code)]


def _stages_cell(same: Sequence[CaseStageCount]) -> str:
    numbers: dict[tuple[str, str], int] = {}
    for each in same:
        if not each.stage.is_end:
            key = each.stage.code, each.stage.label
            numbers[key] = numbers.get(key, 0) + each.cases
    stages = [
        {"label": label, "cases": count, "url": _filter_url(procedure=same[0].procedure.code, etape=code)}
        for (code, label), count in numbers.items()
    ]
    return render_to_string("cases/stages_cell.html", {"stages": stages})


def _filter_url(**filters: str) -> str:
    return f"?{urlencode(filters)}#dossiers"


def _case_table(cases: Sequence[CaseSummary], page: CaseIndexPage) -> Table[CaseSummary]:
    return Table(
        cases,
        Column("Action", lambda case: _action_cell(case.action_number, page)),
        Column(
            "Dossier",
            lambda case: cell(
                case.title,
                url=page.url("cases:file", case.number),
                note=f"n° {case.number}, {case.procedure.short_title}",
            ),
        ),
        Column("Étape", _stage_cell),
        Column("Ce qui est attendu", lambda case: _awaited_cell(case, page)),
        Column("Responsable", lambda case: case.owner_name or "à désigner"),
        Column("État", lambda case: render_to_string("cases/state.html", {"badge": case_state_badge(case)})),
        id="dossiers-liste",
        caption="Dossiers",
        empty="Aucun dossier. Le porteur d’une action ou le pilote en ouvre un quand l’action demande une étude.",
    )


def _action_cell(number: ActionCode, page: CaseIndexPage) -> Cell:
    return cell(str(number), value=str(number), url=page.url("plan:action", number), note=page.titles.get(number, ""))


def _stage_cell(case: CaseSummary) -> Cell:
    codes = [code for code, _ in stage_path(case.procedure, CaseFacts(case.stage.code))]
    place = codes.index(case.stage.code) + 1 if case.stage.code in codes else 1
    return cell(case.stage.label, note=f"étape {place} sur {len(codes)}")


def _awaited_cell(case: CaseSummary, page: CaseIndexPage) -> Cell:
    if case.held_since:
        return cell(case.held_until_what, note=f"depuis le {format_day(case.held_since)}")
    if due := case.next_due:
        return cell(due.label, note=due_date_text(due, page.dated_plan.on), value=due.on.isoformat())
    return cell("terminé", note=format_day(case.ended_on)) if case.is_ended and case.ended_on else "rien de daté"
