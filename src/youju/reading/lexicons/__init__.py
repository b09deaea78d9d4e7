"""Word lists of the genre: measures, heads of names, verbs.

Every list says where it comes from. None holds the name of a person, a firm or a project, nor a figure:
what works on one page only is worth nothing.
"""
