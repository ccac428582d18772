"""Files of training descriptions received: what each changed, and its trainings in quarantine, corrected or dropped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from pacte.exchange.lheo.quarantine_replay import replay_training
from pacte.exchange.lheo.wording import place_in_words
from pacte.kernel.clock import PARIS, now
from pacte.kernel.defects import Defect
from pacte.kernel.errors import PermissionDenied
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.offer.permissions import OfferScope, may
from pacte.offer.queries import catalogue_delivery_by_id, quarantined_training_by_id, quarantined_trainings
from pacte.offer.records import DELIVERY_LABELS, CatalogueDeliveryState
from pacte.offer.services import publish_replayed
from pacte.offer.services.quarantine import drop_quarantined
from pacte.web.form_fields import reason_field
from pacte.web.page import Crumb
from pacte.web.pages.sessions.offer_pages import OfferPage
from pacte.web.request import Request
from pacte.web.tables import Column, Table, cell, day_column, number_column

if TYPE_CHECKING:
    from pacte.offer.models import CatalogueDelivery, QuarantinedTraining

_SHOWN = 200
_CHANGE_LABELS = (
    ("trainings_added", "formation ajoutée", "formations ajoutées"),
    ("trainings_changed", "changée", "changées"),
    ("trainings_closed", "fermée", "fermées"),
    ("sessions_added", "session ajoutée", "sessions ajoutées"),
    ("sessions_changed", "session changée", "sessions changées"),
    ("quarantined", "en quarantaine", "en quarantaine"),
    ("differences", "différence avec le registre", "différences avec le registre"),
)


def defect_table(defects: Sequence[Defect], *, id: str, caption: str, empty: str = "") -> Table[Defect]:
    """Location, problem and hint; the value read is the note under the problem.

    Lines are left out when they tell nothing apart: many tools write a file on one line.
    """
    lines = {each.row for each in defects}
    line_column: Column[Defect] = number_column("Ligne", lambda each: str(each.row or ""))
    return Table(
        defects[:_SHOWN],
        *([line_column] if len(lines) > 1 or len(defects) == 1 else ()),
        Column("Où", lambda each: place_in_words(each.column)),
        Column(
            "Ce qui ne va pas",
            lambda each: cell(each.message, note=f"lu : « {each.value[:120]} »" if each.value else ""),
        ),
        Column("Quoi faire", lambda each: each.hint),
        id=id,
        caption=caption,
        empty=empty,
    )


def changes_sentence(counts: Mapping[str, Any]) -> str:
    parts = [pluralise(int(counts[name]), one, many) for name, one, many in _CHANGE_LABELS if counts.get(name)]
    return ", ".join(parts) or "rien n’a changé"


def delivery_table(deliveries: Iterable[CatalogueDelivery]) -> Table[CatalogueDelivery]:
    return Table(
        deliveries,
        Column(
            "Fichier",
            lambda each: cell(
                each.file_name,
                url=reverse("sessions:file", args=[each.pk]),
                note="complet" if each.is_full else "",
            ),
        ),
        day_column("Reçu le", lambda each: format_day(each.received_at.astimezone(PARIS))),
        Column("Par", lambda each: cell(each.person_name, note=each.provider.name if each.provider else "")),
        Column("Ce qu’il a changé", lambda each: changes_sentence(each.counts)),
        Column("État", lambda each: DELIVERY_LABELS[CatalogueDeliveryState(each.state)]),
        id="recus-table",
        caption="Fichiers reçus",
        empty="Aucun fichier reçu.",
    )


def quarantine_table(waiting: Iterable[QuarantinedTraining], *, caption: str, empty: str) -> Table[QuarantinedTraining]:
    return Table(
        waiting,
        Column(
            "Formation",
            lambda each: cell(
                each.title or each.number or "sans titre",
                url=reverse("sessions:quarantined", args=[each.pk]),
                note=each.number,
            ),
        ),
        Column("Fichier", lambda each: each.delivery.file_name),
        Column(
            "Premier défaut",
            lambda each: cell(
                str(each.defects[0].get("message", "")) if each.defects else "",
                note=pluralise(len(each.defects), "défaut"),
            ),
        ),
        id="quarantaine-table",
        caption=caption,
        empty=empty,
    )


def _below_files(page: OfferPage) -> list[Crumb]:
    return [("Fichiers LHÉO", page.url("sessions:files"))]


@OfferPage.view(template_name="sessions/file.html", parents=_below_files)
def delivery_page(page: OfferPage, identifier: int) -> dict[str, Any]:
    """What one delivered file changed, and its trainings still in quarantine."""
    delivery = catalogue_delivery_by_id(actor=page.actor, delivery_id=identifier)
    page.crumb = delivery.file_name
    return {
        "title": "Qu’a changé ce fichier ?",
        "answer": f"{delivery.file_name} : {changes_sentence(delivery.counts)}.",
        "rules": Table(
            sorted(delivery.defect_counts.items(), key=lambda pair: (-int(pair[1]), pair[0])),
            Column("Règle", lambda pair: pair[0]),
            number_column("Défauts", lambda pair: format_number(int(pair[1]))),
            id="regles-table",
            caption="Défauts par règle",
            empty="Aucun défaut.",
        ),
        "waiting": quarantine_table(
            quarantined_trainings(actor=page.actor, delivery=delivery),
            caption="Formations de ce fichier en quarantaine",
            empty="Tout ce qui était dans ce fichier est entré, ou a été corrigé.",
        ),
    }


class TrainingTextForm(forms.Form):
    text = forms.CharField(label="Texte de la formation", widget=forms.Textarea, max_length=2_000_000, strip=False)


class DropQuarantinedForm(forms.Form):
    why = reason_field("Pourquoi l’abandonner ?")


class QuarantinedPage(OfferPage):
    """A quarantined training: its defects, its text, and the forms that replay it or drop it."""

    http_method_names = ("get", "head", "post")
    template_name = "sessions/quarantined.html"
    parents = _below_files

    def load(self, *args: Any, **kwargs: Any) -> None:
        quarantined = quarantined_training_by_id(actor=self.actor, quarantined_id=kwargs["identifier"])
        self.quarantined, self.crumb = quarantined, quarantined.title or quarantined.number or "formation"
        body_id = quarantined.provider.body_id if quarantined.provider else None
        self.may_correct = may(self.actor, "offer.import", OfferScope(quarantined.organisation_id, body_id))
        self.defects = [Defect.from_plain(each) for each in quarantined.defects]
        data = self.request.POST if self.request.method == "POST" else None
        is_dropping = data is not None and data.get("act") == "drop"
        self.text_form = TrainingTextForm(None if is_dropping else data, initial={"text": quarantined.text})
        self.drop_form = DropQuarantinedForm(data if is_dropping else None)

    def context(self) -> dict[str, Any]:
        quarantined, count = self.quarantined, pluralise(len(self.defects), "défaut")
        return {
            "title": "Que corriger pour que cette formation entre ?",
            "answer": f"{count}. Corrigez le texte, puis rejouez-le ; ou corrigez votre outil et déposez un nouveau "
            "fichier.",
            "form": self.text_form,
            "drop": self.drop_form,
            "defects": defect_table(
                self.defects, id="defauts-table", caption="Défauts de la formation", empty="Aucun défaut connu."
            ),
            "is_closed": bool(quarantined.replayed_at or quarantined.dropped_at) or not self.may_correct,
        }

    def post(self, request: Request) -> HttpResponseBase:
        if not self.may_correct:
            raise PermissionDenied("quarantine", "Seuls l’organisme concerné et l’acheteur corrigent cette formation.")
        message = ""
        if self.drop_form.is_valid():
            reason = self.drop_form.cleaned_data["why"]
            drop_quarantined(actor=self.actor, quarantined_id=self.quarantined.pk, reason=reason)
            message = "Formation abandonnée : elle n’entrera pas."
        elif self.text_form.is_valid():
            message = self._replay(self.text_form.cleaned_data["text"])
        if not message:
            return self.render(self.context(), status=422)
        messages.success(request, message)
        return HttpResponseRedirect(self.url("sessions:files"))

    def _replay(self, text: str) -> str:
        """What was done; "" when defects are left."""
        started_at = now()
        result = replay_training(actor=self.actor, quarantined=self.quarantined, text=text)
        if result.has_entered:
            publish_replayed(actor=self.actor, delivery=self.quarantined.delivery, since=started_at)
            return f"La formation est entrée : {changes_sentence(result.tally.as_dict())}."
        self.defects = result.defects
        count = pluralise(len(self.defects), "défaut")
        self.text_form.add_error("text", f"Elle n’entre pas encore : {count}, que le tableau de cette page explique.")
        return ""
