"""« Qui suit cette personne ? »: who leads, whom the provider named, reviews held by three. For both sides."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum
from typing import Any

from django import forms

from pacte.journeys.permissions import JourneyScope, may
from pacte.journeys.queries.notebook import read_notebook
from pacte.journeys.queries.relations import follow_up, training_referent_candidates
from pacte.journeys.queries.reviews import ReviewSummary, journey_reviews
from pacte.journeys.records.relations import (
    CONCLUSION_LABELS,
    LEAD_LABELS,
    PARTY_LABELS,
    RELATION_LABELS,
    ReviewParty,
)
from pacte.journeys.rules.relations import may_name_referent
from pacte.journeys.services.relations import end_training_referent, name_training_referent
from pacte.journeys.services.reviews import ReviewAnswer, answer_review, plan_review, withdraw_review
from pacte.kernel.clock import today
from pacte.kernel.errors import ensure_found, hide_unless
from pacte.kernel.french import format_day, pluralise
from pacte.web.form_fields import ChoicesForm, day_field, enum_field
from pacte.web.page import Crumb, FormPage, Page
from pacte.web.session_display import session_url, sessions_breadcrumb
from pacte.web.tables import Column, Table, cell, day_column

_NOBODY = "0"
_SOON = timedelta(days=14)
_PRESENCE = {True: "y était", False: "n’y était pas", None: "n’a pas encore dit"}


class TrainingFollowUpPage(Page):
    """A page of one journey, for the body that orients and the one that trains. Raises ``NotFound`` for others."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        self.notebook = read_notebook(actor=self.actor, key=kwargs["key"], on=today())
        self.journey = self.notebook.journey
        self.nav = "people" if self.notebook.is_referrer else "supply"
        self.follow_up = follow_up(actor=self.actor, journey=self.journey, on=today())
        scope = JourneyScope(self.journey.organisation_id, None, self.journey.provider_body_id)
        self.may_name = may(self.actor, "journeys.train", scope) and may_name_referent(self.follow_up.mode)

    @property
    def back_url(self) -> str:
        return self.url("relations:follow", self.journey.key)

    def breadcrumb(self) -> Sequence[Crumb]:
        own = super().breadcrumb()
        here: Crumb = ("Qui la suit", self.back_url if own else "")
        if self.notebook.is_referrer:
            person = self.url("advisers:person", self.journey.learner.key)
            return [("Mes personnes", self.url("advisers:people")), (self.notebook.name, person), here, *own]
        session = self.journey.session
        person = session_url(session.triplet, "attendance:person", self.journey.key) if session else ""
        return [*sessions_breadcrumb(self.actor), (self.notebook.name, person), here, *own]


@TrainingFollowUpPage.view(template_name="relations/follow.html")
def who_follows(page: TrainingFollowUpPage) -> dict[str, Any]:
    reviews = journey_reviews(actor=page.actor, journey=page.journey)
    each = page.follow_up
    return {
        "title": f"Qui suit {page.notebook.name} ?",
        "answer": LEAD_LABELS[each.lead],
        "facts": _facts(page),
        "name_url": page.url("relations:name", page.journey.key) if page.may_name and each.is_in_training else "",
        "is_name_due": each.is_name_due,
        "plan_url": page.url("relations:plan_review", page.journey.key) if each.is_in_training else "",
        "reviews": _review_table(page, reviews),
        "contacts_url": page.url("advisers:notebook", page.journey.key),
        "synthetic": page.journey.is_synthetic,
    }


def _facts(page: TrainingFollowUpPage) -> list[dict[str, str]]:
    each = page.follow_up
    decided = f"depuis le {format_day(each.decision.valid_from)}" if each.decision else "faute de décision"
    named_on = f"depuis le {format_day(each.training_referent_since)}" if each.training_referent_since else ""
    rows = [
        ("Choix de la Région", RELATION_LABELS[each.mode], decided),
        ("Référent", each.referent or "personne", "avant, pendant et après"),
        ("Dans l’organisme", each.training_referent, ", ".join(part for part in (each.provider, named_on) if part)),
    ]
    return [{"label": label, "value": value, "note": note} for label, value, note in rows if value]


def _review_table(page: TrainingFollowUpPage, reviews: Sequence[ReviewSummary]) -> Table[ReviewSummary]:
    return Table(
        reviews,
        day_column("Jour", lambda each: format_day(each.held_on or each.planned_on)),
        Column("Ce qu’ils disent", _said_text),
        Column("Conclusion", lambda each: CONCLUSION_LABELS[each.conclusion] if each.conclusion else ""),
        Column("Geste", lambda each: _review_cell(page, each)),
        id="bilans-table",
        caption="Bilans à trois",
        empty="Aucun bilan n’est prévu.",
    )


def _said_text(each: ReviewSummary) -> Any:
    if each.is_held_by_three:
        return "tenu à trois"
    presence = [f"{PARTY_LABELS[party]} {_PRESENCE[each.answers[party]]}" for party in ReviewParty]
    return cell("prévu" if each.held_on is None else "dit tenu", note=", ".join(presence))


def _review_cell(page: TrainingFollowUpPage, each: ReviewSummary) -> Any:
    if each.is_held_by_three:
        return ""
    day = format_day(each.held_on or each.planned_on)
    return cell(f"Dire, pour le {day}", url=page.url("relations:review", page.journey.key, each.identifier))


