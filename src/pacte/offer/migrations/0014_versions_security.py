"""Versions are public, and written with the training; requirements are for the readers of purchases of the Region."""

from django.db import migrations

from pacte.audit.row_security import enable_row_security

STAFF = ("region_pilot", "action_lead", "analyst", "buyer", "finance_officer", "state_reader", "auditor")
SYSTEM = "pacte_system()"
# Whoever may bring in a file of this training.
OF_THE_TRAINING = (
    "pacte_system() or exists (select 1 from offer_training t join offer_provider p on p.id = t.provider_id"
    " where t.id = {row}.training_id and (t.host_id = any(pacte_hosts_as('buyer', 'region_pilot'))"
    " or p.body_id = any(pacte_own())))"
)


def held(*roles: str) -> str:
    """True when the actor holds one of the roles for the Region of the row."""
    names = ", ".join(f"'{role}'" for role in roles)
    return f"organisation_id = any(pacte_hosts_as({names}))"


READERS = f"{held(*STAFF, 'third_party_buyer')} or {SYSTEM}"
# A buyer carries a requirement of the Region into a lot of the same Region; of another organisation, into its own lots.
CARRIER = (
    "exists (select 1 from offer_lot l join offer_purchaserequirement q on q.organisation_id = l.organisation_id"
    " where l.id = {row}.lot_id and q.id = {row}.requirement_id and l.organisation_id = {row}.organisation_id"
    " and (pacte_system() or l.organisation_id = any(pacte_hosts_as('buyer'))"
    " or (l.organisation_id = any(pacte_hosts_as('third_party_buyer')) and l.buyer_id = any(pacte_own()))))"
)


class Migration(migrations.Migration):
    dependencies = [("offer", "0013_versions_and_requirements")]

    operations = [
        enable_row_security("offer_trainingversion", read="true", write=OF_THE_TRAINING),
        enable_row_security(
            "offer_purchaserequirement", read=READERS, write=f"{held('buyer', 'region_pilot')} or {SYSTEM}"
        ),
        enable_row_security("offer_lotrequirement", read=READERS, write=CARRIER),
    ]
