"""People certified, among those who sat the exam: the published certification rate."""

from pacte.indicators.records.publication import SHARE_PART, PublicTable

PUBLICATION = PublicTable(
    code="certification_by_department",
    title="Certifications obtenues par département",
    question="Combien de candidats présentés obtiennent toute la certification ?",
    indicator="certified_of_presented",
    by=("zone", SHARE_PART),
    labels=("Département de la session", "Résultat"),
    unit_names=("candidat présenté", "candidats présentés"),
    reading="Parcours certifiants dont la personne s’est présentée au jury, dans l’année de leur entrée.",
    parts=("certification complète", "pas de certification complète"),
    of_journeys="certified",
)
