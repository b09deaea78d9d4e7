"""Acts on units: the only writers of this room. Each is one transaction and leaves one trace."""

from youju.flow.units.services.changes import Part, bear_names, merge_units, rename_unit, split_unit
from youju.flow.units.services.importing import import_units
from youju.flow.units.services.outlines import import_outlines
from youju.flow.units.services.placing import add_tree, add_unit, move_unit, place_unit

__all__ = [
    "Part",
    "add_tree",
    "add_unit",
    "bear_names",
    "import_outlines",
    "import_units",
    "merge_units",
    "move_unit",
    "place_unit",
    "rename_unit",
    "split_unit",
]
