"""Write the modules of the invented trainings, and the links from one training to the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pacte.demo.region.offer_tables import OfferWriter
from pacte.demo.region.setting import RECORDED_BY
from pacte.demo.region.training_families import TrainingFamily
from pacte.demo.region.training_supply import InventedProvider

# What a training leads to: with the same provider at first levels, with a nearby one for the title.
_NEXT = {"literacy": "basic_skills", "basic_skills": "prequalifying", "remobilisation": "prequalifying"}


@dataclass(frozen=True, slots=True)
class WrittenTraining:
    identifier: int
    provider: InventedProvider
    family: TrainingFamily


def write_modules(writer: OfferWriter, training: WrittenTraining) -> None:
    """One module per competence: attested by whoever observed it, with a block where there is one."""
    family, setting = training.family, writer.setting
    code = setting.certifications.get(family.rome, "") if family.group == "qualifying" else ""
    blocks = setting.blocks.get(family.rome, ()) if code else ()
    last = len(family.competences) - 1
    for rank, (text, competence_code, in_passport) in enumerate(family.coded_competences):
        module = writer.identifier("offer_module")
        issuer = "employer" if rank == last and family.hours_company else "provider"
        writer.put(
            "offer_module", module, training.identifier, rank, text[:1].upper() + text[1:],
            family.hours_centre // len(family.competences), "optional" if rank == last else "mandatory",
        )  # fmt: skip
        writer.put("offer_moduleattestation", module, text, issuer, competence_code, in_passport)
        if rank < len(blocks):
            writer.put("offer_moduleblock", module, code, blocks[rank])


def write_chains(writer: OfferWriter, trainings: Sequence[WrittenTraining]) -> None:
    """Each first-level training leads to the next one of its provider.

    A preparation, to a nearby title in its field.
    """
    titles = [each for each in trainings if each.family.nature == "certifying"]
    for training in trainings:
        later = _later(training, trainings, titles)
        if later:
            writer.put(
                "offer_traininglink",
                training.identifier,
                later.identifier,
                "leads_to",
                "Suite proposée (fictive)",
                writer.setting.today,
                RECORDED_BY,
            )


def _later(
    training: WrittenTraining, trainings: Sequence[WrittenTraining], titles: Sequence[WrittenTraining]
) -> WrittenTraining | None:
    family, provider = training.family, training.provider
    if family.nature == "prequalifying":
        same_field = [each for each in titles if each.family.rome[:1] == family.rome[:1]]
        return min(same_field, key=lambda each: _distance_key(each, training), default=None)
    wanted = _NEXT.get(family.nature)
    return next((each for each in trainings if each.provider == provider and each.family.nature == wanted), None)


def _distance_key(one: WrittenTraining, other: WrittenTraining) -> tuple[bool, float, int]:
    here, there = one.provider.town, other.provider.town
    far = (here.latitude - there.latitude) ** 2 + (here.longitude - there.longitude) ** 2
    return one.family.rome != other.family.rome, far, one.identifier
