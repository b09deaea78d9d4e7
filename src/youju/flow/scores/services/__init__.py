"""Acts on scores: the only writer of this room."""

from youju.flow.scores.services.notice import open_notice
from youju.flow.scores.services.objecting import Mend, decide_objection, raise_objection
from youju.flow.scores.services.scoring import score_round

__all__ = ["Mend", "decide_objection", "open_notice", "raise_objection", "score_round"]
