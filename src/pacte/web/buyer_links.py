"""The pages of a buyer, one click from its desk and from its sessions."""

from pacte.journeys.queries.place_requests import may_count_place_requests
from pacte.journeys.queries.region_obligations import may_settle_obligations
from pacte.journeys.queries.relations import may_read_relations
from pacte.offer.permissions import may_anywhere
from pacte.web.page_links import PageLink

BUYER_LINKS = (
    PageLink("Commandes", "sessions:orders"),
    PageLink("À signer", "sessions:signatures"),
    PageLink("Lots", "sessions:lots"),
    PageLink("Exigences des prochains achats", "sessions:requirements"),
    PageLink(
        "Établissements fermés", "sessions:closed_sites", lambda actor: may_anywhere(actor, "offer.mark_closed_site")
    ),
    PageLink("Achats par domaine, nature, territoire et année", "sessions:purchases"),
    # The allowances and the files are those of the Region.
    PageLink("Rémunérations à suivre", "attendance:pay", lambda actor: may_settle_obligations(actor=actor)),
    PageLink(
        "Demandes de place, en nombres", "place_requests:counts", lambda actor: may_count_place_requests(actor=actor)
    ),
    PageLink(
        "Qui suit la personne pendant la formation", "relations:setting", lambda actor: may_read_relations(actor=actor)
    ),
    PageLink("Qualité et fraîcheur du catalogue", "sessions:catalogue"),
    PageLink("Fichiers LHÉO reçus", "intake:drop", lambda actor: may_anywhere(actor, "offer.read_files"), ("lheo",)),
)
