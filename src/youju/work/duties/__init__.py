"""Who answers for what, from when to when."""
