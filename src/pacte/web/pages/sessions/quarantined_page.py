"""A training in quarantine: corrected by a form, or in its text, then imported; or dropped."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponseBase, HttpResponseRedirect

from pacte.exchange.errors import UnreadableFile
from pacte.exchange.lheo.quarantine_correction import TrainingDiagnosis
from pacte.exchange.lheo.training_outline import QuarantinedOutline
from pacte.exchange.lheo.wording import place_in_words
from pacte.intake.catalog import file_kind
from pacte.intake.catalogue_corrections import (
    CorrectionOutcome,
    correct_trainings,
    diagnose_refused,
    replay_training,
    trainings_written_alike,
)
from pacte.intake.catalogue_files import CATALOGUE_KIND, changes_sentence
from pacte.intake.queries import refused_row_by_id
from pacte.intake.records import FileSender
from pacte.intake.services import drop_refused_row
from pacte.kernel.defects import Defect
from pacte.kernel.errors import PermissionDenied
from pacte.kernel.french import pluralise
from pacte.web.form_fields import reason_field
from pacte.web.page import Crumb
from pacte.web.pages.sessions.correction_form import TrainingCorrectionForm
from pacte.web.pages.sessions.offer_pages import OfferPage, fact_list
from pacte.web.request import Request
from pacte.web.tables import Column, Table, cell

_SHOWN_SESSIONS = 3


class TrainingTextForm(forms.Form):
    text = forms.CharField(label="Texte de la formation", widget=forms.Textarea, max_length=2_000_000, strip=False)


class DropQuarantinedForm(forms.Form):
    why = reason_field("Pourquoi l’abandonner ?")


def _below_files(page: OfferPage) -> list[Crumb]:
    return [("Fichiers LHÉO", page.url("intake:drop", CATALOGUE_KIND))]


class QuarantinedPage(OfferPage):
    """Three forms, told apart by ``act``: corrections (``correct``), the text (``replay``), and dropping (``drop``).

    What the form of corrections cannot mend is in a table, above the text.
    """

    http_method_names = ("get", "head", "post")
    template_name = "sessions/quarantined.html"
    parents = _below_files

    def load(self, *args: Any, **kwargs: Any) -> None:
        kind = file_kind(CATALOGUE_KIND)
        quarantined = refused_row_by_id(actor=self.actor, kind=kind, identifier=kwargs["identifier"])
        self.quarantined, self.crumb = quarantined, quarantined.label or "formation"
        sender = FileSender(quarantined.file.organisation, quarantined.file.host)
        self.may_correct = kind.may_correct(self.actor, sender)
        self.is_closed = bool(quarantined.settled_at) or not self.may_correct
        self.defects = [Defect.from_plain(each) for each in quarantined.defects]
        self.act = self.request.POST.get("act", "") if self.request.method == "POST" else None
        data = self.request.POST
        self.text_form = TrainingTextForm(
            data if self.act not in (None, "correct", "drop") else None, initial={"text": quarantined.text}
        )
        self.drop_form = DropQuarantinedForm(data if self.act == "drop" else None)

    @cached_property
    def diagnosis(self) -> TrainingDiagnosis | None:
        """None when nobody here may correct it, or when its text is not that of one training."""
        return None if self.is_closed else diagnose_refused(self.quarantined)

    @cached_property
    def correction_form(self) -> TrainingCorrectionForm | None:
        diagnosis = self.diagnosis
        if diagnosis is None:
            return None
        corrections = diagnosis.plan.corrections
        alike = trainings_written_alike(actor=self.actor, row=self.quarantined, corrections=corrections)
        counts = {rank: len(alike.get(each.signature, ())) for rank, each in enumerate(corrections) if each.signature}
        return TrainingCorrectionForm(
            self.request.POST if self.act == "correct" else None,
            diagnosis=diagnosis,
            alike=counts,
            version=self._version(),
        )

    def context(self) -> dict[str, Any]:
        form, diagnosis = self.correction_form, self.diagnosis
        is_whole = bool(diagnosis and not diagnosis.plan.beyond)
        return {
            "title": "Que corriger pour que cette formation entre ?",
            "answer": self._answer(),
            "facts": _outline_facts(diagnosis.outline) if diagnosis else [],
            "correction": form,
            "groups": list(form.groups()) if form else [],
            "can_enter": bool(diagnosis and (diagnosis.plan.corrections or is_whole)),
            "form_title": "À corriger" if diagnosis and diagnosis.plan.corrections else "Faire entrer",
            "form": self.text_form,
            "drop": self.drop_form,
            "defects": None if is_whole else _defect_table(self.defects),
            "opens_text": not is_whole or bool(self.text_form.errors),
            "is_closed": self.is_closed,
        }

    def post(self, request: Request) -> HttpResponseBase:
        if not self.may_correct:
            raise PermissionDenied("quarantine", "Seuls l’organisme concerné et l’acheteur corrigent cette formation.")
        if self.act == "drop":
            return self._drop() or self._refused()
        if self.act == "correct":
            return self._correct() or self._refused()
        return self._replay() or self._refused()

    def _refused(self) -> HttpResponseBase:
        return self.render(self.context(), status=422)

    def _drop(self) -> HttpResponseBase | None:
        if not self.drop_form.is_valid():
            return None
        reason = self.drop_form.cleaned_data["why"]
        drop_refused_row(actor=self.actor, row_id=self.quarantined.pk, reason=reason)
        return self.redirect(self.url("intake:drop", CATALOGUE_KIND), "Formation abandonnée : elle n’entrera pas.")

    def _correct(self) -> HttpResponseBase | None:
        """A training that is not yet good comes back on this page, as corrected. None when an answer is refused."""
        form, diagnosis = self.correction_form, self.diagnosis
        own_url = self.url("sessions:quarantined", self.quarantined.pk)
        if form is None or diagnosis is None or form.data.get("version", "") != self._version():
            messages.warning(self.request, "Cette formation a changé depuis que vous avez ouvert la page. La voici.")
            return HttpResponseRedirect(own_url)
        if not form.is_valid():
            return None
        try:
            outcome = correct_trainings(
                actor=self.actor, row=self.quarantined, diagnosis=diagnosis, answers=form.answers()
            )
        except UnreadableFile as error:
            form.add_error(None, str(error))
            return None
        if outcome.has_entered:
            return self.redirect(self.url("intake:drop", CATALOGUE_KIND), _entered_sentence(outcome))
        messages.warning(self.request, _waiting_sentence(outcome))
        return HttpResponseRedirect(own_url)

    def _replay(self) -> HttpResponseBase | None:
        if not self.text_form.is_valid():
            return None
        result = replay_training(actor=self.actor, row=self.quarantined, text=self.text_form.cleaned_data["text"])
        if result.has_entered:
            changes = changes_sentence(result.tally.as_dict())
            return self.redirect(self.url("intake:drop", CATALOGUE_KIND), f"La formation est entrée : {changes}.")
        self.quarantined.refresh_from_db()
        self.defects = list(result.defects)
        count = pluralise(len(self.defects), "défaut")
        self.text_form.add_error("text", f"Elle n’entre pas encore : {count}, que cette page explique.")
        return None

    def _answer(self) -> str:
        if self.is_closed:
            return f"{pluralise(len(self.defects), 'défaut')}."
        if self.diagnosis is None:
            return "Son texte ne se lit pas comme celui d’une formation. Corrigez-le, ou déposez un nouveau fichier."
        count = len(self.diagnosis.plan.corrections)
        if not count and not self.diagnosis.plan.beyond:
            return "Plus rien : faites-la entrer."
        if not count:
            return f"{pluralise(len(self.defects), 'défaut')}, à corriger dans son texte ou dans votre outil."
        return f"{pluralise(count, 'correction')}, puis elle entre dans le catalogue."

    def _version(self) -> str:
        return hashlib.sha256(self.quarantined.text.encode()).hexdigest()[:32]


def _defect_table(defects: Sequence[Defect]) -> Table[Defect]:
    """The value that was read is the note under the problem."""
    return Table(
        defects,
        Column("Où", lambda each: place_in_words(each.column)),
        Column(
            "Ce qui ne va pas",
            lambda each: cell(each.message, note=f"lu : « {each.value[:120]} »" if each.value else ""),
        ),
        Column("Quoi faire", lambda each: each.hint),
        id="defauts-table",
        caption="Défauts de la formation",
        empty="Aucun défaut connu.",
    )


def _entered_sentence(outcome: CorrectionOutcome) -> str:
    changes = changes_sentence(outcome.tally.as_dict())
    if not outcome.others_entered and not outcome.others_waiting:
        return f"La formation est entrée : {changes}."
    return f"La formation est entrée. {_others_sentence(outcome)} En tout : {changes}."


def _waiting_sentence(outcome: CorrectionOutcome) -> str:
    left = pluralise(outcome.left, "défaut")
    return f"Vos corrections sont gardées. Cette formation attend encore : {left}. {_others_sentence(outcome)}".strip()


def _others_sentence(outcome: CorrectionOutcome) -> str:
    entered = pluralise(outcome.others_entered, "autre est entrée", "autres sont entrées")
    waiting = pluralise(outcome.others_waiting, "autre attend", "autres attendent")
    parts = [entered] if outcome.others_entered else []
    parts += [f"{waiting} pour d’autres défauts"] if outcome.others_waiting else []
    return f"{', '.join(parts)}." if parts else ""


def _outline_facts(outline: QuarantinedOutline) -> list[dict[str, str]]:
    shown = [
        f"{f'du {each.starts} au {each.ends}' if each.starts else each.number}{f', {each.town}' if each.town else ''}"
        for each in outline.sessions[:_SHOWN_SESSIONS]
    ]
    more = outline.session_count - len(shown)
    sessions = " ; ".join(shown)
    return fact_list(
        [
            ("Formation", outline.title or "sans titre", ""),
            ("Numéro", outline.number, ""),
            ("Organisme", outline.provider, ""),
            (
                "Sessions",
                pluralise(outline.session_count, "session"),
                f"{sessions} ; et {more} de plus" if more else sessions,
            ),
        ]
    )
