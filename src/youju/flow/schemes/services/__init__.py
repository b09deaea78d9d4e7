"""Acts on schemes and rounds: the only writer of this room."""

from youju.flow.schemes.services.rounds import advance_by_hand, advance_round, open_round
from youju.flow.schemes.services.versions import approve, discard, keep_what_if, load_scheme, propose, retire

__all__ = [
    "advance_by_hand",
    "advance_round",
    "approve",
    "discard",
    "keep_what_if",
    "load_scheme",
    "open_round",
    "propose",
    "retire",
]
