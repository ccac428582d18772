"""Published catalogue: provider, site, training, action, session. Public data, bulk-loaded from files.

These tables hold the content of the files, word for word, and nothing else: text added by a provider or a Region is in
``descriptions``. ``number`` is the InterCarif number shared by all tools. ``host_id`` is the Region that owns the
catalogue. ``digest`` shows whether a new file changes the row. Rows absent from a full file are closed, never deleted.
``unmodelled`` stores the LHÉO data that has no column, so that an export restores it. There are few indexes and no
``unique`` field (which would add a second index): hundreds of thousands of rows are loaded at once.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from pacte.accounts.models import Organisation
from pacte.audit.table_rules import with_statement_history
from pacte.offer.records import Triplet


def _codes(length: int) -> ArrayField[list[str], list[str]]:
    return ArrayField(models.CharField(max_length=length), default=list, blank=True)


class SourcedModel(models.Model):
    """Origin of a row: last file that contained it, change date in the source, and recording times.

    ``file_id``: number of that file among received files.
    """

    file_id = models.BigIntegerField(null=True, blank=True)
    changed_in_source_on = models.DateField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    recorded_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    closed_on = models.DateField(null=True, blank=True)
    unmodelled = models.JSONField(default=dict, blank=True)

    class Meta:
        abstract = True


@with_statement_history
class Provider(SourcedModel):
    """A training provider, identified by its SIRET. ``body``: its organisation in the directory, if it has one."""

    siret = models.CharField(max_length=14)
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    activity_number = models.CharField(max_length=11, blank=True)
    name = models.CharField(max_length=250)
    legal_name = models.CharField(max_length=250, blank=True)
    quality_mark = models.CharField(max_length=200, blank=True)
    quality_mark_until = models.DateField(null=True, blank=True)
    uai_code = models.CharField(max_length=8, blank=True)
    postal_code = models.CharField(max_length=5, blank=True)
    town = models.CharField(max_length=50, blank=True)
    commune_code = models.CharField(max_length=5, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.CharField(max_length=160, blank=True)
    web = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["siret"], name="offer_provider_siret_once")]

    def __str__(self) -> str:
        return self.name


@with_statement_history
class Site(models.Model):
    """A place where trainings happen. ``key``: digest of its address; files with the same address share the row."""

    key = models.CharField(max_length=64)
    name = models.CharField(max_length=255, blank=True)
    lines = ArrayField(models.CharField(max_length=250), default=list, blank=True)
    postal_code = models.CharField(max_length=5, blank=True)
    town = models.CharField(max_length=50, blank=True)
    commune_code = models.CharField(max_length=5, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    siret = models.CharField(max_length=14, blank=True)
    uai_code = models.CharField(max_length=8, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.CharField(max_length=160, blank=True)
    unmodelled = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], name="offer_site_key_once"),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="offer_site_coordinates",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name or self.town} ({self.postal_code})"


@with_statement_history
class Training(SourcedModel):
    """The content of a training, independent of dates and trainees (LHÉO « formation »).

    ``certifications`` is a list of {rncp, rs, certifinfo, cpf, formacode}, keys absent when empty.
    """

    number = models.CharField(max_length=60)
    host_id = models.BigIntegerField()
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="trainings")
    title = models.CharField(max_length=255)
    objective = models.TextField(blank=True)
    expected_results = models.TextField(blank=True)
    content = models.TextField(blank=True)
    is_certifying = models.BooleanField(default=False)
    pathway = models.PositiveSmallIntegerField(null=True, blank=True)
    level_in = models.PositiveSmallIntegerField(null=True, blank=True)
    level_out = models.PositiveSmallIntegerField(null=True, blank=True)
    general_objective = models.PositiveSmallIntegerField(null=True, blank=True)
    formacode_version = models.CharField(max_length=10, blank=True)
    formacodes = _codes(5)
    nsf_codes = _codes(3)
    rome_codes = _codes(5)
    certifications = models.JSONField(default=list, blank=True)
    module_reference = models.TextField(blank=True)
    url = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["number"], name="offer_training_number_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


@with_statement_history
class TrainingAction(SourcedModel):
    """A way of delivering a training: audience, place, pace and price (LHÉO « action »).

    ``funders`` is a list of {code, places, programme}, as in the file; ``trainers`` is a list of {siret, name}.
    ``site`` is the main place, ``other_sites`` the ids of the others.
    """

    training = models.ForeignKey(Training, on_delete=models.CASCADE, related_name="training_actions")
    number = models.CharField(max_length=60)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    other_sites = ArrayField(models.BigIntegerField(), default=list, blank=True)
    entry_mode = models.PositiveSmallIntegerField(default=0)
    modality = models.PositiveSmallIntegerField(default=0)
    pace = models.TextField(blank=True)
    alternation = models.TextField(blank=True)
    prerequisites = models.TextField(blank=True)
    level_required = models.BooleanField(default=False)
    public_codes = _codes(5)
    public_note = models.CharField(max_length=250, blank=True)
    hours_centre = models.PositiveIntegerField(null=True, blank=True)
    hours_company = models.PositiveIntegerField(null=True, blank=True)
    hours_total = models.PositiveIntegerField(null=True, blank=True)
    duration = models.CharField(max_length=150, blank=True)
    price_hour_cents = models.PositiveIntegerField(null=True, blank=True)
    price_total_cents = models.PositiveBigIntegerField(null=True, blank=True)
    costs_may_be_paid = models.BooleanField(default=False)
    costs_detail = models.CharField(max_length=600, blank=True)
    costs_left = models.CharField(max_length=200, blank=True)
    is_contracted = models.BooleanField(null=True, blank=True)
    contracted_hours = models.PositiveIntegerField(null=True, blank=True)
    funders = models.JSONField(default=list, blank=True)
    programmes = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    trainers = models.JSONField(default=list, blank=True)
    accessibility = models.CharField(max_length=250, blank=True)
    catering = models.CharField(max_length=250, blank=True)
    lodging = models.CharField(max_length=250, blank=True)
    transport = models.CharField(max_length=250, blank=True)
    languages = _codes(2)
    recruitment = models.TextField(blank=True)
    pedagogy = models.CharField(max_length=200, blank=True)
    information_dates = _codes(8)
    information_place = models.JSONField(default=dict, blank=True)
    url = models.CharField(max_length=400, blank=True)

    class Meta:
        # The number comes first, so that the index also serves lookups by number alone.
        constraints = [models.UniqueConstraint(fields=["number", "training"], name="offer_action_number_once")]

    def __str__(self) -> str:
        return self.number


@with_statement_history
class Session(SourcedModel):
    """Dates of a training action. Unknown or partial dates stay so: ``period_as_given`` is the 16 digits of the file.

    ``state`` is set once by a file, on insertion; afterwards only ``SessionStateChange`` changes it.
    """

    training_action = models.ForeignKey(TrainingAction, on_delete=models.CASCADE, related_name="sessions")
    number = models.CharField(max_length=60)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    first_starts_on = models.DateField(null=True, blank=True)
    period_as_given = models.CharField(max_length=16, blank=True)
    enrol_from = models.DateField(null=True, blank=True)
    enrol_until = models.DateField(null=True, blank=True)
    enrolment = models.CharField(max_length=255, blank=True)
    recruitment = models.PositiveSmallIntegerField(null=True, blank=True)
    state = models.CharField(max_length=20, default="planned")
    places_given = models.PositiveIntegerField(null=True, blank=True)
    minimum_given = models.PositiveIntegerField(null=True, blank=True)
    contact = models.JSONField(default=dict, blank=True)
    blocks = models.JSONField(default=list, blank=True)
    url = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number", "training_action"], name="offer_session_number_once"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="offer_session_dates",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def training(self) -> Training:
        return self.training_action.training

    @property
    def provider(self) -> Provider:
        return self.training_action.training.provider

    @property
    def triplet(self) -> Triplet:
        return Triplet(self.training.number, self.training_action.number, self.number)
