"""What is published and never changes: circulars, bulletins, notices and bundles."""
