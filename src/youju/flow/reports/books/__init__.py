"""The Excel door: the scheme's form goes out as a workbook, comes back, is checked as a whole and marked red where wrong."""
