"""Page of one training, titled by its subject: what it is in one sentence, how to enter, then the rest."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from pacte.kernel.clock import now, today
from pacte.kernel.french import format_day
from pacte.offer.queries import quality_of_training, training_detail
from pacte.offer.queries.details import LinkedTraining, TrainingDetail
from pacte.offer.records import NATURE_LABELS
from pacte.reference.queries import certifications_by_code, occupations_by_code, term_labels
from pacte.reference.records import Certification, Scheme
from pacte.web.page import Page
from pacte.web.pages.search.how_to_enter import how_to_enter, summary_sentence
from pacte.web.pages.search.training_facts import (
    money_facts,
    needed_facts,
    open_actions,
    place_facts,
    professional_facts,
    provider_facts,
)
from pacte.web.pages.search.training_outcomes import training_outcomes
from pacte.web.pages.search.training_versions import version_items
from pacte.web.place_request_links import place_request_url
from pacte.web.searched_for import PARAMETER, proposal_link, searched_for


@Page.view(template_name="search/sheet.html", is_public=True, nav="search")
def training(page: Page, number: str) -> dict[str, Any]:
    on = today()
    detail = training_detail(actor=page.actor, number=number)
    known_certifications = certifications_by_code(_certification_codes(detail))
    to_come = [summary for summary in detail.sessions if summary.is_to_come(on)]
    actions = open_actions(detail, on)
    publics = term_labels(Scheme.FORMACODE, {code for each in actions for code in each.action.public_codes})
    person = searched_for(page.actor, page.request.GET.get(PARAMETER, ""))
    places = [place_facts(each, on) for each in actions]
    for line in (line for place in places for line in place["sessions"]):
        line["propose_url"], line["propose_label"] = proposal_link(page.actor, person, line["triplet"])
        line["url"] += person.suffix if person else ""
        may_choose = len(to_come) > 1 and not line["propose_url"]
        line["ask_url"] = place_request_url(number, line["triplet"]) if may_choose else ""
    marks = quality_of_training(actor=page.actor, training=detail.training, on=on)
    return {
        "sheet": detail,
        "answer": summary_sentence(detail, to_come),
        "entry": how_to_enter(page.actor, detail, actions, on),
        "ask_url": place_request_url(number),
        "person": person,
        "places": places,
        "needed": needed_facts(actions[0], publics) if actions else [],
        "money": money_facts(actions[0].action) if actions else None,
        "knows": _learning_outcomes(detail, known_certifications),
        "certified": [_certification_item(each) for each in known_certifications.values()],
        "occupations": [
            {"label": each.label, "url": f"{reverse('search:home')}?metier={code}"}
            for code, each in occupations_by_code(detail.training.rome_codes).items()
        ],
        "nature": NATURE_LABELS[detail.nature],
        "professional": [professional_facts(each) for each in actions],
        "provider": provider_facts(detail.provider),
        "modules": detail.modules,
        "versions": version_items(page.actor, detail.training),
        "earlier": _linked_items(detail.earlier),
        "later": _linked_items(detail.later),
        "met": sum(mark.is_met for mark in marks),
        "marks": marks,
        "results": training_outcomes(page.actor, detail.training),
        "seen_at": now(),
        "on": on,
    }


def _certification_codes(detail: TrainingDetail) -> list[str]:
    return [
        prefix + str(each[key]).upper().removeprefix(prefix)
        for each in detail.training.certifications
        for key, prefix in (("rncp", "RNCP"), ("rs", "RS"))
        if each.get(key)
    ]


def _learning_outcomes(detail: TrainingDetail, known_certifications: dict[str, Certification]) -> list[dict[str, str]]:
    """Competences written by the provider; else, the blocks of the certification."""
    if detail.competences:
        return [{"text": each.text, "note": each.block_label} for each in detail.competences]
    return [
        {"text": block.label, "note": f"bloc {block.code}"}
        for each in known_certifications.values()
        for block in each.blocks
    ]


def _certification_item(certification: Certification) -> dict[str, Any]:
    level = f", niveau {certification.level}" if certification.level else ""
    state = {True: "en vigueur", False: "plus en vigueur", None: "état non connu"}[certification.is_active]
    return {
        "title": certification.title,
        "detail": f"{certification.code}{level}, {state}, édition du {format_day(certification.edition)}",
        "blocks": [f"{block.code} : {block.label}" for block in certification.blocks],
    }


def _linked_items(linked_trainings: Iterable[LinkedTraining]) -> list[dict[str, str]]:
    return [
        {"label": each.title, "url": reverse("search:training", args=[each.number]), "note": NATURE_LABELS[each.nature]}
        for each in linked_trainings
    ]
