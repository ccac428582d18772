"""« Le bilan a-t-il eu lieu avec vous ? »: the person says for themselves whether they were at a three-party review."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponseRedirect

from pacte.journeys.queries.relations import follow_up
from pacte.journeys.queries.reviews import my_reviews
from pacte.journeys.records.relations import LEAD_LABELS
from pacte.journeys.services.reviews import answer_own_review
from pacte.kernel.clock import today
from pacte.kernel.errors import ensure_found
from pacte.kernel.french import format_day
from pacte.web.pages.learner_portal.link_pages import LinkFormPage, LinkPage, radio_field

if TYPE_CHECKING:
    from pacte.journeys.models import Journey
    from pacte.journeys.queries.reviews import ReviewSummary


class OwnWord(StrEnum):
    PRESENT = "present"
    ABSENT = "absent"


_WORDS = {OwnWord.PRESENT: "Oui, j’y étais", OwnWord.ABSENT: "Non, je n’y étais pas"}


class OwnReviewForm(forms.Form):
    word = radio_field(_WORDS, error_messages={"required": "Cochez votre réponse."})


class OwnReviewPage(LinkFormPage):
    """One review that took place or should have. Raises ``NotFound`` for another's, or one withdrawn."""

    template_name, form_class = "learner_portal/review.html", OwnReviewForm

    def load(self, *args: Any, **kwargs: Any) -> None:
        reviews = my_reviews(actor=self.actor)
        self.review = ensure_found(next((each for each in reviews if each.identifier == kwargs["identifier"]), None))

    def save(self, data: dict[str, Any]) -> HttpResponseRedirect:
        was_present = data["word"] is OwnWord.PRESENT
        answer_own_review(actor=self.actor, identifier=self.review.identifier, was_present=was_present)
        return HttpResponseRedirect(self.url("learner_portal:journey") + "?fait=bilan")

    def context(self) -> dict[str, Any]:
        return {"day": _day(self.review), "back": self.url("learner_portal:journey")}


def own_follow_up(page: LinkPage, journey: Journey | None) -> dict[str, Any] | None:
    """Who follows the person during a training and their reviews; None outside a training."""
    if journey is None:
        return None
    follow, reviews = follow_up(actor=page.actor, journey=journey, on=today()), my_reviews(actor=page.actor)
    if not follow.is_in_training and not reviews:
        return None
    return {
        "lead": LEAD_LABELS[follow.lead] if follow.is_in_training else "",
        "referent": follow.referent,
        "provider": follow.provider,
        "training_referent": follow.training_referent,
        "reviews": [_review_link(page, each) for each in reviews],
    }


def _review_link(page: LinkPage, each: ReviewSummary) -> dict[str, str]:
    is_to_come = each.held_on is None and each.planned_on > today()
    if is_to_come or each.is_held_by_three:
        note, url = ("prévu" if is_to_come else "tenu à trois"), ""
    else:
        note, url = "Dites si vous y étiez", page.url("learner_portal:review", each.identifier)
    return {"label": f"Bilan à trois du {_day(each)}", "note": note, "url": url}


def _day(each: ReviewSummary) -> str:
    return format_day(each.held_on or each.planned_on)
