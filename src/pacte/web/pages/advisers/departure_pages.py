"""When an organisation stops following a person: it hands them over, or erases the record."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http.response import HttpResponseBase

from pacte.journeys.queries.erasure import ErasurePreview
from pacte.journeys.queries.handovers import handover_candidates, planned_handover
from pacte.journeys.records.counts import AGE_LABELS
from pacte.journeys.services.handovers import cancel_handover
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.reference.queries import places_of_kind, territory_editions
from pacte.reference.records import ZoneKind
from pacte.web.form_fields import ChoicesForm, day_field, reason_field
from pacte.web.pages.advisers.adviser_pages import LearnerRecordFormPage
from pacte.web.reauthentication import requires_reauthentication
from pacte.web.request import Request
from pacte.web.tables import Cell, Column, Table, cell, number_column
from pacte.workflows.erase_person import erase_person, preview_person_erasure
from pacte.workflows.hand_over_learner import hand_over_learner, plan_learner_handover

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
_AGE_LABELS = AGE_LABELS | {"": "âge non dit"}


class HandoverForm(ChoicesForm):
    to = forms.ChoiceField(
        label="À qui ?", choices=[("", "choisir")], error_messages={"required": "Choisissez qui prend le relais."}
    )
    on = day_field("À partir du", initial=today)
    why = reason_field("Pourquoi ?")


class EraseForm(forms.Form):
    why = reason_field("Pourquoi l’effacer ?", help_text="Une phrase, sans le nom. Elle reste au journal.")
    sure = forms.BooleanField(
        label="Je sais que personne ne pourra revenir en arrière",
        error_messages={"required": "Cochez cette case : l’effacement est définitif."},
    )


class HandoverPage(LearnerRecordFormPage):
    """« Qui la suit à partir de maintenant ? »: a colleague, or another organisation. A planned one can be given up."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        candidates = handover_candidates(actor=self.actor, record=self.record, on=today())
        self.candidates = {each.key: each for each in candidates}
        handover = planned_handover(actor=self.actor, record=self.record)
        self.intro = "Le nouveau référent reçoit le dossier, les parcours en cours et le carnet partagé."
        if handover:
            self.intro = f"Un relais est déjà prévu le {format_day(handover.on)} ; un autre le remplacerait."

    def form_arguments(self) -> dict[str, Any]:
        return {"choices": {"to": [(each.key, each.label) for each in self.candidates.values()]}}

    def post(self, request: Request) -> HttpResponseBase:
        if request.POST.get("act") != "give_up":
            return super().post(request)
        cancel_handover(actor=self.actor, learner=self.record.learner)
        return self.redirect(self.back_url, "Le relais prévu est abandonné.")


@HandoverPage.view(
    form_class=HandoverForm,
    title="Qui la suit à partir de maintenant ?",
    submit_label="Passer le relais",
    note="Un jour à venir : le relais se fait ce matin-là. Les informations protégées restent lisibles du seul "
    "organisme référent. Si c’est un autre réseau, vous ne verrez plus cette personne.",
    crumb="Passer le relais",
)
def hand_over(page: HandoverPage, data: dict[str, Any]) -> str | HttpResponseBase:
    candidate, on = page.candidates[data["to"]], data["on"]
    is_planned = on > today()
    run = plan_learner_handover if is_planned else hand_over_learner
    run(actor=page.actor, learner=page.record.learner, taker=candidate, on=on, reason=data["why"])
    if is_planned:
        return f"{candidate.label} prendra le relais le {format_day(on)} ; d’ici là, rien ne change."
    message = f"{candidate.label} prend le relais et en est averti."
    if candidate.body_id == page.record.body_id:
        return message
    return page.redirect(page.url("advisers:people"), message)


class ErasePage(LearnerRecordFormPage):
    """« Effacer ce dossier ? »: counts of what is erased and of what is retained, before confirmation."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        """Raises ``Conflict`` while the record is under retention."""
        super().load(*args, **kwargs)
        self.preview = preview_person_erasure(actor=self.actor, learner=self.record.learner)
        held_until = self.record.learner.held_until
        if held_until and held_until >= today():
            raise Conflict(
                "learner_held", "Ce dossier ne peut pas être effacé.",
                f"La Région le garde jusqu’au {format_day(held_until)}, pour un litige ou un contrôle.",
                "Attendez la levée, ou demandez-la à la Région.",
            )  # fmt: skip

    def context(self) -> dict[str, Any]:
        return {
            "goes": _count_table(_erased_rows(self.preview), "disparait-table", "Ce qui disparaît"),
            "stays": _count_table(
                _retained_rows(self.preview), "reste-table", "Ce qui reste, sans lien avec la personne"
            ),
        }


@ErasePage.view(
    form_class=EraseForm,
    template_name="advisers/erase.html",
    title=lambda page: f"Effacer le dossier de {page.record.name} ?",
    intro=lambda page: _erasure_sentence(page.preview),
    decorators=(requires_reauthentication,),
    submit_label="Effacer définitivement",
    danger=True,
    crumb="Effacer",
)
def erase(page: ErasePage, data: dict[str, Any]) -> HttpResponseBase:
    erase_person(actor=page.actor, learner=page.record.learner, reason=data["why"])
    return page.redirect(
        page.url("advisers:people"), "Le dossier est effacé. Ce qui est compté reste compté, sans lien avec personne."
    )


def _erasure_sentence(preview: ErasurePreview) -> str:
    return (
        f"{pluralise(sum(preview.erased.values()), 'ligne disparaîtra', 'lignes disparaîtront')} ; "
        f"{pluralise(preview.journeys, 'parcours', 'parcours')} et {pluralise(preview.steps, 'étape')} "
        "resteront comptés, sans nom ni lien avec elle."
    )


def _count_table(rows: Iterable[tuple[Cell, int | None]], id: str, caption: str) -> Table[tuple[Cell, int | None]]:
    return Table(
        rows,
        Column("Ce qui est noté", lambda row: row[0]),
        number_column("Lignes", lambda row: "" if row[1] is None else cell(format_number(row[1]), value=str(row[1]))),
        id=id,
        caption=caption,
    )


def _erased_rows(preview: ErasurePreview) -> list[tuple[Cell, int | None]]:
    others = sum(count for table, count in preview.erased.items() if table not in _ERASED_LABELS)
    known = [(label, preview.erased.get(table, 0)) for table, label in _ERASED_LABELS.items()]
    return [(label, count) for label, count in [*known, ("Autres", others)] if count]


def _retained_rows(preview: ErasurePreview) -> list[tuple[Cell, int | None]]:
    ages = ", ".join(dict.fromkeys(_AGE_LABELS[each] for each in preview.age_bands)) or _AGE_LABELS[""]
    traits = cell(
        "À la place de la commune et de l’année de naissance", note=f"{_department(preview.department)} · {ages}"
    )
    return [
        ("Parcours : dates, états, formation, sorte de fin", preview.journeys),
        ("Étapes : ce qui est arrivé et quand, en codes", preview.steps),
        (f"Semaines de présence signées ({format_number(preview.minutes // 60)} h)", preview.weeks),
        (traits, None),
    ]


def _department(code: str) -> str:
    """« Cher », or its code when no edition of the territories is loaded."""
    places = places_of_kind(ZoneKind.DEPARTMENT) if code and territory_editions() else []
    names = {each.code: each.name for each in places}
    return names.get(code, f"département {code}") if code else "département non dit"
