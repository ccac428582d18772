"""A scanner that knows the EICAR test file alone: for demonstrations and trials. https://www.eicar.org"""

from __future__ import annotations

from pacte.infra.antivirus.records import ScanVerdict

# In two pieces, so that an antivirus does not remove this file.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}" + rb"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class SimulatedScanner:
    def scan(self, data: bytes) -> ScanVerdict:
        return ScanVerdict("Eicar-Test-Signature" if EICAR in data else "")
