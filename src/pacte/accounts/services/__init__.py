"""Writes organisations, people, memberships, passwords and login methods. Each act is audited."""

# Helpers of services that check rights, or acts of the system only: they take no actor.
from pacte.accounts.services.directory import add_name as add_name
from pacte.accounts.services.directory import (
    change_organisation,
    create_organisation,
    create_service,
    ensure_organisation,
    ensure_service,
    rename_organisation,
)
from pacte.accounts.services.guests import (
    delete_old_guests,
    ensure_guest,
    erase_guest,
    issue_guest_link,
    open_guest_link,
    revoke_guest_links,
)
from pacte.accounts.services.links import create_login_link, use_login_link
from pacte.accounts.services.logins import end_other_logins, record_login
from pacte.accounts.services.memberships import add_membership, end_membership
from pacte.accounts.services.passwords import PasswordAttempt, person_by_password
from pacte.accounts.services.people import change_person, close_account, create_person, reopen_account, set_password
from pacte.accounts.services.permission_checks import refuse_synthetic_in_real as refuse_synthetic_in_real
from pacte.accounts.services.rate_limits import consume_tokens as consume_tokens
from pacte.accounts.services.rate_limits import purge_buckets as purge_buckets
from pacte.accounts.services.second_factor import (
    begin_enrolment,
    check_second_factor,
    confirm_enrolment,
    reset_second_factor,
)
from pacte.accounts.services.substitutions import create_substitution, end_substitution

__all__ = [
    "PasswordAttempt",
    "add_membership",
    "begin_enrolment",
    "change_organisation",
    "change_person",
    "check_second_factor",
    "close_account",
    "confirm_enrolment",
    "create_login_link",
    "create_organisation",
    "create_person",
    "create_service",
    "create_substitution",
    "delete_old_guests",
    "end_membership",
    "end_other_logins",
    "end_substitution",
    "ensure_guest",
    "ensure_organisation",
    "ensure_service",
    "erase_guest",
    "issue_guest_link",
    "open_guest_link",
    "person_by_password",
    "record_login",
    "rename_organisation",
    "reopen_account",
    "reset_second_factor",
    "revoke_guest_links",
    "set_password",
    "use_login_link",
]
