"""« Effacer ce que j’ai donné »: what goes, what stays and why; at once when nothing holds it."""

from __future__ import annotations

from typing import Any

from django.http.response import HttpResponseBase

from pacte.kernel.french import format_day, pluralise
from pacte.procedures.queries.own_erasure import OwnErasure, OwnErasureState, own_erasure
from pacte.web.pages.applications.base_pages import ApplicationPage
from pacte.workflows.erase_own_application import erase_given_application

_GOES_AT_ONCE = (OwnErasureState.DRAFT, OwnErasureState.UNPAID)


class DeletePage(ApplicationPage):
    """For whoever applied alone: a co-applicant gets 404."""

    title = "Effacer ce que vous avez donné ?"
    crumb = "Effacer"
    danger = True
    outcome: OwnErasure

    def load(self, *args: Any, **kwargs: Any) -> HttpResponseBase | None:
        answer = super().load(*args, **kwargs)
        if answer is None:
            self.outcome = own_erasure(actor=self.actor, application=self.detail.application)
        return answer

    @property
    def submit_label(self) -> str:  # type: ignore[override]
        """Empty when nothing may go now: the page then explains, without a button."""
        return "Effacer pour toujours" if self.outcome.state in _GOES_AT_ONCE else ""

    @property
    def intro(self) -> str:  # type: ignore[override]
        years = pluralise(self.detail.procedure.keeps.paid_years, "an")
        day = format_day(self.outcome.goes_on) if self.outcome.goes_on else ""
        texts = {
            OwnErasureState.DRAFT: "Le brouillon disparaît avec ses pièces, pour tous ceux qui l’écrivent. Rien n’en "
            "reste, et personne ne peut le retrouver.",
            OwnErasureState.OPEN: "Pas encore : votre demande est en cours, et ce que vous avez donné sert à y "
            "répondre. Retirez-la d’abord, depuis sa page ; vous pourrez ensuite l’effacer ici.",
            OwnErasureState.PAID: f"Pas encore : ce dossier a donné lieu à un paiement, et les comptes publics doivent "
            f"pouvoir être contrôlés pendant {years}. Il sera effacé le {day}, sans que vous ayez rien à faire.",
            OwnErasureState.UNPAID: "Vos textes, vos pièces, vos messages et votre nom disparaissent, et personne ne "
            "peut les retrouver. Restent le numéro du dossier, ses dates et ses nombres, parce que les résultats du "
            "pacte sont comptés avec.",
        }
        return texts[self.outcome.state]

    @property
    def success_url(self) -> str:
        return self.own_url("list")

    def save(self, data: dict[str, Any]) -> str:
        erase_given_application(actor=self.actor, application=self.detail.application)
        return "efface"
