"""Public search tables: text of each training, and a narrow row per session for filters and facets.

These tables have no row-level security policy: PostgreSQL could not use their full-text index. They hold public data
copied from the catalogue and from the public counts of the ledger, and can be rebuilt at any time.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from pacte.accounts.models import Organisation
from pacte.audit.table_rules import without_history
from pacte.offer.models.catalogue import Session, Training


@without_history("a copy of the offer for the search")
class SearchText(models.Model):
    """Search vector of a training: title and main codes (A), names of its occupations and other Formacodes (B),
    competences (C), the rest (D). Codes are words of the index, see ``rules.search``."""

    training = models.OneToOneField(Training, on_delete=models.CASCADE, primary_key=True, related_name="+")
    words = SearchVectorField()

    class Meta:
        indexes = [GinIndex(fields=["words"], name="offer_search_words")]


@without_history("a copy of the offer for the search")
class SearchRow(models.Model):
    """One session. ``left``: places left, null when unknown. Time of day and pace are parsed from the text of the file.

    ``open_until`` is the last entry day: a far date when no end is known, null when the session is over or cancelled.
    ``boxes`` is a bit mask of the facets that the session matches (``records.search.FACET_BITS``). ``card`` is the same
    for trainings of the same title: the list shows them together, one line a town.
    """

    session = models.OneToOneField(Session, on_delete=models.CASCADE, primary_key=True, related_name="+")
    training = models.ForeignKey(Training, on_delete=models.CASCADE, related_name="+")
    host_id = models.BigIntegerField()
    commune_code = models.CharField(max_length=5, blank=True)
    department_code = models.CharField(max_length=3, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    open_until = models.DateField(null=True)
    is_rolling = models.BooleanField()
    boxes = models.IntegerField(default=0)
    card = models.BigIntegerField(default=0)
    state = models.CharField(max_length=20)
    left = models.IntegerField(null=True)
    nature = models.CharField(max_length=20)
    is_certifying = models.BooleanField()
    level = models.PositiveSmallIntegerField(null=True)
    hours = models.PositiveIntegerField(null=True)
    modality = models.PositiveSmallIntegerField()
    is_evening = models.BooleanField()
    is_part_time = models.BooleanField()
    funder_codes = ArrayField(models.SmallIntegerField(), default=list)
    costs_nothing = models.BooleanField(null=True)
    public_codes = ArrayField(models.CharField(max_length=5), default=list)
    rome_codes = ArrayField(models.CharField(max_length=5), default=list)
    needs_licence = models.BooleanField(null=True)
    without_car = models.BooleanField(null=True)
    wheelchair = models.BooleanField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["training"], name="offer_search_training"),
            models.Index(fields=["starts_on", "session"], name="offer_search_by_date"),
            models.Index(fields=["latitude", "longitude"], name="offer_search_by_place"),
        ]


@without_history("a copy of the offer for the search")
class SearchWord(models.Model):
    """A vocabulary word without accents, and the number of trainings that contain it. Used to correct spelling."""

    word = models.CharField(max_length=60, primary_key=True)
    trainings = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.word


@without_history("a copy of the offer for the search")
class SearchStamp(models.Model):
    """Time of the last vocabulary rebuild. Processes cache the vocabulary until this changes."""

    made_at = models.DateTimeField()


@without_history("a count that grows, deleted after two years")
class UnmetSearch(models.Model):
    """How many searches of a day found no session with all that they asked, for one term in one département.

    ``term`` is the code of an occupation or a word of the vocabulary, "" for words of neither: never what was typed.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    counted_on = models.DateField()
    kind = models.CharField(max_length=12)
    term = models.CharField(max_length=60, blank=True)
    department_code = models.CharField(max_length=3, blank=True)
    searches = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "counted_on", "kind", "term", "department_code"],
                name="offer_unmetsearch_once_a_day",
            )
        ]
