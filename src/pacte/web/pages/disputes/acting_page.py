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
from pacte.web.form_fields import shown_decimal
from pacte.web.pages.disputes.forms import ArbiterForm, ListForm, OpenForm, SettleForm, SideForm
from pacte.web.pages.disputes.frame import (
    STYLE,
    actor_in,
    dispute_of,
    dispute_url,
    frame,
    region_in,
    region_of,
)
from pacte.web.plan_act import ActPage, act_page
from pacte.web.signed_in import signed_in

if TYPE_CHECKING:
    from pacte.accounts.models import Organisation
    from pacte.indicators.models import Dispute

_METHODS = ["GET", "HEAD", "POST"]


@signed_in
@require_http_methods(_METHODS)
def open_page(request: HttpRequest) -> HttpResponse:
    actor = actor_in(request)
    host_id = region_of(actor)
    if not may(actor, "indicators.see_disputes", host_id):
        raise NotFound
    if not can_open_any_dispute(actor, host_id):
        raise PermissionDenied("dispute_right", "Votre fonction ne permet pas d’ouvrir un désaccord.")
    names = sorted(organisation_names(on=today()).items(), key=lambda each: fold_text(each[1]))
    form = OpenForm(
        request.POST if request.method == "POST" else None, bodies=[(str(key), name) for key, name in names]
    )

    def run(given: dict[str, Any]) -> str:
        bodies = int(given.pop("first")), int(given.pop("second"))
        made = open_dispute(actor=actor, host=region_in(actor), data=DisputeInput(bodies=bodies, **given))
        return f"Le désaccord {made.number} est ouvert : chaque organisme y dit son chiffre et ce qu’il compte."

    said = ActPage(
        "Quels chiffres se contredisent ?", "Ouvrir le désaccord", frame()["trail"][0]["url"], stylesheet=STYLE,
        answer="Les deux chiffres restent affichés jusqu’à ce que l’arbitre tranche.",
    )  # fmt: skip
    return act_page(request, said, form, run, frame({"label": "Ouvrir"}))


@signed_in
@require_http_methods(_METHODS)
def side_page(request: HttpRequest, number: int, body: int) -> HttpResponse:
    dispute, organisation = _speaking(request, number, body)
    read = dispute_details(actor=actor_in(request), dispute=dispute)
    told = next(each for each in read.sides if each.body_id == body)
    initial = None
    if told.side is not None:
        initial = {name: getattr(told.side, name) for name in SideForm.base_fields} | {
            "value": shown_decimal(told.side.value)
        }
    form = SideForm(request.POST if request.method == "POST" else None, initial=initial)

    def run(given: dict[str, Any]) -> str:
        rule = TerritoryRule(given.pop("territory_rule"))
        record_dispute_side(
            actor=actor_in(request),
            dispute=dispute,
            body=organisation,
            data=DisputeSideInput(territory_rule=rule, **given),
        )
        return f"Le chiffre de {told.name} est gardé, avec ce qu’il compte."

    said = ActPage(
        f"Que compte {told.name} ?", "Garder ce chiffre", dispute_url(number), stylesheet=STYLE, note=dispute.subject,
        answer="Un chiffre sans définition ne se compare pas. Ceux d’avant restent.",
    )  # fmt: skip
    return act_page(request, said, form, run, _frame(dispute, "Chiffre"))


@signed_in
@require_http_methods(_METHODS)
def keys_page(request: HttpRequest, number: int, body: int) -> HttpResponse:
    dispute, organisation = _speaking(request, number, body)
    posted = request.method == "POST"
    form = ListForm(request.POST, request.FILES) if posted else ListForm()

    def run(given: dict[str, Any]) -> str:
        with read_rows(given["file"].file) as told:
            rows: list[tuple[int, list[str]]] = []
            for line in told.rows:
                if len(rows) >= MAX_RECORDS:
                    raise ValidationError(
                        "file", f"La liste dépasse {MAX_RECORDS} lignes.", hint="Coupez-la par période."
                    )
                rows.append(line)
            records = parse_dispute_records(told.headings, rows)
        count = record_dispute_list(actor=actor_in(request), dispute=dispute, body=organisation, records=records)
        return f"{pluralise(count, 'ligne')} à comparer. La liste sera effacée le jour de la décision."

    said = ActPage(
        "Quelles lignes comptez-vous ?", "Déposer la liste", dispute_url(number), stylesheet=STYLE,
        note=dispute.subject,
        answer="Quand les deux listes sont là, elles se comparent clé par clé. Aucun nom n’y est accepté.",
    )  # fmt: skip
    return act_page(request, said, form, run, _frame(dispute, "Liste"))


