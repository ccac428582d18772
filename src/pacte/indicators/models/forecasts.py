"""Entries expected in sessions: as of last night, kept thirty days before the start, and what then happened."""

from django.db import models

from pacte.accounts.models import Organisation, OrganisationRow
from pacte.audit.table_rules import append_only, without_history
from pacte.offer.models import Session


class SessionForecast(OrganisationRow):
    """``provider_body``: who trains, and reads its own. ``basis`` and ``past_sessions``: what it was made from.

    ``announced`` is the expected number in whole people; it falls from ``low`` to ``high`` eight times in ten.
    """

    provider_body = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    starts_on = models.DateField()
    made_on = models.DateField()
    admitted = models.PositiveIntegerField()
    waiting = models.PositiveIntegerField()
    announced = models.PositiveIntegerField()
    low = models.PositiveIntegerField()
    high = models.PositiveIntegerField()
    basis = models.CharField(max_length=20)
    past_sessions = models.PositiveIntegerField()

    class Meta:
        abstract = True


@without_history("made again each night")
class EntryForecast(SessionForecast):
    """A session to come, as of last night."""

    session = models.OneToOneField(Session, on_delete=models.CASCADE, primary_key=True, related_name="+")


@without_history("written once, by the machine")
@append_only
class KeptForecast(SessionForecast):
    """The forecast thirty days before the start, never changed: entries are compared with it.

    ``is_replayed``: made afterwards, from what was known on that day.
    """

    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="+")
    recorded_at = models.DateTimeField()
    is_replayed = models.BooleanField(default=False)


@without_history("written once, by the machine")
@append_only
class ObservedEntries(models.Model):
    """How many entered the session of a forecast by its deadline, once that is settled."""

    forecast = models.OneToOneField(KeptForecast, on_delete=models.CASCADE, related_name="observed")
    entered = models.PositiveIntegerField()
    observed_on = models.DateField()
    recorded_at = models.DateTimeField()
