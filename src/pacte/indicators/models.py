"""What indicators keep in the database: answers given, the tie between a person and their number in the facts."""

from __future__ import annotations

from django.db import models

from pacte.accounts.models import Organisation


class FactPerson(models.Model):
    """The number under which the facts count a person. Drawn at random; gone with the person: the tie is here alone."""

    learner_id = models.BigIntegerField(primary_key=True)
    number = models.BigIntegerField(unique=True)

    def __str__(self) -> str:
        return str(self.number)


class KeptAnswer(models.Model):
    """An answer that was given: who asked what, over which facts, and the document, byte for byte.

    ``number`` counts by Region. The same question with the same answer for the same person is the same line.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    asked_at = models.DateTimeField()
    person_id = models.BigIntegerField(null=True)
    person_name = models.CharField(max_length=200)
    scope = models.JSONField(default=list)
    question = models.JSONField()
    known_on = models.DateField()
    document = models.TextField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="indicators_answer_number_once"),
            models.UniqueConstraint(
                fields=["organisation", "person_name", "digest"], name="indicators_answer_kept_once"
            ),
        ]

    def __str__(self) -> str:
        return f"réponse {self.number}"
