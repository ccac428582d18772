"""« Qui suit la personne pendant la formation ? »: the Region's choice, its history, what was held under each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from pacte.accounts.queries import actor_region_id
from pacte.journeys.permissions import JourneyScope, may
from pacte.journeys.queries.due_reviews import ProviderReviewCount, provider_review_counts
from pacte.journeys.queries.relations import relation_decisions, relation_settings
from pacte.journeys.queries.reviews import ReviewPeriodCount, review_counts
from pacte.journeys.records.relations import RELATION_LABELS, RELATION_SENTENCES, RelationMode
from pacte.journeys.rules.relations import FIRST_CONTACT_WITHIN, REVIEW_DUE_AFTER, decision_in_force
from pacte.journeys.services.relations import decide_relation_mode
from pacte.kernel.clock import paris_date, today
from pacte.kernel.errors import deny_unless
from pacte.kernel.french import format_day
from pacte.web.form_fields import day_field, enum_field, text_field
from pacte.web.page import Crumb, FormPage, Page
from pacte.web.tables import Column, Table, cell, day_column, number_cell, number_column

_QUESTION = "Qui suit la personne pendant la formation ?"
_CHOICES = {mode: f"{RELATION_LABELS[mode]} : {RELATION_SENTENCES[mode]}" for mode in RelationMode}


class RelationPage(Page):
    """A page about the choice of the reader's Region. Raises ``NotFound`` for others than its staff."""

    nav = "funnel"

    def load(self, *args: Any, **kwargs: Any) -> None:
        self.host_id = actor_region_id(actor=self.actor)
        self.settings = relation_settings(actor=self.actor, host_id=self.host_id)
        self.may_decide = may(self.actor, "journeys.decide_relation", JourneyScope(self.host_id))


@RelationPage.view(template_name="relations/setting.html", crumb="Qui suit la personne ?")
def relation_setting(page: RelationPage) -> dict[str, Any]:
    decisions = relation_decisions(actor=page.actor, host_id=page.host_id)
    present = decision_in_force(decisions, today())
    mode = present.mode if present else RelationMode.SINGLE
    since = f", depuis le {format_day(present.valid_from)}" if present else ", faute de décision de la Région"
    return {
        "title": _QUESTION,
        "answer": f"{RELATION_LABELS[mode]}{since}. {RELATION_SENTENCES[mode]}",
        "decide_url": page.url("relations:decide") if page.may_decide else "",
        "days": FIRST_CONTACT_WITHIN.days,
        "review_days": REVIEW_DUE_AFTER.days,
        "contacts_url": page.url("figures:indicator", "contact_before_during_after"),
        "reviews_url": page.url("figures:indicator", "three_party_reviews"),
        "history": Table(
            page.settings,
            Column("Choix", lambda each: RELATION_LABELS[RelationMode(each.mode)]),
            day_column("Vaut dès le", lambda each: format_day(each.valid_from)),
            Column("Pourquoi", lambda each: each.reason),
            Column("Décidé par", lambda each: cell(each.person_name, note=format_day(paris_date(each.recorded_at)))),
            id="decisions",
            caption="Décisions de la Région, la dernière d’abord",
            empty="Aucune décision : le référent suit seul.",
        ),
        "providers": _provider_table(page, provider_review_counts(actor=page.actor, host_id=page.host_id, on=today())),
        "periods": _period_table(review_counts(actor=page.actor, host_id=page.host_id, decisions=decisions)),
    }


def _period_table(periods: Sequence[ReviewPeriodCount]) -> Table[ReviewPeriodCount]:
    return Table(
        periods,
        Column("Choix", lambda each: RELATION_LABELS[each.decision.mode]),
        day_column("Entrées dès le", lambda each: format_day(each.decision.valid_from)),
        day_column("Et avant le", lambda each: format_day(each.until) if each.until else ""),
        number_column("Entrées en formation", lambda each: number_cell(each.entered)),
        number_column("Avec un bilan tenu à trois", lambda each: number_cell(each.reviewed)),
        id="periodes",
        caption="Bilans tenus à trois, par choix de la Région",
        empty="Aucune décision.",
    )


def _provider_table(page: RelationPage, counts: Sequence[ProviderReviewCount]) -> Table[ProviderReviewCount]:
    def name_cell(each: ProviderReviewCount) -> Any:
        return cell(each.name, url=page.url("relations:provider", each.body_id) if each.body_id else "")

    return Table(
        counts,
        Column("Organisme", name_cell),
        number_column("Bilans dus", lambda each: number_cell(each.due_count)),
        number_column("Tenus", lambda each: number_cell(each.held_count)),
        number_column("Manquants", lambda each: number_cell(each.missing_count)),
        number_column("Dont formation en cours", lambda each: number_cell(each.open_count)),
        id="organismes-table",
        caption="Bilans à trois dus, tenus et manquants, par organisme",
        empty="Aucun bilan n’est dû.",
    )


class DecideForm(forms.Form):
    mode = enum_field(
        "Qui suit ?", _CHOICES, blank=None, widget=forms.RadioSelect, error_messages={"required": "Choisissez."}
    )
    valid_from = day_field(
        "À partir de quel jour ?",
        error_messages={"required": "Dites à partir de quel jour."},
        help_text="Pour les entrées de ce jour et des suivants ; les formations en cours ne changent pas.",
    )
    reason = text_field(
        "Pourquoi ?",
        max_length=300,
        error_messages={"required": "Écrivez une phrase."},
        help_text="Par exemple la conclusion de l’étude, ou du comité.",
    )


class DecidePage(RelationPage, FormPage):
    """For the pilot. The rest of the staff reads the choice: ``PermissionDenied``."""

    form_class, back, title, submit_label = DecideForm, "relations:setting", _QUESTION, "Décider"

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        deny_unless(
            self.may_decide, "relation_decide", "Ce choix est celui du pilote de la Région.",
            "Il engage les réseaux et les organismes.", "Demandez-le-lui.",
        )  # fmt: skip

    def breadcrumb(self) -> Sequence[Crumb]:
        return [("Qui suit la personne ?", self.back_url), ("Décider", "")]

    def form_arguments(self) -> dict[str, Any]:
        return {"initial": {"valid_from": today()}}


@DecidePage.view(note="Une décision ne s’efface pas ; une autre, pour le même jour ou après, la corrige.")
def decide(page: DecidePage, data: dict[str, Any]) -> str:
    decide_relation_mode(actor=page.actor, host_id=page.host_id, **data)
    return f"{RELATION_LABELS[data['mode']]}, à partir du {format_day(data['valid_from'])}."
