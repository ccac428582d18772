"""Reading of cases: who reads, who may not, their scores; rows are written by the machine for whoever may act.

Row-level security hides a case from whoever is in conflict, and the scores of others from a reader until their own is
sent.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from pacte.accounts.models import Organisation, OrganisationRow, Person, SignedRow
from pacte.audit.table_rules import frozen_by, with_history
from pacte.procedures.models.cases import Case, CaseVersion


@with_history
class ReaderAssignment(SignedRow):
    """One person who reads one case with one grid. ``person_name`` is who asked them.

    ``cleared_at``: when they declared that they have no conflict; ``sent_at``: when they sent their score;
    ``ended_at``: when they were taken off, with the reason. ``is_extra``: asked because the readers disagreed.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="readers")
    grid = models.CharField(max_length=40)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    is_extra = models.BooleanField(default=False)
    cleared_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "grid", "person"], condition=Q(ended_at__isnull=True), name="procedures_reader_once"
            )
        ]
        indexes = [models.Index(fields=["person", "case"], name="procedures_reader_person")]


@with_history
@frozen_by("procedures_refuse_rewriting")
class ConflictDeclaration(SignedRow):
    """What a reader or a member of a committee declared of a case: a conflict, or none. Every declaration is kept."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="declarations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    has_conflict = models.BooleanField()
    text = models.TextField(blank=True)


@with_history
class CaseConflict(OrganisationRow):
    """A body or a person that may not judge a case, computed or declared. The case is absent from all that they see.

    ``ended_at``: when a computed conflict was no longer one, because an answer was corrected.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="conflicts")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=20)
    found_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(body__isnull=False, person__isnull=True) | Q(body__isnull=True, person__isnull=False),
                name="procedures_conflict_of_one",
            ),
            models.UniqueConstraint(
                fields=["case", "body", "person", "kind"],
                condition=Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="procedures_conflict_once",
            ),
        ]


@with_history
@frozen_by("procedures_refuse_rewriting")
class ReadingScore(SignedRow):
    """What one reader gave one case, with the weights of the grid on that day. Never changed; it may be struck.

    ``criteria``: objects of code, label, score, weight and words. ``version``: the answers that were read.
    """

    assignment = models.OneToOneField(ReaderAssignment, on_delete=models.PROTECT, related_name="score")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="scores")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    grid = models.CharField(max_length=40)
    edition = models.PositiveSmallIntegerField()
    version = models.ForeignKey(CaseVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    criteria = models.JSONField()
    comment = models.TextField(blank=True)


@with_history
@frozen_by("procedures_refuse_rewriting")
class ScoreStrike(SignedRow):
    """A score that no longer counts, with the reason: its reader was in conflict. The score itself is kept."""

    score = models.OneToOneField(ReadingScore, on_delete=models.PROTECT, related_name="strike")
    reason = models.TextField()
