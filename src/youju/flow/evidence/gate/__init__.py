"""The gate before evidence: what a file may be before anybody is shown it. No Django: it runs in a child process."""
