"""Files of readings: all or nothing, every row that is wrong with its line, the same file twice is once, readings never change."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, InternalError, transaction

from youju.kernel.errors import BadInput
from youju.kernel.models import Trace
from youju.work.monitors.feeding import take_readings
from youju.work.monitors.held import latest
from youju.work.monitors.models import Feed, Reading

pytestmark = pytest.mark.django_db
ROWS = [("w1", "2023-06-30 04:00", "12.50"), ("w1", "2023-06-30 05:00", "13")]


def test_a_file_brings_its_readings_exactly_and_once(monitor, feed):
    gauge = monitor("w1", places=2)
    made = feed(ROWS)
    assert (made.made, made.same, made.again) == (2, 0, False)
    assert [(f"{one.at:%Y-%m-%d %H:%M}", one.value) for one in latest(gauge)] == [
        ("2023-06-30 05:00", Decimal("13.00")), ("2023-06-30 04:00", Decimal("12.50")),
    ]  # fmt: skip
    assert feed(ROWS).again
    assert (Reading.objects.count(), Feed.objects.count()) == (2, 1)
    assert Trace.objects.filter(act="monitor.import").count() == 1


def test_every_row_that_is_wrong_is_told_with_its_line_and_nothing_is_stored(monitor, feed):
    monitor("w1", places=2)
    rows = [*ROWS, ("w9", "2023-06-30 04:00", "1"), ("w1", "六月三十日", "1"), ("w1", "2023-02-30 04:00", "1"),
            ("w1", "2023-06-30 06:00", "十二"), ("w1", "2023-06-30 07:00", ""), ("w1", "2023-06-30 08:00", "1.234"), ("w1", "2023-06-30 09:00", "1e3")]  # fmt: skip
    with pytest.raises(BadInput) as refused:
        feed(rows)
    assert [problem.where for problem in refused.value.problems] == [f"读数.csv:{n}" for n in range(4, 11)]
    assert [problem.what[:4] for problem in refused.value.problems][:2] == ["没有这个", "时间看不"]
    assert (Reading.objects.count(), Feed.objects.count()) == (0, 0)


def test_a_moment_with_two_values_is_refused_and_with_the_same_value_counted_once(monitor, feed):
    monitor("w1", places=2)
    with pytest.raises(BadInput, match="1 处") as refused:
        feed([*ROWS, ("w1", "2023-06-30 04:00", "12.6")])
    assert "两个读数" in refused.value.problems[0].what
    assert feed([*ROWS, ("w1", "2023-06-30 04:00:00", "12.5")]).made == 2


def test_a_reading_that_is_there_is_passed_over_with_its_value_and_refused_with_another(monitor, feed):
    monitor("w1", places=2)
    feed(ROWS)
    again = feed([ROWS[0], ("w1", "2023-06-30 06:00", "14")])
    assert (again.made, again.same) == (1, 1)
    with pytest.raises(BadInput) as refused:
        feed([("w1", "2023-06-30 07:00", "1"), ("w1", "2023-06-30 05:00", "99")])
    assert [problem.where for problem in refused.value.problems] == ["读数.csv:3"]
    assert Reading.objects.count() == 3


def test_readings_are_never_changed_or_deleted(monitor, feed):
    monitor("w1", places=2)
    feed(ROWS)
    for work in (lambda: Reading.objects.update(value=0), Reading.objects.all().delete):
        with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
            work()


def test_a_file_without_its_columns_or_rows_is_refused_in_words(monitor, feed):
    monitor("w1")
    for said in ({"head": "code,when,what", "rows": [("w1", "2023-06-30 04:00", 1)]}, {"rows": []}):
        with pytest.raises(BadInput, match="没有导入"):
            feed(said["rows"], **({"head": said["head"]} if "head" in said else {}))


def test_a_monitor_out_of_reach_is_as_one_that_does_not_exist(monitor, feed, units, wang):
    monitor("w1")
    with pytest.raises(BadInput) as refused:
        feed([("w1", "2023-06-30 04:00", "1")], by=wang)
    assert "没有这个代号" in refused.value.problems[0].what


@pytest.mark.parametrize(
    ("moment", "value", "words"), [("2099-07-02 15:00", "5", "还没有到"), ("2023-06-01 00:00", "-5", "负数")]
)
def test_a_reading_of_the_future_or_below_nothing_is_refused(monitor, feed, moment, value, words):
    monitor("rain", "rain", measure="毫米")
    with pytest.raises(BadInput) as refused:
        feed([("rain", moment, value)])
    assert words in refused.value.problems[0].what


def test_a_file_as_excel_writes_it_here_is_read(monitor, tmp_path, zhang):
    monitor("in")
    path = tmp_path / "gbk.csv"
    path.write_bytes("代号,时间,读数\nin,2023-06-01 00:00,5\n".encode("gb18030"))
    assert take_readings(name="读数.csv", path=path, by=zhang).made == 1
