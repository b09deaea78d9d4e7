"""What units say they did, round by round, and the evidence they attach."""
