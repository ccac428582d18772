"""Page of one training, described by learning outcomes and titled by its subject."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from pacte.kernel.clock import today
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.offer.queries import quality_of_training, training_detail
from pacte.offer.queries.details import LinkedTraining, SessionSummary, TrainingDetail
from pacte.offer.records import NATURE_LABELS
from pacte.reference.queries import certifications_by_code, occupations_by_code, term_labels
from pacte.reference.records import Scheme
from pacte.web.pages.search.results_model import training_outcomes
from pacte.web.pages.search.training_action_model import provider_facts, training_action_facts

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.reference.records import Certification


@require_safe
def page(request: HttpRequest, number: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    on = today()
    detail = training_detail(actor=actor, number=number)
    known_certifications = certifications_by_code(_certification_codes(detail))
    to_come = [summary for summary in detail.sessions if summary.is_to_come(on)]
    marks = quality_of_training(actor=actor, training=detail.training, on=on)
    values = {
        "nav": "search",
        "sheet": detail,
        "answer": _answer(detail, to_come),
        "nature": NATURE_LABELS[detail.nature],
        "knows": _learning_outcomes(detail, known_certifications),
        "certified": [_certification_item(each) for each in known_certifications.values()],
        "occupations": [
            {"label": each.label, "url": f"{reverse('search:home')}?metier={code}"}
            for code, each in occupations_by_code(detail.training.rome_codes).items()
        ],
        "session_columns": [{"label": each} for each in ("Session", "Lieu", "Fin", "Places", "Triplet InterCarif")],
        "session_rows": [_session_cells(summary) for summary in to_come],
        "ways": _training_actions(detail, on),
        "provider": provider_facts(detail.provider),
        "modules": detail.modules,
        "earlier": _linked_items(detail.earlier),
        "later": _linked_items(detail.later),
        "met": sum(mark.is_met for mark in marks),
        "marks": marks,
        "results": training_outcomes(actor, detail.training),
        "on": on,
    }
    return render(request, "search/sheet.html", values)


def _answer(detail: TrainingDetail, to_come: list[SessionSummary]) -> str:
    where = ", ".join(dict.fromkeys(summary.site.town for summary in to_come if summary.site and summary.site.town))
    if not to_come:
        return "Aucune session à venir n’est annoncée pour l’instant."
    left = [summary.places.left for summary in to_come if summary.places.left is not None]
    seats = f", {pluralise(sum(left), 'place libre', 'places libres')}" if left else ""
    towns = f" à {where}" if where and len(where) < 90 else ""
    return f"{pluralise(len(to_come), 'session')} où l’on peut encore entrer{towns}{seats}."


def _certification_codes(detail: TrainingDetail) -> list[str]:
    codes = []
    for each in detail.training.certifications:
        for key, prefix in (("rncp", "RNCP"), ("rs", "RS")):
            if each.get(key):
                codes.append(prefix + str(each[key]).upper().removeprefix(prefix))
    return codes


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


def _session_cells(summary: SessionSummary) -> list[dict[str, str]]:
    session, places = summary.session, summary.places
    starts = (
        "toute l’année"
        if summary.is_rolling
        else format_day(session.starts_on)
        if session.starts_on
        else "date à venir"
    )
    left = "non dites" if places.left is None else pluralise(places.left, "libre")
    note = f"sur {format_number(places.opened)} ouvertes" if places.opened else ""
    return [
        {"text": starts, "url": _session_url(summary), "note": summary.state_label},
        {"text": f"{summary.site.town} ({summary.site.postal_code})" if summary.site else "non dit"},
        {"text": format_day(session.ends_on) if session.ends_on else "non dite"},
        {"text": left, "note": note},
        {"text": f"{summary.triplet.training} / {summary.triplet.training_action} / {summary.triplet.session}"},
    ]


def _session_url(summary: SessionSummary) -> str:
    try:
        parts = [summary.triplet.training, summary.triplet.training_action, summary.triplet.session]
        return reverse("supply:session", args=parts)
    except NoReverseMatch:
        return ""


def _training_actions(detail: TrainingDetail, on: date) -> list[dict[str, Any]]:
    """Training actions open to entry; else, the first one."""
    open_actions = [each for each in detail.actions if any(summary.is_to_come(on) for summary in each.sessions)]
    shown = open_actions or detail.actions[:1]
    publics = term_labels(Scheme.FORMACODE, {code for each in shown for code in each.action.public_codes})
    return [training_action_facts(each, publics, on) for each in shown]


def _linked_items(linked_trainings: Iterable[LinkedTraining]) -> list[dict[str, str]]:
    return [
        {"label": each.title, "url": reverse("search:training", args=[each.number]), "note": NATURE_LABELS[each.nature]}
        for each in linked_trainings
    ]
