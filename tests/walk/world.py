"""What is there before the walk begins: a county, its people, a scheme in force and October 2026 open for reports.

`python -m tests.walk.world` builds it in the house that the environment names; `… visits` goes on from there. Everything after it is done in the browser.
"""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

CLOCK = "YOUJU_WALK_CLOCK"
PASSWORD = "a-long-password"
LONG_AGO = dt.date(2020, 1, 1)
VILLAGES = ("220322103201", "220322103202", "220322103203")
PEOPLE = (
    ("zhang", "张", "reporter", "220322103"), ("wang", "王", "reporter", "220322104"), ("sun", "孙", "reviewer", "220322103"),
    ("li", "李", "inspector", "220322"), ("he", "何", "inspector", "220322"), ("zhao", "赵", "scoring_office", "220322"),
    ("qian", "钱", "second_approver", "220322"),
)  # fmt: skip


def build() -> None:
    """Make the tables, the county, the people and the round; 王 has handed in for the two villages of the other township."""
    from django.core.management import call_command
    from django.db import transaction

    from youju.kernel.clock import as_if

    call_command("migrate", verbosity=0)
    with as_if(dt.datetime.fromisoformat("2026-11-03 09:00")), transaction.atomic():
        units = _units()
        people = _people(units)
        _round(units, people)


def _units() -> dict[str, object]:
    from youju.flow.units.services import add_unit

    rows = [("220322", "梨树县", "county", None), ("220322103", "郭家店镇", "township", "220322"),
            ("220322104", "榆树台镇", "township", "220322")]  # fmt: skip
    rows += [(code, f"示例{n}村", "village", "220322103") for n, code in enumerate(VILLAGES, 1)]
    rows += [(f"22032210420{n}", f"别处{n}村", "village", "220322104") for n in (1, 2)]
    units: dict[str, object] = {}
    for code, name, level, parent in rows:
        units[code] = add_unit(
            code=code, name=name, level=level, parent=units.get(parent or ""), on=LONG_AGO, by=None
        )
    return units


def _people(units: dict) -> dict:
    from youju.kernel.people import appoint, open_account

    people = {}
    for username, name, role, unit in PEOPLE:
        people[username], _once = open_account(username=username, name=name, by=None, password=PASSWORD)
        appoint(holder=people[username], role=role, unit_id=units[unit].pk, by=None, valid_from=LONG_AGO)
    return people


def _round(units: dict, people: dict) -> None:
    import youju.engine
    from youju.flow.schemes.package import from_folder
    from youju.flow.schemes.services import advance_round, approve, load_scheme, open_round, propose

    files = from_folder(Path(youju.engine.__file__).parent / "starter")
    # Every band is public here, so that the bundle may go to anybody.
    files = {name: content.replace(b", published: false", b"") for name, content in files.items()}
    zhao, wang = people["zhao"], people["wang"]
    version, _found = load_scheme(files=files, unit=units["220322"], by=zhao)
    scheme = approve(version=propose(version=version, by=zhao), by=people["qian"]).scheme
    round_ = advance_round(
        round_=open_round(scheme=scheme, period="2026-10", by=zhao), to="reporting", by=zhao
    )
    for unit, income in (("220322104201", "60000"), ("220322104202", "132000")):
        _hand_in(round_, units[unit], income, wang)


def _hand_in(round_: object, unit: object, income: str, by: object) -> None:
    from youju.flow.reports.services import begin_report, save_draft, submit_report
    from youju.flow.reports.typed import Entry

    report = begin_report(round_=round_, unit=unit, by=by)
    said = {"income": income, "complaints": "20", "solved": "19"}
    entries = {name: Entry(text, note="已核对") for name, text in said.items()}
    save_draft(report=report, entries=entries, lock=report.lock, by=by)
    report.refresh_from_db()
    submit_report(report=report, by=by)


def visits() -> None:
    """Go on to the inspection without the browser: all villages reported 90000, and 李 and 何 go to the three of 郭家店镇."""
    from youju.flow.inspections import services
    from youju.flow.schemes.services import advance_round
    from youju.flow.units.selectors import units_by_code
    from youju.kernel.clock import as_if
    from youju.kernel.log import sequence
    from youju.kernel.models import User

    people = {user.username: user for user in User.objects.all()}
    units = units_by_code(["220322", "220322103", *VILLAGES])
    round_ = _the_round(people["zhao"])
    with as_if(dt.datetime.fromisoformat("2026-11-04 09:00")):
        for code in VILLAGES:
            _hand_in(round_, units[code], "90000", people["zhang"])
    with as_if(dt.datetime.fromisoformat("2026-11-10 08:00")):
        round_ = advance_round(round_=round_, to="verifying", by=people["zhao"])
        plan = services.make_plan(
            office=units["220322"], title="十月督查", basis="〔2026〕8号", starts_on=dt.date(2026, 11, 10),
            ends_on=dt.date(2026, 11, 17), by=people["zhao"], round_=round_, level="village",
        )  # fmt: skip
        others = units_by_code(["220322104"])["220322104"]
        areas = services.set_areas(
            plan=plan, areas={"东片": [units["220322103"]], "西片": [others]}, by=people["zhao"]
        )
        team = services.make_team(
            plan=plan, name="一组", head=people["li"], members=[people["he"]], by=people["zhao"]
        )
        for area in areas:
            services.give_area(area=area, team=team, by=people["zhao"])
        quotas = {"东片": services.Quota(0, 3), "西片": services.Quota(0, 0)}
        services.fix_draw(plan=plan, quotas=quotas, by=people["zhao"], seed="0917")
        while sequence():
            pass
        for visit in services.draw_list(plan=plan, by=people["zhao"]):
            services.set_day(visit=visit, day=dt.date(2026, 11, 10), by=people["zhao"])


def _the_round(user: object) -> object:
    from youju.flow.schemes.selectors import rounds_for

    return rounds_for(user).get(period="2026-10")


def _set_up() -> None:
    """Start Django. A house that is thrown away need not wait for the disk while it is built."""
    import django
    from django.db import connection

    from youju.config.database import SQLITE_START

    django.setup()
    quick = SQLITE_START.replace("synchronous=FULL", "synchronous=OFF")
    connection.settings_dict["OPTIONS"]["init_command"] = quick


if __name__ == "__main__":
    _set_up()
    visits() if sys.argv[1:] == ["visits"] else build()
