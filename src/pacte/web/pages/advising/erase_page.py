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
from pacte.web.asks_again import asks_again
from pacte.web.form_fields import reason
from pacte.web.pages.advising.frame import STYLE, actor_in, frame, person_url
from pacte.web.plan_act import ActPage, act_page
from pacte.web.signed_in import signed_in
from pacte.workflows.erase_person import erase_person, preview_person_erasure

if TYPE_CHECKING:
    from uuid import UUID

    from pacte.journeys.queries.erasure import ErasurePreview

_COLUMNS = ({"label": "Ce qui est noté"}, {"label": "Lignes", "kind": "num"})
# Order of display; tables that are not listed here are summed as « Autres ».
_GOES = {
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
_AGES = {"under_26": "moins de 26 ans", "26_44": "26 à 44 ans", "45_over": "45 ans et plus", "": "âge non dit"}


class EraseForm(forms.Form):
    why = reason("Pourquoi l’effacer ?", help_text="Une phrase, sans le nom. Elle reste au journal.")
    sure = forms.BooleanField(
        label="Je sais que personne ne pourra revenir en arrière",
        error_messages={"required": "Cochez cette case : l’effacement est définitif."},
    )


@signed_in
@asks_again
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, key: UUID) -> HttpResponse:
    """Raises ``Conflict`` while the record is under retention."""
    actor, on = actor_in(request), today()
    found = learner_record(actor=actor, key=key, on=on)
    told = preview_person_erasure(actor=actor, learner=found.learner)
    held = found.learner.held_until
    if held and held >= on:
        raise Conflict(
            "learner_held", "Ce dossier ne peut pas être effacé.",
            f"La Région le garde jusqu’au {format_day(held)}, pour un litige ou un contrôle.",
            "Attendez la levée, ou demandez-la à la Région.",
        )  # fmt: skip
    form = EraseForm(request.POST if request.method == "POST" else None)

    def run(values: dict[str, Any]) -> str:
        erase_person(actor=actor, learner=found.learner, reason=values["why"])
        return "Le dossier est effacé. Ce qui est compté reste compté, sans lien avec personne."

    said = ActPage(
        title=f"Effacer le dossier de {found.name} ?", verb="Effacer définitivement", back=person_url(key),
        answer=_answer(told), danger=True, stylesheet=STYLE, template="advising/erase.html",
    )  # fmt: skip
    values = frame((found.name, person_url(key)), ("Effacer", "")) | {
        "columns": _COLUMNS, "goes": _goes(told), "stays": _stays(told),
    }  # fmt: skip
    answer = act_page(request, said, form, run, values)
    if answer.status_code == 302:
        answer["Location"] = reverse("advising:people")
    return answer


def _answer(told: ErasurePreview) -> str:
    gone = sum(told.erased.values())
    return (
        f"{pluralise(gone, 'ligne disparaîtra', 'lignes disparaîtront')} ; "
        f"{pluralise(told.journeys, 'parcours', 'parcours')} et {pluralise(told.steps, 'étape')} resteront comptés, "
        "sans nom ni lien avec elle."
    )


def _goes(told: ErasurePreview) -> list[list[Any]]:
    known = [[label, _count(told.erased.get(table, 0))] for table, label in _GOES.items() if told.erased.get(table)]
    others = sum(count for table, count in told.erased.items() if table not in _GOES)
    return [*known, *([["Autres", _count(others)]] if others else [])]


def _stays(told: ErasurePreview) -> list[list[Any]]:
    where = _department(told.department)
    ages = ", ".join(dict.fromkeys(_AGES[each] for each in told.age_bands)) or _AGES[""]
    return [
        ["Parcours : dates, états, formation, sorte de fin", _count(told.journeys)],
        ["Étapes : ce qui est arrivé et quand, en codes", _count(told.steps)],
        [f"Semaines de présence signées ({format_number(told.minutes // 60)} h)", _count(told.weeks)],
        [{"text": "À la place de la commune et de l’année de naissance", "note": f"{where} · {ages}"}, ""],
    ]


def _department(code: str) -> str:
    """« Cher », or its code when no edition of the territories is loaded."""
    known = (
        {each.code: each.name for each in places_of_kind(ZoneKind.DEPARTMENT)} if code and territory_editions() else {}
    )
    return known.get(code, f"département {code}") if code else "département non dit"


def _count(value: int) -> dict[str, str]:
    return {"text": format_number(value), "value": str(value)}
