"""« Qu’est-ce qui attend ma signature ? »: what a buyer prepared, for another buyer to sign or send back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pacte.accounts.permissions import may as may_in_accounts
from pacte.kernel.clock import today
from pacte.kernel.errors import PermissionDenied, ValidationError
from pacte.kernel.french import pluralise
from pacte.offer.permissions import buyer_organisation_ids
from pacte.offer.queries import (
    open_preparations,
    order_detail,
    preparation_detail,
    preparations_to_sign,
    signer_candidates,
    signer_refusal,
)
from pacte.offer.records import PREPARATION_LABELS, PreparationKind, PreparationState
from pacte.offer.services import correct_preparation, send_back_preparation, sign_preparation, withdraw_preparation
from pacte.web.page import Crumb
from pacte.web.pages.sessions import preparation_model as model
from pacte.web.pages.sessions.amendment_page import (
    AMENDMENT_FORMS,
    amendment_form_initial,
    amendment_terms_from_form,
)
from pacte.web.pages.sessions.ledger_page import CorrectPurchaseForm, correction_terms
from pacte.web.pages.sessions.offer_pages import OfferFormPage, OfferPage, ReasonForm, refuse_unless_buyer
from pacte.web.pages.sessions.order_preparation_page import OrderTermsPage, order_form_initial
from pacte.web.reauthentication import requires_reauthentication

if TYPE_CHECKING:
    from pacte.offer.models import Preparation

_OPEN_STATES = (PreparationState.WAITING, PreparationState.SENT_BACK)


@OfferPage.view(
    template_name="sessions/signatures.html",
    right="offer.read_purchases",
    parents=lambda page: [("Commandes", page.url("sessions:orders"))],
    crumb="À signer",
)
def to_sign(page: OfferPage) -> dict[str, Any]:
    mine = preparations_to_sign(actor=page.actor, on=today())
    known = {each.pk for each in mine}
    others = [each for each in open_preparations(actor=page.actor) if each.pk not in known]
    return {
        "title": "Qu’est-ce qui attend ma signature ?",
        "answer": f"{pluralise(len(mine), 'acte attend', 'actes attendent')} votre signature." if mine else "Rien.",
        "mine": model.preparation_table(
            mine, id="a-signer-table", caption="Attendent votre signature", empty="Rien n’attend votre signature."
        ),
        "others": model.preparation_table(
            others, id="autres-table", caption="Préparées et non signées", empty="Aucune autre."
        ),
    }


class PreparationPage(OfferFormPage):
    """Read, sign, send back or withdraw one preparation."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        self.detail = preparation_detail(actor=self.actor, preparation_id=kwargs["identifier"])
        self.crumb = self.detail.preparation.order_number

    def context(self) -> dict[str, Any]:
        if self.form.is_bound:
            # What was refused may have changed meanwhile.
            self.load(**self.kwargs)
        actor, detail, preparation = self.actor, self.detail, self.detail.preparation
        state = PreparationState(preparation.state)
        is_mine = preparation.prepared_by_id == actor.person_id and state in _OPEN_STATES
        is_waiting = state is PreparationState.WAITING
        can_buy = preparation.buyer_id in buyer_organisation_ids(actor, preparation.organisation_id)
        refusal = signer_refusal(actor=actor, preparation=preparation, on=today()) if can_buy else None
        candidates = signer_candidates(actor=actor, preparation=preparation, on=today()) if is_waiting else None
        is_lonely = candidates is not None and not candidates.signers
        can_appoint = may_in_accounts(actor, "accounts.manage", preparation.organisation_id)
        kind = PREPARATION_LABELS[PreparationKind(preparation.kind)]
        has_order = bool(preparation.order) or state is PreparationState.SIGNED
        return {
            "title": f"{kind.capitalize()} {self.crumb} : que signe-t-on ?",
            "answer": _answer(preparation, state),
            "made": preparation,
            "facts": model.preparation_facts(self.actor, detail),
            "items": model.preparation_item_table(self.actor, detail.order, detail.sessions) if detail.order else None,
            "waiting": model.waiting_sentence(candidates) if candidates else "",
            "lonely": is_lonely,
            "appoint_url": self.url("accounts:people") if is_lonely and can_appoint else "",
            "refusal": refusal[1] if refusal and not is_mine and is_waiting else "",
            "may_sign": can_buy and refusal is None and is_waiting,
            "may_change": is_mine,
            "correct_url": self.url("sessions:prepare_again", preparation.pk),
            "order_url": self.url("sessions:order", self.crumb) if has_order and self.crumb else "",
        }


