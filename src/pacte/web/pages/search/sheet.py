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
from pacte.web.pages.search.giving_model import held_by, way
from pacte.web.pages.search.results_model import results

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.reference.records import Certification


@require_safe
def page(request: HttpRequest, number: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    on = today()
    sheet = training_detail(actor=actor, number=number)
    certified = certifications_by_code(_codes(sheet))
    to_come = [line for line in sheet.sessions if line.is_to_come(on)]
    marks = quality_of_training(actor=actor, training=sheet.training, on=on)
    values = {
        "nav": "search",
        "sheet": sheet,
        "answer": _answer(sheet, to_come),
        "nature": NATURE_LABELS[sheet.nature],
        "knows": _knows(sheet, certified),
        "certified": [_certification(each) for each in certified.values()],
        "occupations": [
            {"label": each.label, "url": f"{reverse('search:home')}?metier={code}"}
            for code, each in occupations_by_code(sheet.training.rome_codes).items()
        ],
        "session_columns": [{"label": each} for each in ("Session", "Lieu", "Fin", "Places", "Triplet InterCarif")],
        "session_rows": [_session(line) for line in to_come],
        "ways": _ways(sheet, on),
        "provider": held_by(sheet.provider),
        "modules": sheet.modules,
        "earlier": _linked(sheet.earlier),
        "later": _linked(sheet.later),
        "met": sum(mark.is_met for mark in marks),
        "marks": marks,
        "results": results(actor, sheet.training),
        "on": on,
    }
    return render(request, "search/sheet.html", values)


def _answer(sheet: TrainingDetail, to_come: list[SessionSummary]) -> str:
    where = ", ".join(dict.fromkeys(line.site.town for line in to_come if line.site and line.site.town))
    if not to_come:
        return "Aucune session à venir n’est annoncée pour l’instant."
    left = [line.places.left for line in to_come if line.places.left is not None]
    seats = f", {pluralise(sum(left), 'place libre', 'places libres')}" if left else ""
    towns = f" à {where}" if where and len(where) < 90 else ""
    return f"{pluralise(len(to_come), 'session')} où l’on peut encore entrer{towns}{seats}."


def _codes(sheet: TrainingDetail) -> list[str]:
    found = []
    for each in sheet.training.certifications:
        for key, prefix in (("rncp", "RNCP"), ("rs", "RS")):
            if each.get(key):
                found.append(prefix + str(each[key]).upper().removeprefix(prefix))
    return found


def _knows(sheet: TrainingDetail, certified: dict[str, Certification]) -> list[dict[str, str]]:
    """Competences written by the provider; else, the blocks of the certification."""
    if sheet.competences:
        return [{"text": each.text, "note": each.block_label} for each in sheet.competences]
    return [{"text": block.label, "note": f"bloc {block.code}"} for each in certified.values() for block in each.blocks]


def _certification(found: Certification) -> dict[str, Any]:
    level = f", niveau {found.level}" if found.level else ""
    state = {True: "en vigueur", False: "plus en vigueur", None: "état non connu"}[found.is_active]
    return {
        "title": found.title,
        "detail": f"{found.code}{level}, {state}, édition du {format_day(found.edition)}",
        "blocks": [f"{block.code} : {block.label}" for block in found.blocks],
    }


def _session(line: SessionSummary) -> list[dict[str, str]]:
    session, places = line.session, line.places
    starts = (
        "toute l’année" if line.is_rolling else format_day(session.starts_on) if session.starts_on else "date à venir"
    )
    left = "non dites" if places.left is None else pluralise(places.left, "libre")
    note = f"sur {format_number(places.opened)} ouvertes" if places.opened else ""
    return [
        {"text": starts, "url": _session_url(line), "note": line.state_label},
        {"text": f"{line.site.town} ({line.site.postal_code})" if line.site else "non dit"},
        {"text": format_day(session.ends_on) if session.ends_on else "non dite"},
        {"text": left, "note": note},
        {"text": f"{line.triplet.training} / {line.triplet.training_action} / {line.triplet.session}"},
    ]


def _session_url(line: SessionSummary) -> str:
    try:
        parts = [line.triplet.training, line.triplet.training_action, line.triplet.session]
        return reverse("supply:session", args=parts)
    except NoReverseMatch:
        return ""


def _ways(sheet: TrainingDetail, on: date) -> list[dict[str, Any]]:
    """Training actions open to entry; else, the first one."""
    open_ways = [each for each in sheet.actions if any(line.is_to_come(on) for line in each.sessions)]
    shown = open_ways or sheet.actions[:1]
    publics = term_labels(Scheme.FORMACODE, {code for each in shown for code in each.action.public_codes})
    return [way(each, publics, on) for each in shown]


def _linked(found: Iterable[LinkedTraining]) -> list[dict[str, str]]:
    return [
        {"label": each.title, "url": reverse("search:training", args=[each.number]), "note": NATURE_LABELS[each.nature]}
        for each in found
    ]
