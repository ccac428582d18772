"""Forms of the money of a case."""

from __future__ import annotations

import uuid

from django import forms

from pacte.kernel.clock import today
from pacte.web import form_fields as fields
from pacte.web.answers_form import AnswersForm
from pacte.web.pages.cases.forms import DatedForm


class GrantForm(forms.Form):
    cents = fields.AmountFormField(label="Montant accordé", help_text="En euros : « 8 000 » ou « 8 k€ ».")
    on = fields.day_field("Accordé le", initial=today)
    reason = fields.reason_field("Pourquoi ?", required=False, help_text="Demandé quand un montant est corrigé.")


class PayeeAccountForm(forms.Form):
    holder = fields.text_field("Titulaire du compte")
    iban = fields.text_field("IBAN", 50, help_text="Recopiez-le du relevé d’identité bancaire.")


class PreparePaymentForm(forms.Form):
    """The key is drawn with the form: sent again, it is the same order."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class PrepareRecoveryForm(PreparePaymentForm):
    reason = fields.reason_field("Pourquoi rendre cette somme ?")


class PaymentReasonForm(forms.Form):
    reason = fields.reason_field("Pourquoi ?")


class PaymentFailedForm(DatedForm):
    reason = fields.reason_field("Que dit la banque ?")


class RefuseReportForm(DatedForm):
    reason = fields.reason_field("Que faut-il reprendre ?", help_text="La personne qui l’a envoyé le lira.")


class ReportForm(AnswersForm):
    on = fields.day_field("Reçu le", initial=today)


class CaseAmendmentForm(AnswersForm):
    on = fields.day_field("À partir du", initial=today)
    reason = fields.reason_field("Pourquoi cet avenant ?")
