"""Looking on the spot: plans, drawn lists, visits, findings and rectification."""
