"""Acts on the ledger: the only writer of this room."""

from youju.flow.ledger.services.citing import Taken, Taking, take_facts, withdraw
from youju.flow.ledger.services.closing import Closing, close_round
from youju.flow.ledger.services.gathering import gather_round
from youju.flow.ledger.services.importing import Imported, import_official, take_official
from youju.flow.ledger.services.recording import (
    bring_in,
    correct,
    faults_of_addition,
    faults_of_correction,
    record,
)

__all__ = [
    "Closing", "Imported", "Taken", "Taking", "bring_in", "close_round", "correct", "faults_of_addition",
    "faults_of_correction", "gather_round", "import_official", "record", "take_facts", "take_official", "withdraw",
]  # fmt: skip
