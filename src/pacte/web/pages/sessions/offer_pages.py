"""What the pages of sessions and orders share: base classes, rights, what URLs name, cells of tables, fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django import forms

from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound, PermissionDenied
from pacte.offer.permissions import OfferScope, may
from pacte.offer.queries import can_on_session, order_detail, permitted_region_id, session_by_triplet
from pacte.offer.records import Triplet
from pacte.web.form_fields import ActionCodeFormField, reason_field
from pacte.web.page import Crumb, FormPage, Page
from pacte.web.session_display import session_url, sessions_breadcrumb
from pacte.web.tables import Cell, cell

if TYPE_CHECKING:
    from pacte.offer.models import Order, Session

_MAX_PLACES = 5_000


class OfferPage(Page):
    """A page under the dashboard of sessions. ``right`` is required on the whole Region, ``host_id``."""

    nav = "supply"
    stylesheet = "pacte/css/sessions.css"
    right: str = ""
    host_id: int

    def load(self, *args: Any, **kwargs: Any) -> None:
        if self.right:
            self.host_id = permitted_region_id(actor=self.actor, act=self.right)

    def parents(self) -> Sequence[Crumb]:
        """Pages between the dashboard and this one."""
        return ()

    def breadcrumb(self) -> Sequence[Crumb]:
        return [*sessions_breadcrumb(self.actor), *self.parents(), *super().breadcrumb()]

    def absolute_url(self, name: str, *args: object) -> str:
        """URL to write in a message."""
        return self.request.build_absolute_uri(self.url(name, *args))


class OfferFormPage(OfferPage, FormPage):
    """A form under the dashboard of sessions."""

    shows_conflicts = True

    def idempotency_key(self, data: dict[str, Any]) -> str:
        """A form that the same person sends twice makes one preparation."""
        return f"form:{self.actor.person_id}:{data['key']}" if data.get("key") else ""


class BuyingFormPage(OfferFormPage):
    """A form for the buyers of the Region. Other readers of purchases get ``PermissionDenied``."""

    right = "offer.read_purchases"

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        refuse_unless_buyer(self.actor, self.host_id, "Seul l’acheteur prépare un lot ou signe une commande.")


class ReasonForm(forms.Form):
    """The reason that comes with some of the buttons of a page."""

    why = reason_field(required=False)


class OrderPage(OfferPage):
    """A page of one order, whose number is in the URL. ``crumb`` is the label of a page below it."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        self.detail = order_detail(actor=self.actor, number=kwargs["number"])

    @property
    def order(self) -> Order:
        return self.detail.order

    def parents(self) -> Sequence[Crumb]:
        own = self.url("sessions:order", self.order.number) if self.crumb else ""
        return [("Commandes", self.url("sessions:orders")), (self.order.number, own)]


class OrderFormPage(OrderPage, OfferFormPage):
    """A form about one order, for its buyer. ``refusal`` is what others are told."""

    refusal: str = "Seul l’acheteur change les places et les heures achetées."

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.check_address(kwargs)
        refuse_unless_buyer(self.actor, self.order.organisation_id, self.refusal)

    def check_address(self, url: Mapping[str, Any]) -> None:
        """Raises ``NotFound``, before anybody is refused."""

    @property
    def back_url(self) -> str:
        return self.url("sessions:order", self.order.number)


class SessionFormPage(OfferFormPage):
    """A form about the session of the URL, for those with ``right`` on it."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        """Raises ``NotFound`` without access to the session, ``PermissionDenied`` for a reader of its ledger."""
        triplet = Triplet(kwargs["training"], kwargs["action"], kwargs["session"])
        self.session = session_by_triplet(actor=self.actor, triplet=triplet)
        self.crumb = self.crumb or self.submit_label
        if self.right and not can_on_session(actor=self.actor, act=self.right, session=self.session):
            if not can_on_session(actor=self.actor, act="offer.read_ledger", session=self.session):
                raise NotFound
            raise PermissionDenied(
                "session_act", "Votre fonction ne permet pas cet acte sur la session.", hint="Demandez-le à l’acheteur."
            )

    def parents(self) -> Sequence[Crumb]:
        return [(self.session.training.title, self.back_url)]

    @property
    def back_url(self) -> str:
        return session_url(self.session.triplet)


def refuse_unless_buyer(actor: Actor, host_id: int, sentence: str) -> None:
    """Raises ``PermissionDenied``, which says this ``sentence``."""
    if not may(actor, "offer.purchase", OfferScope(host_id)):
        raise PermissionDenied("offer_purchase", sentence)


def session_cell(session: Session, note: str) -> Cell:
    """Title of its training, linked to the session."""
    return cell(session.training.title, url=session_url(session.triplet), note=note)


def fact_list(rows: Iterable[tuple[str, str, str]], third: str = "note") -> list[dict[str, str]]:
    """Parameter of the component ``facts``, without the empty ones. ``third`` names the third part of the rows."""
    return [{"label": label, "value": value, third: extra} for label, value, extra in rows if value]


def whole_number_field(label: str, *, least: int = 0, most: int = _MAX_PLACES, **options: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=least, max_value=most, **options)


def plan_action_field() -> ActionCodeFormField:
    return ActionCodeFormField(
        label="Action du plan",
        required=False,
        help_text="Son numéro : les places et les parcours de ces sessions se comptent alors sur sa page.",
    )
