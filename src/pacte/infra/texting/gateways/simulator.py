"""SMS written in the instance's folder, one file each: for demonstrations and trials. Nothing leaves the machine."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pacte.infra.atomic_files import write_atomically
from pacte.infra.texting.records import GatewayAccount, OutgoingText, PhoneUnknownError, TextGateway, TextReceipt

# Numbers that this gateway does not know, to try what follows.
_UNKNOWN_END = "000000"


@dataclass(frozen=True, slots=True)
class SimulatedGateway:
    """The same reference writes the same file: a text given twice is one text."""

    folder: Path

    def send(self, text: OutgoingText) -> TextReceipt:
        if text.phone.endswith(_UNKNOWN_END):
            raise PhoneUnknownError("numéro inconnu du simulateur")
        write_atomically(self.folder / f"{text.reference}.txt", f"{text.phone}\n{text.words}\n".encode())
        return TextReceipt(f"simulated-{text.reference}")


@dataclass(frozen=True, slots=True)
class _Simulator:
    code: str = "simulator"
    needs: tuple[str, ...] = ("folder",)
    is_for_real: bool = False

    def open(self, account: GatewayAccount) -> TextGateway:
        return SimulatedGateway(Path(account.value("folder")))


GATEWAY = _Simulator()
