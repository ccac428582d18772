"""Places taken, out of places bought, by department."""

from pacte.indicators.records.publication import SHARE_PART, PublicTable

PUBLICATION = PublicTable(
    code="places_by_department",
    title="Places achetées et places prises par département",
    question="Quelles places achetées ont trouvé preneur, dans chaque département ?",
    indicator="fill_of_places_bought",
    by=("zone", SHARE_PART),
    labels=("Département de la session", "Place"),
    unit_names=("place achetée", "places achetées"),
    reading="Places des sessions à dates fixes, celles perdues par annulation comprises. Prise : au moins une entrée"
    " avant la date limite.",
    parts=("prises", "restées vides ou perdues"),
)
