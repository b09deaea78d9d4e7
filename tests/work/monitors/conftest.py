"""A water district and three rain gauges: 赵 keeps them, 张 brings the readings of 郭家店镇, 王 is elsewhere."""

import datetime as dt

import pytest

from tests.house.sources import ROOT


@pytest.fixture
def cases(units, zhao):
    """Return the register of cases, kept by the county."""
    from youju.work.registers.services import declare_register

    text = (ROOT / "schemes" / "_registers" / "case.yaml").read_text("utf-8")
    return declare_register(text=text, unit=units.county, by=zhao)


@pytest.fixture
def monitor(units, zhao, cases):
    """Return a function (code, kind, **more) -> a monitor of 郭家店镇."""
    from youju.work.monitors.services import add_monitor

    return lambda code, kind="inflow", unit=None, **more: add_monitor(
        **{
            "code": code,
            "kind": kind,
            "title": f"{code}示例",
            "measure": "立方米",
            "unit": unit or units.township,
            "by": zhao,
            **more,
        }
    )


@pytest.fixture
def feed(tmp_path, zhang):
    """Return a function rows -> what the file brought; a row is (code, moment, value)."""
    from youju.work.monitors.feeding import take_readings

    count = iter(range(1000))

    def feed(rows, by=None, name="读数.csv", head="代号,时间,读数"):
        path = tmp_path / f"{next(count)}.csv"
        path.write_text("\n".join([head, *(",".join(map(str, row)) for row in rows)]) + "\n", "utf-8")
        return take_readings(name=name, path=path, by=by or zhang)

    return feed


def days(first, last):
    first, last = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    return [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]


def hourly(code, day, values):
    return [(code, f"{day} {hour:02}:00", value) for hour, value in enumerate(values)]
