"""Page of one training, described by learning outcomes and titled by its subject: how, by whom, and what followed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from pacte.journeys.queries.results import training_results
from pacte.journeys.records.results import Ratio, TrainingResults
from pacte.journeys.rules.suppression import SMALLEST_SHOWN
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.offer.queries import quality_of_training, training_detail
from pacte.offer.queries.details import LinkedTraining, SessionSummary, TrainingActionDetail, TrainingDetail
from pacte.offer.records import ENTRY_MODE_LABELS, MODALITY_LABELS, NATURE_LABELS, EntryMode, Modality
from pacte.offer.records.funders import REGION, funder_codes, funder_names, public_funders
from pacte.reference.queries import certifications_by_code, occupations_by_code, term_labels
from pacte.reference.records import Certification, Scheme
from pacte.web.charts.row_marks import dots_svg
from pacte.web.page import Page
from pacte.web.pages.search.search_params import day_or_none
from pacte.web.session_display import session_url
from pacte.web.tables import Cell, Column, Table, cell

if TYPE_CHECKING:
    from pacte.offer.models import Provider, Training, TrainingAction

_LICENCE: dict[bool | None, str] = {True: "demandé", False: "non demandé"}
_WHEELCHAIR: dict[bool | None, str] = {True: "accessible", False: "pas accessible"}
_MAX_MEETINGS = 3
_FEW_PEOPLE_NOTE = f"moins de {SMALLEST_SHOWN} personnes, ou leur nombre s’en déduirait"
_NO_RESULT = "Aucune session de cette formation n’est encore finie : ses résultats seront comptés après la première."
_SUPPRESSED = f"Moins de {SMALLEST_SHOWN} personnes l’ont finie : le dire les désignerait."


@Page.view(template_name="search/sheet.html", is_public=True, nav="search")
def training(page: Page, number: str) -> dict[str, Any]:
    on = today()
    detail = training_detail(actor=page.actor, number=number)
    known_certifications = certifications_by_code(_certification_codes(detail))
    to_come = [summary for summary in detail.sessions if summary.is_to_come(on)]
    marks = quality_of_training(actor=page.actor, training=detail.training, on=on)
    return {
        "sheet": detail,
        "answer": _answer(detail, to_come),
        "nature": NATURE_LABELS[detail.nature],
        "knows": _learning_outcomes(detail, known_certifications),
        "certified": [_certification_item(each) for each in known_certifications.values()],
        "occupations": [
            {"label": each.label, "url": f"{reverse('search:home')}?metier={code}"}
            for code, each in occupations_by_code(detail.training.rome_codes).items()
        ],
        "sessions": Table(
            to_come,
            Column("Session", _start_cell),
            Column("Lieu", lambda each: f"{each.site.town} ({each.site.postal_code})" if each.site else "non dit"),
            Column("Fin", lambda each: format_day(each.session.ends_on) if each.session.ends_on else "non dite"),
            Column(
                "Places",
                lambda each: cell(
                    "non dites" if each.places.left is None else pluralise(each.places.left, "libre"),
                    note=f"sur {format_number(each.places.opened)} ouvertes" if each.places.opened else "",
                ),
            ),
            Column(
                "Triplet InterCarif",
                lambda each: f"{each.triplet.training} / {each.triplet.training_action} / {each.triplet.session}",
            ),
            id="sessions-table",
            caption="Sessions où l’on peut encore entrer",
            empty="Aucune session à venir n’est annoncée. Demandez à l’organisme, ou cherchez une formation voisine.",
        ),
        "ways": _training_actions(detail, on),
        "provider": _provider_facts(detail.provider),
        "modules": detail.modules,
        "earlier": _linked_items(detail.earlier),
        "later": _linked_items(detail.later),
        "met": sum(mark.is_met for mark in marks),
        "marks": marks,
        "results": _training_outcomes(page.actor, detail.training),
        "on": on,
    }


def _answer(detail: TrainingDetail, to_come: list[SessionSummary]) -> str:
    where = ", ".join(dict.fromkeys(summary.site.town for summary in to_come if summary.site and summary.site.town))
    if not to_come:
        return "Aucune session à venir n’est annoncée pour l’instant."
    left = [summary.places.left for summary in to_come if summary.places.left is not None]
    seats = f", {pluralise(sum(left), 'place libre', 'places libres')}" if left else ""
    towns = f" à {where}" if where and len(where) < 90 else ""
    return f"{pluralise(len(to_come), 'session')} où l’on peut encore entrer{towns}{seats}."


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


def _start_cell(summary: SessionSummary) -> Cell:
    starts_on = summary.session.starts_on
    starts = format_day(starts_on) if starts_on else "date à venir"
    text = "toute l’année" if summary.is_rolling else starts
    return cell(text, url=session_url(summary.triplet), note=summary.state_label)


def _training_actions(detail: TrainingDetail, on: date) -> list[dict[str, Any]]:
    """Training actions open to entry; else, the first one."""
    open_actions = [each for each in detail.actions if any(summary.is_to_come(on) for summary in each.sessions)]
    shown = open_actions or detail.actions[:1]
    publics = term_labels(Scheme.FORMACODE, {code for each in shown for code in each.action.public_codes})
    return [_training_action_facts(each, publics, on) for each in shown]


def _linked_items(linked_trainings: Iterable[LinkedTraining]) -> list[dict[str, str]]:
    return [
        {"label": each.title, "url": reverse("search:training", args=[each.number]), "note": NATURE_LABELS[each.nature]}
        for each in linked_trainings
    ]


def _training_action_facts(detail: TrainingActionDetail, publics: Mapping[str, str], on: date) -> dict[str, Any]:
    """Facts of one training action. ``publics``: code → label."""
    action = detail.action
    company_hours = f", dont {format_number(action.hours_company)} h en entreprise" if action.hours_company else ""
    duration = f"{format_number(action.hours_total)} h{company_hours}" if action.hours_total else action.duration
    facts = [
        ("Lieu", detail.site.town if detail.site else ""),
        ("Pour qui", ", ".join(publics[code] for code in action.public_codes if code in publics)),
        ("Rythme", action.pace),
        ("Durée", duration),
        ("Entrées", ENTRY_MODE_LABELS[EntryMode(action.entry_mode)]),
        ("Réunions d’information", _information_meetings(action, on)),
        ("Modalité", MODALITY_LABELS[Modality(action.modality)]),
        ("Conditions", action.prerequisites),
        ("Permis", _LICENCE.get(detail.access.licence_required, "") if detail.access else ""),
        ("Fauteuil", _WHEELCHAIR.get(detail.access.wheelchair, "") if detail.access else ""),
        ("Comment venir", detail.access.way if detail.access else action.transport),
        ("Handicap", action.accessibility),
        ("Repas", action.catering),
        ("Hébergement", action.lodging),
        ("Qui paie", funder_names(funder_codes(action.funders))),
        ("Programme", ", ".join(dict.fromkeys(action.programmes))),
        ("Ce que vous payez", _price(action)),
        ("Frais restants", action.costs_left),
    ]
    return {
        "facts": _known_facts(facts),
        "said_on": f"Mot de l’organisme du {format_day(detail.access.said_on)}." if detail.access else "",
        "town": detail.site.town if detail.site else "Lieu non dit",
    }


def _known_facts(facts: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    """Parameter of the component ``facts``, without those that are not known."""
    return [{"label": label, "value": value} for label, value in facts if value]


def _provider_facts(provider: Provider) -> list[dict[str, str]]:
    """The provider: contact details, and the identifiers used by files and contracts."""
    until = f", jusqu’au {format_day(provider.quality_mark_until)}" if provider.quality_mark_until else ""
    facts = [
        ("Organisme", provider.name),
        ("Téléphone", provider.phone),
        ("Courriel", provider.email),
        ("Certification qualité", f"{provider.quality_mark}{until}" if provider.quality_mark else ""),
        ("SIRET", provider.siret),
        ("Déclaration d’activité", provider.activity_number),
    ]
    return _known_facts(facts)


def _information_meetings(action: TrainingAction, on: date) -> str:
    """Upcoming information meetings and their town; partial dates of the file are ignored."""
    days = sorted(day for text in action.information_dates if (day := day_or_none(text)) and day >= on)
    place = action.information_place if isinstance(action.information_place, dict) else {}
    town = str(place.get("town") or "")
    days_text = ", ".join(format_day(each) for each in days[:_MAX_MEETINGS])
    return f"{days_text}, à {town}" if town and days else days_text


def _price(action: TrainingAction) -> str:
    codes, total = funder_codes(action.funders), action.price_total_cents
    if REGION in codes:
        return "0 €, la Région paie"
    if total:
        covered = ", prise en charge possible" if action.costs_may_be_paid else ""
        return f"{format_number(total / 100)} € annoncés{covered}"
    if public_funders(codes):
        return "formation financée : demandez à l’organisme ce qui reste à payer"
    return "prise en charge possible, à demander" if action.costs_may_be_paid else ""


def _training_outcomes(actor: Actor, training: Training) -> dict[str, Any]:
    """Figures of the section, or the sentence that explains why there are none."""
    counts = training_results(actor=actor, training=training)
    if counts is None:
        return {"sentence": _NO_RESULT, "lines": []}
    period = f"Sessions commencées du {format_day(counts.first_on)} au {format_day(counts.last_on)}"
    source = f"{period}, finies à ce jour ; compté sur les parcours le {format_day(counts.counted_at)}."
    note = pluralise(counts.sessions, "session finie", "sessions finies")
    if counts.certification:
        trainings = pluralise(counts.trainings, "formation de la région", "formations de la région")
        note = f"{trainings} qui mènent à {counts.certification}, {note}" if counts.trainings > 1 else note
    if counts.entered is None:
        return {"sentence": _SUPPRESSED, "lines": [], "note": note, "source": source}
    return {"sentence": "", "lines": _figure_rows(counts), "note": note, "source": source}


def _figure_rows(counts: TrainingResults) -> list[dict[str, Any]]:
    in_part = f"{format_number(counts.in_part)} autres ont eu une partie des blocs" if counts.in_part else ""
    lines = [
        {"value": format_number(counts.entered or 0), "said": "personnes y sont entrées", "note": "", "dots": ""},
        _figure_row(counts.completed, "sont allées au terme", "ou avaient atteint leur but plus tôt"),
        _figure_row(counts.certified, "ont eu le titre entier", in_part),
        _figure_row(counts.in_job, "avaient un emploi à 6 mois", _response_rate(counts)),
    ]
    if counts.in_job is None and {"answered", "due_6"} & counts.hidden:
        lines.append(_unsaid_row("avaient un emploi à 6 mois", _FEW_PEOPLE_NOTE))
    return [line for line in lines if line]


def _figure_row(ratio: Ratio | None, label: str, note: str) -> dict[str, Any] | None:
    if ratio is None or ratio.count is None:
        return _unsaid_row(label, f"sur {format_number(ratio.out_of)} : {_FEW_PEOPLE_NOTE}") if ratio else None
    value = f"{format_number(ratio.count)} sur {format_number(ratio.out_of)}"
    # ``element`` escapes its content.
    return {"value": value, "said": label, "note": note, "dots": dots_svg(ratio.count, ratio.out_of)}


def _unsaid_row(label: str, note: str) -> dict[str, Any]:
    return {"value": "Non dit", "said": f"combien {label}", "note": note, "dots": ""}


def _response_rate(counts: TrainingResults) -> str:
    """Response rate: « 31 réponses pour 38 personnes »."""
    if counts.answered is None or counts.answered.count is None:
        return ""
    rate = counts.answered.count / counts.answered.out_of * 100
    answers = pluralise(counts.answered.count, "réponse")
    return (
        f"{answers} pour {format_number(counts.answered.out_of)} personnes sorties depuis 6 mois, "
        f"{format_number(rate)} %"
    )
