"""Records as pages show them: the inputs of a form, the cells of a list, the line of time of one record, and what stands beside it."""
