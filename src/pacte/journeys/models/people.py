"""A person with as little data as possible: pseudonymous key, separate contact, separate sensitive facts.

Sensitive facts have a purpose, an end date and a log of reads. No national number is stored. The data inventory gives
the purpose, recipients and retention of each field.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from pacte.accounts.models import Organisation, OrganisationRow, Person
from pacte.audit.table_rules import append_only, without_history


@without_history("the steps of the journey and the audit log say what changed")
class Learner(OrganisationRow):
    """Somebody who looks for a training, or follows one. ``diploma``: highest obtained, 1 to 8, null when unknown."""

    opened_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    sex = models.CharField(max_length=1, blank=True)
    diploma = models.PositiveSmallIntegerField(null=True, blank=True)
    commune_code = models.CharField(max_length=5, blank=True)
    has_licence = models.BooleanField(null=True, blank=True)
    has_vehicle = models.BooleanField(null=True, blank=True)
    created_at = models.DateTimeField()
    last_seen_on = models.DateField()
    purge_on = models.DateField(null=True, blank=True)
    purge_told_on = models.DateField(null=True, blank=True)
    purged_at = models.DateTimeField(null=True, blank=True)
    # A dispute or a control is under way: nothing is erased before this day.
    held_until = models.DateField(null=True, blank=True)
    held_for = models.CharField(max_length=20, blank=True)
    is_synthetic = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(diploma__isnull=True) | Q(diploma__range=(1, 8)), name="learner_diploma"
            ),
            models.CheckConstraint(condition=Q(sex__in=["", "f", "m", "x"]), name="learner_sex"),
        ]
        indexes = [models.Index(fields=["id"], condition=Q(purged_at__isnull=False), name="journeys_purged")]

    def __str__(self) -> str:
        return str(self.key)


@without_history("the steps of the journey and the audit log say what changed")
class LearnerContact(OrganisationRow):
    """Contact details of a learner. A separate table: figures never need it, and a purge deletes it.

    ``phone_to_check``: the gateway does not know the number. ``no_texts_on``: since when the person wants no SMS.
    """

    learner = models.OneToOneField(Learner, on_delete=models.CASCADE, related_name="contact")
    first_name = models.CharField(max_length=80)
    last_name = models.CharField(max_length=80)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    address = models.CharField(max_length=300, blank=True)
    preferred = models.CharField(max_length=10, blank=True)
    partner_number = models.CharField(max_length=40, blank=True)
    phone_to_check = models.BooleanField(default=False, db_default=False)
    no_texts_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["last_name", "first_name"], name="journeys_contact_by_name")]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"


@without_history("the steps of the journey and the audit log say what changed")
class SensitiveFact(OrganisationRow):
    """A fact protected by law (disability, justice, literacy, RSA), for a stated purpose, until a stated day."""

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    purpose = models.CharField(max_length=60)
    consent_on = models.DateField(null=True, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    keep_until = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person_name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "kind", "valid_from"], name="sensitive_fact_once")]


@without_history("a log with both times")
@append_only
class SensitiveRead(OrganisationRow):
    """Log of the reads of sensitive facts: reader, learner, kinds, purpose, channel. Append-only, without the
    values.
    """

    at = models.DateTimeField(db_index=True)
    person_id = models.BigIntegerField(null=True)
    person_name = models.CharField(max_length=200)
    body_id = models.BigIntegerField(null=True)
    learner_key = models.UUIDField(db_index=True)
    kinds = models.CharField(max_length=300)
    purpose = models.CharField(max_length=60)
    channel = models.CharField(max_length=20)


@without_history("the steps of the journey and the audit log say what changed")
class Barrier(OrganisationRow):
    """An obstacle of a learner, by theme and constraint (« pas avant 9 h »), never by diagnosis."""

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="barriers")
    theme = models.CharField(max_length=20)
    constraint = models.CharField(max_length=60, blank=True)
    noted_on = models.DateField()
    solved_on = models.DateField(null=True, blank=True)
    noted_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person_name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(solved_on__isnull=True) | Q(solved_on__gte=F("noted_on")), name="barrier_solved_after_noted"
            )
        ]

    def __str__(self) -> str:
        return self.theme


@without_history("the steps of the journey and the audit log say what changed")
class Referent(OrganisationRow):
    """The referent of a learner over a period: at each date one body, and one person of it when named.

    ``named_by`` is the body that wrote the row: the giver of a handover still sees the receiver.
    """

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="referents")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    named_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")), name="referent_dates"
            ),
            models.UniqueConstraint(fields=["learner"], condition=Q(valid_until=None), name="referent_one_at_a_time"),
        ]
        indexes = [
            models.Index(fields=["body", "person"], name="journeys_referent_of", condition=Q(valid_until=None)),
            # Row-level policies look up the bodies of the actor, whatever the dates.
            models.Index(fields=["body"], name="journeys_referent_by_body"),
        ]


@without_history("the steps of the journey and the audit log say what changed")
class NotebookEntry(OrganisationRow):
    """An entry of the notebook shared by the referent, the provider and the learner: before, during, after.

    The provider reads the entries of the ``journey_id`` that it trains, no others. ``kind``: a note, or a contact
    attempt. ``reached``: whether the contact took place; null for a note.
    """

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="+")
    journey_id = models.BigIntegerField(null=True, blank=True)
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    phase = models.CharField(max_length=10)
    kind = models.CharField(max_length=20, default="word")
    reached = models.BooleanField(null=True, blank=True)
    text = models.CharField(max_length=1000)
    at = models.DateTimeField()
    person_name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.text[:60]


@without_history("says what is unread, and nothing about the person")
class NotebookReading(OrganisationRow):
    """When a person of the referrer or of the provider last opened a shared notebook: what is later is unread.

    ``journey_id``: the notebook of that journey, for the provider; null for the referrer, who reads them all at once.
    """

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="+")
    journey_id = models.BigIntegerField(null=True, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "journey_id", "person"], nulls_distinct=False, name="notebook_reading_once"
            )
        ]


@without_history("the steps of the journey and the audit log say what changed")
class CustodyDate(OrganisationRow):
    """Release dates of somebody in custody, as an interval that may move: a protected fact, for the authority only.

    ``body`` is the authority that wrote it; nobody else reads it, not even the next referent. A new row replaces the
    previous one.
    """

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="+")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    earliest_on = models.DateField()
    latest_on = models.DateField(null=True, blank=True)
    keep_until = models.DateField()
    recorded_at = models.DateTimeField()
    person_name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(latest_on__isnull=True) | Q(latest_on__gte=F("earliest_on")), name="custody_dates"
            )
        ]
