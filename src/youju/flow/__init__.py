"""The flow, in order. A room may look back along it, never forward.

This tuple is the only place where the order is written down: the installed apps, the menu, the picture in the README,
the walk in the documentation and the tests of the architecture all read it.
"""

FLOW = (
    ("documents", "文件"),
    ("units", "单位"),
    ("schemes", "方案"),
    ("evidence", "佐证"),
    ("reports", "报送"),
    ("inspections", "督查"),
    ("ledger", "底账"),
    ("scores", "评分"),
    ("boards", "榜单"),
    ("publications", "通报"),
)
