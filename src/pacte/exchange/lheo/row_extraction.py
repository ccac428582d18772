"""Converts a training tree to lines of COPY text, in the columns of ``offer.records.staging``.

Only for trainings that passed the check: codes are well formed and mandatory elements are present.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml.etree import _Element

from pacte.exchange.lheo import copy_text
from pacte.exchange.lheo.copy_text import (
    EMPTY_ARRAY,
    EMPTY_LIST,
    EMPTY_OBJECT,
    NULL,
    code_array,
    escape_copy_text,
    json_field,
    text_array,
)
from pacte.exchange.lheo.nodes import (
    Group,
    QualifiedNames,
    children_by_tag,
    extra_texts,
    first_inner,
    integers_in,
    local_name,
    raw_in,
    short_digest,
    text_in,
)
from pacte.exchange.lheo.place_extraction import PlaceRowExtractor
from pacte.exchange.lheo.skeleton import ACTION_TEXT_COLUMNS, TRAINING_TEXT_COLUMNS, skeleton_text
from pacte.exchange.lheo.training_frames import framed_line

_PRIC = re.compile(r"\bPRIC\b|\bPACTE\b|pacte régional|investissement dans les compétences", re.I)
_PIC_PUBLIC = "81031"
_CERTIFICATION_KEYS = {
    "code-RNCP": "rncp",
    "code-RS": "rs",
    "code-CERTIFINFO": "certifinfo",
    "code-CPF": "cpf",
    "reference-code-FORMACODE": "formacode",
}


@dataclass(frozen=True, slots=True)
class TrainingLine:
    """Line of a training, whose skeleton is packed by the parent: see ``training_frames``."""

    number: str
    digest: str
    skeleton: bytes
    columns: bytes

    def __len__(self) -> int:
        """About the length of the line: the hexadecimal digits of a packed skeleton are a third of its text."""
        return len(self.number) + len(self.digest) + len(self.skeleton) // 3 + len(self.columns)

    def framed(self) -> bytes:
        return framed_line(f"{self.number}\t{self.digest}".encode(), self.skeleton, self.columns)


@dataclass(slots=True)
class CopyRows:
    """Other COPY lines of one training by staging table, in UTF-8, without line ends."""

    provider: bytes
    sites: list[bytes] = field(default_factory=list)
    actions: list[bytes] = field(default_factory=list)
    sessions: list[bytes] = field(default_factory=list)


class TrainingRowExtractor:
    """Row extraction of one file. Providers and sites are emitted at their first occurrence."""

    def __init__(self, namespace: str) -> None:
        self._namespace = namespace
        self._n = QualifiedNames(namespace)
        self._places = PlaceRowExtractor(self._n)

    def siret_of(self, training: _Element) -> str:
        """SIRET of the provider; empty when it has none."""
        for responsible in training.iterchildren(self._n["organisme-formation-responsable"]):
            for siret in responsible.iter(self._n["SIRET"]):
                return (siret.text or "").strip()
        return ""

    def skip(self, training: _Element) -> None:
        """Skips a training imported before the import was resumed: its provider is already emitted."""
        self._places.remember_provider(self.siret_of(training))

    def begin_batch(self) -> None:
        """Each batch emits its sites again, so that it does not depend on earlier batches."""
        self._places.begin_batch()

    def rows(self, training: _Element) -> tuple[TrainingLine, CopyRows]:
        """COPY lines of the training. Clears its long texts, which are in the lines."""
        n = self._n
        group = children_by_tag(training)
        responsible = children_by_tag(group[n["organisme-formation-responsable"]][0])
        siret = (responsible[n["SIRET-organisme-formation"]][0][0].text or "").strip()
        number = training.get("numero", "")
        rows = CopyRows(provider=self._places.provider(siret, responsible, number).encode())
        key = escape_copy_text(number)
        for action in group[n["action"]]:
            self._action(action, key, rows)
        columns = self._training(training, group, siret).encode()
        self._clear_texts(group, TRAINING_TEXT_COLUMNS)
        rest = skeleton_text(training, self._namespace)
        digest = hashlib.blake2b(rest, digest_size=16)
        for line in (columns, *rows.actions):
            digest.update(line)
        return TrainingLine(key, digest.hexdigest(), rest, columns), rows

    def _clear_texts(self, group: Group, names: Iterable[str]) -> None:
        """Clears the texts that are in the lines."""
        for name in names:
            nodes = group.get(self._n[name])
            if nodes:
                nodes[0].text = None

    def _training(self, training: _Element, group: Group, siret: str) -> str:
        n = self._n
        formacodes, nsf, rome, version = [], [], [], ""
        for node in group[n["domaine-formation"]][0]:
            tag, text = node.tag, node.text or ""
            if tag == n["code-FORMACODE"]:
                version = version or node.get("ref", "")
                formacodes.append(text)
            elif tag == n["code-NSF"]:
                nsf.append(text)
            elif tag == n["code-ROME"]:
                rome.append(text)
        return "\t".join(
            (
                siret,
                copy_text.date_field(training.get("datemaj", "")),
                text_in(group, n["intitule-formation"]),
                text_in(group, n["objectif-formation"]),
                text_in(group, n["resultats-attendus"]),
                text_in(group, n["contenu-formation"]),
                copy_text.boolean_field(raw_in(group, n["certifiante"])),
                copy_text.integer_field(raw_in(group, n["parcours-de-formation"])),
                copy_text.integer_field(raw_in(group, n["code-niveau-entree"])),
                copy_text.integer_field(raw_in(group, n["code-niveau-sortie"])),
                copy_text.integer_field(raw_in(group, n["objectif-general-formation"])),
                version,
                code_array(formacodes),
                code_array(nsf),
                code_array(rome),
                self._certifications(group),
                text_in(group, n["identifiant-module"]),
                self._places.first_url(group, n["url-formation"]),
            )
        )

    def _certifications(self, group: Group) -> str:
        certifications = [
            {
                _CERTIFICATION_KEYS[name]: (node.text or "").strip()
                for node in each
                if (name := local_name(node)) in _CERTIFICATION_KEYS
            }
            for each in group.get(self._n["certification"], ())
        ]
        return json_field(certifications) if certifications else EMPTY_LIST

    def _action(self, action: _Element, training_number: str, rows: CopyRows) -> None:
        n = self._n
        group = children_by_tag(action)
        number = escape_copy_text(action.get("numero", ""))
        main, others = self._places.action_places(group, rows.sites)
        funders, programmes, financed = self._funders(group)
        publics = [node.text or "" for node in group[n["code-public-vise"]]]
        if _PIC_PUBLIC in publics or any(_PRIC.search(each) for each in programmes):
            programmes.append("PRIC")
        dates = [each[0].text or "" for each in group.get(n["date-information"], ())]
        columns = "\t".join(
            (
                main or NULL,
                code_array(others) if others else EMPTY_ARRAY,
                copy_text.date_field(action.get("datemaj", "")),
                copy_text.integer_field(raw_in(group, n["modalites-entrees-sorties"])),
                copy_text.integer_field(raw_in(group, n["modalites-enseignement"])),
                text_in(group, n["rythme-formation"]),
                text_in(group, n["modalites-alternance"]),
                text_in(group, n["conditions-specifiques"]),
                copy_text.boolean_field(raw_in(group, n["niveau-entree-obligatoire"])),
                code_array(publics),
                text_in(group, n["info-public-vise"]),
                copy_text.integer_field(raw_in(group, n["nombre-heures-centre"])),
                copy_text.integer_field(raw_in(group, n["nombre-heures-entreprise"])),
                copy_text.integer_field(raw_in(group, n["nombre-heures-total"])),
                text_in(group, n["duree-indicative"]),
                copy_text.price_field(raw_in(group, n["prix-horaire-TTC"])),
                copy_text.price_field(raw_in(group, n["prix-total-TTC"])),
                copy_text.boolean_field(raw_in(group, n["prise-en-charge-frais-possible"])),
                text_in(group, n["detail-conditions-prise-en-charge"]),
                text_in(group, n["frais-restants"]),
                copy_text.boolean_field(raw_in(group, n["conventionnement"]))
                if n["conventionnement"] in group
                else NULL,
                copy_text.integer_field(raw_in(group, n["duree-conventionnee"])),
                json_field(funders) if funders else EMPTY_LIST,
                text_array(programmes) if programmes else EMPTY_ARRAY,
                self._trainers(group),
                text_in(group, n["acces-handicapes"]),
                text_in(group, n["restauration"]),
                text_in(group, n["hebergement"]),
                text_in(group, n["transport"]),
                text_array(node.text or "" for node in group[n["langue-formation"]])
                if n["langue-formation"] in group
                else EMPTY_ARRAY,
                text_in(group, n["modalites-recrutement"]),
                text_in(group, n["modalites-pedagogiques"]),
                code_array(text.strip() for text in dates) if dates else EMPTY_ARRAY,
                self._address_as_object(group, n["adresse-information"]),
                self._places.first_url(group, n["url-action"]),
            )
        )
        self._clear_texts(group, ACTION_TEXT_COLUMNS)
        encoded = columns.encode()
        rows.actions.append(f"{training_number}\t{number}\t{short_digest(encoded)}\t".encode() + encoded)
        sessions = group[n["session"]]
        for session in sessions:
            self._session(session, (training_number, number), main, financed if len(sessions) == 1 else None, rows)

    def _session(
        self, session: _Element, keys: tuple[str, str], site: str, financed: int | None, rows: CopyRows
    ) -> None:
        n = self._n
        group = children_by_tag(session)
        period = group[n["periode"]][0]
        start, end = (period[0].text or "").strip(), (period[1].text or "").strip()
        enrolment = group.get(n["periode-inscription"])
        enrol = enrolment[0][0] if enrolment else None
        places, minimum = self._session_places(group)
        encoded = "\t".join(
            (
                site or NULL,
                copy_text.date_field(session.get("datemaj", "")),
                copy_text.date_field(start),
                copy_text.date_field(end),
                start + end,
                copy_text.date_field(enrol[0].text or "") if enrol is not None else NULL,
                copy_text.date_field(enrol[1].text or "") if enrol is not None else NULL,
                text_in(group, n["modalites-inscription"]),
                copy_text.integer_field(raw_in(group, n["etat-recrutement"])),
                NULL if places is None else str(places),
                NULL if minimum is None else str(minimum),
                self._contact(group),
                self._blocks(group),
                self._places.first_url(group, n["url-session"]),
            )
        ).encode()
        number = escape_copy_text(session.get("numero", ""))
        # Financed places belong to the action: given to its only session, they are not part of the session digest.
        financed_text = NULL if financed is None else str(financed)
        start_of_line = f"{keys[0]}\t{keys[1]}\t{number}\t{short_digest(encoded)}\t"
        rows.sessions.append(b"%b%b\t%b" % (start_of_line.encode(), encoded, financed_text.encode()))

    def _funders(self, group: Group) -> tuple[list[dict[str, object]], list[str], int | None]:
        n = self._n
        funders: list[dict[str, object]] = []
        programmes: list[str] = []
        financed: int | None = None
        for each in group.get(n["organisme-financeur"], ()):
            funder: dict[str, object] = {}
            for node in each:
                if node.tag == n["code-financeur"]:
                    funder["code"] = int(node.text or 0)
                elif node.tag == n["nb-places-financees"]:
                    funder["places"] = int(node.text or 0)
                    financed = (financed or 0) + int(node.text or 0)
                else:
                    programme = next(extra_texts(node, "programme-financeur"), "")[:200]
                    if programme:
                        funder["programme"] = programme
                        programmes += [programme] if programme not in programmes else []
            funders.append(funder)
        return funders, programmes, financed

    def _trainers(self, group: Group) -> str:
        trainers = [
            {"siret": each[0][0].text or "", "name": each[1].text or ""}
            for each in group.get(self._n["organisme-formateur"], ())
        ]
        return json_field(trainers) if trainers else EMPTY_LIST

    def _session_places(self, group: Group) -> tuple[int | None, int | None]:
        """Places and minimum size, if the file has them: capacity of a cycle first, else recruitment."""
        n = self._n
        cycles, recruitments = group.get(n["cycle"]), group.get(n["recrutement"])
        recruited = integers_in(recruitments, n["nb-places"]) if recruitments else []
        if cycles is None:
            return max(recruited, default=None), None
        capacity = integers_in(cycles, n["capacite-simultanee"]) or integers_in(cycles, n["capacite-cumulee"])
        minimum = integers_in(cycles, n["effectif-minimal"])
        return sum(capacity) if capacity else max(recruited, default=None), sum(minimum) if minimum else None

    def _contact(self, group: Group) -> str:
        n = self._n
        contacts = group.get(n["contact-session"])
        if not contacts:
            return EMPTY_OBJECT
        inside = next(contacts[0].iterchildren(n["coordonnees"]), None)
        around = children_by_tag(inside) if inside is not None else {}
        names = (raw_in(around, n[name]) for name in ("civilite", "prenom", "nom"))
        phone = first_inner(around, n["telfixe"], n["numtel"])
        contact = {
            "name": " ".join(name for name in names if name),
            "phone": (phone.text or "") if phone is not None else "",
            "email": raw_in(around, n["courriel"]),
        }
        return json_field({key: value for key, value in contact.items() if value})

    def _blocks(self, group: Group) -> str:
        n = self._n
        skill_blocks = [
            {"code": block[1].text or "", "label": block[0].text or ""}
            for each in group.get(n["blocs-competences"], ())
            for block in each.iterchildren(n["bloc-competences"])
        ]
        return json_field(skill_blocks) if skill_blocks else EMPTY_LIST

    def _address_as_object(self, group: Group, tag: str) -> str:
        n = self._n
        inside = first_inner(group, tag, n["adresse"])
        if inside is None:
            return EMPTY_OBJECT
        address = children_by_tag(inside)
        return json_field(
            {
                "lines": [node.text or "" for node in address.get(n["ligne"], ())],
                "postal_code": raw_in(address, n["codepostal"]),
                "town": raw_in(address, n["ville"]),
            }
        )
