"""What exchanges with partners say of an action: messages accepted, delay, messages received; counts, for everybody."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from pacte.indicators.queries.exchanged import EXCHANGED, exchanges
from pacte.kernel.actor import Role
from pacte.kernel.french import number, percent, plural, typeset

if TYPE_CHECKING:
    from pacte.liaison.queries.evidence import ExchangeEvidence
    from pacte.web.pages.plan.reading import Shown

_ACCEPTED = "Messages acceptés par le partenaire, rapportés à ceux sur lesquels il s’est prononcé."
_DELAY = "Durée médiane entre l’étape notée ici et son acceptation par le partenaire."
_RECEIVED = "Messages de partenaires dont l’étape est entrée dans un parcours."
_READERS = (Role.ADMINISTRATOR, Role.REGION_PILOT, Role.ANALYST)


def exchanged_values(seen: Shown, codes: Iterable[str]) -> dict[str, Any]:
    """``codes``: of the indicators of the action. Nothing where no exchange measures one of them."""
    found = exchanges(actor=seen.actor, host_id=seen.plan.organisation_id, codes=codes, known_on=seen.on)
    if not found:
        return {}
    may_read = seen.actor.holds(*_READERS, host_id=seen.plan.organisation_id)
    return {
        "exchanged": [figure for code, each in found.items() for figure in _figures(seen, code, each)],
        "exchanges_url": reverse("partners:list") if may_read else "",
        "uncounted": "",
    }


def _figures(seen: Shown, code: str, found: ExchangeEvidence) -> list[dict[str, Any]]:
    partners = EXCHANGED[code].label
    simulated = ", partenaires simulés" if found.is_simulated else ""
    common = {"as_of": seen.on, "source": typeset(f"messages échangés, {partners}{simulated}"), "kind": "measured"}
    given: list[dict[str, Any]] = [
        {
            "label": "Messages acceptés / messages décidés",
            "value": percent(found.acceptance or 0.0).removesuffix("%").strip(),
            "unit": "%",
            "ratio": f"{number(found.accepted)} / {plural(found.decided, 'message')}",
            "definition": _ACCEPTED,
        }
    ]
    if found.median_days is not None:
        given.append(
            {"label": "Délai médian d’acceptation", "value": number(found.median_days, 1), "unit": "j",
             "ratio": plural(found.accepted, "message accepté", "messages acceptés"), "definition": _DELAY}
        )  # fmt: skip
    if found.received:
        given.append({"label": "Messages reçus et appliqués", "value": number(found.received), "definition": _RECEIVED})
    return [each | common for each in given]
