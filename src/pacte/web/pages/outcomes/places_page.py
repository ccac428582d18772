"""« Où se perdent les places ? »: from places bought to employment, by one cut, as a page and as a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils import timezone

from pacte.journeys.queries.cached_counts import cached_counts
from pacte.journeys.queries.funnel import CountAccess, funnel
from pacte.journeys.queries.labels import cell_labels, session_labels
from pacte.journeys.queries.relations import may_read_relations
from pacte.journeys.records import EndKind
from pacte.journeys.records.counts import CellCounts, CountFilters, Cut, FunnelTable
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import today
from pacte.kernel.french import format_day
from pacte.offer.records import FUND_LABELS, Fund
from pacte.plan.queries import action_short_titles, main_plan
from pacte.web.end_tables import SUPPRESSED_LABEL, count_cell, dropout_reason_table, end_table, follow_up_table
from pacte.web.filter_form import FilterForm, select_field
from pacte.web.form_fields import ActionCodeFormField
from pacte.web.funnel_stages import funnel_stage_rows
from pacte.web.heavy_views import heavy_view
from pacte.web.pages.outcomes.funnel_rows import (
    CUT_LABELS,
    funnel_summary,
    shown_counts,
)
from pacte.web.pages.outcomes.outcome_pages import OutcomePage, table_file_response
from pacte.web.quoted_figures import FILLING, QuotedFigure, quoted_figure
from pacte.web.session_display import session_url
from pacte.web.tables import Cell, Column, Table, cell, number_column

_MAX_ROWS = 25
_FILTER_CUTS = ((Cut.DEPARTMENT, "departement", "Département"), (Cut.PROVIDER, "organisme", "Organisme"),
             (Cut.LOT, "lot", "Lot"))  # fmt: skip
_WHY_HIDDEN = (
    "Un chiffre est masqué quand il montrerait de petits effectifs, seul ou comparé aux autres tableaux. Les places "
    "prises ou perdues le sont avec les personnes. Une année trop peu remplie n’entre pas dans l’ensemble."
)
_SHARED_SESSIONS = (
    "Plusieurs actions achètent ensemble certaines sessions : leurs places se partagent entre elles, une personne "
    "compte entière dans chaque action et une seule fois dans l’ensemble."
)
# Identifiers fit the database.
_MAX_ID = 10**15 - 1


class PlacesFilterForm(FilterForm):
    """Numbers that nothing has are kept: the page then counts nothing."""

    par = forms.TypedChoiceField(choices=[(cut, cut) for cut in Cut], coerce=Cut)
    annee = forms.IntegerField()
    fonds = forms.ChoiceField(choices=[(fund, fund) for fund in Fund], initial="")
    departement = forms.RegexField(r"^[^\W_]{1,3}\Z", initial="")
    organisme = forms.IntegerField(min_value=0, max_value=_MAX_ID)
    lot = forms.IntegerField(min_value=0, max_value=_MAX_ID)
    action = ActionCodeFormField()
    session = forms.IntegerField(min_value=0, max_value=_MAX_ID)


class PlacesPage(OutcomePage):
    """Counts by the cut of the URL, with its filters. ``max_sessions`` limits the sessions read."""

    max_sessions: int | None = None

    def load(self, *args: Any, **kwargs: Any) -> None:
        """Raises ``NotFound`` for users without access to counts."""
        super().load(*args, **kwargs)
        self.reader = CountAccess(self.actor, self.region_id)
        self.cache = cached_counts(actor=self.actor, host_id=self.region_id)
        self.years, values = self.cache.years(), PlacesFilterForm(self.request.GET).values
        self.cut = values["par"] if values["par"] in self.reader.cuts else self.reader.cuts[0]
        self.filters = self._filters(values)
        if self.cut is Cut.SESSION and self.max_sessions is None:
            # Thousands of rows, for a file: read without the cache.
            self.table = funnel(actor=self.actor, host_id=self.region_id, filters=self.filters, cut=self.cut)
        else:
            self.table = self.cache.funnel(filters=self.filters, cut=self.cut, most=self.max_sessions)

    def _filters(self, values: dict[str, Any]) -> CountFilters:
        year = values["annee"] if values["annee"] in self.years else None
        if self.reader.is_masked:
            return CountFilters(year=None if self.cut is Cut.YEAR else year or next(iter(self.years), None))
        return CountFilters(
            year=year,
            fund=values["fonds"],
            department=values["departement"],
            provider_id=values["organisme"],
            lot_id=values["lot"],
            action_number=values["action"],
            session_id=values["session"],
        )

    def filling(self) -> QuotedFigure | None:
        """How full the bought places are, for the same choices; None for those that the catalogue does not have."""
        filters = self.filters
        has_other_choice = replace(filters, year=None, fund="", department="") != CountFilters()
        if has_other_choice or self.reader.counts_groups(self.cut):
            return None
        return quoted_figure(
            actor=self.actor, host_id=self.region_id, code=FILLING, year=filters.year, fund=filters.fund,
            department=filters.department,
        )  # fmt: skip

    def row_labels(self, lines: Sequence[CellCounts]) -> dict[str, str]:
        """Label of each row of a file, by key."""
        keys = [each.key for each in lines]
        if self.cut is Cut.SESSION:
            labels_by_key = session_labels(actor=self.actor, keys=keys)
            return {key: " · ".join(labels_by_key[key][:2]) if key in labels_by_key else key for key in keys}
        labels = cell_labels(actor=self.actor, cut=self.cut, keys=keys)
        if self.cut is Cut.ACTION:
            return labels | {str(each): f"{each} {name}" for each, name in self.actions().items()}
        return labels

    def row_headings(self, lines: Sequence[CellCounts]) -> dict[str, Cell]:
        """First cell of each row of the page, by key: sessions have a link."""
        if self.cut is not Cut.SESSION:
            return dict(self.row_labels(lines))
        labels = session_labels(actor=self.actor, keys=[each.key for each in lines])
        return {key: cell(title, note=note, url=session_url(triplet)) for key, (title, note, triplet) in labels.items()}

    def actions(self) -> dict[ActionCode, str]:
        plan = main_plan(actor=self.actor)
        return action_short_titles(actor=self.actor, plan=plan, on=today()) if plan else {}

    def fields(self) -> list[dict[str, Any]]:
        """Select fields of the filters that this reader may choose."""
        filters, reader = self.filters, self.reader
        years = [*([] if reader.is_masked else [("", "toutes")]), *((str(each), str(each)) for each in self.years)]
        fields = [
            select_field("par", "Compter par", [(cut, CUT_LABELS[cut]) for cut in reader.cuts], self.cut),
            select_field("annee", "Année du début prévu", years, str(filters.year or "")),
        ]
        if not reader.may_filter:
            return fields
        funds = [("", "tous"), *((each, FUND_LABELS[each]) for each in Fund)]
        fields.append(select_field("fonds", "Fonds", funds, filters.fund))
        if reader.sees_all and not reader.counts_groups(self.cut):
            choices = self.cache.choices()
            chosen = {Cut.DEPARTMENT: filters.department, Cut.PROVIDER: filters.provider_id, Cut.LOT: filters.lot_id}
            fields += [
                select_field(name, label, [("", "tous"), *choices[cut]], str(chosen[cut] or ""))
                for cut, name, label in _FILTER_CUTS
                if choices[cut]
            ]
        actions = [
            ("", "toutes"),
            *((str(each), f"{each} {name}"[:60]) for each, name in sorted(self.actions().items())),
        ]
        return [*fields, select_field("action", "Action du plan", actions, str(filters.action_number or ""))]


@PlacesPage.view(template_name="outcomes/places.html", max_sessions=_MAX_ROWS)
def places(page: PlacesPage) -> dict[str, Any]:
    table, whole, filters = page.table, page.table.whole, page.filters
    period_text = f" en {filters.year}" if filters.year else ""
    filling = page.filling()
    return {
        "title": "Où se perdent les places ?",
        "answer": funnel_summary(whole, period_text=period_text, filling=filling.text if filling else ""),
        "filling": filling,
        "fields": page.fields(),
        "counted": _counted_at_text(table),
        "stages": funnel_stage_rows(whole) if table.lines else [],
        "ends": end_table({kind: whole.of(kind) for kind in EndKind}, whole.of("ended")),
        "dropout_reasons": dropout_reason_table(page.cache.dropout_reasons(filters=filters, cut=page.cut)),
        "answers": follow_up_table(page.cache.answers(year=filters.year)),
        "answers_note": _answers_note(filters.year),
        "cut_label": CUT_LABELS[page.cut],
        "places": _places_table(page),
        "shown": _MAX_ROWS if len(table.lines) + table.left_out > _MAX_ROWS else 0,
        "why_hidden": _WHY_HIDDEN if table.is_masked else "",
        "shared_note": _SHARED_SESSIONS if table.is_shared else "",
        "downloads": page.download_links("outcomes:places_file"),
        "risk_url": page.url("outcomes:risk"),
        "waiting_url": page.url("outcomes:waiting") if page.reader.sees_all else "",
        "flows_url": page.url("outcomes:flows") if page.reader.sees_all else "",
        "relations_url": page.url("relations:setting") if may_read_relations(actor=page.actor) else "",
    }


def _answers_note(year: int | None) -> str:
    """Answers are counted by the year when the training ended, not by that of its start as the rest of the page."""
    ended = f"formations finies en {year}" if year else "toutes les formations finies"
    return f"{ended} ; à 3, 6 et 12 mois de la fin ; qui se tait compte dans le taux, jamais comme un non"


def _places_table(page: PlacesPage) -> Table[CellCounts]:
    """All rows in their order when they are few; else those that lost the most places."""
    lines, whole = page.table.lines, page.table.whole
    if page.cut is Cut.SESSION or len(lines) > _MAX_ROWS:
        lines = tuple(sorted(lines, key=lambda each: each.values.get("taken", 0) - each.values.get("bought", 0)))
    headings = page.row_headings(lines[:_MAX_ROWS])

    def count_column(name: str, label: str) -> Column[CellCounts]:
        return number_column(label, lambda line: count_cell(line.of(name)), count_cell(whole.of(name)))

    return Table(
        lines[:_MAX_ROWS],
        Column(_cut_heading(page.cut), lambda line: headings.get(line.key, line.key), total="Ensemble"),
        *(count_column(name, label) for name, label in shown_counts(whole).items()),
        id="classement",
        caption="Places et personnes",
    )


def _cut_heading(cut: Cut) -> str:
    return CUT_LABELS[cut][:1].upper() + CUT_LABELS[cut][1:]


@PlacesPage.view(decorators=(heavy_view,))
def places_file(page: PlacesPage, extension: str) -> HttpResponse:
    """All rows, numbers as numbers. A suppressed count is marked, with a note."""
    table, columns = page.table, shown_counts(page.table.whole)
    labels = page.row_labels(table.lines)

    def counts(line: CellCounts) -> list[int | str]:
        return [SUPPRESSED_LABEL if (count := line.of(name)) is None else count for name in columns]

    return table_file_response(
        extension,
        name="places_et_personnes",
        title="Où se perdent les places et les personnes",
        sheet="Parcours",
        headings=[_cut_heading(page.cut), *columns.values()],
        rows=[(labels[line.key], *counts(line)) for line in table.lines],
        totals=("Ensemble", *counts(table.whole)),
        notes=[
            _counted_at_text(table),
            *([_SHARED_SESSIONS] if table.is_shared else []),
            *([_WHY_HIDDEN] if table.is_masked else []),
        ],
    )


def _counted_at_text(table: FunnelTable) -> str:
    """« Compté le 24 novembre 2026 à 6 h 10 »."""
    if table.counted_at is None:
        return "Rien n’est encore compté : le premier compte se fait dans la nuit qui suit la première session achetée."
    at = timezone.localtime(table.counted_at)
    return f"Compté le {format_day(at.date())} à {at.hour} h {at.minute:02d}."
