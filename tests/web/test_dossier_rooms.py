"""The page of a unit tells who answers for what there and which points are kept, to those who may read it there."""

import datetime as dt

import pytest

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 1, 1)


@pytest.fixture
def seen(client, units):
    def seen(who, unit=None):
        client.force_login(who)
        return client.get(f"/dossier/{(unit or units.villages[0]).code}/").content.decode()

    return seen


def test_what_is_answered_for_and_by_whom_stands_on_the_page_of_its_unit_only(seen, units, zhao, zhang):
    from tests.work.duties.conftest import SAID
    from youju.work.duties.services import add_charge, give_duty

    charge, _alone = (
        add_charge(system="河长", kind="point", title=title, unit=units.villages[0], by=zhao)
        for title in ("示例河一段", "无人的一段")
    )
    give_duty(
        charge=charge, person="河长甲", unit=units.villages[0], by=zhao, **{**SAID, "since": charge.since}
    )
    text = seen(zhang)
    assert "示例河一段" in text
    assert "河长甲" in text
    assert "没有人负责" in text
    assert "河长甲" not in seen(zhang, units.villages[1])


def test_the_books_of_points_are_told_with_counts_and_without_names(seen, units, zhang):
    from youju.work.points.models import Account, Book

    book = Book.objects.create(
        code="shop", title="便民超市积分", unit=units.villages[0], basis="村规民约", evidence="0" * 64, agreed_on=DAY,
        ends_on=dt.date(2027, 1, 1),
    )  # fmt: skip
    Account.objects.create(
        book=book,
        kind="household",
        number="001",
        name="农户甲",
        unit=units.villages[0],
        opened_on=DAY,
        opted_in_on=DAY,
    )
    text = seen(zhang)
    assert "便民超市积分" in text
    assert "本单位农户 1 户，商户 0 户" in text
    assert "农户甲" not in text
    assert "便民超市积分" not in seen(zhang, units.villages[1])
