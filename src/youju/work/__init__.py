"""What is watched. These rooms feed the ledger, do not know each other, and never see a score."""

WORK = (
    ("registers", "台账"),
    ("duties", "包保"),
    ("points", "积分"),
    ("monitors", "监测"),
)
