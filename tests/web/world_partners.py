"""World of access: exchanges with partners, with a message refused, one received to settle, and a file."""

from __future__ import annotations

from pacte.accounts.row_context import acting_as
from pacte.exchange.inbox.messages import Envelope, receive_message
from pacte.exchange.outbox.sending import send_to_partners
from pacte.intake.records import FileSender
from pacte.interop.models import Delivery, InboundMessage, Partner
from pacte.interop.rules.partner_answers import AnswerStatus, PartnerAnswer
from tests.cast import MACHINE, Cast
from tests.intake.sending import receive, write
from tests.interop.making import lives, partner
from tests.journeys.making import session_with

_FILE = "Numéro de la personne;Nom;Prénom;Numéro de session;Statut;Date\n1;Un;Deux;0;ICR;05/01/2021\n".encode()
_BODY = {"statut": "positionne", "date": "2021-01-05", "personne": "ML-1", "numero_session": "ailleurs"}


def partners_of_the_world(cast: Cast) -> dict[str, int | str]:
    """Names of these objects, for the addresses."""
    partner(cast)
    tool = partner(cast, "ouiform")
    (journey,) = lives(cast, session_with(cast, number="24_ech"), 1)
    refused = PartnerAnswer(
        AnswerStatus.REJECTED, code="inconnu", reason="Session inconnue", field="action.numero_session"
    )

    def no(partner: Partner, secret: str) -> object:
        return lambda delivery, body: refused

    send_to_partners(actor=MACHINE, slug="agora", poster=no)  # type: ignore[arg-type]
    with acting_as(MACHINE):
        receive_message(actor=MACHINE, partner=tool, envelope=Envelope("k-1", "P-1", 1, _BODY))
    adviser = cast["adviser"].actor
    file = receive(
        "acts", _FILE, actor=adviser, sender=FileSender(cast.network, cast.region), name="actes.csv",
        options={"tool": "reseau"},
    )  # fmt: skip
    write(file, actor=adviser)
    with acting_as(MACHINE):
        return {
            "our refused message": Delivery.objects.get(partner__slug="agora", journey_key=journey.key, rank=1).pk,
            "our message to settle": InboundMessage.objects.get(key="k-1").pk,
            "our file of acts": file.pk,
        }
