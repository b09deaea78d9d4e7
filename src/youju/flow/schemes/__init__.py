"""Policy as data: schemes read, checked, put in force by two persons, and pinned by rounds."""
