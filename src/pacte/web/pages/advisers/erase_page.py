"""« Effacer ce dossier ? »: counts of what is erased and what is retained, before confirmation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from pacte.journeys.queries.adviser_learners import learner_record
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.reference.queries import places_of_kind, territory_editions
from pacte.reference.records import ZoneKind
from pacte.web.form_fields import reason_field
from pacte.web.form_page import FormPage, form_page
from pacte.web.pages.advisers.page_context import (
    ADVISERS_STYLESHEET,
    advisers_page_context,
    learner_page_url,
    request_actor,
)
from pacte.web.reauthentication import requires_reauthentication
from pacte.web.require_login import require_login
from pacte.workflows.erase_person import erase_person, preview_person_erasure

if TYPE_CHECKING:
    from uuid import UUID

    from pacte.journeys.queries.erasure import ErasurePreview

_COLUMNS = ({"label": "Ce qui est noté"}, {"label": "Lignes", "kind": "num"})
# Order of display; tables that are not listed here are summed as « Autres ».
_ERASED_LABELS = {
    "journeys_learnercontact": "Nom, téléphone, adresses, numéro dans votre outil",
    "journeys_sensitivefact": "Informations protégées",
    "journeys_custodydate": "Date de sortie",
    "journeys_barrier": "Freins",
    "journeys_notebookentry": "Lignes du carnet partagé",
    "journeys_invitation": "Invitations",
    "journeys_recommendation": "Conseils d’orientation gardés",
    "journeys_learnerrequest": "Demandes de la personne",
    "journeys_learneremail": "Courriels envoyés",
    "journeys_learnerlink": "Liens personnels",
    "journeys_situationsurvey": "Questions posées après la formation",
    "journeys_referent": "Noms de qui la suit ou l’a suivie",
    "journeys_plannedhandover": "Relais prévu",
    "journeys_obligation": "Ce qui lui était encore dû",
    "notifications_notification": "Avis qui mènent à elle",
    "interop_personreference": "Numéros chez les partenaires",
    "interop_dossierreference": "Numéros de dossier chez les partenaires",
    "interop_inboundmessage": "Messages reçus de partenaires",
}
_AGE_LABELS = {"under_26": "moins de 26 ans", "26_44": "26 à 44 ans", "45_over": "45 ans et plus", "": "âge non dit"}


class EraseForm(forms.Form):
    why = reason_field("Pourquoi l’effacer ?", help_text="Une phrase, sans le nom. Elle reste au journal.")
    sure = forms.BooleanField(
        label="Je sais que personne ne pourra revenir en arrière",
        error_messages={"required": "Cochez cette case : l’effacement est définitif."},
    )


@require_login
@requires_reauthentication
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, key: UUID) -> HttpResponse:
    """Raises ``Conflict`` while the record is under retention."""
    actor, on = request_actor(request), today()
    record = learner_record(actor=actor, key=key, on=on)
    preview = preview_person_erasure(actor=actor, learner=record.learner)
    held_until = record.learner.held_until
    if held_until and held_until >= on:
        raise Conflict(
            "learner_held", "Ce dossier ne peut pas être effacé.",
            f"La Région le garde jusqu’au {format_day(held_until)}, pour un litige ou un contrôle.",
            "Attendez la levée, ou demandez-la à la Région.",
        )  # fmt: skip
    form = EraseForm(request.POST if request.method == "POST" else None)

    def run(values: dict[str, Any]) -> str:
        erase_person(actor=actor, learner=record.learner, reason=values["why"])
        return "Le dossier est effacé. Ce qui est compté reste compté, sans lien avec personne."

    page_spec = FormPage(
        title=f"Effacer le dossier de {record.name} ?",
        submit_label="Effacer définitivement",
        back_url=learner_page_url(key),
        intro=_answer(preview),
        danger=True,
        stylesheet=ADVISERS_STYLESHEET,
        template="advising/erase.html",
    )
    values = advisers_page_context((record.name, learner_page_url(key)), ("Effacer", "")) | {
        "columns": _COLUMNS, "goes": _erased_rows(preview), "stays": _retained_rows(preview),
    }  # fmt: skip
    response = form_page(request, page_spec, form, run, values)
    if response.status_code == 302:
        response["Location"] = reverse("advising:people")
    return response


def _answer(preview: ErasurePreview) -> str:
    gone = sum(preview.erased.values())
    return (
        f"{pluralise(gone, 'ligne disparaîtra', 'lignes disparaîtront')} ; "
        f"{pluralise(preview.journeys, 'parcours', 'parcours')} et {pluralise(preview.steps, 'étape')} "
        f"resteront comptés, "
        "sans nom ni lien avec elle."
    )


def _erased_rows(preview: ErasurePreview) -> list[list[Any]]:
    known = [
        [label, _number_cell(preview.erased.get(table, 0))]
        for table, label in _ERASED_LABELS.items()
        if preview.erased.get(table)
    ]
    others = sum(count for table, count in preview.erased.items() if table not in _ERASED_LABELS)
    return [*known, *([["Autres", _number_cell(others)]] if others else [])]


def _retained_rows(preview: ErasurePreview) -> list[list[Any]]:
    where = _department(preview.department)
    ages = ", ".join(dict.fromkeys(_AGE_LABELS[each] for each in preview.age_bands)) or _AGE_LABELS[""]
    return [
        ["Parcours : dates, états, formation, sorte de fin", _number_cell(preview.journeys)],
        ["Étapes : ce qui est arrivé et quand, en codes", _number_cell(preview.steps)],
        [f"Semaines de présence signées ({format_number(preview.minutes // 60)} h)", _number_cell(preview.weeks)],
        [{"text": "À la place de la commune et de l’année de naissance", "note": f"{where} · {ages}"}, ""],
    ]


def _department(code: str) -> str:
    """« Cher », or its code when no edition of the territories is loaded."""
    known = (
        {each.code: each.name for each in places_of_kind(ZoneKind.DEPARTMENT)} if code and territory_editions() else {}
    )
    return known.get(code, f"département {code}") if code else "département non dit"


def _number_cell(value: int) -> dict[str, str]:
    return {"text": format_number(value), "value": str(value)}
