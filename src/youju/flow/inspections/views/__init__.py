"""Pages of this room: for the office that plans, for the inspectors on their way, for the unit that was told."""
