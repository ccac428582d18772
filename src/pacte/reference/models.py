"""Public facts that others define, by yearly edition. No organisation owns them: everybody reads them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Edition(models.Model):
    """The communes as they were on 1 January of ``year``."""

    year = models.PositiveSmallIntegerField(unique=True)
    source = models.CharField(max_length=300)
    loaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.year)


class Zone(models.Model):
    """One row a zone and an edition. Of a zoning such as the zones d'emploi, ``edition`` is the vintage.

    ``plain_name`` (no accent, lower case) is what is searched and sorted on.
    """

    kind = models.CharField(max_length=24)
    code = models.CharField(max_length=16)
    edition = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    plain_name = models.CharField(max_length=200)
    nature = models.CharField(max_length=24)
    region_code = models.CharField(max_length=3)
    department_code = models.CharField(max_length=3)
    arrondissement_code = models.CharField(max_length=4)
    epci_code = models.CharField(max_length=9)
    population = models.PositiveIntegerField(null=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    postal_codes = ArrayField(models.CharField(max_length=5), default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "kind", "code"], name="zone_once_an_edition")]
        # Each index begins with its most telling column: before the first statistics, right after a bulk load, the
        # planner cannot tell a good index from one that begins with the edition and reads it whole.
        indexes = [
            models.Index(fields=["plain_name"], opclasses=["varchar_pattern_ops"], name="zone_by_name"),
            models.Index(fields=["latitude", "longitude"], name="zone_by_place"),
            models.Index(fields=["epci_code"], name="zone_by_epci"),
            GinIndex(fields=["postal_codes"], name="zone_by_postal_code"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code}, {self.edition})"


class Membership(models.Model):
    """A commune belongs to a zone of a zoning; ``vintage`` is the year of the zoning, not that of the communes."""

    kind = models.CharField(max_length=24)
    vintage = models.PositiveSmallIntegerField()
    commune_code = models.CharField(max_length=5)
    zone_code = models.CharField(max_length=16)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "vintage", "commune_code"], name="membership_once")]
        indexes = [models.Index(fields=["kind", "vintage", "zone_code"], name="membership_by_zone")]

    def __str__(self) -> str:
        return f"{self.commune_code} → {self.kind} {self.zone_code}"


class CodeChange(models.Model):
    """A commune code that another took the place of: merger, renumbering, part of a commune."""

    old_code = models.CharField(max_length=5)
    new_code = models.CharField(max_length=5)
    edition = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["old_code", "new_code"], name="code_change_once")]
        indexes = [models.Index(fields=["new_code"], name="code_change_by_new_code")]

    def __str__(self) -> str:
        return f"{self.old_code} → {self.new_code} ({self.edition})"


class ZonePopulation(models.Model):
    """Municipal population of a zone for a year of reference of the census."""

    kind = models.CharField(max_length=24)
    code = models.CharField(max_length=16)
    year = models.PositiveSmallIntegerField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "code", "year"], name="zone_population_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.code} {self.year} : {self.count}"


class Contour(models.Model):
    """Simplified shape of a zone: rings to draw with the even-odd rule, longitude then latitude."""

    kind = models.CharField(max_length=24)
    code = models.CharField(max_length=16)
    edition = models.PositiveSmallIntegerField()
    rings = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "code", "edition"], name="contour_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.code} ({self.edition})"


class LoadedFile(models.Model):
    """A file that was loaded, known by its content: loading it again does nothing."""

    digest = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=60)
    edition = models.PositiveSmallIntegerField(null=True)
    line_count = models.PositiveIntegerField()
    defects = models.JSONField(default=list)
    defect_count = models.PositiveIntegerField(default=0)
    loaded_at = models.DateTimeField()
    loaded_by = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"{self.name} ({self.kind})"
