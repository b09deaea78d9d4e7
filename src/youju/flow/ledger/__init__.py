"""What is held to be true: observations, append-only, and the closing of a round."""
