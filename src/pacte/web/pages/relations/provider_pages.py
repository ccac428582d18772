"""« Les bilans à trois d’un organisme »: due, held, missing. For itself, with its trainees, and for the Region."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from pacte.accounts.queries import actor_region_id
from pacte.journeys.queries.due_reviews import (
    MissingReview,
    ProviderReviewCount,
    missing_reviews,
    provider_review_count,
)
from pacte.journeys.queries.relations import may_read_relations
from pacte.journeys.rules.relations import REVIEW_DUE_AFTER
from pacte.kernel.clock import today
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.web.page import Crumb, Page
from pacte.web.session_display import sessions_breadcrumb
from pacte.web.tables import Column, Table, cell, day_column


class ProviderReviewsPage(Page):
    """Raises ``NotFound`` for others than the provider and the staff of its Region."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        self.host_id = actor_region_id(actor=self.actor)
        self.body_id: int = kwargs["identifier"]
        self.counts = provider_review_count(actor=self.actor, host_id=self.host_id, body_id=self.body_id, on=today())
        self.is_region = may_read_relations(actor=self.actor)
        self.nav = "funnel" if self.is_region else "supply"

    def breadcrumb(self) -> Sequence[Crumb]:
        if self.is_region:
            return [("Qui suit la personne ?", self.url("relations:setting")), (self.counts.name, "")]
        return [*sessions_breadcrumb(self.actor), ("Mes bilans à trois", "")]


@ProviderReviewsPage.view(template_name="relations/provider.html")
def provider_reviews(page: ProviderReviewsPage) -> dict[str, Any]:
    missing = missing_reviews(actor=page.actor, host_id=page.host_id, body_id=page.body_id, on=today())
    return {
        "title": f"Les bilans à trois : {page.counts.name}",
        "answer": _answer(page.counts),
        "days": REVIEW_DUE_AFTER.days,
        "is_region": page.is_region,
        "missing": _missing_table(missing),
    }


def _answer(counts: ProviderReviewCount) -> str:
    if not counts.due_count:
        return "Aucun bilan n’est dû."
    due = pluralise(counts.due_count, "bilan dû", "bilans dus")
    held_text = pluralise(counts.held_count, "tenu") if counts.held_count else "aucun tenu"
    return (
        f"{due}, {held_text}. Il en manque {format_number(counts.missing_count)}, "
        f"dont {format_number(counts.open_count)} pour des formations en cours."
    )


def _missing_table(rows: Sequence[MissingReview]) -> Table[MissingReview]:
    return Table(
        rows,
        Column("Personne", lambda each: each.name or "Dossier effacé"),
        Column("Formation", lambda each: each.title),
        day_column("Entrée le", lambda each: format_day(each.entered_on)),
        Column("Geste", _missing_cell),
        id="manquants-table",
        caption="Stagiaires présents, sans bilan à trois tenu",
        empty="Personne : chaque bilan dû est tenu.",
    )


def _missing_cell(each: MissingReview) -> dict[str, Any]:
    if each.planned_on:
        return cell(f"Bilan prévu le {format_day(each.planned_on)}", url=reverse("relations:follow", args=[each.key]))
    return cell("Prévoir un bilan", url=reverse("relations:plan_review", args=[each.key]))