class TrainingFollowUpFormPage(TrainingFollowUpPage, FormPage):
    """A form about who follows, which goes back to that page."""

    shows_conflicts = True


class NameForm(ChoicesForm):
    person = forms.ChoiceField(
        label="Qui, dans votre organisme ?", choices=[("", "choisir")],
        error_messages={"required": "Choisissez quelqu’un."},
    )  # fmt: skip


class NamePage(TrainingFollowUpFormPage):
    """For the provider, where the Region lets it name somebody. Raises ``NotFound`` otherwise."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        hide_unless(self.may_name)
        self.people = training_referent_candidates(actor=self.actor, journey=self.journey, on=today())

    def form_arguments(self) -> dict[str, Any]:
        nobody = [(_NOBODY, "Plus personne")] if self.follow_up.training_referent else []
        return {"choices": {"person": [*((str(each.pk), str(each)) for each in self.people), *nobody]}}


@NamePage.view(
    form_class=NameForm,
    title=lambda page: f"Qui suit {page.notebook.name} dans votre organisme ?",
    intro="La personne et son référent voient ce nom.",
    submit_label="Nommer",
    crumb="Nommer",
)
def name_somebody(page: NamePage, data: dict[str, Any]) -> str:
    if data["person"] == _NOBODY:
        end_training_referent(actor=page.actor, key=page.journey.key)
        return "Plus personne n’est nommé."
    named = name_training_referent(actor=page.actor, key=page.journey.key, person_id=int(data["person"]))
    return f"{named.person} suit désormais {page.notebook.name}."


class PlanReviewForm(forms.Form):
    planned_on = day_field("Quel jour ?", error_messages={"required": "Dites quel jour."})


@TrainingFollowUpFormPage.view(
    form_class=PlanReviewForm,
    title=lambda page: f"Prévoir un bilan à trois pour {page.notebook.name}",
    intro="Le référent, l’organisme et la personne voient le jour. Chacun dit ensuite s’il y était.",
    submit_label="Prévoir",
    crumb="Prévoir un bilan",
    form_arguments=lambda page: {"initial": {"planned_on": today() + _SOON}},
)
def plan_three_party_review(page: TrainingFollowUpFormPage, data: dict[str, Any]) -> str:
    plan_review(actor=page.actor, key=page.journey.key, planned_on=data["planned_on"])
    return f"Un bilan à trois est prévu le {format_day(data['planned_on'])}."


class ReviewWord(StrEnum):
    """What one side says of a review."""

    PRESENT = "present"
    ABSENT = "absent"
    WITHDRAWN = "withdrawn"


_WORD_LABELS = {
    ReviewWord.PRESENT: "Il a eu lieu, nous y étions",
    ReviewWord.ABSENT: "Nous n’y étions pas",
    ReviewWord.WITHDRAWN: "Il est annulé, ou prévu par erreur",
}


class ReviewForm(forms.Form):
    word = enum_field(
        "Que dites-vous, pour votre côté ?", _WORD_LABELS, blank=None, widget=forms.RadioSelect,
        error_messages={"required": "Dites ce qu’il en est."},
    )  # fmt: skip
    held_on = day_field("Il a eu lieu le", required=False, help_text="Vide : le jour prévu.")
    conclusion = enum_field("Conclusion, si elle est prise", CONCLUSION_LABELS, required=False)


class ThreePartyReviewPage(TrainingFollowUpFormPage):
    """One review. Raises ``NotFound`` for one of another journey, or withdrawn."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        reviews = journey_reviews(actor=self.actor, journey=self.journey)
        self.review = ensure_found(next((each for each in reviews if each.identifier == kwargs["identifier"]), None))

    def form_arguments(self) -> dict[str, Any]:
        return {"initial": {"held_on": self.review.held_on, "conclusion": self.review.conclusion}}


@ThreePartyReviewPage.view(
    form_class=ReviewForm,
    title=lambda page: (
        f"Le bilan à trois du {format_day(page.review.held_on or page.review.planned_on)} a-t-il eu lieu ?"
    ),
    intro=lambda page: (
        f"{pluralise(len(page.review.waits_for), 'réponse attendue', 'réponses attendues')} : "
        f"{', '.join(PARTY_LABELS[party] for party in page.review.waits_for) or 'aucune'}."
    ),
    submit_label="Enregistrer",
    note="Il compte quand les trois disent qu’ils y étaient ; il est alors noté au carnet.",
    crumb="Bilan à trois",
)
def say_review(page: ThreePartyReviewPage, data: dict[str, Any]) -> str:
    key, identifier = page.journey.key, page.review.identifier
    if data["word"] is ReviewWord.WITHDRAWN:
        withdraw_review(actor=page.actor, key=key, identifier=identifier)
        return "Le bilan est annulé."
    answer = ReviewAnswer(data["word"] is ReviewWord.PRESENT, data["held_on"], data["conclusion"])
    review = answer_review(actor=page.actor, key=key, identifier=identifier, answer=answer)
    return "Les trois l’ont dit : il est noté au carnet." if review.noted_at else "C’est noté pour votre côté."
