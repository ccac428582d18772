"""Secure a restored database: reapply erasures, end logins and links, hold texts, reapply withdrawn access.

Runs on the restored database before anyone reads it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pacte.accounts.records import AccountState
from pacte.accounts.row_context import acting_as
from pacte.accounts.services.after_restore import end_all_logins, reapply_withdrawn_access
from pacte.infra.erasure_ledger import ErasureRecord
from pacte.interop.records.partner_state import PartnerState
from pacte.interop.services.restore import reapply_partner_states
from pacte.journeys.queries.erasure import learners_matching_marks
from pacte.journeys.services.erasure import lift_hold
from pacte.journeys.services.restore import doubt_waiting_texts, revoke_all_links
from pacte.kernel.actor import Actor
from pacte.procedures.queries.own_erasure import applications_matching_marks
from pacte.procedures.services.own_erasure import erase_application_again
from pacte.workflows.erase_old_cases import erase_old_cases
from pacte.workflows.erase_person import erase_person

ERASURE_REASON = "effacement rejoué après une restauration"


@dataclass(frozen=True, slots=True)
class SecuringCounts:
    """Counts.

    People erased again; web sessions, login links and personal links ended; accounts and partners updated; ``cases``:
    drafts and cases erased again, by the ledger or because their retention is over.
    """

    erased: int
    web_sessions: int
    login_links: int
    personal_links: int
    accounts: int
    partners: int = 0
    cases: int = 0


@dataclass(frozen=True, slots=True)
class ReplacedDatabase:
    """States of accounts and partners in the replaced database; empty when it could not be read."""

    accounts: Sequence[AccountState] = ()
    partners: Sequence[PartnerState] = ()


def secure_restored_database(
    *, actor: Actor, erasures: Iterable[ErasureRecord], replaced: ReplacedDatabase
) -> SecuringCounts:
    """Run in the restored database, before it replaces the other one."""
    with acting_as(actor):
        listed = list(erasures)
        erased = replay_erasures(actor=actor, erasures=listed)
        cases = replay_case_erasures(actor=actor, erasures=listed)
        # Their days decide, not the ledger: what had gone since the backup goes again.
        cases += erase_old_cases(actor=actor)
        web_sessions, login_links = end_all_logins(actor=actor)
        personal_links = revoke_all_links(actor=actor)
        doubt_waiting_texts(actor=actor)
        accounts = reapply_withdrawn_access(actor=actor, previous_states=replaced.accounts)
        partners = reapply_partner_states(actor=actor, previous_states=replaced.partners)
    return SecuringCounts(erased, web_sessions, login_links, personal_links, accounts, partners, cases)


def replay_erasures(*, actor: Actor, erasures: Iterable[ErasureRecord]) -> int:
    """Erase again everyone named by the erasure ledger. Return how many."""
    with acting_as(actor):
        learners = learners_matching_marks(actor=actor, erasures=erasures)
        for learner in learners:
            if learner.held_until:
                # Erased since the backup: the hold still in the backup had ended.
                learner = lift_hold(actor=actor, learner=learner, reason=ERASURE_REASON)
            erase_person(actor=actor, learner=learner, reason=ERASURE_REASON)
    return len(learners)


def replay_case_erasures(*, actor: Actor, erasures: Iterable[ErasureRecord]) -> int:
    """Erase again the drafts and cases that the erasure ledger lists. Return how many."""
    with acting_as(actor):
        applications = applications_matching_marks(actor=actor, erasures=erasures)
        for application in applications:
            erase_application_again(actor=actor, application=application)
    return len(applications)
