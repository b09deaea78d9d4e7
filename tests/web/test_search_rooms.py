"""A search finds findings, evidence, duties, points, monitors and objections too, each for those who may read it."""

import pytest

from tests.flow.inspections.conftest import *  # noqa: F403
from youju.flow.inspections import services
from youju.web.search import ask

pytestmark = pytest.mark.django_db


def titles(user, text):
    return {section.key: [hit.title for hit in hits] for section, hits, _more in ask(user, text)}


def test_a_finding_is_found_by_the_office_at_once_and_by_the_unit_when_it_was_told(seen, zhao, zhang, wang):
    assert titles(zhao, "秸秆堆放") == {"findings": ["村口秸秆堆放"]}
    assert titles(zhang, "秸秆堆放") == {}
    services.feed_back(visit=seen.visit, text="要清", by=zhao)
    assert titles(zhang, "秸秆堆放") == {"findings": ["村口秸秆堆放"]}
    assert titles(wang, "秸秆堆放") == {}


def test_whoever_stays_away_from_a_unit_finds_nothing_that_was_found_there(seen, zhao, units):
    services.declare_recusal(person=zhao, unit=units.township, reason="亲属在镇任职", by=zhao)
    assert titles(zhao, "秸秆堆放") == {}


def test_a_plan_is_found_by_the_office_only(plan, zhao, zhang):
    assert titles(zhao, "10月督查") == {"plans": ["10月督查"]}
    assert titles(zhang, "10月督查") == {}


def test_a_photograph_an_inspector_brought_home_is_not_found_by_the_unit(photo, li, zhang):
    assert titles(li, "暗访")["evidence"] == ["暗访.jpg"]
    assert titles(zhang, "暗访") == {}


def test_charges_and_who_answers_for_them_are_found_in_reach(units, zhao, zhang, wang):
    from tests.work.duties.conftest import SAID
    from youju.work.duties.services import add_charge, give_duty

    charge = add_charge(system="river", kind="unit", title="示例河一段", unit=units.villages[0], by=zhao)
    give_duty(
        charge=charge, person="河长甲", unit=units.villages[0], by=zhao, **{**SAID, "since": charge.since}
    )
    for person in (zhao, zhang):
        assert titles(person, "示例河") == {"charges": ["示例河一段"], "duties": ["河长甲"]}
        assert titles(person, "河长甲") == {"duties": ["河长甲"]}
    assert titles(wang, "河长甲") == titles(wang, "示例河") == {}


def test_monitors_are_found_in_reach(units, zhao, wang):
    from youju.work.monitors.models import Monitor

    Monitor.objects.create(code="w1", kind="inflow", title="一号水区", unit=units.villages[0], measure="吨")
    assert titles(zhao, "一号水区") == {"monitors": ["一号水区"]}
    assert titles(wang, "一号水区") == {}


def test_books_and_accounts_of_points_are_found_in_reach(units, zhao, wang):
    import datetime as dt

    from youju.work.points.models import Account, Book

    day = dt.date(2026, 1, 1)
    book = Book.objects.create(
        code="shop", title="便民超市积分", unit=units.villages[0], basis="村规民约", evidence="0" * 64, agreed_on=day,
        ends_on=dt.date(2027, 1, 1),
    )  # fmt: skip
    Account.objects.create(
        book=book,
        kind="household",
        number="001",
        name="农户甲",
        unit=units.villages[0],
        opened_on=day,
        opted_in_on=day,
    )
    assert titles(zhao, "便民超市") == {"books": ["便民超市积分"]}
    assert titles(zhao, "农户甲") == {"accounts": ["农户甲"]}
    assert titles(wang, "农户甲") == titles(wang, "便民超市") == {}


def test_people_are_found_by_who_may_read_the_posts_of_their_unit(units, zhao, zhang, appointed):
    appointed("hexiaohe", "河小禾", "reporter", units.township)
    assert titles(zhao, "河小禾") == {"people": ["河小禾"]}
    assert titles(zhang, "河小禾") == {}
