"""What a lot carries and could carry, on its page, with one button each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pacte.kernel.actor import Actor
from pacte.kernel.clock import paris_date, today
from pacte.kernel.errors import ensure_found
from pacte.kernel.french import format_day
from pacte.kernel.user_input import parse_whole_number
from pacte.offer.queries import LotRequirementRow, requirement_by_id, requirements_of_lot
from pacte.offer.records import LotState
from pacte.offer.rules.requirements import OPEN_LOT_STATES
from pacte.offer.services import carry_requirement, remove_lot_requirement
from pacte.web.pages.sessions.requirements_page import requirement_domains, requirement_subject

if TYPE_CHECKING:
    from pacte.offer.models import Lot


def lot_requirement_lines(actor: Actor, lot: Lot, *, can_buy: bool) -> list[dict[str, Any]]:
    """What the lot carries, then what it could carry, each with the button that carries it or takes it off."""
    rows = requirements_of_lot(actor=actor, lot=lot, on=today())
    domains = requirement_domains(actor, [each.requirement for each in rows])
    lines = []
    for each in rows:
        subject = requirement_subject(each.requirement, domains)
        lines.append({
            "id": each.requirement.pk,
            "text": each.requirement.text,
            "note": f"{subject}, {each.requirement.origin_label}{_since(each)}",
            **(_button(each, LotState(lot.state)) if can_buy else {}),
        })  # fmt: skip
    return lines


def carry_or_take_off(actor: Actor, lot: Lot, identifier: str, *, is_carried: bool) -> str:
    """The act of the button. ``identifier``: of the requirement, as sent. Raises ``NotFound``; see the services."""
    requirement_id = ensure_found(parse_whole_number(identifier))
    requirement = requirement_by_id(actor=actor, host_id=lot.organisation_id, requirement_id=requirement_id)
    if is_carried:
        carry_requirement(actor=actor, requirement=requirement, lot=lot)
        return f"Le lot {lot.code} porte cette exigence."
    remove_lot_requirement(actor=actor, requirement=requirement, lot=lot)
    return f"Le lot {lot.code} ne porte plus cette exigence."


def _since(row: LotRequirementRow) -> str:
    if row.carried is None:
        return ""
    return f". Portée depuis le {format_day(paris_date(row.carried.carried_at))}, par {row.carried.carried_by_name}"


def _button(row: LotRequirementRow, state: LotState) -> dict[str, str]:
    if row.carried is None and state in OPEN_LOT_STATES:
        return {"act": "carry", "act_label": "Porter dans ce lot"}
    if row.carried is not None and state is LotState.DRAFT:
        return {"act": "uncarry", "act_label": "Ôter de ce lot"}
    return {}
