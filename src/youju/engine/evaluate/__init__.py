"""Evaluation: one vector expression per kind turns sheets of exact columns into marks.

``sheet`` is the protocol of rows to be judged (units of a level, or records of a register); ``values``, ``conditions``
and ``shapes`` follow the steps of the language, ``leaves`` and ``sections`` the rules.
"""
