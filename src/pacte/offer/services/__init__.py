"""All writes of the offer. Bought places change only through an order, an amendment or a decision of the buyer."""

from pacte.offer.services.accounts import attach_account, attach_accounts_by_siret
from pacte.offer.services.catalogue import StoreResult, store_provider, store_trainings
from pacte.offer.services.descriptions import (
    delete_description_draft,
    save_access_information,
    save_description_draft,
    save_training_description,
    set_competences,
)
from pacte.offer.services.differences import (
    accept_file,
    ask_provider,
    compare_with_ledger,
    keep_ledger,
    reply_to_difference,
)
from pacte.offer.services.followers import follow_session, unfollow_session
from pacte.offer.services.lots import create_lot, drop_lot, publish_lot
from pacte.offer.services.modules import set_modules, set_session_module
from pacte.offer.services.orders import close_order
from pacte.offer.services.places import (
    OpeningResult,
    correct_entry,
    open_places,
    plan_places,
    record_occupied_places,
    set_minimum,
    set_waiting,
)
from pacte.offer.services.preparations import (
    correct_preparation,
    prepare_amendment,
    prepare_order,
    withdraw_preparation,
)
from pacte.offer.services.provider_requests import submit_request, withdraw_request
from pacte.offer.services.publication import publish_corrected, publish_file, publish_trainings
from pacte.offer.services.quality import refresh_quality
from pacte.offer.services.request_answers import RequestAnswer, answer_provider_request
from pacte.offer.services.requirements import (
    carry_requirement,
    end_requirement,
    remove_lot_requirement,
    write_requirement,
)
from pacte.offer.services.sessions import (
    CancellationResult,
    confirm_session,
    end_session,
    postpone_session,
    record_session_cancellation,
    redate_session,
    start_session,
)
from pacte.offer.services.signatures import send_back_preparation, sign_preparation
from pacte.offer.services.training_links import close_link, link_trainings, set_later_trainings

__all__ = [
    "CancellationResult",
    "OpeningResult",
    "RequestAnswer",
    "StoreResult",
    "accept_file",
    "answer_provider_request",
    "ask_provider",
    "attach_account",
    "attach_accounts_by_siret",
    "carry_requirement",
    "close_link",
    "close_order",
    "compare_with_ledger",
    "confirm_session",
    "correct_entry",
    "correct_preparation",
    "create_lot",
    "delete_description_draft",
    "drop_lot",
    "end_requirement",
    "end_session",
    "follow_session",
    "keep_ledger",
    "link_trainings",
    "open_places",
    "plan_places",
    "postpone_session",
    "prepare_amendment",
    "prepare_order",
    "publish_corrected",
    "publish_file",
    "publish_lot",
    "publish_trainings",
    "record_occupied_places",
    "record_session_cancellation",
    "redate_session",
    "refresh_quality",
    "remove_lot_requirement",
    "reply_to_difference",
    "save_access_information",
    "save_description_draft",
    "save_training_description",
    "send_back_preparation",
    "set_competences",
    "set_later_trainings",
    "set_minimum",
    "set_modules",
    "set_session_module",
    "set_waiting",
    "sign_preparation",
    "start_session",
    "store_provider",
    "store_trainings",
    "submit_request",
    "unfollow_session",
    "withdraw_preparation",
    "withdraw_request",
    "write_requirement",
]
