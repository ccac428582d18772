"""Public reference data, by yearly edition. No organisation owns it; everybody can read it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from pacte.audit.table_rules import without_history


@without_history("public facts keep their edition")
class Edition(models.Model):
    """Edition of the communes as of 1 January of ``year``."""

    year = models.PositiveSmallIntegerField(unique=True)
    source = models.CharField(max_length=300)
    loaded_at = models.DateTimeField()


@without_history("public facts keep their edition")
class Zone(models.Model):
    """A zone in one edition. For a zoning such as the zones d'emploi, ``edition`` is the vintage.

    ``plain_name`` (no accents, lower case) is used to search and sort.
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
        # Each index starts with its most selective column: right after a bulk load, before the first statistics, the
        # planner cannot tell a good index from one that starts with the edition, and scans the latter entirely.
        indexes = [
            models.Index(fields=["plain_name"], opclasses=["varchar_pattern_ops"], name="zone_by_name"),
            models.Index(fields=["latitude", "longitude"], name="zone_by_place"),
            models.Index(fields=["epci_code"], name="zone_by_epci"),
            GinIndex(fields=["postal_codes"], name="zone_by_postal_code"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code}, {self.edition})"


@without_history("public facts keep their edition")
class ZoneMembership(models.Model):
    """Membership of a commune in a zone. ``vintage`` is the year of the zoning, not of the communes."""

    kind = models.CharField(max_length=24)
    vintage = models.PositiveSmallIntegerField()
    commune_code = models.CharField(max_length=5)
    zone_code = models.CharField(max_length=16)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "vintage", "commune_code"], name="membership_once")]
        indexes = [models.Index(fields=["kind", "vintage", "zone_code"], name="membership_by_zone")]


@without_history("public facts keep their edition")
class CodeChange(models.Model):
    """Replacement of a commune code by another: merger, renumbering, part of a commune."""

    old_code = models.CharField(max_length=5)
    new_code = models.CharField(max_length=5)
    edition = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["old_code", "new_code"], name="code_change_once")]
        indexes = [models.Index(fields=["new_code"], name="code_change_by_new_code")]


@without_history("public facts keep their edition")
class ZonePopulation(models.Model):
    """Municipal population of a zone for a census reference year."""

    kind = models.CharField(max_length=24)
    code = models.CharField(max_length=16)
    year = models.PositiveSmallIntegerField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "code", "year"], name="zone_population_once")]


@without_history("public facts keep their edition")
class Contour(models.Model):
    """Simplified shape of a zone: rings drawn with the even-odd rule, longitude then latitude."""

    kind = models.CharField(max_length=24)
    code = models.CharField(max_length=16)
    edition = models.PositiveSmallIntegerField()
    rings = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "code", "edition"], name="contour_once")]


@without_history("a counter for caches")
class ReferenceRevision(models.Model):
    """How many loads changed the reference data: from files, or from what pacte ships (``digest`` of its content).

    Received files are in the ledger of the intake room.
    """

    subject = models.CharField(max_length=200, unique=True)
    number = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True, default="")
    changed_at = models.DateTimeField()

    @classmethod
    def load_count(cls) -> models.Subquery:
        """How many loads changed something, as an expression."""
        counted = cls._default_manager.values(one=models.Value(1)).annotate(total=models.Sum("number"))
        return models.Subquery(counted.values("total"))


@without_history("public facts keep their edition")
class Nomenclature(models.Model):
    """A loaded edition of a nomenclature, and the date from which it applies."""

    scheme = models.CharField(max_length=40)
    edition = models.CharField(max_length=20)
    starts_on = models.DateField()
    source = models.CharField(max_length=300)
    is_excerpt = models.BooleanField(default=False)
    loaded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scheme", "edition"], name="nomenclature_once")]

    def __str__(self) -> str:
        return f"{self.scheme} {self.edition}"


@without_history("public facts keep their edition")
class NomenclatureTerm(models.Model):
    """A term of a nomenclature in one edition.

    ``plain_words``: label and other names without accents, for search.
    """

    scheme = models.CharField(max_length=40)
    edition = models.CharField(max_length=20)
    code = models.CharField(max_length=64)
    label = models.TextField()
    plain_words = models.TextField()
    kind = models.CharField(max_length=40)
    parent_code = models.CharField(max_length=64)
    detail = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scheme", "code", "edition"], name="term_once_an_edition")]
        indexes = [
            models.Index(fields=["scheme", "edition"], name="term_by_edition"),
            models.Index(fields=["parent_code", "scheme"], name="term_by_parent"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.code} ({self.edition})"


@without_history("public facts keep their edition")
class NomenclatureLink(models.Model):
    """A link between two nomenclature codes, in one edition of the relation."""

    relation = models.CharField(max_length=40)
    edition = models.CharField(max_length=20)
    source_code = models.CharField(max_length=64)
    target_code = models.CharField(max_length=64)
    kind = models.CharField(max_length=40)
    rank = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source_code", "relation", "edition", "target_code"], name="link_once")
        ]
        indexes = [models.Index(fields=["target_code", "relation"], name="link_by_target")]


@without_history("public facts keep their edition")
class CertificationVersion(models.Model):
    """A certification as described by the flux of one day. Null means not given.

    A new version is created only when something differs.
    """

    code = models.CharField(max_length=16)
    edition = models.DateField()
    register = models.CharField(max_length=10)
    title = models.TextField()
    plain_title = models.TextField()
    short_name = models.TextField()
    type_label = models.TextField()
    level = models.PositiveSmallIntegerField(null=True)
    is_active = models.BooleanField(null=True)
    state = models.CharField(max_length=60)
    registration_kind = models.CharField(max_length=60)
    decided_on = models.DateField(null=True)
    effective_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    delivery_ends_on = models.DateField(null=True)
    published_on = models.DateField(null=True)
    rome_codes = ArrayField(models.CharField(max_length=5), null=True)
    nsf_codes = ArrayField(models.CharField(max_length=4), null=True)
    formacodes = ArrayField(models.CharField(max_length=5), null=True)
    certifiers = models.JSONField(null=True)
    blocks = models.JSONField(null=True)
    successors = ArrayField(models.CharField(max_length=16), null=True)
    predecessors = ArrayField(models.CharField(max_length=16), null=True)
    same_as = ArrayField(models.CharField(max_length=16), null=True)
    routes = ArrayField(models.CharField(max_length=4), null=True)
    url = models.TextField()
    texts = models.JSONField(null=True)
    partner_count = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "edition"], name="certification_once_an_edition")]
        indexes = [
            GinIndex(fields=["rome_codes"], name="certification_by_rome"),
            GinIndex(fields=["same_as"], name="certification_by_same"),
        ]

    def __str__(self) -> str:
        return f"{self.code} ({self.edition})"
