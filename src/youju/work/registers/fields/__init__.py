"""The fields of a record: what one keeps (kept), and how a text becomes it (reading), by kind: numbers, days, words. Pure."""
