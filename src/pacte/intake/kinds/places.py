"""A provider's places: one row a session, with the places open and the minimum that it wants."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from pacte.exchange.documents.places_xlsx import HEADINGS, INPUT_HEADINGS
from pacte.exchange.rows.records import ColumnSpec, ParsedRow
from pacte.intake.file_kind import KindLink, KindWords
from pacte.intake.records import Change, FileContext, FileSender, Outcome, RowResult
from pacte.intake.senders import provider_senders
from pacte.intake.table_kind import TableKind
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.defects import CellReference, Defect
from pacte.kernel.errors import Conflict, ValidationError
from pacte.kernel.french import format_number
from pacte.offer.permissions import OfferScope, may
from pacte.offer.queries import (
    ProviderSession,
    acting_provider,
    session_by_id,
    session_places_balance,
    sessions_of_provider,
)
from pacte.offer.services import open_places, set_minimum

_OPENED, _MINIMUM, _REASON = INPUT_HEADINGS
_MAX_PLACES = _MAX_ROWS = 5_000
_MAX_REASON_LENGTH = 500
_UNDO_REASON = "Le fichier qui changeait ces places est défait."

Triplet = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class PlacesInput:
    """What a row asks for a session. None: the cell is empty, and that number does not change."""

    triplet: Triplet
    opened: int | None
    minimum: int | None
    reason: str


class PlacesKind(TableKind[PlacesInput]):
    code = "places"
    words = KindWords(
        label="Places de mes sessions",
        question="Que changer dans mes places ?",
        intro="Téléchargez vos sessions, changez les cases teintées, déposez le classeur : la page montre ce qui "
        "changerait.",
        drop_label="Déposez le classeur changé",
        promise="les bonnes lignes sont écrites, les autres vous reviennent",
        write_verb="Écrire ces places",
        row=("session", "sessions"),
        wrong_file="Téléchargez vos places depuis cette page, changez les cases teintées, déposez le même fichier.",
    )
    max_bytes = 5 * 1024**2
    nav = "supply"
    asks_columns = False
    writes_at_once = True
    max_rows = _MAX_ROWS
    columns = (
        *(
            ColumnSpec(heading, field)
            for heading, field in zip(HEADINGS[:3], ("training", "action", "session"), strict=True)
        ),
        ColumnSpec(_OPENED, "opened"),
        ColumnSpec(_MINIMUM, "minimum", is_absent_allowed=True),
        ColumnSpec(_REASON, "reason", is_absent_allowed=True),
    )

    def senders(self, actor: Actor) -> Sequence[FileSender]:
        return [
            each
            for each in provider_senders(actor)
            if may(actor, "offer.send_places", OfferScope(each.host.pk, each.organisation.pk))
        ]

    def breadcrumb(self, context: FileContext) -> tuple[KindLink, ...]:
        return (KindLink("Sessions", "sessions:home"),)

    def done_link(self, context: FileContext) -> KindLink:
        return KindLink("Voir mes sessions", "sessions:home")

    def downloads(self, context: FileContext) -> tuple[KindLink, ...]:
        return (KindLink("Télécharger mes sessions (.xlsx)", "sessions:places_file"),)

    def read_row(self, row: ParsedRow, context: FileContext) -> PlacesInput | list[Defect]:
        triplet = (row.text("training"), row.text("action"), row.text("session"))
        defects = [] if all(triplet) else [_defect(row, HEADINGS[2], "Il manque un des trois numéros.", "Remettez-le.")]
        opened, minimum = (_places(row, *each, defects) for each in (("opened", _OPENED), ("minimum", _MINIMUM)))
        reason = row.text("reason")
        if len(reason) > _MAX_REASON_LENGTH:
            defects.append(_defect(row, _REASON, "Ce motif est trop long.", "Une phrase suffit."))
        return defects or PlacesInput(triplet, opened, minimum, reason)

    def identity(self, item: PlacesInput) -> Hashable:
        return item.triplet

    def apply(self, items: Sequence[PlacesInput], context: FileContext) -> list[RowResult]:
        provider, host_id = acting_provider(actor=context.actor), context.sender.host.pk
        sessions: dict[Triplet, ProviderSession] = {}
        for each in sessions_of_provider(actor=context.actor, provider=provider, host_id=host_id, on=today()):
            triplet = each.line.triplet
            sessions[triplet.training, triplet.training_action, triplet.session] = each
        return [_apply(item, sessions.get(item.triplet), context.actor) for item in items]

    def undo(self, change: Mapping[str, object], context: FileContext) -> None:
        actor, on = context.actor, today()
        session = session_by_id(actor=actor, session_id=_number(change, "session"))
        balance = session_places_balance(actor=actor, session=session, on=on)
        if (balance.opened, balance.minimum) != (_number(change, "opened"), _number(change, "minimum")):
            raise Conflict("places_changed", "Ces places ont changé depuis.", hint="Changez-les à la main.")
        opened, minimum = _number(change, "opened_before"), _number(change, "minimum_before")
        if opened != balance.opened:
            open_places(actor=actor, session=session, count=opened, on=on, reason=_UNDO_REASON)
        if minimum != balance.minimum:
            set_minimum(actor=actor, session=session, count=minimum, on=on, reason=_UNDO_REASON)


def _apply(item: PlacesInput, provider_session: ProviderSession | None, actor: Actor) -> RowResult:
    if provider_session is None:
        message = "Cette session n’est pas des vôtres, ou est passée."
        place = CellReference("", 0, HEADINGS[2])
        return RowResult(Outcome.REFUSED, defect=Defect("session_unknown", message, place, hint="Retirez la ligne."))
    places = provider_session.line.places
    opened = None if item.opened in (None, places.opened) else item.opened
    minimum = None if item.minimum in (None, places.minimum) else item.minimum
    if opened is None and minimum is None:
        return RowResult(Outcome.UNCHANGED)
    session, on = provider_session.line.session, today()
    try:
        with transaction.atomic():
            if opened is not None:
                open_places(actor=actor, session=session, count=opened, on=on, reason=item.reason)
            if minimum is not None:
                set_minimum(actor=actor, session=session, count=minimum, on=on, reason=item.reason)
    except (ValidationError, Conflict) as error:
        place = CellReference("", 0, _OPENED)
        defect = Defect(error.code, f"{error.message} {error.reason}".strip(), place, hint=error.hint)
        return RowResult(Outcome.REFUSED, defect=defect)
    undo = {
        "session": session.pk, "opened_before": places.opened or 0, "minimum_before": places.minimum,
        "opened": places.opened or 0 if opened is None else opened,
        "minimum": places.minimum if minimum is None else minimum,
    }  # fmt: skip
    return RowResult(Outcome.CHANGED, _change(provider_session, opened, minimum), undo=undo)


def _change(provider_session: ProviderSession, opened: int | None, minimum: int | None) -> Change:
    line = provider_session.line
    places = line.places
    pairs = [
        (name, old, new)
        for name, old, new in (("places ouvertes", places.opened or 0, opened), ("minimum", places.minimum, minimum))
        if new is not None
    ]
    closes = opened is not None and opened < min(places.counted - places.lost, places.opened or 0)
    return Change(
        subject=f"{line.session.training.title}, session {line.triplet.session}",
        before=", ".join(f"{format_number(old)} {name}" for name, old, _ in pairs),
        after=", ".join(f"{format_number(new)} {name}" for name, _, new in pairs),
        effect="une demande part à l’acheteur" if closes else "",
    )


def _places(row: ParsedRow, field: str, heading: str, defects: list[Defect]) -> int | None:
    text = row.text(field)
    bare = text.removesuffix(",0").removesuffix(".0")
    if not text or (bare.isascii() and bare.isdigit() and len(bare) < 9 and int(bare) <= _MAX_PLACES):
        return int(bare) if bare else None
    message = f"« {text[:40]} » n’est pas un nombre de places."
    defects.append(_defect(row, heading, message, "Écrivez un nombre entier, par exemple 14.", text))
    return None


def _defect(row: ParsedRow, heading: str, message: str, hint: str, value: str = "") -> Defect:
    return Defect("places", message, CellReference("", row.row, heading), value[:40], hint)


def _number(change: Mapping[str, object], name: str) -> int:
    value = change[name]
    assert isinstance(value, int)
    return value


KIND = PlacesKind()
