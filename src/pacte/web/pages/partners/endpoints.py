"""Endpoints for partners: send messages, acknowledge ours, list the status of the people they referred.

No web session and no account: each request is signed with the secret of the partner. Any unsigned request gets the same
response.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from pacte.accounts.row_context import acting_as, set_row_context
from pacte.exchange.inbox.authentication import authenticate_partner
from pacte.exchange.inbox.messages import parse_envelope, receive_message
from pacte.interop.queries.partner_journeys import journeys_sent_by_partner
from pacte.interop.rules.partner_answers import AnswerStatus, parse_partner_answer
from pacte.interop.rules.signatures import SIGNATURE_HEADER
from pacte.interop.services.receipts import apply_receipt
from pacte.kernel.actor import Actor, system_actor
from pacte.kernel.errors import PacteError, ValidationError
from pacte.web.request import Request

if TYPE_CHECKING:
    from pacte.interop.models import Partner

MAX_MESSAGE_BYTES = 256 * 1024
PartnerView = Callable[..., HttpResponse]


def _require_signature(view: Callable[[HttpRequest, Actor, Partner], HttpResponse] | PartnerView) -> PartnerView:
    """Require the partner's signature of the body, or of the URL when there is no body."""

    @wraps(view)
    def wrapper(request: Request, slug: str, **parts: str) -> HttpResponse:
        if int(request.headers.get("Content-Length") or 0) > MAX_MESSAGE_BYTES:
            return JsonResponse({"erreur": "message trop gros"}, status=413)
        signed_bytes = request.body if request.method == "POST" else request.get_full_path().encode()
        partner_actor = system_actor(f"partenaire {slug}"[:200])
        try:
            with acting_as(partner_actor):
                partner = authenticate_partner(
                    actor=partner_actor,
                    slug=slug,
                    signed=signed_bytes,
                    signature=request.headers.get(SIGNATURE_HEADER, ""),
                )
                if partner is None:
                    return JsonResponse({"erreur": "signature"}, status=401)
                return view(request, partner_actor, partner, **parts)
        except PacteError as error:
            return JsonResponse({"code": error.code, "motif": str(error)}, status=error.status)
        finally:
            # The row access of the system ends with the message.
            set_row_context(request.actor)

    return wrapper


@csrf_exempt
@require_POST
@_require_signature
def messages(request: HttpRequest, partner_actor: Actor, partner: Partner) -> HttpResponse:
    """A prescription or an update: « accepte », « recu » (stored, pending or to resolve) or « rejete »."""
    return JsonResponse(
        receive_message(actor=partner_actor, partner=partner, envelope=parse_envelope(_json_body(request)))
    )


@csrf_exempt
@require_POST
@_require_signature
def receipts(request: HttpRequest, partner_actor: Actor, partner: Partner) -> HttpResponse:
    """Receipt for one of our messages: {"cle", "revision", "statut", "code", "motif", "champ"}."""
    payload = _json_body(request)
    answer = parse_partner_answer(payload)
    key = payload.get("cle") if isinstance(payload, dict) else None
    if answer.status is AnswerStatus.NOTHING or not isinstance(key, str) or "\x00" in key:
        raise ValidationError("receipt", "Cet accusé ne peut pas être lu.", hint="Renvoyez-le entier.")
    is_applied = apply_receipt(actor=partner_actor, partner=partner, key=key, answer=answer)
    if is_applied is None:
        return JsonResponse({"cle": key, "statut": "inconnu"}, status=404)
    return JsonResponse({"cle": key, "statut": "pris" if is_applied else "deja"})


@require_safe
@_require_signature
def session(request: HttpRequest, partner_actor: Actor, partner: Partner, number: str) -> HttpResponse:
    """Status of the people that this partner referred to that session, and of no one else."""
    enrolments = [
        {"dossier": row.dossier, "personne": row.person, "statut": row.state, "depuis": row.since.isoformat()}
        for row in journeys_sent_by_partner(actor=partner_actor, partner=partner, session_number=number)
    ]
    return JsonResponse({"session": number, "inscriptions": enrolments})


def _json_body(request: HttpRequest) -> object:
    try:
        return json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise ValidationError("json", "Ce message n’est pas du JSON.", hint="Renvoyez-le entier.") from error
