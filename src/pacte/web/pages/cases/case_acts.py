"""What is done on a case: stages, owner, deadlines, award, deliverables, documents, choice."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.http import HttpResponse

from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, deny_unless, ensure_found, hide_unless
from pacte.kernel.money import format_euros
from pacte.procedures.permissions import may_move
from pacte.procedures.queries import case_document, comparison_table, document_bytes, peer_candidates
from pacte.procedures.records.form import SectionAuthor
from pacte.procedures.rules.document_types import MAX_DOCUMENT_SIZE
from pacte.procedures.rules.form_answers import sections_by
from pacte.procedures.services import (
    accept_deliverable,
    add_document,
    appoint_case_owner,
    expect_deliverable,
    move_case,
    move_deliverable,
    name_peer,
    receive_deliverable,
    record_award,
    record_choice,
    refuse_deliverable,
    resume_case,
    set_deadline,
    suspend_case,
    update_case_fields,
)
from pacte.procedures.services.applicant_address import move_applicant_address
from pacte.procedures.services.messages import post_message
from pacte.web.answers_form import answer_parts
from pacte.web.page import view_by_name
from pacte.web.pages.cases import forms as own
from pacte.web.pages.cases.base_pages import CaseFormPage, CaseListPage


class TransitionPage(CaseFormPage):
    """One transition of the procedure, for readers who may make it, while the case is at its stage."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        transition = ensure_found(self.detail.procedure.transition(kwargs["transition"]))
        deny_unless(
            may_move(self.actor, transition, self.detail.scope),
            "move_right",
            "Votre fonction ne permet pas ce pas.",
            "Le catalogue des procédures dit qui le fait.",
            "Demandez-le au porteur de l’action ou au pilote.",
        )
        if self.detail.facts.stage not in transition.before:
            raise Conflict("stage_passed", "Le dossier n’est plus à cette étape.", hint="Rechargez sa page.")
        self.transition, self.next_stage = transition, self.detail.procedure.stage(transition.after)

    def form_arguments(self) -> dict[str, Any]:
        return {"needs_reason": self.transition.needs_reason}


@TransitionPage.view(
    right="",
    form_class=own.CaseTransitionForm,
    title=lambda page: f"{page.transition.verb} ?",
    submit_label=lambda page: page.transition.verb,
    intro=lambda page: f"Le dossier passera de « {page.detail.summary.stage.label} » à « {page.next_stage.label} ».",
    danger=lambda page: page.next_stage.is_end and page.transition.needs_reason,
)
def move(page: TransitionPage, data: dict[str, Any]) -> str:
    move_case(actor=page.actor, case=page.detail.case, transition=page.transition.code, **data)
    return f"Le dossier passe à « {page.next_stage.label} »."


@CaseFormPage.view(
    form_class=own.CaseHoldForm,
    title="Qu’attend ce dossier ?",
    submit_label="Mettre en attente",
    intro="Tant que la condition n’est pas levée, le dossier n’avance pas et personne n’est relancé.",
)
def hold(page: CaseFormPage, data: dict[str, Any]) -> str:
    suspend_case(actor=page.actor, case=page.detail.case, **data)
    return "Le dossier est en attente."


@CaseFormPage.view(
    form_class=own.ReleaseCaseForm, title="La condition est-elle levée ?", submit_label="Lever la condition"
)
def release(page: CaseFormPage, data: dict[str, Any]) -> str:
    resume_case(actor=page.actor, case=page.detail.case, **data)
    return "Le dossier reprend."


def _owner_arguments(page: CaseFormPage) -> dict[str, Any]:
    people = [(key, str(person)) for key, person in page.owners_by_id().items()]
    return {"choices": {"owner": people}, "initial": {"owner": str(page.detail.summary.owner_id or "")}}


@CaseFormPage.view(
    form_class=own.CaseOwnerForm,
    title="Qui répond de ce dossier ?",
    submit_label="Désigner cette personne",
    form_arguments=_owner_arguments,
)
def appoint(page: CaseFormPage, data: dict[str, Any]) -> str:
    person = page.owners_by_id().get(data["owner"])
    appoint_case_owner(actor=page.actor, case=page.detail.case, person=person, on=data["on"], reason=data["reason"])
    return f"{person} répond du dossier." if person else "Plus personne ne répond du dossier."


