"""Rows of this room: plans and draws, visits and what was found, and what became of it."""

from youju.flow.inspections.models.plans import (
    AreaUnit,
    Draw,
    InspectionArea,
    InspectionTeam,
    Plan,
    Recusal,
    TeamMember,
)
from youju.flow.inspections.models.visits import (
    Feedback,
    Finding,
    Rectification,
    SyncedItem,
    Verification,
    Visit,
)

__all__ = [
    "AreaUnit",
    "Draw",
    "Feedback",
    "Finding",
    "InspectionArea",
    "InspectionTeam",
    "Plan",
    "Rectification",
    "Recusal",
    "SyncedItem",
    "TeamMember",
    "Verification",
    "Visit",
]
