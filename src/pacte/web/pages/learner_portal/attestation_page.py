"""PDF of my attestation, as it was when the provider gave it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from pacte.exchange.documents import attestation_pdf
from pacte.journeys.services.attestations import take_attestation
from pacte.web.certification_blocks import certified_block_labels
from pacte.web.pages.learner_portal.token_access import require_journey_link

if TYPE_CHECKING:
    from pacte.journeys.services import OpenedLink


@require_journey_link
@require_safe
def page(request: HttpRequest, link: OpenedLink, secret: str, key: UUID) -> HttpResponse:
    """Raises ``NotFound`` for the journey of another person, or when no attestation was given."""
    attestation = take_attestation(actor=link.actor, key=key)
    is_fictive = attestation.is_synthetic or settings.INSTANCE.name == "demo"
    data = attestation_pdf.write(
        attestation,
        session=attestation.session,
        as_of=attestation.given_on,
        blocks=certified_block_labels(attestation.steps),
        synthetic=is_fictive,
        is_copy=True,
    )
    headers = {"Content-Disposition": 'attachment; filename="attestation.pdf"'}
    return HttpResponse(data, content_type=attestation_pdf.MEDIA_TYPE, headers=headers)
