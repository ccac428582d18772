"""One training, told by what people will be able to do; titled by its subject, as the public expects."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from pacte.kernel.clock import today
from pacte.kernel.french import day, number, plural
from pacte.offer.queries import quality_of, training_sheet
from pacte.offer.queries.sheets import ActionSheet, LinkedTraining, SessionLine, TrainingSheet
from pacte.offer.records import ENTRY_MODE_LABELS, MODALITY_LABELS, NATURE_LABELS, EntryMode, Modality
from pacte.offer.records.funders import REGION, funder_codes, funders_said, public_funders
from pacte.reference.queries import certifications, occupations
from pacte.web.pages.search.results_model import results

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.reference.records import Certification


_LICENCE = {True: "demandé", False: "non demandé"}
_WHEELCHAIR = {True: "accessible", False: "pas accessible"}


@require_safe
def page(request: HttpRequest, number: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    on = today()
    sheet = training_sheet(actor=actor, number=number)
    certified = certifications(_codes(sheet))
    to_come = [line for line in sheet.sessions if line.is_to_come(on)]
    marks = quality_of(actor=actor, training=sheet.training, on=on)
    values = {
        "nav": "search",
        "sheet": sheet,
        "answer": _answer(sheet, to_come),
        "nature": NATURE_LABELS[sheet.nature],
        "knows": _knows(sheet, certified),
        "certified": [_certification(each) for each in certified.values()],
        "occupations": [
            {"label": each.label, "url": f"{reverse('search:home')}?metier={code}"}
            for code, each in occupations(sheet.training.rome_codes).items()
        ],
        "session_columns": [{"label": each} for each in ("Session", "Lieu", "Fin", "Places", "Triplet InterCarif")],
        "session_rows": [_session(line) for line in to_come],
        "ways": _ways(sheet, on),
        "modules": sheet.modules,
        "earlier": _linked(sheet.earlier),
        "later": _linked(sheet.later),
        "met": sum(mark.is_met for mark in marks),
        "marks": marks,
        "results": results(actor, sheet.training),
        "on": on,
    }
    return render(request, "search/sheet.html", values)


def _answer(sheet: TrainingSheet, to_come: list[SessionLine]) -> str:
    where = ", ".join(dict.fromkeys(line.site.town for line in to_come if line.site and line.site.town))
    if not to_come:
        return "Aucune session à venir n’est annoncée pour l’instant."
    left = [line.places.left for line in to_come if line.places.left is not None]
    seats = f", {plural(sum(left), 'place libre', 'places libres')}" if left else ""
    towns = f" à {where}" if where and len(where) < 90 else ""
    return f"{plural(len(to_come), 'session')} où l’on peut encore entrer{towns}{seats}."


def _codes(sheet: TrainingSheet) -> list[str]:
    found = []
    for each in sheet.training.certifications:
        for key, prefix in (("rncp", "RNCP"), ("rs", "RS")):
            if each.get(key):
                found.append(prefix + str(each[key]).upper().removeprefix(prefix))
    return found


def _knows(sheet: TrainingSheet, certified: dict[str, Certification]) -> list[dict[str, str]]:
    """What the provider wrote; without it, the blocks of the certification speak."""
    if sheet.competences:
        return [{"text": each.text, "note": each.block_label} for each in sheet.competences]
    return [{"text": block.label, "note": f"bloc {block.code}"} for each in certified.values() for block in each.blocks]


def _certification(found: Certification) -> dict[str, Any]:
    level = f", niveau {found.level}" if found.level else ""
    state = {True: "en vigueur", False: "plus en vigueur", None: "état non connu"}[found.is_active]
    return {
        "title": found.title,
        "detail": f"{found.code}{level}, {state}, édition du {day(found.edition)}",
        "blocks": [f"{block.code} : {block.label}" for block in found.blocks],
    }


def _session(line: SessionLine) -> list[dict[str, str]]:
    session, places = line.session, line.places
    starts = "toute l’année" if line.is_rolling else day(session.starts_on) if session.starts_on else "date à venir"
    left = "non dites" if places.left is None else plural(places.left, "libre")
    note = f"sur {number(places.opened)} ouvertes" if places.opened else ""
    return [
        {"text": starts, "url": _session_url(line), "note": line.state_label},
        {"text": f"{line.site.town} ({line.site.postal_code})" if line.site else "non dit"},
        {"text": day(session.ends_on) if session.ends_on else "non dite"},
        {"text": left, "note": note},
        {"text": f"{line.triplet.training} / {line.triplet.training_action} / {line.triplet.session}"},
    ]


def _session_url(line: SessionLine) -> str:
    try:
        parts = [line.triplet.training, line.triplet.training_action, line.triplet.session]
        return reverse("supply:session", args=parts)
    except NoReverseMatch:
        return ""


def _ways(sheet: TrainingSheet, on: date) -> list[dict[str, Any]]:
    """The ways in which one can still enter; without any, the first one that was given."""
    open_ways = [each for each in sheet.actions if any(line.is_to_come(on) for line in each.sessions)]
    return [_action(each) for each in open_ways or sheet.actions[:1]]


def _action(given: ActionSheet) -> dict[str, Any]:
    """How it is given, as short facts; what nobody said is not shown."""
    action = given.action
    hours = action.hours_total
    facts = [
        ("Lieu", given.site.town if given.site else ""),
        ("Rythme", action.pace),
        ("Durée", f"{number(hours)} h" + _split(action) if hours else action.duration),
        ("Entrées", ENTRY_MODE_LABELS[EntryMode(action.entry_mode)]),
        ("Modalité", MODALITY_LABELS[Modality(action.modality)]),
        ("Conditions", action.prerequisites),
        ("Permis", _LICENCE.get(given.access.licence_required, "") if given.access else ""),
        ("Fauteuil", _WHEELCHAIR.get(given.access.wheelchair, "") if given.access else ""),
        ("Comment venir", given.access.way if given.access else action.transport),
        ("Handicap", action.accessibility),
        ("Repas", action.catering),
        ("Hébergement", action.lodging),
        ("Qui paie", funders_said(funder_codes(action.funders))),
        ("Ce que vous payez", _price(action)),
    ]
    said_on = f"Mot de l’organisme du {day(given.access.said_on)}." if given.access else ""
    lines = [{"label": term, "value": text} for term, text in facts if text]
    return {"facts": lines, "said_on": said_on, "town": given.site.town if given.site else "Lieu non dit"}


def _split(action: Any) -> str:
    if not action.hours_company:
        return ""
    return f", dont {number(action.hours_company)} h en entreprise"


def _price(action: Any) -> str:
    codes = funder_codes(action.funders)
    if REGION in codes:
        return "0 €, la Région paie"
    if public_funders(codes) and not action.price_total_cents:
        return "formation financée : demandez à l’organisme ce qui reste à payer"
    if action.price_total_cents:
        return f"{number(action.price_total_cents / 100)} € annoncés" + (
            ", prise en charge possible" if action.costs_may_be_paid else ""
        )
    return "prise en charge possible, à demander" if action.costs_may_be_paid else ""


def _linked(found: Iterable[LinkedTraining]) -> list[dict[str, str]]:
    return [
        {"label": each.title, "url": reverse("search:training", args=[each.number]), "note": NATURE_LABELS[each.nature]}
        for each in found
    ]
