"""Acts on scores: the only writer of this room."""

from youju.flow.scores.services.notice import open_notice
from youju.flow.scores.services.objecting import (
    Mend,
    decide_objection,
    propose_correction,
    raise_objection,
    withdraw_objection,
)
from youju.flow.scores.services.scoring import mark_published, score_round

__all__ = [
    "Mend",
    "decide_objection",
    "mark_published",
    "open_notice",
    "propose_correction",
    "raise_objection",
    "score_round",
    "withdraw_objection",
]
