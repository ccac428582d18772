"""The money of one's own case: what was granted and paid, the account where it goes, the reports that are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http.response import HttpResponseBase

from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, ensure_found, hide_unless
from pacte.kernel.french import format_day
from pacte.procedures.queries.money_rows import ReportRow
from pacte.procedures.queries.own_money import OwnMoney, own_money
from pacte.procedures.records.money import ReportState
from pacte.procedures.services.payee_accounts import set_own_account
from pacte.procedures.services.reports import save_own_report, send_own_report
from pacte.web.answers_display import answers_display
from pacte.web.answers_form import AnswersForm, answer_parts
from pacte.web.form_fields import text_field
from pacte.web.own_money_display import own_money_values, report_badge, report_note
from pacte.web.pages.applications.base_pages import ApplicationPage

if TYPE_CHECKING:
    from pacte.procedures.models import CaseReport

_SEND = "envoi"


class _MoneyBase(ApplicationPage):
    """Raises ``NotFound`` before sending, and where the procedure has no money."""

    money: OwnMoney

    def load(self, *args: Any, **kwargs: Any) -> HttpResponseBase | None:
        answer = super().load(*args, **kwargs)
        if answer is None:
            self.money = ensure_found(own_money(actor=self.actor, application=self.detail.application))
        return answer

    @property
    def back_url(self) -> str:
        return self.application_url("money")


class OwnMoneyPage(_MoneyBase):
    """Reading it writes nothing."""

    http_method_names = ("get", "head")
    template_name = "applications/money.html"
    crumb = "Versements et bilans"

    def context(self) -> dict[str, Any]:
        values = own_money_values(self.money, self.detail.procedure)
        for each in values["reports"]:
            each["url"] = self.application_url("report", each["code"]) if each["is_open"] else ""
        return {**values, "account_url": self.application_url("account") if self.money.may_give_account else ""}


class OwnAccountForm(forms.Form):
    """Never filled with what is kept: the number does not come back to a page."""

    holder = text_field("Titulaire du compte", help_text="Comme sur le relevé d’identité bancaire.")
    iban = text_field("IBAN", 50, help_text="Recopiez-le du relevé d’identité bancaire ; les espaces ne comptent pas.")


class OwnAccountPage(_MoneyBase):
    """Gives or replaces the account. Raises ``NotFound`` for a co-applicant."""

    form_class = OwnAccountForm
    submit_label = "Garder ce compte"
    crumb = "Compte bancaire"

    def load(self, *args: Any, **kwargs: Any) -> HttpResponseBase | None:
        answer = super().load(*args, **kwargs)
        if answer is None:
            hide_unless(self.money.may_give_account)
        return answer

    @property
    def title(self) -> str:  # type: ignore[override]
        return "Changer de compte bancaire" if self.money.account else "Donner un compte bancaire"

    @property
    def intro(self) -> str:  # type: ignore[override]
        if not self.money.account:
            return "L’aide sera versée sur ce compte."
        return (
            f"Le compte connu finit par {self.money.account}. Si vous le changez, les versements qui se préparent"
            " sont à refaire, et la personne qui avait donné l’ancien compte est prévenue."
        )

    def save(self, data: dict[str, Any]) -> str:
        set_own_account(actor=self.actor, application=self.detail.application, **data)
        return "compte"


class OwnReportPage(_MoneyBase):
    """One report: its form while it is expected or to be taken up again, else what was sent. Only the lead sends."""

    template_name = "applications/report.html"
    form_class = AnswersForm
    row: ReportRow

    def load(self, *args: Any, **kwargs: Any) -> HttpResponseBase | None:
        answer = super().load(*args, **kwargs)
        if answer is None:
            rows = self.money.reports
            self.row = ensure_found(next((each for each in rows if each.kind.code == kwargs["report"]), None))
            hide_unless(self.row.state is not ReportState.LATER)
        return answer

    @property
    def title(self) -> str:  # type: ignore[override]
        return self.row.kind.label

    @property
    def crumb(self) -> str:  # type: ignore[override]
        return self.row.kind.label

    @property
    def is_to_write(self) -> bool:
        return self.row.state in (ReportState.EXPECTED, ReportState.REFUSED)

    def form_arguments(self) -> dict[str, Any]:
        sent = self.row.version.values if self.row.version else {}
        return {"sections": self.row.kind.form, "values": self.money.drafts.get(self.row.kind.code, sent)}

    def save(self, data: dict[str, Any]) -> HttpResponseBase:
        arguments: dict[str, Any] = {
            "actor": self.actor,
            "application": self.detail.application,
            "code": self.row.kind.code,
            "values": {code: each for code, each in self.form.answers().items() if each is not None},
        }
        # Sent twice as it is: the service says the same again.
        if _SEND in self.request.POST:
            send_own_report(**arguments)
            return self.redirect(self.application_url("money"), "bilan")
        if not self.is_to_write:
            raise Conflict(
                "report_sent",
                f"« {self.row.kind.label} » est déjà envoyé.",
                "Un bilan envoyé ne s’écrit plus avant d’être lu.",
                "Si une réponse doit changer, écrivez un message.",
            )
        save_own_report(**arguments)
        return self.redirect(self.application_url("report", self.row.kind.code), "garde")

    def context(self) -> dict[str, Any]:
        version = self.row.version
        return {
            "badge": report_badge(self.row, today()),
            "note": report_note(self.row, today()),
            "is_refused_report": self.row.state is ReportState.REFUSED,
            "reason": self.row.reason,
            "is_to_write": self.is_to_write,
            "fields_parts": answer_parts(self.form) if self.is_to_write else [],
            "parts": answers_display(self.row.kind.form, version.values) if version and not self.is_to_write else [],
            "sent": _sent_text(version) if version else "",
            "may_send": self.money.may_send,
            "send": _SEND,
            "message_url": self.application_url("message"),
        }


def _sent_text(version: CaseReport) -> str:
    return f"{'Reçu sur papier' if version.is_on_paper else 'Envoyé'} le {format_day(version.happened_on)}"
