"""Form pages of a dispute: open it, give a figure, upload a list, appoint the arbiter, settle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from pacte.accounts.queries import organisation_by_id, organisation_names
from pacte.accounts.queries.assignable_people import assignable_people, organisation_by_host
from pacte.exchange.rows.reading import read_rows
from pacte.indicators.permissions import can_give_side, can_open_any_dispute, may
from pacte.indicators.queries.disputes import dispute_details
from pacte.indicators.records.definition import TerritoryRule
from pacte.indicators.records.dispute import DisputeInput, DisputeOutcome, DisputeSideInput
from pacte.indicators.rules.dispute import MAX_RECORDS, parse_dispute_records
from pacte.indicators.services.disputes import (
    appoint_arbiter,
    open_dispute,
    record_dispute_list,
    record_dispute_side,
    settle_dispute,
)
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied, ValidationError
from pacte.kernel.french import fold_text, pluralise
from pacte.web.form_fields import decimal_input_text
from pacte.web.form_page import FormPage, form_page
from pacte.web.pages.disputes.forms import (
    ArbiterForm,
    DisputeListForm,
    DisputeSideForm,
    OpenDisputeForm,
    SettleDisputeForm,
)
from pacte.web.pages.disputes.page_context import (
    DISPUTES_STYLESHEET,
    dispute_page_context,
    dispute_url,
    disputes_region,
    disputes_region_id,
    request_actor,
    requested_dispute,
)
from pacte.web.require_login import require_login

if TYPE_CHECKING:
    from pacte.accounts.models import Organisation
    from pacte.indicators.models import Dispute

_METHODS = ["GET", "HEAD", "POST"]


@require_login
@require_http_methods(_METHODS)
def open_page(request: HttpRequest) -> HttpResponse:
    actor = request_actor(request)
    host_id = disputes_region_id(actor)
    if not may(actor, "indicators.see_disputes", host_id):
        raise NotFound
    if not can_open_any_dispute(actor, host_id):
        raise PermissionDenied("dispute_right", "Votre fonction ne permet pas d’ouvrir un désaccord.")
    names = sorted(organisation_names(on=today()).items(), key=lambda each: fold_text(each[1]))
    form = OpenDisputeForm(
        request.POST if request.method == "POST" else None, bodies=[(str(key), name) for key, name in names]
    )

    def on_valid(data: dict[str, Any]) -> str:
        bodies = int(data.pop("first")), int(data.pop("second"))
        dispute = open_dispute(actor=actor, host=disputes_region(actor), data=DisputeInput(bodies=bodies, **data))
        return f"Le désaccord {dispute.number} est ouvert : chaque organisme y dit son chiffre et ce qu’il compte."

    page_spec = FormPage(
        "Quels chiffres se contredisent ?",
        "Ouvrir le désaccord",
        dispute_page_context()["trail"][0]["url"],
        stylesheet=DISPUTES_STYLESHEET,
        intro="Les deux chiffres restent affichés jusqu’à ce que l’arbitre tranche.",
    )
    return form_page(request, page_spec, form, on_valid, dispute_page_context({"label": "Ouvrir"}))


@require_login
@require_http_methods(_METHODS)
def side_page(request: HttpRequest, number: int, body: int) -> HttpResponse:
    dispute, organisation = _dispute_and_body(request, number, body)
    details = dispute_details(actor=request_actor(request), dispute=dispute)
    own_side = next(each for each in details.sides if each.body_id == body)
    initial = None
    if own_side.side is not None:
        initial = {name: getattr(own_side.side, name) for name in DisputeSideForm.base_fields} | {
            "value": decimal_input_text(own_side.side.value)
        }
    form = DisputeSideForm(request.POST if request.method == "POST" else None, initial=initial)

    def on_valid(data: dict[str, Any]) -> str:
        rule = TerritoryRule(data.pop("territory_rule"))
        record_dispute_side(
            actor=request_actor(request),
            dispute=dispute,
            body=organisation,
            data=DisputeSideInput(territory_rule=rule, **data),
        )
        return f"Le chiffre de {own_side.name} est gardé, avec ce qu’il compte."

    page_spec = FormPage(
        f"Que compte {own_side.name} ?",
        "Garder ce chiffre",
        dispute_url(number),
        stylesheet=DISPUTES_STYLESHEET,
        note=dispute.subject,
        intro="Un chiffre sans définition ne se compare pas. Ceux d’avant restent.",
    )
    return form_page(request, page_spec, form, on_valid, _page_context(dispute, "Chiffre"))


@require_login
@require_http_methods(_METHODS)
def keys_page(request: HttpRequest, number: int, body: int) -> HttpResponse:
    dispute, organisation = _dispute_and_body(request, number, body)
    is_post = request.method == "POST"
    form = DisputeListForm(request.POST, request.FILES) if is_post else DisputeListForm()

    def on_valid(data: dict[str, Any]) -> str:
        with read_rows(data["file"].file) as uploaded_rows:
            rows: list[tuple[int, list[str]]] = []
            for line in uploaded_rows.rows:
                if len(rows) >= MAX_RECORDS:
                    raise ValidationError(
                        "file", f"La liste dépasse {MAX_RECORDS} lignes.", hint="Coupez-la par période."
                    )
                rows.append(line)
            records = parse_dispute_records(uploaded_rows.headings, rows)
        count = record_dispute_list(actor=request_actor(request), dispute=dispute, body=organisation, records=records)
        return f"{pluralise(count, 'ligne')} à comparer. La liste sera effacée le jour de la décision."

    page_spec = FormPage(
        "Quelles lignes comptez-vous ?", "Déposer la liste", dispute_url(number), stylesheet=DISPUTES_STYLESHEET,
        note=dispute.subject,
        intro="Quand les deux listes sont là, elles se comparent clé par clé. Aucun nom n’y est accepté.",
    )  # fmt: skip
    return form_page(request, page_spec, form, on_valid, _page_context(dispute, "Liste"))


@require_login
@require_http_methods(_METHODS)
def arbiter_page(request: HttpRequest, number: int) -> HttpResponse:
    actor = request_actor(request)
    dispute = requested_dispute(request, number)
    _require_open_dispute(dispute)
    if not may(actor, "indicators.settle", dispute.organisation_id):
        raise PermissionDenied("arbiter_right", "Le pilote du pacte ou l’analyste désigne l’arbitre.")
    people_by_id = {
        str(each.pk): each for each in assignable_people(actor=actor, host_id=dispute.organisation_id, on=today())
    }
    form = ArbiterForm(
        request.POST if request.method == "POST" else None,
        people=[(key, str(person)) for key, person in people_by_id.items()],
        initial={"person": str(dispute.arbiter_id or ""), "due_on": dispute.due_on},
    )

    def on_valid(data: dict[str, Any]) -> str:
        person = people_by_id[data["person"]]
        appoint_arbiter(
            actor=actor,
            dispute=dispute,
            person_id=person.pk,
            name=str(person),
            organisation_id=organisation_by_host(person_id=person.pk).get(dispute.organisation_id, 0),
            due_on=data["due_on"],
        )
        return f"{person} arbitre ce désaccord."

    page_spec = FormPage(
        "Qui tranche ce désaccord ?",
        "Désigner",
        dispute_url(number),
        stylesheet=DISPUTES_STYLESHEET,
        note=dispute.subject,
    )
    return form_page(request, page_spec, form, on_valid, _page_context(dispute, "Arbitre"))


@require_login
@require_http_methods(_METHODS)
def settle_page(request: HttpRequest, number: int) -> HttpResponse:
    actor = request_actor(request)
    dispute = requested_dispute(request, number)
    _require_open_dispute(dispute)
    if dispute.arbiter_id is None or actor.person_id != dispute.arbiter_id:
        raise PermissionDenied(
            "not_arbiter", "Seul l’arbitre tranche ce désaccord.", hint="Le pilote du pacte ou l’analyste le désigne."
        )
    form = SettleDisputeForm(request.POST if request.method == "POST" else None)

    def on_valid(data: dict[str, Any]) -> str:
        outcome = DisputeOutcome(data.pop("outcome"))
        settle_dispute(actor=actor, dispute=dispute, outcome=outcome, **data)
        return "Le désaccord est tranché. Son issue est gardée, et les deux chiffres avec elle."

    page_spec = FormPage(
        "Quel chiffre est retenu ?",
        "Trancher",
        dispute_url(number),
        stylesheet=DISPUTES_STYLESHEET,
        note=dispute.subject,
        intro="Cela ne se défait pas. Les listes comparées sont effacées ; ce qu’elles comptaient reste.",
        danger=True,
    )
    return form_page(request, page_spec, form, on_valid, _page_context(dispute, "Trancher"))


def _dispute_and_body(request: HttpRequest, number: int, body: int) -> tuple[Dispute, Organisation]:
    """The dispute and the actor's organisation. Raises ``NotFound``, ``Conflict`` or ``PermissionDenied``."""
    actor = request_actor(request)
    dispute = requested_dispute(request, number)
    organisation = organisation_by_id(body) if body in dispute.body_ids else None
    if organisation is None:
        raise NotFound
    _require_open_dispute(dispute)
    if not can_give_side(actor, dispute.organisation_id, body, tuple(dispute.body_ids)):
        raise PermissionDenied(
            "side_right", "Vous ne parlez que pour votre organisme.", hint="Demandez au pilote du pacte."
        )
    return dispute, organisation


def _require_open_dispute(dispute: Dispute) -> None:
    if dispute.settled_on is not None:
        raise Conflict("dispute_settled", "Ce désaccord est tranché.", "Son issue est gardée telle quelle.")


def _page_context(dispute: Dispute, label: str) -> dict[str, Any]:
    return dispute_page_context({"label": dispute.subject, "url": dispute_url(dispute.number)}, {"label": label})
