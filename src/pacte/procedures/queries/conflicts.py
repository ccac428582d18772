"""Who may not judge a case, and the cases that are therefore absent from what somebody sees."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.db.models import F, Q, QuerySet

from pacte.accounts.models import Membership, Organisation, OrganisationName, Person
from pacte.accounts.queries import valid_on
from pacte.kernel.actor import Actor
from pacte.kernel.french import fold_text
from pacte.procedures.models import Case, CaseConflict, CoApplicant
from pacte.procedures.records.reading import BodyIdentity, ConflictKind, ConflictRules
from pacte.procedures.rules.conflicts import bodies_of_case, conflicts_with

_SIREN_DIGITS = 9


def cases_without_conflict(*, actor: Actor, rows: QuerySet[Case]) -> QuerySet[Case]:
    """Returns the cases that the actor has no conflict with: no list, count or export of theirs shows the others."""
    if actor.is_system or actor.person_id is None:
        return rows
    # Read once and hashed: as a join, PostgreSQL would look for conflicts again at each case.
    return rows.exclude(pk__in=_conflicts_of(actor).values("case_id"))


def is_in_conflict(*, actor: Actor, case: Case) -> bool:
    """Returns True when the actor, or one of their organisations, may not judge the case."""
    return not actor.is_system and actor.person_id is not None and _conflicts_of(actor).filter(case=case).exists()


def people_in_conflict(
    *, actor: Actor, case: Case, person_ids: Collection[int], on: date
) -> dict[int, frozenset[ConflictKind]]:
    """Returns the conflicts of these people with a case on a day, computed anew. For the machine only.

    By an organisation in which they have a post that day, by the e-mail of whoever applied, or as they declared.
    """
    actor.require_system()
    bodies = dict(CaseConflict.objects.filter(case=case, body__isnull=False, ended_at=None).values_list("body", "kind"))
    kinds_by_person: dict[int, set[ConflictKind]] = defaultdict(set)
    posts = Membership.objects.filter(valid_on(on), person_id__in=person_ids, organisation_id__in=bodies)
    for person_id, body_id in posts.values_list("person_id", "organisation_id"):
        kinds_by_person[person_id].add(ConflictKind(bodies[body_id]))
    same_email = Person.objects.filter(pk__in=person_ids, email__in=_emails_of(case))
    for person_id in same_email.values_list("pk", flat=True):
        kinds_by_person[person_id].add(ConflictKind.SAME_BODY)
    declared = CaseConflict.objects.filter(case=case, person_id__in=person_ids, kind=ConflictKind.DECLARED)
    for person_id in declared.values_list("person_id", flat=True):
        kinds_by_person[person_id].add(ConflictKind.DECLARED)
    return {person_id: frozenset(kinds) for person_id, kinds in kinds_by_person.items()}


def computed_body_conflicts(*, actor: Actor, case: Case, rules: ConflictRules) -> set[tuple[int, ConflictKind]]:
    """Returns the organisations of the directory that may not judge a case, each with why. For the machine only."""
    actor.require_system()
    applicant = _identities([case.body_id])[0] if case.body_id else None
    named = bodies_of_case(rules, case.values, applicant=applicant)
    texts = named.applicants | named.partners | named.funders
    sirens = {each[:_SIREN_DIGITS] for each in texts if each.isdigit()}
    by_siren = Q(pk__in=[])
    for siren in sirens:
        by_siren |= Q(siret__startswith=siren)
    by_name = OrganisationName.objects.filter(plain_name__in=[each for each in texts if not each.isdigit()])
    ids = {case.body_id, *Organisation.objects.filter(by_siren).values_list("pk", flat=True)}
    ids |= set(by_name.values_list("organisation_id", flat=True))
    return {
        (body.body_id, kind)
        for body in _identities([each for each in ids if each is not None])
        for kind in conflicts_with(rules, named, body, host_id=case.organisation_id)
    }


def _conflicts_of(actor: Actor) -> QuerySet[CaseConflict]:
    """The host is never hidden from its own people as a body: they steer every case, and are in conflict by name."""
    as_body = Q(body_id__in=actor.organisation_ids) & ~Q(body_id=F("organisation_id"))
    return CaseConflict.objects.filter(Q(person_id=actor.person_id) | as_body, ended_at=None)


def _identities(ids: Collection[int]) -> list[BodyIdentity]:
    names: dict[int, set[str]] = defaultdict(set)
    for body_id, name in OrganisationName.objects.filter(organisation_id__in=ids).values_list(
        "organisation_id", "plain_name"
    ):
        names[body_id].add(name)
    rows = Organisation.objects.filter(pk__in=ids).order_by("pk").values_list("pk", "siret")
    return [BodyIdentity(pk, siret or "", frozenset(names[pk])) for pk, siret in rows]


def _emails_of(case: Case) -> set[str]:
    """The addresses of whoever applied or wrote with them, and those that the answers give."""
    emails = {fold_text(each) for each in case.values.values() if isinstance(each, str) and "@" in each}
    if case.guest is not None:
        emails.add(case.guest.email)
    invited = CoApplicant.objects.filter(application__case=case)
    return emails | set(invited.values_list("guest__email", flat=True))
