"""Attestation of training as PDF, to print and sign: hours, attested competences, and certified blocks separately."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from pacte.exchange.documents import attestation_pdf
from pacte.journeys.queries.session_people import person_of_session
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound
from pacte.web.attested_blocks import block_words
from pacte.web.pages.training.frame import actor_in, trained_session
from pacte.web.signed_in import signed_in


@signed_in
@require_safe
def page(request: HttpRequest, training: str, action: str, session: str, key: str) -> HttpResponse:
    """Raises ``NotFound`` when the person never entered: there is nothing to attest."""
    actor = actor_in(request)
    found = trained_session(actor, training, action, session)
    person = person_of_session(actor=actor, session=found, key=key)
    if person.entered_on is None:
        raise NotFound
    data = attestation_pdf.write(
        person, session=found, as_of=today(), blocks=block_words(person.steps),
        synthetic=settings.INSTANCE.name == "demo",
    )  # fmt: skip
    response = HttpResponse(data, content_type=attestation_pdf.MEDIA_TYPE)
    response["Content-Disposition"] = 'inline; filename="attestation.pdf"'
    return response
