"""Outreach to learners and their answers: invitations, links, e-mails, texts, requests, situation surveys.

Only the digest of the secret of a link is stored: an e-mail or a text is written when it leaves, with a new link.
"""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from pacte.accounts.models import Organisation, OrganisationRow, Person
from pacte.agenda.models import Meeting
from pacte.audit.table_rules import without_history
from pacte.journeys.models.journeys import Journey
from pacte.journeys.models.people import Learner
from pacte.offer.models import Session


@without_history("the steps of the journey and the audit log say what changed")
class Invitation(OrganisationRow):
    """Real slots offered to a learner, who picks one by a link. ``mode``: chosen by the learner, or summoned.

    ``sent_by`` is the body that invites, ``sender`` its person who is notified of the answer. ``refusal`` is the reason
    why no slot suits; ``outcome`` is empty while the invitation is pending. ``session`` is null for an individual
    appointment, which moves no journey.

    Prepared is not sent: ``sent_at`` is null until the invitation leaves, and no delay runs before. ``expires_on`` is
    counted again from that day. ``unsent_reason`` says why it did not leave by itself.
    """

    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="invitations")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sent_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sender = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    meetings = models.ManyToManyField(Meeting, related_name="+")
    chosen = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    mode = models.CharField(max_length=20)
    channel = models.CharField(max_length=20)
    prepared_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True, blank=True)
    unsent_reason = models.CharField(max_length=20, blank=True, default="", db_default="")
    expires_on = models.DateField()
    chosen_at = models.DateTimeField(null=True, blank=True)
    refusal = models.CharField(max_length=20, blank=True)
    refusal_note = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=20, blank=True)
    outcome_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.journey_id} {self.mode}"

    @property
    def is_individual(self) -> bool:
        return self.session_id is None


@without_history("a log with both times")
class LearnerLink(OrganisationRow):
    """A personal link to the learner's own journey, or to the slots of one invitation.

    Only the digest of its secret is stored. Read by the machine only. Its rate limit is a token bucket
    (``accounts.services.take``).
    """

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="+")
    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    channel = models.CharField(max_length=20, blank=True)
    made_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)


@without_history("a log with both times")
class LearnerEmail(OrganisationRow):
    """One e-mail to a learner. The text is written when it leaves; only its kind and its dates are stored."""

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="+")
    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=20, default="waiting", db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)


@without_history("a log with both times")
class LearnerText(OrganisationRow):
    """One SMS to a learner, for the gateway. The text is never stored: it is written when it leaves, with a new link.

    ``meeting`` is the slot of which it reminds: changed since, the text does not leave. ``left_at`` is when the gateway
    got it, ``reference`` what the gateway calls it. ``cost_cents`` counts in the ceiling of the month.
    """

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="+")
    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=20, default="waiting", db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    reference = models.CharField(max_length=60, blank=True)
    parts = models.PositiveSmallIntegerField(default=0)
    cost_cents = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            # The cost of the month of a Region.
            models.Index(fields=["organisation", "left_at"], name="journeys_text_cost"),
        ]


@without_history("the steps of the journey and the audit log say what changed")
class LearnerRequest(OrganisationRow):
    """A request of a learner about their data or their path; a person of the referent's body answers."""

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    text = models.CharField(max_length=1000, blank=True)
    made_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    person_name = models.CharField(max_length=200, blank=True)
    answer = models.CharField(max_length=1000, blank=True)

    class Meta:
        indexes = [models.Index(fields=["learner", "made_at"], name="journeys_request_of")]


@without_history("the steps of the journey and the audit log say what changed")
class SituationSurvey(OrganisationRow):
    """The survey sent 3, 6 or 12 months after the end. A survey without an answer is a fact, counted in the rate."""

    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="situation_asks")
    months = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["journey", "months"], name="journeys_situation_asked_once")]
