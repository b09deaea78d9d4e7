"""The house as its engineer sees it: backups, restores, the doctor, and who may do what in the database."""
