"""Purchases, ledger and requests are for the Region's people and the provider concerned; the ledger only grows.

The bulk tables of the catalogue are public and bear no policy (one would forbid COPY); only providers do.
"""

from django.db import migrations

from pacte.audit.row_security import enable_row_security

STAFF = ("region_pilot", "action_lead", "analyst", "buyer", "finance_officer", "state_reader", "auditor")
OWN = "exists (select 1 from offer_provider p where p.id = {row}.provider_id and p.body_id = any(pacte_own()))"
SYSTEM = "pacte_system()"


def held(*roles: str) -> str:
    """True when the actor holds one of the roles for the Region of the row."""
    names = ", ".join(f"'{role}'" for role in roles)
    return f"organisation_id = any(pacte_hosts_as({names}))"


def concerned(training: str) -> str:
    """True for a buyer of the Region whose catalogue the training is in, and for its provider."""
    return (
        f"pacte_system() or exists (select 1 from offer_training t join offer_provider p on p.id = t.provider_id"
        f" where t.id = {training} and (t.host_id = any(pacte_hosts_as('buyer', 'region_pilot'))"
        " or p.body_id = any(pacte_own())))"
    )


OF_THE_DIRECTORY = (
    "pacte_system() or body_id = any(pacte_own()) or pacte_hosts_as('buyer', 'region_pilot', 'administrator') <> '{}'"
)


def any_of(*conditions: str) -> str:
    return " or ".join(conditions)


BUYER = any_of(held("buyer"), SYSTEM)
LEDGER_READERS = any_of(held(*STAFF, "administrator", "adviser"), OWN, SYSTEM)
FILE_READERS = any_of(held("administrator", "region_pilot", "analyst", "buyer", "auditor"), OWN, SYSTEM)
# Readers of an order see its items and amendments: its policy applies in the sub-query.
OF_AN_ORDER = "exists (select 1 from offer_order o where o.id = {row}.order_id)"
OF_A_MODULE = "exists (select 1 from offer_module m where m.id = {{row}}.module_id and ({}))"
OF_AN_ACTION = "exists (select 1 from offer_trainingaction a where a.id = {{row}}.training_action_id and ({}))"
# An admission changes the number of occupied places: any member of the pact may write it, through the service.
OF_THE_PACT = (
    "pacte_system() or exists (select 1 from offer_session s join offer_trainingaction a on a.id = s.training_action_id"
    " join offer_training t on t.id = a.training_id where s.id = {row}.session_id and t.host_id = any(pacte_reach()))"
)

# A provider reads who signed its orders, and nothing of what is being prepared.
PREPARATION_READERS = any_of(
    held(*STAFF),
    SYSTEM,
    "({row}.state = 'signed' and exists (select 1 from offer_provider p"
    " where p.id = {row}.provider_id and p.body_id = any(pacte_own())))",
)


class Migration(migrations.Migration):
    dependencies = [("offer", "0002_functions")]

    operations = [
        # The organisation of a provider decides what its members see: nobody may take it over by writing this row.
        enable_row_security("offer_provider", read="true", write=OF_THE_DIRECTORY),
        enable_row_security("offer_lot", read=any_of(held(*STAFF), SYSTEM), write=BUYER),
        enable_row_security("offer_order", read=any_of(held(*STAFF), OWN, SYSTEM), write=BUYER),
        enable_row_security("offer_orderitem", read=OF_AN_ORDER, write=BUYER),
        enable_row_security("offer_amendment", read=OF_AN_ORDER, write=BUYER),
        enable_row_security(
            "offer_placeentry",
            read=LEDGER_READERS,
            # Who brings a file in writes the provider's first word on what is open.
            write=f"{BUYER} or (kind in ('opened', 'minimum', 'waiting') and ({OWN} or {held('region_pilot')}))",
        ),
        enable_row_security("offer_sessionstatechange", read=LEDGER_READERS, write=any_of(BUYER, OWN)),
        enable_row_security("offer_sessionplaces", read="true", write=OF_THE_PACT),
        enable_row_security(
            "offer_providerrequest",
            read=any_of(held("region_pilot", "buyer", "auditor"), OWN, SYSTEM),
            write=any_of(BUYER, OWN),
        ),
        enable_row_security(
            "offer_sessionfollower",
            read=any_of("person_id = pacte_person()", held("buyer"), OWN, SYSTEM),
            write=any_of("person_id = pacte_person()", SYSTEM),
        ),
        enable_row_security(
            "offer_ledgerdifference",
            read=any_of(held("region_pilot", "analyst", "buyer", "auditor"), OWN, SYSTEM),
            write=any_of(held("region_pilot", "buyer"), OWN, SYSTEM),
        ),
        *(
            enable_row_security(
                f"offer_{table}", read=FILE_READERS, write=any_of(held("region_pilot", "buyer"), OWN, SYSTEM)
            )
            for table in ("cataloguedelivery", "quarantinedtraining")
        ),
        enable_row_security(
            "offer_descriptiondraft",
            read="organisation_id = any(pacte_own()) or pacte_system()",
            write="organisation_id = any(pacte_own()) or pacte_system()",
        ),
        *(
            enable_row_security(f"offer_{table}", read="true", write=concerned("{row}.training_id"))
            for table in ("trainingdescription", "competence", "module")
        ),
        enable_row_security(
            "offer_accessinformation", read="true", write=OF_AN_ACTION.format(concerned("a.training_id"))
        ),
        *(
            enable_row_security(f"offer_{table}", read="true", write=OF_A_MODULE.format(concerned("m.training_id")))
            for table in ("moduleattestation", "moduleblock")
        ),
        enable_row_security("offer_traininglink", read="true", write=concerned("{row}.earlier_id")),
        enable_row_security("offer_preparation", read=PREPARATION_READERS, write=BUYER),
    ]
