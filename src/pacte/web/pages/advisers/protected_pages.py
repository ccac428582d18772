"""Protected information about a person: sensitive facts, and the estimated release date of those in custody.

Each reading has a purpose and is audited. Only the authority reads and writes release dates (actions 25 and 26).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse
from django.views.decorators.cache import never_cache

from pacte.journeys.queries.adviser_learners import LearnerRecord, sensitive_reads_of
from pacte.journeys.queries.handovers import body_by_id
from pacte.journeys.records import PURPOSE_LABELS, SENSITIVE_LABELS, Purpose, SensitiveFactInput, SensitiveKind
from pacte.journeys.records.orientation import CandidateSession
from pacte.journeys.rules.custody import RELEASE_LABELS, release_fit
from pacte.journeys.services import read_sensitive_facts, write_sensitive_fact
from pacte.journeys.services.custody import is_authority, read_custody_dates, write_custody_dates
from pacte.kernel.actor import Actor
from pacte.kernel.clock import paris_date, today
from pacte.kernel.french import format_day
from pacte.web.form_fields import day_field
from pacte.web.page import FormPage
from pacte.web.pages.advisers.adviser_pages import LearnerRecordFormPage, LearnerRecordPage

if TYPE_CHECKING:
    from pacte.journeys.models import CustodyDate

_PURPOSE_WORDS = {each.value: PURPOSE_LABELS[each] for each in Purpose}
_PURPOSES = [("", "choisir"), *_PURPOSE_WORDS.items()]
_KINDS = [("", "choisir"), *((each.value, SENSITIVE_LABELS[each]) for each in SensitiveKind)]
# Both forms of the page ask for a purpose.
_WRITE_IDS = "id_write_%s"
_CHOOSE = {"required": "Choisissez dans la liste."}


class ReadFactsForm(forms.Form):
    purpose = forms.ChoiceField(label="Pour quoi les lisez-vous ?", choices=_PURPOSES, error_messages=_CHOOSE)


class WriteFactForm(forms.Form):
    kind = forms.ChoiceField(label="Information", choices=_KINDS, error_messages=_CHOOSE)
    purpose = forms.ChoiceField(label="Pour quoi ?", choices=_PURPOSES, error_messages=_CHOOSE)
    consent_on = day_field(
        "La personne a donné son accord le", error_messages={"required": "Sans accord daté, rien ne s’écrit."}
    )
    valid_from = day_field("Vrai depuis le", initial=today)
    valid_until = day_field("Jusqu’au", required=False, help_text="Vide : sans fin connue.")


class SensitiveFactsPage(LearnerRecordPage, FormPage):
    """Two forms: one reads for a purpose, the other writes with the consent of the person."""

    facts: list[dict[str, Any]] | None = None

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.is_writing = self.request.POST.get("act") == "write"
        self.form_class = WriteFactForm if self.is_writing else ReadFactsForm

    def form_arguments(self) -> dict[str, Any]:
        return {"auto_id": _WRITE_IDS} if self.is_writing else {}

    def context(self) -> dict[str, Any]:
        return {
            "title": "Quelles informations protégées sont écrites ?",
            "answer": "Ces informations ne se lisent que pour une raison, et chaque lecture s’écrit.",
            "reading": ReadFactsForm() if self.is_writing else self.form,
            "writing": self.form if self.is_writing else WriteFactForm(auto_id=_WRITE_IDS),
            "wrong": self.form,
            "shown": self.facts,
            "reads": [
                {
                    "at": each.at,
                    "who": each.person_name,
                    "what": f"lecture, pour {_PURPOSE_WORDS.get(each.purpose, each.purpose)}",
                }
                for each in sensitive_reads_of(actor=self.actor, learner=self.record.learner)
            ],
            "synthetic": self.record.learner.is_synthetic,
        }

    def save_fact(self, data: dict[str, Any]) -> None:
        fact = SensitiveFactInput(
            SensitiveKind(data["kind"]), Purpose(data["purpose"]), data["consent_on"], data["valid_from"],
            data["valid_until"],
        )  # fmt: skip
        body = body_by_id(self.record.body_id)
        write_sensitive_fact(actor=self.actor, learner=self.record.learner, body=body, fact_input=fact)

    def read_facts(self, purpose: Purpose) -> list[dict[str, Any]]:
        facts = read_sensitive_facts(
            actor=self.actor, learner=self.record.learner, purpose=purpose, channel="html", on=today()
        )
        return [
            {
                "label": SENSITIVE_LABELS[SensitiveKind(fact.kind)],
                "purpose": _PURPOSE_WORDS[fact.purpose],
                "consent": fact.consent_on,
                "until": fact.valid_until,
            }
            for fact in facts
        ]


@SensitiveFactsPage.view(
    template_name="advisers/facts.html",
    crumb="Informations protégées",
    decorators=(never_cache,),
    error_fields={"consent_future": "consent_on"},
)
def protected_facts(page: SensitiveFactsPage, data: dict[str, Any]) -> HttpResponse:
    if page.is_writing:
        page.save_fact(data)
        return page.redirect(
            page.request.path, "L’information est écrite. Le journal dit qu’elle l’a été, jamais ce qu’elle dit."
        )
    page.facts = page.read_facts(Purpose(data["purpose"]))
    return page.render(page.context())


class CustodyForm(forms.Form):
    earliest_on = day_field("Sortie au plus tôt le", error_messages={"required": "Donnez au moins cette date."})
    latest_on = day_field("Au plus tard le", required=False, help_text="Vide : pas encore connue.")


class CustodyPage(LearnerRecordFormPage):
    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.dates = _custody_dates(self.actor, self.record)
        self.intro = _custody_sentence(self.dates)

    def form_arguments(self) -> dict[str, Any]:
        dates = self.dates
        return {"initial": {"earliest_on": dates.earliest_on, "latest_on": dates.latest_on} if dates else {}}


@CustodyPage.view(
    form_class=CustodyForm,
    title="Quand cette personne pourra-t-elle sortir ?",
    submit_label="Noter la date",
    note="Une information protégée : votre service seul la lit, chaque lecture s’écrit. Aucune autre donnée de justice "
    "n’a sa place ici.",
    crumb="Date de sortie",
    decorators=(never_cache,),
)
def custody(page: CustodyPage, data: dict[str, Any]) -> str:
    write_custody_dates(actor=page.actor, learner=page.record.learner, body_id=page.record.body_id, **data)
    return "La date de sortie est notée. Elle sert à choisir des sessions, et n’est lue que de votre service."


def _custody_dates(actor: Actor, record: LearnerRecord) -> CustodyDate | None:
    return read_custody_dates(
        actor=actor, learner=record.learner, body_id=record.body_id, purpose=Purpose.ADAPTATION, channel="html"
    )


def _custody_sentence(dates: CustodyDate | None) -> str:
    if dates is None:
        return "Aucune date n’est notée."
    until = f", au plus tard le {format_day(dates.latest_on)}" if dates.latest_on else ""
    return f"Au plus tôt le {format_day(dates.earliest_on)}{until}, dit le {format_day(paris_date(dates.recorded_at))}."


def release_labels(actor: Actor, record: LearnerRecord, candidates: Iterable[CandidateSession]) -> dict[int, str]:
    """How sessions fit with the release date, by session id; nothing is stored.

    Empty when the actor is not the authority or no date is known.
    """
    dates = _custody_dates(actor, record) if is_authority(actor=actor, body_id=record.body_id) else None
    if dates is None:
        return {}
    return {
        each.session_id: RELEASE_LABELS[
            release_fit(
                each.starts_on, is_rolling=each.is_rolling, earliest_on=dates.earliest_on, latest_on=dates.latest_on
            )
        ]
        for each in candidates
    }