@signed_in
@require_http_methods(_METHODS)
def arbiter_page(request: HttpRequest, number: int) -> HttpResponse:
    actor = actor_in(request)
    dispute = dispute_of(request, number)
    _refuse_settled(dispute)
    if not may(actor, "indicators.settle", dispute.organisation_id):
        raise PermissionDenied("arbiter_right", "Le pilote du pacte ou l’analyste désigne l’arbitre.")
    known = {str(each.pk): each for each in assignable_people(actor=actor, host_id=dispute.organisation_id, on=today())}
    form = ArbiterForm(
        request.POST if request.method == "POST" else None,
        people=[(key, str(person)) for key, person in known.items()],
        initial={"person": str(dispute.arbiter_id or ""), "due_on": dispute.due_on},
    )

    def run(given: dict[str, Any]) -> str:
        person = known[given["person"]]
        appoint_arbiter(
            actor=actor, dispute=dispute, person_id=person.pk, name=str(person),
            organisation_id=organisation_by_host(person_id=person.pk).get(dispute.organisation_id, 0), due_on=given["due_on"],
        )  # fmt: skip
        return f"{person} arbitre ce désaccord."

    said = ActPage(
        "Qui tranche ce désaccord ?", "Désigner", dispute_url(number), stylesheet=STYLE, note=dispute.subject
    )
    return act_page(request, said, form, run, _frame(dispute, "Arbitre"))


@signed_in
@require_http_methods(_METHODS)
def settle_page(request: HttpRequest, number: int) -> HttpResponse:
    actor = actor_in(request)
    dispute = dispute_of(request, number)
    _refuse_settled(dispute)
    if dispute.arbiter_id is None or actor.person_id != dispute.arbiter_id:
        raise PermissionDenied(
            "not_arbiter", "Seul l’arbitre tranche ce désaccord.", hint="Le pilote du pacte ou l’analyste le désigne."
        )
    form = SettleForm(request.POST if request.method == "POST" else None)

    def run(given: dict[str, Any]) -> str:
        outcome = DisputeOutcome(given.pop("outcome"))
        settle_dispute(actor=actor, dispute=dispute, outcome=outcome, **given)
        return "Le désaccord est tranché. Son issue est gardée, et les deux chiffres avec elle."

    said = ActPage(
        "Quel chiffre est retenu ?", "Trancher", dispute_url(number), stylesheet=STYLE, note=dispute.subject,
        answer="Cela ne se défait pas. Les listes comparées sont effacées ; ce qu’elles comptaient reste.", danger=True,
    )  # fmt: skip
    return act_page(request, said, form, run, _frame(dispute, "Trancher"))


def _speaking(request: HttpRequest, number: int, body: int) -> tuple[Dispute, Organisation]:
    """The dispute and the actor's organisation. Raises ``NotFound``, ``Conflict`` or ``PermissionDenied``."""
    actor = actor_in(request)
    dispute = dispute_of(request, number)
    organisation = organisation_by_id(body) if body in dispute.body_ids else None
    if organisation is None:
        raise NotFound
    _refuse_settled(dispute)
    if not can_give_side(actor, dispute.organisation_id, body, tuple(dispute.body_ids)):
        raise PermissionDenied(
            "side_right", "Vous ne parlez que pour votre organisme.", hint="Demandez au pilote du pacte."
        )
    return dispute, organisation


def _refuse_settled(dispute: Dispute) -> None:
    if dispute.settled_on is not None:
        raise Conflict("dispute_settled", "Ce désaccord est tranché.", "Son issue est gardée telle quelle.")


def _frame(dispute: Dispute, label: str) -> dict[str, Any]:
    return frame({"label": dispute.subject, "url": dispute_url(dispute.number)}, {"label": label})
