"""People and memberships: creation, closing, ending, and the scope of administrators."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pacte.accounts.models import Membership
from pacte.accounts.queries import (
    actor_of,
    membership_for_change,
    own_memberships,
    people_counts,
    person_detail,
    person_for_change,
    visible_people,
)
from pacte.accounts.row_context import acting_as, set_row_context
from pacte.accounts.services import (
    add_membership,
    change_person,
    close_account,
    create_person,
    create_service,
    end_membership,
    end_other_logins,
    reopen_account,
    set_password,
)
from pacte.audit.models import AuditEntry
from pacte.kernel.actor import Actor, Role
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied, ValidationError
from pacte.kernel.french import fold_text
from tests.cast import MACHINE, PASSWORD, SINCE, Cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("password", "reason"),
    [("court", "trop court"), ("password1234", "courant"), ("lead@exemple.fr", "adresse électronique")],
)
def test_a_weak_password_is_refused_with_its_reason(cast: Cast, password: str, reason: str) -> None:
    lead = cast["lead"]
    with acting_as(lead.actor) as actor, pytest.raises(ValidationError) as refusal:
        set_password(actor=actor, person=lead.person, password=password)
    assert refusal.value.code == "password_weak"
    assert reason in refusal.value.reason


def test_one_changes_only_ones_own_password(cast: Cast) -> None:
    with acting_as(cast["administrator"].actor) as actor, pytest.raises(PermissionDenied):
        set_password(actor=actor, person=cast["lead"].person, password="une autre phrase assez longue")


def test_an_e_mail_opens_one_account_whatever_its_capitals(cast: Cast) -> None:
    with acting_as(cast["administrator"].actor) as actor:
        with pytest.raises(Conflict):
            create_person(actor=actor, email="LEAD@exemple.fr", first_name="Autre", last_name="Personne")
        with pytest.raises(ValidationError):
            create_person(actor=actor, email="pas une adresse", first_name="Autre", last_name="Personne")


def test_an_account_made_without_password_has_none_that_works(cast: Cast) -> None:
    with acting_as(cast["administrator"].actor) as actor:
        person = create_person(actor=actor, email="neuf@exemple.fr", first_name="Neuf", last_name="Venu")
    assert not person.has_usable_password()
    assert not person.check_password("")


def test_a_post_ends_the_day_before_and_leaves_its_reason(cast: Cast) -> None:
    lead = cast["lead"]
    with acting_as(cast["administrator"].actor) as actor:
        post = membership_for_change(
            actor=actor, person_id=lead.person.pk, membership_id=Membership.objects.get(person=lead.person).pk
        )
        end_membership(actor=actor, membership=post, on=today(), reason="change de service")
        assert AuditEntry.objects.get(act="membership.end").reason == "change de service"
    with acting_as(Actor(person_id=lead.person.pk)):
        assert actor_of(lead.person, on=today()).memberships == ()
        assert actor_of(lead.person, on=today() - timedelta(days=1)).has_role(Role.ACTION_LEAD)


def test_ending_a_post_never_makes_it_longer(cast: Cast) -> None:
    with acting_as(cast["administrator"].actor) as actor:
        post = Membership.objects.get(person=cast["lead"].person)
        end_membership(actor=actor, membership=post, on=date(2020, 1, 1), reason="départ")
        with pytest.raises(Conflict):
            end_membership(actor=actor, membership=post, on=date(2021, 1, 1), reason="encore")
        post.refresh_from_db()
        assert post.valid_until == date(2019, 12, 31)


def test_a_post_that_ends_before_it_began_is_removed(cast: Cast) -> None:
    with acting_as(cast["administrator"].actor) as actor:
        post = Membership.objects.get(person=cast["lead"].person)
        end_membership(actor=actor, membership=post, on=SINCE, reason="erreur de saisie")
        assert not Membership.objects.filter(person=cast["lead"].person).exists()


def test_the_last_administrator_of_a_pact_stays(cast: Cast) -> None:
    with acting_as(cast["administrator"].actor) as actor:
        post = Membership.objects.get(person=cast["administrator"].person)
        with pytest.raises(Conflict, match="dernière fonction"):
            end_membership(actor=actor, membership=post, on=today(), reason="départ")
        _give(actor, cast, "pilot", Role.ADMINISTRATOR)
        end_membership(actor=actor, membership=post, on=today(), reason="départ")


def test_the_same_post_is_not_given_twice_over_the_same_days(cast: Cast) -> None:
    with acting_as(cast["administrator"].actor) as actor:
        with pytest.raises(Conflict):
            _give(actor, cast, "lead", Role.ACTION_LEAD)
        _give(actor, cast, "lead", Role.ANALYST)


def test_a_service_of_another_organisation_and_an_unknown_zone_are_refused(cast: Cast) -> None:
    with acting_as(cast["administrator"].actor) as actor:
        elsewhere = create_service(actor=actor, organisation=cast.state, code="DREETS", name="")
        for wrong in ({"service": elsewhere}, {"zone_kind": "planet", "zone_code": "1"}):
            with pytest.raises(ValidationError):
                _give(actor, cast, "lead", Role.ANALYST, **wrong)


def test_a_closed_account_gives_no_right_and_reopens_with_a_reason(cast: Cast) -> None:
    lead = cast["lead"]
    with acting_as(cast["administrator"].actor) as actor:
        with pytest.raises(ValidationError):
            close_account(actor=actor, person=lead.person, reason="  ")
        close_account(actor=actor, person=lead.person, reason="départ")
    assert lead.actor.memberships == ()
    with acting_as(cast["administrator"].actor) as actor:
        reopen_account(actor=actor, person=lead.person, reason="retour")
    assert lead.actor.has_role(Role.ACTION_LEAD)


def test_nobody_closes_their_own_account(cast: Cast) -> None:
    with acting_as(cast["administrator"].actor) as actor, pytest.raises(PermissionDenied):
        close_account(actor=actor, person=cast["administrator"].person, reason="fatigue")


@pytest.mark.parametrize("part", ["pilot", "lead", "partner", "buyer", "finance", "auditor", "visitor", "intruder"])
def test_only_the_administrator_writes_accounts(cast: Cast, part: str) -> None:
    lead = cast["lead"].person
    with acting_as(cast[part].actor) as actor:
        with pytest.raises(PermissionDenied):
            create_person(actor=actor, email="neuf@exemple.fr", first_name="Neuf", last_name="Venu")
        with pytest.raises(PermissionDenied):
            close_account(actor=actor, person=lead, reason="malice")
        with pytest.raises(PermissionDenied):
            _give(actor, cast, "lead", Role.ADMINISTRATOR)
        with pytest.raises(NotFound):
            person_for_change(actor=actor, person_id=lead.pk)
        if part != "lead":
            with pytest.raises(PermissionDenied):
                change_person(actor=actor, person=lead, first_name="Faux", last_name="Nom")


def test_the_administrator_of_another_pact_reaches_nobody_of_ours(cast: Cast) -> None:
    with acting_as(MACHINE):
        add_membership(
            actor=MACHINE, person=cast["intruder"].person, organisation=cast.other_region, host=cast.other_region,
            role=Role.ADMINISTRATOR, valid_from=SINCE,
        )  # fmt: skip
    lead = cast["lead"].person
    with acting_as(cast["intruder"].actor) as actor:
        with pytest.raises(NotFound):
            person_for_change(actor=actor, person_id=lead.pk)
        with pytest.raises(NotFound):
            person_detail(actor=actor, person_id=lead.pk, on=today())
        with pytest.raises(PermissionDenied):
            _give(actor, cast, "intruder", Role.ADMINISTRATOR)
        with pytest.raises(PermissionDenied):
            close_account(actor=actor, person=lead, reason="malice")
        assert {sheet.email for sheet in visible_people(actor=actor, on=today())} == {"intruder@exemple.fr"}


def test_who_reads_people_sees_the_posts_of_their_pact_only(cast: Cast) -> None:
    with acting_as(MACHINE):
        add_membership(
            actor=MACHINE, person=cast["lead"].person, organisation=cast.other_region, host=cast.other_region,
            role=Role.PARTNER, valid_from=SINCE,
        )  # fmt: skip
    with acting_as(cast["auditor"].actor) as actor:
        sheet = person_detail(actor=actor, person_id=cast["lead"].person.pk, on=today())
        assert [post.role for post in sheet.memberships] == [Role.ACTION_LEAD]
        assert len(visible_people(actor=actor, on=today())) == 14
    with acting_as(cast["lead"].actor) as actor:
        assert {post.role for post in own_memberships(actor=actor, on=today())} == {Role.ACTION_LEAD, Role.PARTNER}
        with pytest.raises(NotFound):
            visible_people(actor=actor, on=today())


def test_a_new_password_or_a_new_generation_changes_what_logins_carry(cast: Cast) -> None:
    lead = cast["lead"]
    carried = [lead.person.get_session_auth_hash()]
    with acting_as(lead.actor) as actor:
        end_other_logins(actor=actor, person=lead.person)
        carried.append(lead.person.get_session_auth_hash())
        set_password(actor=actor, person=lead.person, password=PASSWORD + " changée")
        carried.append(lead.person.get_session_auth_hash())
    assert len(set(carried)) == 3


def _give(actor: Actor, cast: Cast, part: str, role: Role, **more: object) -> Membership:
    set_row_context(actor)
    return add_membership(
        actor=actor, person=cast[part].person, organisation=cast.region, host=cast.region, role=role,
        valid_from=SINCE, **more,
    )  # fmt: skip


def test_people_are_filtered_by_words_role_and_access(cast: Cast) -> None:
    with acting_as(MACHINE):
        change_person(actor=MACHINE, person=cast["lead"].person, first_name="Éloïse", last_name="Œuvrard")
        close_account(actor=MACHINE, person=cast["buyer"].person, reason="départ")

    def emails(**filters: Any) -> set[str]:
        return {person.email for person in visible_people(actor=actor, on=today(), **filters)}

    with acting_as(cast["auditor"].actor) as actor:
        everybody = emails()
        for words in ("oeuv", "eloise", "LEAD@exemple œuvrard", "éloïse exemple.fr"):
            assert "lead@exemple.fr" in emails(words=words), words
            assert "buyer@exemple.fr" not in emails(words=f"{words} eloise"), words
        assert "state-lead@exemple.fr" in emails(words="etat") != everybody
        assert emails(words="eloise zzz") == emails(words="_") - everybody == set()
        assert emails(role="buyer") == {"buyer@exemple.fr"}
        assert emails(has_access=False) == {"buyer@exemple.fr"}
        assert emails(has_access=True) == everybody - {"buyer@exemple.fr"}


def test_each_reader_counts_the_people_of_their_pact_and_those_who_may_enter(cast: Cast) -> None:
    """Somebody has a post in both Regions: each Region counts them; a closed account no longer enters."""
    with acting_as(MACHINE):
        for name, role in (("lead", Role.PARTNER), ("intruder", Role.ADMINISTRATOR)):
            add_membership(
                actor=MACHINE, person=cast[name].person, organisation=cast.other_region, host=cast.other_region,
                role=role, valid_from=SINCE,
            )  # fmt: skip
        close_account(actor=MACHINE, person=cast["buyer"].person, reason="départ")
    for reader in ("auditor", "intruder"):
        with acting_as(cast[reader].actor) as actor:
            people = list(visible_people(actor=actor, on=today()))
            entering = visible_people(actor=actor, on=today(), has_access=True)
            assert "lead@exemple.fr" in {person.email for person in people}
            assert people_counts(actor=actor, on=today()) == (len(people), len(entering))
    with acting_as(cast["auditor"].actor) as actor:
        everybody, entering_count = people_counts(actor=actor, on=today())
        assert everybody - entering_count == 1
    with acting_as(cast["lead"].actor) as actor, pytest.raises(NotFound):
        people_counts(actor=actor, on=today())


def test_only_the_people_of_a_page_are_read(cast: Cast) -> None:
    with acting_as(cast["auditor"].actor) as actor:
        people = visible_people(actor=actor, on=today())
        everybody = list(people)
        assert everybody == sorted(everybody, key=lambda person: fold_text(person.name.rsplit(" ", 1)[-1]))
        with CaptureQueriesContext(connection) as queries:
            assert people[3:5] == everybody[3:5]
    assert "OFFSET 3" in queries[0]["sql"]
    assert (people[3], len(people)) == (everybody[3], len(everybody))
