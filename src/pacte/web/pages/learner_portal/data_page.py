"""« Que sait-on de moi ? »: data by kind with purpose, readers and retention; log of sensitive reads; files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect

from pacte.exchange.documents import attestation_pdf, my_data_pdf
from pacte.journeys.queries.campaigns import my_campaigns
from pacte.journeys.queries.learner_portal import my_sensitive_reads
from pacte.journeys.queries.learner_recommendations import MyAdvice, MySession, my_advice
from pacte.journeys.queries.personal_data import PersonalDataTable, export_personal_data
from pacte.journeys.records import PURPOSE_LABELS, SENSITIVE_LABELS, Purpose, SensitiveKind
from pacte.journeys.records.campaigns import CAMPAIGN_KIND_LABELS, CampaignContactState, LearnerCampaign
from pacte.journeys.rules.learner_wording import DECISION_SENTENCES, MY_CAMPAIGN_SENTENCES
from pacte.journeys.rules.personal_data_wording import FIELD_LABELS, personal_data_text
from pacte.journeys.services.attestations import take_attestation
from pacte.journeys.services.campaign_contacts import withdraw_contact_consent
from pacte.journeys.services.text_choice import choose_texts
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound
from pacte.kernel.french import format_day, format_signed, pluralise
from pacte.web.certification_blocks import certified_block_labels
from pacte.web.downloads import file_response
from pacte.web.pages.learner_portal.link_pages import TEXT_CHOICES, LinkFormPage, LinkPage, text_choice

_SHOWN = 3
_HIDDEN_FIELDS = frozenset({FIELD_LABELS["id"], FIELD_LABELS["key"]})
_REQUEST_LINKS = (
    ("corriger", "Demander une correction"),
    ("opposer", "M’opposer à un usage"),
    ("effacer", "Demander l’effacement"),
)


_WITHDRAW = "withdraw"


class MyChoicesForm(forms.Form):
    """``contact``: that of the campaign from which the person withdraws."""

    act = forms.ChoiceField(choices=[(each, "") for each in (*TEXT_CHOICES, _WITHDRAW)], widget=forms.HiddenInput)
    contact = forms.IntegerField(required=False, min_value=1, max_value=2**53, widget=forms.HiddenInput)


class MyDataPage(LinkFormPage):
    """All that is kept, and what the person changes here: whether they get SMS, whether a campaign counts them."""

    template_name = "learner_portal/data.html"
    bar = "Mes données"
    form_class = MyChoicesForm

    def save(self, data: dict[str, Any]) -> HttpResponseRedirect:
        if data["act"] == _WITHDRAW:
            withdraw_contact_consent(actor=self.actor, contact_id=data["contact"] or 0)
            return HttpResponseRedirect(f"{self.url('learner_portal:data')}?fait=accord-retire")
        choose_texts(actor=self.actor, learner=self.learner, wanted=data["act"] == "texts")
        return HttpResponseRedirect(f"{self.url('learner_portal:data')}?fait={TEXT_CHOICES[data['act']]}")

    def context(self) -> dict[str, Any]:
        on = today()
        return {
            "tables": [_table_summary(each) for each in export_personal_data(actor=self.actor, on=on)],
            "reads": [
                {
                    "at": row.at,
                    "who": body or "un organisme",
                    "what": ", ".join(_sensitive_label(kind) for kind in row.kinds.split(",") if kind) or "aucune",
                    "why": PURPOSE_LABELS[Purpose(row.purpose)] if row.purpose in set(Purpose) else row.purpose,
                }
                for row, body in my_sensitive_reads(actor=self.actor, on=on)
            ],
            "advice": recommendation_items(my_advice(actor=self.actor)),
            "campaigns": [_campaign_line(each) for each in my_campaigns(actor=self.actor, on=on)],
            "purge_on": self.learner.purge_on,
            "texts": text_choice(self.learner),
            "asks": [{"url": self.url("learner_portal:ask", kind), "label": label} for kind, label in _REQUEST_LINKS],
            "back": self.url("learner_portal:journey"),
        }


@LinkPage.view()
def export_my_data(page: LinkPage, extension: str) -> HttpResponse:
    """Complete export: JSON for a program, PDF for reading. Raises ``NotFound`` for another extension."""
    on, learner = today(), page.learner
    tables = export_personal_data(actor=page.actor, on=on)
    if extension == "json":
        kind = my_data_pdf.JSON_TYPE
        content = my_data_pdf.write_my_data_json(tables, as_of=on, synthetic=learner.is_synthetic)
    elif extension == "pdf":
        kind, contact = my_data_pdf.PDF_TYPE, getattr(learner, "contact", None)
        name = f"{contact.first_name} {contact.last_name}" if contact else ""
        content = my_data_pdf.write_my_data_pdf(tables, name=name, as_of=on, synthetic=learner.is_synthetic)
    else:
        raise NotFound
    return file_response(content, kind, f"mes-donnees.{extension}")


@LinkPage.view()
def my_attestation(page: LinkPage, key: UUID) -> HttpResponse:
    """PDF of an attestation as it was when the provider gave it.

    Raises ``NotFound`` for the journey of another person, or when no attestation was given.
    """
    attestation = take_attestation(actor=page.actor, key=key)
    is_fictive = attestation.is_synthetic or settings.INSTANCE.name == "demo"
    data = attestation_pdf.write(
        attestation,
        session=attestation.session,
        as_of=attestation.given_on,
        blocks=certified_block_labels(attestation.steps),
        synthetic=is_fictive,
        is_copy=True,
    )
    return file_response(data, attestation_pdf.MEDIA_TYPE, "attestation.pdf")


def _table_summary(each: PersonalDataTable) -> dict[str, Any]:
    """First rows as text; the files give all the rows, with record numbers."""
    lines = (
        " · ".join(f"{word} : {personal_data_text(value)}" for word, value in row if word not in _HIDDEN_FIELDS)
        for row in each.rows[:_SHOWN]
    )
    return {
        "words": each.words,
        "count": len(each.rows),
        "lines": [line for line in lines if line],
        "more": max(0, len(each.rows) - _SHOWN),
    }


def _campaign_line(each: LearnerCampaign) -> dict[str, Any]:
    """``contact``: what to send to withdraw, None when there is nothing to take back."""
    is_counted = each.state is CampaignContactState.COUNTED
    return {
        "title": each.title,
        "note": f"{CAMPAIGN_KIND_LABELS[each.kind]}, {each.body}",
        "on": each.reached_on,
        "state": MY_CAMPAIGN_SENTENCES[each.state],
        "contact": each.contact_id if is_counted else None,
    }


def _sensitive_label(kind: str) -> str:
    return SENSITIVE_LABELS[SensitiveKind(kind)] if kind in set(SensitiveKind) else kind


def recommendation_items(recommendations: Iterable[MyAdvice]) -> list[dict[str, Any]]:
    """One item a recommendation: its inputs, the sessions with their points, and the decision."""
    return [
        {
            "on": each.made_at,
            "sought": " ; ".join(part for part in (each.goal, each.words) if part) or "sans métier précis",
            "considered": pluralise(each.considered, "session considérée", "sessions considérées"),
            "decided": DECISION_SENTENCES[each.decision] if each.decision else "Rien n’est encore décidé.",
            "sessions": [_scored_session(session) for session in each.sessions],
        }
        for each in recommendations
    ]


def proposal_reasons(recommendations: Iterable[MyAdvice], session_id: int | None) -> dict[str, Any] | None:
    """Why that session was proposed; None without a recommendation."""
    for each in recommendations:
        proposed = next((session for session in each.sessions if session.is_proposed), None)
        if proposed and session_id is not None and each.proposed_id == session_id and each.decision:
            return _scored_session(proposed) | {"decided": DECISION_SENTENCES[each.decision]}
    return None


def _scored_session(each: MySession) -> dict[str, Any]:
    starts = format_day(each.starts_on) if each.starts_on else "date à venir"
    return {
        "rank": each.rank,
        "title": each.title,
        "note": f"{each.provider}, {'toute l’année' if each.is_rolling else starts}",
        "is_proposed": each.is_proposed,
        "score": each.score,
        # A reason without effect is shown without points.
        "reasons": [
            f"{format_signed(reason.points)} : {reason.sentence}" if reason.points else reason.sentence
            for reason in each.reasons
        ],
    }
