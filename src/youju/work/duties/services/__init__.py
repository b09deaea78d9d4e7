"""Acts on duties: the only writers of this room. Each is one transaction and leaves one trace."""

from youju.work.duties.services.charges import add_charge, end_charge, set_line
from youju.work.duties.services.giving import depart, end_duty, give_duty, hand_over
from youju.work.duties.services.helping import end_link, link
from youju.work.duties.services.importing import Imported, import_duties
from youju.work.duties.services.routing import set_route

__all__ = [
    "Imported", "add_charge", "depart", "end_charge", "end_duty", "end_link", "give_duty", "hand_over", "import_duties", "link", "set_line",
    "set_route",
]  # fmt: skip
