"""Simulated partners of the demonstration: a few hundred sent messages, some rejected, some received to settle.

Nothing is sent over the network. Rejections and answer delays are drawn by seed.
"""

from __future__ import annotations

import io
import random
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from pacte.accounts.queries import organisation_by_name
from pacte.exchange.inbox.receiving import Envelope, receive_message
from pacte.exchange.mapping import asked, filled, write
from pacte.exchange.orientation.applying import apply_orientation_file
from pacte.exchange.outbox.envelopes import digest_of
from pacte.exchange.outbox.mappings import mapping_of, wanted_events
from pacte.exchange.pivot.building import message
from pacte.interop.queries.dashboard import last_comparison
from pacte.interop.queries.dossiers import facts_of, step_facts
from pacte.interop.queries.partners import active_partners
from pacte.interop.records import DeliveryState, DifferenceKind, EventKind
from pacte.interop.rules.events import EVENTS_OF
from pacte.interop.services.partners import add_partner
from pacte.interop.services.planning import plan_deliveries
from pacte.interop.services.telling import Told, tell_deliveries, tell_difference, unsent
from pacte.journeys.services.outbox_backfill import backfill_outbox
from pacte.kernel.clock import now

if TYPE_CHECKING:
    from datetime import date

    from pacte.accounts.models import Organisation
    from pacte.interop.models import Delivery, Partner
    from pacte.kernel.actor import Actor

# The network on whose behalf each orientation tool prescribes here.
_NETWORKS = {
    "kairos": "Pôle emploi, Loiret (fictif)",
    "ouiform": "Cap emploi, Loiret (fictif)",
    "imilo": "Mission locale, Loiret (fictif)",
}
_SEED = 2019
_JOURNEYS = 120
_FIRST = datetime(2018, 1, 1, tzinfo=UTC)
_REFUSALS = (
    ("valeur_inconnue", "Le numéro de session n’est pas dans le catalogue du partenaire.", "action.numero_session"),
    ("champ_absent", "La date de naissance est obligatoire.", "beneficiaire.date_naissance"),
    ("date_incoherente", "La sortie précède la fin de la période déclarée.", "dates.sortie"),
)
_RECEIVED = (
    ("ouiform", {"statut": "positionne", "date": "2022-09-05", "personne": "OUI-4471", "numero_session": "24_000001"}),
    ("ouiform", {"statut": "retenu", "date": "2022-09-12", "personne": "OUI-4482", "numero_session": "24_000002"}),
    ("imilo", {"statut": "positionne", "date": "2022-09-06", "personne": "IM-2210", "numero_session": "24_000003"}),
    ("kairos", {"codeStatutInscription": "PFR", "date": "2022-09-07", "idRegionalDE": "0000000X",
                "numeroSession": "24_000004"}),
)  # fmt: skip


_FILE = (
    "Numéro de la personne;Nom;Prénom;Numéro de session;Statut;Date\n"
    "IM-3301;Fictif;Camille;24_000005;positionne;05/09/2022\n"
    "IM-3302;Fictif;Alix;24_000005;ICR;32/09/2022\n"
    "IM-3303;Fictif;Sacha;24_000006;PFR;07/09/2022\n"
)


def open_doors(*, actor: Actor, host: Organisation, on: date) -> None:
    """Create the partners and plan their deliveries, once; nothing is sent yet."""
    if active_partners(actor=actor):
        return
    networks = _networks()
    for code in ("agora", "kairos", "ouiform", "imilo"):
        _partner(actor, host, code, networks.get(code))
    backfill_outbox(actor=actor, host_id=host.pk, kinds=[str(kind) for kind in EVENTS_OF], journeys=_JOURNEYS)
    plan_deliveries(actor=actor, wanted=wanted_events(on), at=now())


