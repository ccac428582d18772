"""World of access: who comes without an account, by links proved by e-mail."""

from __future__ import annotations

from datetime import timedelta

from pacte.accounts.models import GuestLink
from pacte.accounts.records import GuestScope
from pacte.accounts.row_context import acting_as
from pacte.accounts.rules import login_secret_digest
from pacte.kernel.clock import now
from tests.accounts.guests_at_hand import guest_of, secret_for
from tests.cast import MACHINE, Cast


def guests_of_the_world(cast: Cast) -> dict[str, int | str]:
    """Links of a commune of our Region, and of another Region; one of each scope, one closed, one expired."""
    commune, elsewhere = guest_of(cast.region, "mairie@exemple.fr"), guest_of(cast.other_region, "mairie@exemple.fr")
    closed, expired = secret_for(commune), secret_for(commune)
    moment = now()
    with acting_as(MACHINE):
        GuestLink.objects.filter(digest=login_secret_digest(closed)).update(revoked_at=moment)
        GuestLink.objects.filter(digest=login_secret_digest(expired)).update(expires_at=moment - timedelta(minutes=1))
    return {
        "guest": commune.pk,
        "link of a guest": secret_for(commune),
        "link of a guest of another Region": secret_for(elsewhere),
        "closed link of a guest": closed,
        "expired link of a guest": expired,
        **{f"link of a guest, {scope}": secret_for(commune, scope, 999_999) for scope in GuestScope},
    }