class PeerPage(CaseFormPage):
    """For a procedure of which a peer answers a section."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        hide_unless(sections_by(self.detail.procedure.form, SectionAuthor.PEER))
        people = peer_candidates(actor=self.actor, case=self.detail.case, on=today())
        self.candidates = {str(each.pk): each for each in people}

    def form_arguments(self) -> dict[str, Any]:
        return {"choices": {"person": [(key, str(each)) for key, each in self.candidates.items()]}}


@PeerPage.view(
    form_class=own.CasePeerForm,
    title="Quel pair relit ce dossier ?",
    submit_label="Désigner ce pair",
    intro="Une personne d’un autre organisme ou de la Région. Elle ne lit que la partie qu’elle remplit.",
)
def appoint_peer(page: PeerPage, data: dict[str, Any]) -> str:
    person = page.candidates[data["person"]]
    name_peer(actor=page.actor, case=page.detail.case, person=person, on=today(), reason=data["reason"])
    return f"{person} relit ce dossier."


def _answers_arguments(page: CaseFormPage) -> dict[str, Any]:
    detail = page.detail
    seen = detail.case.steps.order_by("-pk").values_list("pk", flat=True).first()
    return {
        "sections": [each for each in detail.procedure.form if each.author is not SectionAuthor.PEER],
        "values": detail.case.values,
        "initial": {"title": detail.summary.title, "seen": seen},
    }


@CaseFormPage.view(
    form_class=own.CaseAnswersForm,
    template_name="cases/answers.html",
    title="Que faut-il savoir de ce dossier ?",
    submit_label="Enregistrer",
    form_arguments=_answers_arguments,
    context=lambda page: {"parts": answer_parts(page.form)},
    shows_conflicts=True,
)
def describe(page: CaseFormPage, data: dict[str, Any]) -> str:
    update_case_fields(
        actor=page.actor,
        case=page.detail.case,
        title=data["title"],
        values=page.form.answers(),
        on=today(),
        reason=data["reason"],
        seen=data["seen"],
    )
    return "Le dossier est complété."


@CaseFormPage.view(
    form_class=own.CaseDeadlineForm,
    title="Pour quand ?",
    submit_label="Fixer l’échéance",
    form_arguments=lambda page: {
        "choices": {"code": [(each.code, each.label) for each in page.detail.procedure.deadlines]}
    },
)
def deadline(page: CaseFormPage, data: dict[str, Any]) -> str:
    set_deadline(actor=page.actor, case=page.detail.case, on=today(), **data)
    return "L’échéance est fixée."


@CaseFormPage.view(
    right="award", form_class=own.CaseAwardForm, title="À qui, et pour combien ?", submit_label="Garder l’attribution"
)
def award(page: CaseFormPage, data: dict[str, Any]) -> str:
    record_award(actor=page.actor, case=page.detail.case, **data)
    return f"Attribué à {data['holder']}, {format_euros(data['cents'])}."


@CaseFormPage.view(
    form_class=own.ExpectDeliverableForm,
    title="Quel livrable demande-t-on ?",
    submit_label="Demander ce livrable",
)
def ask_deliverable(page: CaseFormPage, data: dict[str, Any]) -> str:
    expect_deliverable(actor=page.actor, case=page.detail.case, on=today(), **data)
    return f"« {data['title']} » est attendu."


@CaseFormPage.view(
    right="choose",
    form_class=own.OptionChoiceForm,
    title="Que choisit-on, et pourquoi ?",
    submit_label="Garder ce choix",
    intro="Le tableau compare ; c’est vous qui choisissez. Le choix peut s’écarter du premier rang.",
    form_arguments=lambda page: {
        "choices": {
            "option": [
                (each.code, f"{each.code} : {each.title}") for each in comparison_table(case=page.detail.case).options
            ]
        }
    },
)
def choose(page: CaseFormPage, data: dict[str, Any]) -> str:
    code = data.pop("option", "")
    option = next((each for each in comparison_table(case=page.detail.case).options if each.code == code), None)
    record_choice(actor=page.actor, case=page.detail.case, option=option, **data)
    return "Le choix est gardé, avec son motif."


@CaseFormPage.view(
    form_class=own.CaseMessageForm,
    title="Que faut-il écrire au demandeur ?",
    submit_label="Envoyer le message",
    intro="Il le lit à son adresse, par un lien. Aucun message ne s’efface.",
)
def write_message(page: CaseFormPage, data: dict[str, Any]) -> str:
    post_message(actor=page.actor, case=page.detail.case, text=data["text"])
    return "Le message est parti."


@CaseFormPage.view(
    right="hand_over",
    form_class=own.ApplicantAddressForm,
    title="Quelle est la nouvelle adresse du demandeur ?",
    submit_label="Rattacher le dossier à cette adresse",
    intro="Quand personne ne lit plus l’ancienne. Ses liens se ferment, et elle en est prévenue.",
    shows_conflicts=True,
)
def change_applicant_address(page: CaseFormPage, data: dict[str, Any]) -> str:
    move_applicant_address(actor=page.actor, case=page.detail.case, email=data["email"], reason=data["reason"])
    return "Le dossier suit la nouvelle adresse : un lien y part."


act = view_by_name(
    "act",
    {
        "message": write_message,
        "adresse": change_applicant_address,
        "attente": hold,
        "lever": release,
        "responsable": appoint,
        "description": describe,
        "echeance": deadline,
        "attribution": award,
        "livrable": ask_deliverable,
        "choix": choose,
        "pair": appoint_peer,
    },
)


class DeliverablePage(CaseFormPage):
    """What is done of one deliverable, whose rank is in the URL. ``question`` follows its name in the title."""

    question: str = ""

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        deliverable = ensure_found(
            next((each for each in self.detail.deliverables if each.rank == kwargs["rank"]), None)
        )
        self.deliverable, self.title = deliverable, f"« {deliverable.title} » : {self.question}"


@DeliverablePage.view(form_class=own.DatedForm, question="quand l’a-t-on reçu ?", submit_label="Marquer comme reçu")
def receive(page: DeliverablePage, data: dict[str, Any]) -> str:
    receive_deliverable(actor=page.actor, deliverable=page.deliverable, **data)
    return f"« {page.deliverable.title} » est reçu."


@DeliverablePage.view(
    form_class=own.AcceptDeliverableForm, question="répond-il à la demande ?", submit_label="Accepter le livrable"
)
def accept(page: DeliverablePage, data: dict[str, Any]) -> str:
    accept_deliverable(actor=page.actor, deliverable=page.deliverable, **data)
    return f"« {page.deliverable.title} » est accepté."


@DeliverablePage.view(
    form_class=own.RefuseDeliverableForm,
    question="que faut-il reprendre ?",
    submit_label="Refuser le livrable",
    danger=True,
)
def refuse(page: DeliverablePage, data: dict[str, Any]) -> str:
    refuse_deliverable(actor=page.actor, deliverable=page.deliverable, **data)
    return f"« {page.deliverable.title} » est refusé : il est attendu de nouveau."


@DeliverablePage.view(
    form_class=own.PostponeDeliverableForm,
    question="pour quand est-il attendu ?",
    submit_label="Reporter le livrable",
)
def postpone(page: DeliverablePage, data: dict[str, Any]) -> str:
    move_deliverable(actor=page.actor, deliverable=page.deliverable, on=today(), **data)
    return f"« {page.deliverable.title} » est reporté."


deliverable_act = view_by_name(
    "act", {"recevoir": receive, "accepter": accept, "refuser": refuse, "reporter": postpone}
)


@CaseFormPage.view(
    form_class=own.CaseDocumentForm,
    title="Quelle pièce ajoute-t-on ?",
    submit_label="Ajouter la pièce",
    crumb="Ajouter une pièce",
    form_arguments=lambda page: {
        "choices": {
            "kind": [(each.code, each.label) for each in page.detail.procedure.documents],
            "deliverable": [(str(each.rank), each.title) for each in page.detail.deliverables],
        }
    },
)
def add_case_document(page: CaseFormPage, data: dict[str, Any]) -> str:
    uploaded_file, rank = data.pop("file"), data.pop("deliverable", "")
    document = add_document(
        actor=page.actor,
        case=page.detail.case,
        name=uploaded_file.name if uploaded_file else "",
        # One byte more than the limit tells an oversized file without reading it all.
        data=uploaded_file.read(MAX_DOCUMENT_SIZE + 1) if uploaded_file else None,
        deliverable=next((each for each in page.detail.deliverables if str(each.rank) == rank), None),
        **data,
    )
    return f"« {document.title} » est au dossier."


@CaseListPage.view()
def download_document(page: CaseListPage, number: int, identifier: int) -> HttpResponse:
    """The bytes as kept, always as an attachment: a browser never renders them on our origin.

    Says on a page of its own why they cannot be read: they wait for the antivirus, or are gone.
    """
    document = case_document(actor=page.actor, plan=page.plan, number=number, document_id=identifier, on=today())
    data = document_bytes(actor=page.actor, document=document)
    response = HttpResponse(data, content_type=document.media_type or "text/plain")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(document.name or 'piece.txt')}"
    response["X-Content-Type-Options"] = "nosniff"
    return response
