"""Enums of purchases: lots, orders, amendments. Pure."""

from enum import StrEnum

from pacte.finance.records import FUND_LABELS, Fund


class OrderForm(StrEnum):
    FRAMEWORK_AGREEMENT = "framework_agreement"
    PUBLIC_SERVICE_MANDATE = "public_service_mandate"
    SUBSIDY = "subsidy"
    CONVENTION = "convention"


ORDER_FORM_LABELS = {
    OrderForm.FRAMEWORK_AGREEMENT: "bon de commande d’un accord-cadre",
    OrderForm.PUBLIC_SERVICE_MANDATE: "mandat de service public (SIEG)",
    OrderForm.SUBSIDY: "subvention",
    OrderForm.CONVENTION: "convention",
}


class PriceUnit(StrEnum):
    TRAINEE_HOUR = "trainee_hour"
    GROUP_HOUR = "group_hour"
    FLAT = "flat"


PRICE_UNIT_LABELS = {
    PriceUnit.TRAINEE_HOUR: "heure-stagiaire",
    PriceUnit.GROUP_HOUR: "heure-groupe",
    PriceUnit.FLAT: "forfait",
}


class LotState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    AWARDED = "awarded"
    DROPPED = "dropped"


LOT_STATE_LABELS = {
    LotState.DRAFT: "en préparation",
    LotState.PUBLISHED: "publié",
    LotState.AWARDED: "attribué",
    LotState.DROPPED: "abandonné",
}


class OrderState(StrEnum):
    """State of an order. Its places are in the ledger of each session."""

    SIGNED = "signed"
    CLOSED = "closed"


ORDER_STATE_LABELS = {OrderState.SIGNED: "en cours", OrderState.CLOSED: "soldée"}


class AmendmentKind(StrEnum):
    ADD = "add"
    CUT = "cut"
    MOVE = "move"
    PRICE = "price"
    DATES = "dates"


AMENDMENT_LABELS = {
    AmendmentKind.ADD: "places ou heures en plus",
    AmendmentKind.CUT: "places ou heures en moins",
    AmendmentKind.MOVE: "places portées sur une autre session",
    AmendmentKind.PRICE: "prix",
    AmendmentKind.DATES: "fin de la commande",
}

__all__ = [
    "AMENDMENT_LABELS",
    "FUND_LABELS",
    "LOT_STATE_LABELS",
    "ORDER_FORM_LABELS",
    "ORDER_STATE_LABELS",
    "PRICE_UNIT_LABELS",
    "AmendmentKind",
    "Fund",
    "LotState",
    "OrderForm",
    "OrderState",
    "PriceUnit",
]
