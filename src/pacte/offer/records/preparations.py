"""Enums of purchase preparations: one person prepares, another one signs. Pure."""

from enum import StrEnum


class PreparationKind(StrEnum):
    """Effect of the signature. Amendment values are those of ``AmendmentKind``."""

    ORDER = "order"
    ADD = "add"
    CUT = "cut"
    MOVE = "move"
    PRICE = "price"
    DATES = "dates"
    CORRECTION = "correction"


PREPARATION_LABELS = {
    PreparationKind.ORDER: "commande",
    PreparationKind.ADD: "avenant : places ou heures en plus",
    PreparationKind.CUT: "avenant : places ou heures en moins",
    PreparationKind.MOVE: "avenant : places portées sur une autre session",
    PreparationKind.PRICE: "avenant : prix",
    PreparationKind.DATES: "avenant : fin de la commande",
    PreparationKind.CORRECTION: "correction d’une ligne du registre",
}


class PreparationState(StrEnum):
    """State of a preparation: waiting, sent back with a reason, withdrawn or signed. The last two are final."""

    WAITING = "waiting"
    SENT_BACK = "sent_back"
    WITHDRAWN = "withdrawn"
    SIGNED = "signed"


PREPARATION_STATE_LABELS = {
    PreparationState.WAITING: "attend une signature",
    PreparationState.SENT_BACK: "renvoyée à qui l’a préparée",
    PreparationState.WITHDRAWN: "retirée",
    PreparationState.SIGNED: "signée",
}

# Orders imported from files, and those recorded before signatures existed.
SIGNED_OUTSIDE = "signé hors de l’outil"
