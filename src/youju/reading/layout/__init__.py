"""Layout: the lines of a page, what each of them is, and the order in which they are read."""
