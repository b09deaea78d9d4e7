"""The engine: a scheme and closed facts in, marks with reasons and places out. Pure: no Django, no clock."""