@PreparationPage.view(
    template_name="sessions/preparation.html",
    decorators=(requires_reauthentication,),
    parents=lambda page: [("Commandes", page.url("sessions:orders")), ("À signer", page.url("sessions:signatures"))],
    form_class=ReasonForm,
    error_fields={"reason_missing": "why"},
    success_url=lambda page: page.request.path,
)
def preparation_page(page: PreparationPage, data: dict[str, Any]) -> str:
    """Run the action of the button. The services check permissions."""
    actor, preparation = page.actor, page.detail.preparation
    refuse_unless_buyer(actor, preparation.organisation_id, "Seul un acheteur signe, renvoie ou retire une commande.")
    sent, address = page.request.POST, page.absolute_url("sessions:signatures")
    if sent.get("act") == "sign":
        sign_preparation(actor=actor, preparation=preparation, digest=sent.get("digest", ""), address=address)
        return "C’est signé : le registre a changé."
    if sent.get("act") == "send_back":
        send_back_preparation(actor=actor, preparation=preparation, reason=data["why"], address=address)
        return f"Renvoyé à {preparation.prepared_by_name}, avec votre motif."
    if sent.get("act") == "withdraw":
        withdraw_preparation(actor=actor, preparation=preparation, reason=data["why"])
        return "C’est retiré : rien n’est entré au registre."
    raise ValidationError("act_unknown", "Cette page n’attend pas cette réponse.", hint="Rechargez-la.")


def _answer(preparation: Preparation, state: PreparationState) -> str:
    answered, reason = preparation.answered_by_name, preparation.reason
    sentences = {
        PreparationState.SIGNED: f"C’est signé par {preparation.signed_by_name}.",
        PreparationState.SENT_BACK: f"{answered} l’a renvoyé à {preparation.prepared_by_name} : {reason}",
        PreparationState.WITHDRAWN: f"{answered} l’a retiré : {reason}",
    }
    return sentences.get(state, "Rien n’est au registre avant la signature.")


class PreparationCorrectionPage(OrderTermsPage):
    """New terms, by the preparer, before the signature: the old ones can no longer be signed."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        self.detail = preparation_detail(actor=self.actor, preparation_id=kwargs["identifier"])
        preparation, amendment = self.detail.preparation, self.detail.amendment
        if preparation.prepared_by_id != self.actor.person_id or preparation.state not in _OPEN_STATES:
            raise PermissionDenied(
                "other_preparer", "Seule la personne qui l’a préparé le corrige, avant la signature."
            )
        if preparation.reason:
            self.note = f"Renvoyé par {preparation.answered_by_name} : {preparation.reason}"
        if amendment:
            self.form_class = AMENDMENT_FORMS.get(amendment.kind, CorrectPurchaseForm)
        if preparation.order:
            self.order = order_detail(actor=self.actor, number=preparation.order.number)

    @property
    def back_url(self) -> str:
        return self.url("sessions:preparation", self.detail.preparation.pk)

    def parents(self) -> Sequence[Crumb]:
        name = self.detail.preparation.number or "Avenant"
        return [("À signer", self.url("sessions:signatures")), (name, self.back_url)]

    def form_arguments(self) -> dict[str, Any]:
        terms, amendment = self.detail.order, self.detail.amendment
        if amendment:
            sheet = {} if self.form_class is CorrectPurchaseForm else {"sheet": self.order}
            return {"initial": amendment_form_initial(amendment), **sheet}
        numbers = {identifier: each.number for identifier, each in self.detail.sessions.items()}
        initial = order_form_initial(terms, self.detail.preparation.provider, numbers, self.actor) if terms else {}
        return super().form_arguments() | {"initial": initial}

    def terms(self, data: dict[str, Any]) -> Any:
        """What was written: terms of an order or of an amendment."""
        old = self.detail.amendment
        if old is None:
            return self.form.terms(None, lot_id=self.detail.order.lot_id if self.detail.order else None)
        if old.kind is PreparationKind.CORRECTION:
            return correction_terms(old.session_id or 0, old.entry_id or 0, data)
        return amendment_terms_from_form(self.actor, self.order, old.kind, data, request_id=old.request_id)


@PreparationCorrectionPage.view(
    title="Que faut-il corriger ?",
    submit_label="Corriger",
    crumb="Corriger",
    intro="Ce qui a été lu avant ne peut plus être signé : l’autre acheteur relit ce que vous écrivez ici.",
)
def correct_terms(page: PreparationCorrectionPage, data: dict[str, Any]) -> str:
    correct_preparation(
        actor=page.actor,
        preparation=page.detail.preparation,
        terms=page.terms(data),
        provider=data.get("provider"),
        address=page.absolute_url("sessions:signatures"),
    )
    return "C’est corrigé."
