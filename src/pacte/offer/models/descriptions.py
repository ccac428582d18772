"""Data on a training that files do not carry: summary, competences, modules, links to later trainings.

Publicly readable. Written by the provider concerned and the Region's buyers; importing a file never changes these rows.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from pacte.audit.table_rules import with_history
from pacte.offer.models.catalogue import Session, Training, TrainingAction
from pacte.offer.records import EntryMode, Issuer, ModuleKind
from pacte.offer.records.inputs import AttestationItem, BlockItem, ModuleItem


@with_history
class TrainingDescription(models.Model):
    """Plain-language summary of a training, with date and author. ``nature`` overrides misleading codes of the file."""

    training = models.OneToOneField(Training, on_delete=models.CASCADE, related_name="sheet")
    summary = models.TextField(blank=True)
    nature = models.CharField(max_length=20, blank=True)
    said_on = models.DateField()
    said_by_name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.summary[:60]


@with_history
class AccessInformation(models.Model):
    """Access information declared by the provider, with its date. Null: not declared."""

    training_action = models.OneToOneField(TrainingAction, on_delete=models.CASCADE, related_name="access_word")
    licence_required = models.BooleanField(null=True, blank=True)
    reached_without_car = models.BooleanField(null=True, blank=True)
    way = models.CharField(max_length=300, blank=True)
    wheelchair = models.BooleanField(null=True, blank=True)
    disability_contact = models.CharField(max_length=200, blank=True)
    said_on = models.DateField()
    said_by_name = models.CharField(max_length=200)


@with_history
class Competence(models.Model):
    """One competence of « À la fin, vous saurez… », optionally attached to a block of the certification."""

    training = models.ForeignKey(Training, on_delete=models.CASCADE, related_name="competences")
    rank = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=500)
    block_code = models.CharField(max_length=40, blank=True)
    block_label = models.CharField(max_length=500, blank=True)
    is_attested = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["training", "rank"], name="offer_competence_rank_once")]

    def __str__(self) -> str:
        return self.text


@with_history
class Module(models.Model):
    """A part of a training that can be followed separately. ``reference`` is its LHÉO identifier, if any.

    Its identifier stays when its text changes, so that a session may be the session of one module. A module that the
    training no longer has is closed, never deleted; ``rank`` is its place among the open ones.
    """

    training = models.ForeignKey(Training, on_delete=models.CASCADE, related_name="modules")
    rank = models.PositiveSmallIntegerField()
    reference = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=255)
    hours = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    entry_mode = models.PositiveSmallIntegerField(default=0)
    price_cents = models.PositiveBigIntegerField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["training", "rank"], condition=Q(closed_on__isnull=True), name="offer_module_rank_once"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def as_item(self) -> ModuleItem:
        """With its attestations and blocks, as it is written and shown; two queries unless they were prefetched."""
        return ModuleItem(
            title=self.title,
            hours=self.hours,
            kind=ModuleKind(self.kind),
            reference=self.reference,
            entry_mode=EntryMode(self.entry_mode),
            price_cents=self.price_cents,
            attestations=tuple(each.as_item() for each in self.attestations.all()),
            blocks=tuple(
                BlockItem(each.certification_code, each.block_code, each.label, each.certifier)
                for each in self.blocks.all()
            ),
        )


@with_history
class ModuleAttestation(models.Model):
    """A competence attested by the provider or the employer at the end of a module. It is not a certification block.

    ``competence_code``: its OGR code in the ROME, by which it meets what employers ask; "" when nobody gave it.
    ``family``: of a passport of competences; "" for an attestation that is no passport.
    """

    module = models.ForeignKey(Module, on_delete=models.CASCADE, related_name="attestations")
    text = models.CharField(max_length=500)
    issuer = models.CharField(max_length=20)
    competence_code = models.CharField(max_length=8, blank=True)
    family = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["module", "text"], name="offer_attestation_once")]

    def __str__(self) -> str:
        return self.text

    def as_item(self) -> AttestationItem:
        return AttestationItem(self.text, Issuer(self.issuer), self.competence_code, self.family)


@with_history
class ModuleBlock(models.Model):
    """A certification block prepared by a module. Its certifier certifies it; it is never attested."""

    module = models.ForeignKey(Module, on_delete=models.CASCADE, related_name="blocks")
    certification_code = models.CharField(max_length=20)
    block_code = models.CharField(max_length=40)
    label = models.CharField(max_length=500, blank=True)
    certifier = models.CharField(max_length=250, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["module", "block_code"], name="offer_module_block_once")]

    def __str__(self) -> str:
        return self.block_code


@with_history
class ModuleSession(models.Model):
    """This session is the session of one module of its training: whoever enters it enters that module alone.

    Public, as the session. Without such a row a session is of the whole training.
    """

    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="+")
    module = models.ForeignKey(Module, on_delete=models.PROTECT, related_name="module_sessions")
    said_on = models.DateField()
    said_by_name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"{self.session_id} {self.module_id}"


@with_history
class TrainingLink(models.Model):
    """A link of a training pathway: completing ``earlier`` gives access to ``later``. ``closed_on``: link end date."""

    earlier = models.ForeignKey(Training, on_delete=models.CASCADE, related_name="follow_ons")
    later = models.ForeignKey(Training, on_delete=models.CASCADE, related_name="follows")
    kind = models.CharField(max_length=20)
    note = models.CharField(max_length=300, blank=True)
    said_on = models.DateField()
    said_by_name = models.CharField(max_length=200)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["earlier", "later"], condition=Q(closed_on__isnull=True), name="offer_follow_on_once"
            ),
            models.CheckConstraint(condition=~Q(earlier=F("later")), name="offer_follow_on_other"),
        ]
