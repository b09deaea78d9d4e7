"""The flow, in order. A room may look back along it, never forward.

This tuple is where the order is written down: the installed apps, the menu, the addresses, the API and the picture in the
README read it, and tests hold the import contract, the foreign keys and the walk in the documentation to it.
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
