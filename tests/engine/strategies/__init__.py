"""Random but valid schemes with everything they are scored from, small enough that a failing one can be read."""
