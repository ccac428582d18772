"""What an applicant writes before sending, and what they correct afterwards: apart from what was sent.

Nobody of the Region reads these rows: row-level security opens them to the applicant and to the machine only.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from pacte.accounts.models import Guest, Organisation, OrganisationRow
from pacte.audit.table_rules import without_history
from pacte.plan.models import Plan, PlanAction
from pacte.procedures.models.cases import Case


@without_history("a draft belongs to its author; what is sent is a version of the case")
class Application(OrganisationRow):
    """The draft of one applicant for one procedure and one action. Once sent it is the buffer of corrections.

    ``key``: drawn with the form, so that the same form begun or sent twice is one. ``opens``: sections that may be
    corrected, until ``opens_until``. ``step`` counts the savings and ``steps`` says which was the last of each section,
    so that two windows do not overwrite each other. ``continues``: the case whose answers it began with.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+")
    plan_action = models.ForeignKey(PlanAction, on_delete=models.PROTECT, related_name="+")
    procedure_code = models.CharField(max_length=60)
    edition = models.PositiveSmallIntegerField()
    guest = models.ForeignKey(Guest, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    key = models.UUIDField(unique=True)
    title = models.CharField(max_length=200, blank=True)
    applicant_name = models.CharField(max_length=200, blank=True)
    values = models.JSONField(default=dict)
    step = models.PositiveIntegerField(default=0)
    steps = models.JSONField(default=dict)
    continues = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    case = models.OneToOneField(Case, on_delete=models.CASCADE, null=True, blank=True, related_name="application")
    opens = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    opens_until = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    warned_days = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(guest__isnull=False, body__isnull=True) | Q(guest__isnull=True, body__isnull=False),
                name="procedures_application_one_applicant",
            ),
        ]
        indexes = [
            models.Index(fields=["guest", "plan"], name="procedures_application_guest"),
            models.Index(fields=["body", "plan"], name="procedures_application_body"),
        ]

    def __str__(self) -> str:
        return self.title or "brouillon"


@without_history("the bytes of a draft belong to its author; what is sent is a document of the case")
class Attachment(OrganisationRow):
    """A document given with an answer of the form. ``field``: the code of the question.

    Removed from the draft, it stays as a row without bytes: its name and digest say that it was there.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="attachments")
    field = models.CharField(max_length=60)
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    data = models.BinaryField(null=True, blank=True)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "field", "digest"],
                condition=Q(removed_at__isnull=True),
                name="procedures_attachment_once",
            )
        ]

    def __str__(self) -> str:
        return self.name


@without_history("who was invited is in the audit log")
class CoApplicant(OrganisationRow):
    """Somebody whom the applicant invited to write with them: they read and write, and never send.

    The invitation is for their own e-mail, which their link proves; it expires, and the applicant may end it.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="co_applicants")
    guest = models.ForeignKey(Guest, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "guest"], name="procedures_coapplicant_once")]
