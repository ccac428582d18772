"""The samples of funded cases that are controlled, and what controllers found. Rows are only added."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from pacte.accounts.models import Person, SignedRow
from pacte.audit.table_rules import append_only, frozen_by, without_history
from pacte.procedures.models.cases import Case
from pacte.procedures.models.committees import CallRound

_ONLY_ADDED = "its rows are only added"


@without_history(_ONLY_ADDED)
@append_only
@frozen_by("procedures_refuse_rewriting")
class AuditSample(SignedRow):
    """The sample of a round, drawn once. ``text``: its JSON, which anybody may compute again."""

    call_round = models.OneToOneField(CallRound, on_delete=models.PROTECT, related_name="audit_sample")
    drawn_on = models.DateField()
    text = models.TextField()


@without_history(_ONLY_ADDED)
@append_only
@frozen_by("procedures_refuse_rewriting")
class SampledCase(SignedRow):
    """A case that a sample drew, and until when its finding is due. ``why``: its amount, or the draw."""

    sample = models.ForeignKey(AuditSample, on_delete=models.PROTECT, related_name="cases")
    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="sampled")
    why = models.CharField(max_length=10)
    due_on = models.DateField()


@without_history(_ONLY_ADDED)
@append_only
@frozen_by("procedures_refuse_rewriting")
class AuditFinding(SignedRow):
    """What somebody found: all in order, or the cents that nothing justifies. ``corrects``: the one it replaces."""

    sampled = models.ForeignKey(SampledCase, on_delete=models.CASCADE, related_name="findings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=10)
    unjustified_cents = models.BigIntegerField()
    words = models.TextField()
    found_on = models.DateField()
    corrects = models.OneToOneField("self", on_delete=models.CASCADE, null=True, blank=True, related_name="correction")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(unjustified_cents__gte=0), name="procedures_auditfinding_positive"),
            models.CheckConstraint(condition=~Q(words=""), name="procedures_auditfinding_words"),
            models.UniqueConstraint(
                fields=["sampled"], condition=Q(corrects__isnull=True), name="procedures_auditfinding_first"
            ),
        ]

    @property
    def is_conform(self) -> bool:
        return not self.unjustified_cents
