"""Organisations with dated names, departments, people, dated memberships, single-use links."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import salted_hmac

from pacte.accounts.records import display_name
from pacte.audit.table_rules import with_history, without_history
from pacte.kernel.actor import ActiveMembership
from pacte.kernel.clock import now
from pacte.kernel.email_address import canonical_email
from pacte.kernel.errors import ValidationError


@with_history
class Organisation(models.Model):
    """An organisation of the pact. ``siret`` is null for those without one (« Partenaires sociaux »).

    ``phone`` is that of its reception, never of a person.
    """

    code = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=40)
    siret = models.CharField(max_length=14, null=True, blank=True, unique=True)
    phone = models.CharField(max_length=20, blank=True)
    is_host = models.BooleanField(default=False)
    is_synthetic = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(siret__isnull=True) | Q(siret__regex=r"^\d{14}$"), name="organisation_siret_digits"
            )
        ]

    def __str__(self) -> str:
        return self.code


class OrganisationRow(models.Model):
    """A row of an organisation: row-level security reads it there."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class SignedRow(OrganisationRow):
    """A row of an organisation that says who wrote it, and when."""

    person_name = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()

    class Meta:
        abstract = True


@with_history
class OrganisationName(models.Model):
    """A dated name: DIRECCTE until 2021, DREETS after; a null date means no bound on that side."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=200)
    plain_name = models.CharField(max_length=200, db_index=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                name="organisation_name_dates",
            ),
            models.UniqueConstraint(fields=["organisation", "plain_name", "valid_from"], name="organisation_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


@with_history
class Service(models.Model):
    """A department of an organisation: DFP, DPOF…"""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="services")
    code = models.CharField(max_length=80)
    name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "code"], name="service_code_once")]

    def __str__(self) -> str:
        return self.code


class PersonManager(BaseUserManager["Person"]):
    """Manager required by Django to find a person by the typed login."""

    def get_by_natural_key(self, username: str | None) -> Person:
        try:
            return self.get(email=canonical_email(username or ""))
        except ValidationError as error:
            raise self.model.DoesNotExist from error


@with_history
class Person(AbstractBaseUser):
    """A person who logs in. Rights come from memberships in force, never from this row."""

    # The password validators show these labels. The e-mail is stored in its canonical spelling.
    email = models.EmailField("adresse électronique", unique=True)
    first_name = models.CharField("prénom", max_length=80)
    last_name = models.CharField("nom", max_length=80)
    is_active = models.BooleanField(default=True)
    is_synthetic = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=now, editable=False)
    login_generation = models.PositiveIntegerField(default=0)
    # Those read with the person at the start of a request (``queries.person_of_login``); else None.
    loaded_memberships: tuple[ActiveMembership, ...] | None = None

    objects = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        # Printable ASCII without capitals: with « unique », no other spelling can create a second account.
        constraints = [models.CheckConstraint(condition=Q(email__regex=r"^[!-@\[-~]+$"), name="person_email_canonical")]

    def __str__(self) -> str:
        return display_name(self.first_name, self.last_name, self.email)

    def get_session_auth_hash(self) -> str:
        """Hash stored in each login: a new password or a new generation ends all earlier logins, on the server."""
        return self._login_hash(None)

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        for secret in settings.SECRET_KEY_FALLBACKS:
            yield self._login_hash(secret)

    def _login_hash(self, secret: str | bytes | None) -> str:
        password_and_generation = f"{self.password} {self.login_generation}"
        return salted_hmac(
            "pacte.accounts.login", password_and_generation, secret=secret, algorithm="sha256"
        ).hexdigest()


@with_history
class Membership(models.Model):
    """Role of a person for an organisation, in the pact steered by ``host``, between two dates."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    host = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    role = models.CharField(max_length=40)
    zone_kind = models.CharField(max_length=40, blank=True)
    zone_code = models.CharField(max_length=20, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="membership_dates",
            )
        ]


@with_history
class Substitution(models.Model):
    """A person replaces another between two dates, in the pact steered by ``host``. Assignments do not move."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    substitute = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    host = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_until = models.DateField()
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid_until__gte=F("valid_from")), name="stand_in_dates"),
            models.CheckConstraint(condition=~Q(substitute=F("person")), name="stand_in_another"),
        ]


@without_history("lives for minutes")
class LoginLink(models.Model):
    """A single-use login link. Only the digest of its secret is stored."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=20)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)


@without_history("lives for minutes")
class TokenBucket(models.Model):
    """Attempts left for an account, an address or the site. ``key`` is a keyed hash, which identifies nobody."""

    key = models.CharField(max_length=64, primary_key=True)
    limit_name = models.CharField(max_length=40)
    tokens = models.FloatField()
    refilled_at = models.DateTimeField(db_index=True)
