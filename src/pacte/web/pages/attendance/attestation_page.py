"""Attestation of training as PDF, to print and sign: hours, attested competences, and certified blocks separately."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse

from pacte.exchange.documents import attestation_pdf
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound
from pacte.web.certification_blocks import certified_block_labels
from pacte.web.pages.attendance.page_context import TraineePage


@TraineePage.view()
def attestation(page: TraineePage) -> HttpResponse:
    """Raises ``NotFound`` when the person never entered: there is nothing to attest."""
    person = page.person
    if person.entered_on is None:
        raise NotFound
    blocks, is_demo = certified_block_labels(person.steps), settings.INSTANCE.name == "demo"
    data = attestation_pdf.write(person, session=page.session, as_of=today(), blocks=blocks, synthetic=is_demo)
    response = HttpResponse(data, content_type=attestation_pdf.MEDIA_TYPE)
    response["Content-Disposition"] = 'inline; filename="attestation.pdf"'
    return response
