"""Who: dated trees of units, how they merge, split, move and are renamed."""
