"""Papers that a case makes, who is asked to sign them, and what they answer. All three are only added."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from pacte.accounts.models import Guest, OrganisationRow, Person
from pacte.accounts.models.directory import SignedRow
from pacte.audit.table_rules import append_only, frozen_by, without_history
from pacte.procedures.models.cases import Case, CaseDocument
from pacte.procedures.records.papers import PaperAnswerKind

_FROZEN = "procedures_refuse_rewriting"


@without_history("its rows are only added")
@append_only
@frozen_by(_FROZEN)
class CasePaper(SignedRow):
    """A paper as it was made: its whole content, and its digest. The last one of its ``code`` in a case counts.

    ``version``: of its wording; ``edition``: of the procedure. ``source``: the answers from which it was made.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="papers")
    code = models.CharField(max_length=60)
    edition = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField()
    source = models.JSONField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    made_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["case", "code"], name="procedures_casepaper_last")]


@without_history("its rows are only added")
@append_only
@frozen_by(_FROZEN)
class PaperSignatory(OrganisationRow):
    """Somebody who is asked to sign one paper, in order of ``rank``. ``guest``: to whom the link is sent, if anybody.

    ``party``: a SIRET, or which party of the case.
    """

    paper = models.ForeignKey(CasePaper, on_delete=models.CASCADE, related_name="signatories")
    guest = models.ForeignKey(Guest, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    party = models.CharField(max_length=60)
    name = models.CharField(max_length=300)
    rank = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["paper", "party"], name="procedures_papersignatory_once"),
            models.UniqueConstraint(
                fields=["paper", "guest"], condition=Q(guest__isnull=False), name="procedures_papersignatory_one_party"
            ),
        ]


@without_history("its rows are only added")
@append_only
@frozen_by(_FROZEN)
class PaperAnswer(SignedRow):
    """What a signatory answers; the last answer counts, and a signature is given once.

    The evidence: ``digest`` of the content that was read, and for a guest ``proved_at``, when a link sent to their
    address was first opened. ``person``: who signed inside, for the Region,
    or from an account, for the body that applied. ``document``: what came back by hand.
    """

    signatory = models.ForeignKey(PaperSignatory, on_delete=models.CASCADE, related_name="answers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    document = models.ForeignKey(CaseDocument, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    proved_at = models.DateTimeField(null=True, blank=True)
    answered_on = models.DateField()
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["signatory"],
                condition=~Q(kind=PaperAnswerKind.REFUSED.value),
                name="procedures_paperanswer_signed_once",
            ),
            models.CheckConstraint(
                condition=~Q(kind=PaperAnswerKind.BY_HAND.value) | Q(document__isnull=False),
                name="procedures_paperanswer_by_hand",
            ),
        ]
