"""Acts on inspections: the only writers of this room. Each is one transaction and leaves one trace."""

from youju.flow.inspections.services.drawing import Quota, draw_list, fix_draw, give_visit, redraw
from youju.flow.inspections.services.feedback import answer_feedback, conclude_plan, feed_back
from youju.flow.inspections.services.planning import (
    cancel_plan,
    declare_recusal,
    give_area,
    make_plan,
    make_team,
    set_areas,
)
from youju.flow.inspections.services.rectifying import (
    assign_rectification,
    close_finding,
    report_rectification,
    return_rectification,
)
from youju.flow.inspections.services.syncing import sync
from youju.flow.inspections.services.visiting import (
    Disagreement,
    drop_visit,
    finish_visit,
    record_finding,
    record_verification,
    set_day,
)

__all__ = [
    "Disagreement",
    "Quota",
    "answer_feedback",
    "assign_rectification",
    "cancel_plan",
    "close_finding",
    "conclude_plan",
    "declare_recusal",
    "draw_list",
    "drop_visit",
    "feed_back",
    "finish_visit",
    "fix_draw",
    "give_area",
    "give_visit",
    "make_plan",
    "make_team",
    "record_finding",
    "record_verification",
    "redraw",
    "report_rectification",
    "return_rectification",
    "set_areas",
    "set_day",
    "sync",
]
