"""All writes of the offer. Bought places change only through an order, an amendment or a decision of the buyer."""

from pacte.offer.services.accounts import attach_account, attach_by_siret
from pacte.offer.services.answering import Answer, answer_request
from pacte.offer.services.asking import ask, withdraw_request
from pacte.offer.services.catalogue import Stored, store_provider, store_trainings
from pacte.offer.services.chains import close_link, link_trainings
from pacte.offer.services.differences import (
    accept_file,
    ask_provider,
    compare_with_ledger,
    keep_ledger,
    reply_to_difference,
)
from pacte.offer.services.following import follow_session, unfollow_session
from pacte.offer.services.lots import create_lot, drop_lot, publish_lot
from pacte.offer.services.orders import close_order
from pacte.offer.services.places import (
    Opened,
    correct_entry,
    open_places,
    plan_places,
    record_held,
    set_minimum,
    set_waiting,
)
from pacte.offer.services.preparing import (
    correct_preparation,
    prepare_amendment,
    prepare_order,
    withdraw_preparation,
)
from pacte.offer.services.publishing import publish_delivery, publish_replayed, publish_trainings
from pacte.offer.services.quality import refresh_quality
from pacte.offer.services.sessions import (
    Cancelled,
    cancel_session,
    confirm_session,
    end_session,
    postpone_session,
    redate_session,
    start_session,
)
from pacte.offer.services.sheets import (
    drop_draft,
    save_draft,
    say_access,
    set_competences,
    set_modules,
    write_sheet,
)
from pacte.offer.services.signing import send_back, sign_preparation

__all__ = [
    "Answer",
    "Cancelled",
    "Opened",
    "Stored",
    "accept_file",
    "answer_request",
    "ask",
    "ask_provider",
    "attach_account",
    "attach_by_siret",
    "cancel_session",
    "close_link",
    "close_order",
    "compare_with_ledger",
    "confirm_session",
    "correct_entry",
    "correct_preparation",
    "create_lot",
    "drop_draft",
    "drop_lot",
    "end_session",
    "follow_session",
    "keep_ledger",
    "link_trainings",
    "open_places",
    "plan_places",
    "postpone_session",
    "prepare_amendment",
    "prepare_order",
    "publish_delivery",
    "publish_lot",
    "publish_replayed",
    "publish_trainings",
    "record_held",
    "redate_session",
    "refresh_quality",
    "reply_to_difference",
    "save_draft",
    "say_access",
    "send_back",
    "set_competences",
    "set_minimum",
    "set_modules",
    "set_waiting",
    "sign_preparation",
    "start_session",
    "store_provider",
    "store_trainings",
    "unfollow_session",
    "withdraw_preparation",
    "withdraw_request",
    "write_sheet",
]
