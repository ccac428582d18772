"""Answers, published tables, series, and the link between a learner and their pseudonymous number."""

from __future__ import annotations

from django.db import models

from pacte.accounts.models import OrganisationRow
from pacte.audit.table_rules import append_only, frozen_by, without_history


@without_history("a number drawn once for each person")
class FactPerson(models.Model):
    """Pseudonymous number of a learner in the facts. Random, stored only here, and deleted with the learner."""

    learner_id = models.BigIntegerField(primary_key=True)
    number = models.BigIntegerField(unique=True)


@without_history("written once")
@append_only
class SavedAnswer(OrganisationRow):
    """An answer as given: author, question, facts, and the document byte for byte.

    ``number`` is sequential by Region. The same question with the same answer for the same person is the same row.
    """

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


@without_history("a series keeps the day on which each point was known")
class Series(OrganisationRow):
    """An indicator whose values are imported or typed, described as a computed one is.

    ``code`` may be that of a catalogue entry of kind « série », whose labels then apply. ``theme`` places the series in
    a territory profile. ``is_additive``: values of disjoint zones add up to the value of their union.
    """

    code = models.SlugField(max_length=80)
    label = models.CharField(max_length=300)
    question = models.CharField(max_length=300)
    unit = models.CharField(max_length=120)
    entity = models.CharField(max_length=300)
    territory = models.CharField(max_length=20, default="residence")
    source = models.CharField(max_length=300)
    producer = models.CharField(max_length=200, blank=True)
    licence = models.CharField(max_length=120, blank=True)
    url = models.URLField(max_length=500, blank=True)
    owner = models.CharField(max_length=200)
    periodicity_months = models.PositiveSmallIntegerField(default=12)
    delay_months = models.PositiveSmallIntegerField(default=1)
    direction = models.CharField(max_length=10, default="neither")
    is_public = models.BooleanField(default=True)
    theme = models.CharField(max_length=20, blank=True)
    is_additive = models.BooleanField(default=False)
    note = models.TextField(blank=True)
    created_at = models.DateTimeField()
    person_name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "code"], name="indicators_series_code_once")]

    def __str__(self) -> str:
        return self.code


@without_history("a series keeps the day on which each point was known")
class SeriesBreak(models.Model):
    """A break in a series: values from that day on are not comparable with earlier ones, and why."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="breaks")
    on = models.DateField()
    reason = models.TextField()
    recorded_at = models.DateTimeField()
    person_name = models.CharField(max_length=200)


@without_history("a series keeps the day on which each point was known")
@append_only
class SeriesPoint(models.Model):
    """A value of a series for a zone, a period and a split (an occupation, an audience…); split "" is the total.

    A correction is a new point that names the one it replaces; nothing is overwritten. ``margin`` is half the
    confidence interval of a survey. ``is_hidden``: the source holds the value but keeps it confidential, so it is null
    here.
    """

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="points")
    zone_kind = models.CharField(max_length=24)
    zone_code = models.CharField(max_length=16)
    split = models.CharField(max_length=80, blank=True)
    first = models.DateField()
    last = models.DateField()
    value = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    is_hidden = models.BooleanField(default=False)
    numerator = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    denominator = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    margin = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    source_label = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    person_name = models.CharField(max_length=200)
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(last__gte=models.F("first")), name="indicators_point_period"),
            models.CheckConstraint(
                condition=models.Q(value=None, is_hidden=True) | models.Q(value__isnull=False, is_hidden=False),
                name="indicators_point_hidden_or_known",
            ),
            models.UniqueConstraint(
                fields=["series", "zone_kind", "zone_code", "split", "first", "last"],
                condition=models.Q(corrects=None),
                name="indicators_point_once",
            ),
        ]


@without_history("a series keeps the day on which each point was known")
class SeriesSplit(models.Model):
    """The label that the source gives to a split value: « fap_2021:A0X40 » is « Agriculteurs »."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="splits")
    code = models.CharField(max_length=80)
    label = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "code"], name="indicators_split_named_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.label}"


@without_history("written once")
@frozen_by("indicators_refuse_change")
class Publication(OrganisationRow):
    """A public table for one year, or the figures of a plan for one of its quarters (``queries.plan_figures``).

    Write once: the difference between two versions could identify somebody.
    """

    code = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField()
    known_on = models.DateField()
    published_at = models.DateTimeField()
    person_name = models.CharField(max_length=200)
    document = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code", "year"], name="indicators_published_once")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.year}"
