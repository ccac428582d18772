"""Who follows a person during a training, who owes a first contact, and when a review was held by three. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from pacte.journeys.records.relations import FollowUpLead, RelationDecision, RelationMode, ReviewParty
from pacte.journeys.rules.consequences import Consequence, Doer
from pacte.journeys.rules.obligations import NewObligation

# A practice that a Region may change, not a rule of law.
FIRST_CONTACT_WITHIN = timedelta(days=15)
# No text says when the three must meet: once who follows has had the time of a first contact.
REVIEW_DUE_AFTER = FIRST_CONTACT_WITHIN
CONTACT_OBLIGATIONS = (Consequence.REFERENT_CONTACT, Consequence.PROVIDER_CONTACT)
_CONTACTS: Mapping[RelationMode, tuple[tuple[Consequence, Doer], ...]] = {
    RelationMode.SINGLE: ((Consequence.REFERENT_CONTACT, Doer.ADVISER),),
    RelationMode.SHARED: (
        (Consequence.REFERENT_CONTACT, Doer.ADVISER),
        (Consequence.PROVIDER_CONTACT, Doer.PROVIDER),
    ),
    RelationMode.PROVIDER_LED: ((Consequence.PROVIDER_CONTACT, Doer.PROVIDER),),
}


def decision_in_force(decisions: Iterable[RelationDecision], on: date) -> RelationDecision | None:
    """The last decision that began by that day; of two for the same day the later one. None before the first."""
    begun = [each for each in decisions if each.valid_from <= on]
    return max(begun, key=lambda each: (each.valid_from, each.rank), default=None)


def mode_in_force(decisions: Iterable[RelationDecision], on: date) -> RelationMode:
    """Without a decision the referent follows alone."""
    decision = decision_in_force(decisions, on)
    return decision.mode if decision else RelationMode.SINGLE


def may_name_referent(mode: RelationMode) -> bool:
    """True when the provider names somebody who follows its trainee."""
    return mode is not RelationMode.SINGLE


def lead_of(mode: RelationMode, *, is_in_training: bool, is_named: bool) -> FollowUpLead:
    """Who leads: the referent outside the training, and as long as the provider has named nobody."""
    if not is_in_training or not is_named or mode is RelationMode.SINGLE:
        return FollowUpLead.REFERENT
    return FollowUpLead.BOTH if mode is RelationMode.SHARED else FollowUpLead.PROVIDER


def first_contacts_due(
    decision: RelationDecision | None, *, entered_on: date, bodies: Mapping[Doer, int | None]
) -> tuple[NewObligation, ...]:
    """First contacts owed after an entry. A Region that decided nothing asks for none; nor does a body unknown."""
    if decision is None:
        return ()
    return tuple(
        NewObligation(what, doer, body_id, entered_on + FIRST_CONTACT_WITHIN)
        for what, doer in _CONTACTS[decision.mode]
        if (body_id := bodies.get(doer)) is not None
    )


def is_held_by_three(answers: Mapping[ReviewParty, bool | None]) -> bool:
    """True when each of the three said that they were there. Silence is not a yes."""
    return all(answers.get(party) is True for party in ReviewParty)


def silent_parties(answers: Mapping[ReviewParty, bool | None]) -> tuple[ReviewParty, ...]:
    return tuple(party for party in ReviewParty if answers.get(party) is None)