def tell_doors(*, actor: Actor, host: Organisation) -> None:
    """Load the results of the planned deliveries, and the inbound messages.

    Once, after ``load_partners``: a reconciled partner is already loaded.
    """
    partners = active_partners(actor=actor)
    if any(last_comparison(actor=actor, partner=partner) for partner in partners):
        return
    networks = _networks()
    for partner in partners:
        _tell(actor, partner)
    by_slug = {partner.slug: partner for partner in partners}
    for rank, (slug, body) in enumerate(_RECEIVED, start=1):
        envelope = Envelope(f"fictif-{rank}", f"FICTIF-{rank:04}", 1, body)
        receive_message(actor=actor, partner=by_slug[slug], envelope=envelope)
    if "imilo" in networks:
        _file(actor, host, networks["imilo"])


def _networks() -> dict[str, Organisation]:
    """Organisation behind each orientation tool."""
    return {code: body for code, name in _NETWORKS.items() if (body := organisation_by_name(name))}


def _file(actor: Actor, host: Organisation, body: Organisation) -> None:
    """Load a small file of acts whose three rows need a user's decision; it creates no entry."""
    apply_orientation_file(
        actor=actor, host=host, body=body, stream=io.BytesIO(_FILE.encode()), file_name="actes-fictifs.csv",
        source="imilo", synthetic=True,
    )  # fmt: skip


def _partner(actor: Actor, host: Organisation, code: str, body: Organisation | None) -> Partner:
    label = mapping_of(code).label
    return add_partner(
        actor=actor, host=host, code=code, slug=code, name=label, body=body, since=_FIRST, simulated=True
    )


def _tell(actor: Actor, partner: Partner) -> None:
    """One delivery in twenty is rejected, one in fifteen was corrected, the last ones are not sent yet."""
    rows = unsent(actor=actor, partner=partner)
    facts = facts_of(actor=actor, journey_keys=[row.journey_key for row in rows])
    mapping = mapping_of(partner.code)
    told: list[Told] = []
    held: set[object] = set()
    for rank, row in enumerate(rows):
        known = facts.get(row.journey_key)
        step = step_facts(actor=actor, facts=known, step_id=row.step_id) if known else None
        if known is None or step is None or row.journey_key in held:
            continue
        said = message(key=row.key, rank=row.rank, event=EventKind(row.event), facts=known, step=step)
        body = write(mapping, said)
        chance = random.Random(f"{_SEED}/{partner.slug}/{rank}")  # noqa: S311 — a demonstration, not a secret
        each = _fate(row, chance)
        if each.state is not DeliveryState.ACKNOWLEDGED:
            held.add(row.journey_key)
        # A message whose sending or answer would be in the future is not sent yet.
        if each.sent_at is None or max(each.sent_at, each.settled_at or each.sent_at) > now():
            held.add(row.journey_key)
            continue
        told.append(
            Told(
                row, each.state, each.sent_at, each.settled_at, each.refused_at, each.code, each.reason, each.field,
                asked(mapping), filled(mapping, body), digest_of(body),
            )
        )  # fmt: skip
    tell_deliveries(actor=actor, told=told)
    accepted = [each.delivery for each in told if each.state is DeliveryState.ACKNOWLEDGED]
    kinds = (DifferenceKind.MISSING_THERE, DifferenceKind.CONTENT_DIFFERS)
    tell_difference(
        actor=actor, partner=partner, found=list(zip(accepted[:2], kinds, strict=False)), compared=len(told), at=now()
    )


def _fate(row: Delivery, chance: random.Random) -> Told:
    drawn = chance.random()
    sent = row.owed_at + timedelta(minutes=chance.randrange(1, 90))
    answered = sent + timedelta(hours=chance.choice((0, 1, 2, 5, 9, 20, 30)), minutes=chance.randrange(60))
    code, reason, name = _REFUSALS[chance.randrange(len(_REFUSALS))]
    if drawn < 0.05:
        return Told(row, DeliveryState.REJECTED, sent, answered, None, code, reason, name)
    if drawn < 0.08:
        return Told(row, DeliveryState.TO_SEND)
    if drawn < 0.15:
        mended = answered + timedelta(days=chance.randrange(1, 6))
        return Told(row, DeliveryState.ACKNOWLEDGED, sent, mended, answered, code, reason, name)
    return Told(row, DeliveryState.ACKNOWLEDGED, sent, answered)
