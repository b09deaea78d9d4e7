"""Double-entry points of households, merchants and issuers."""
