"""The parts that the doctor examines, one file for each."""
