"""Attestation of training as PDF, to print and sign: hours, attested competences, and certified blocks separately."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from pacte.exchange.documents import attestation_pdf
from pacte.journeys.queries.session_people import person_of_session
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound
from pacte.web.certification_blocks import certified_block_labels
from pacte.web.pages.attendance.page_context import request_actor, trainable_session
from pacte.web.require_login import require_login


@require_login
@require_safe
def page(request: HttpRequest, training: str, action: str, session: str, key: str) -> HttpResponse:
    """Raises ``NotFound`` when the person never entered: there is nothing to attest."""
    actor = request_actor(request)
    training_session = trainable_session(actor, training, action, session)
    person = person_of_session(actor=actor, session=training_session, key=key)
    if person.entered_on is None:
        raise NotFound
    data = attestation_pdf.write(
        person, session=training_session, as_of=today(), blocks=certified_block_labels(person.steps),
        synthetic=settings.INSTANCE.name == "demo",
    )  # fmt: skip
    response = HttpResponse(data, content_type=attestation_pdf.MEDIA_TYPE)
    response["Content-Disposition"] = 'inline; filename="attestation.pdf"'
    return response
