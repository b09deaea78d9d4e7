"""Things asked for by their names: nobody has to know a code, and who writes a name that several bear is told which there are."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from youju.flow.units import forms
from youju.flow.units.forms import AppointForm, UnitField, UnitsField
from youju.flow.units.services import add_unit, rename_unit
from youju.kernel.named import PeopleField, PersonField

pytestmark = pytest.mark.django_db
LONG_AGO = dt.date(2020, 1, 1)


@pytest.fixture
def twin(units):
    """A village in the other township, of the same name as one in 郭家店镇."""
    return add_unit(
        code="220322104299", name="示例1村", level="village", parent=units.other, on=LONG_AGO, by=None
    )


def meant(user, words):
    return UnitField().asked_by(user, "unit.change").clean(words)


def refused(user, words):
    with pytest.raises(ValidationError) as caught:
        meant(user, words)
    return " ".join(caught.value.messages)


@pytest.mark.parametrize("words", ["郭家店镇", "梨树县郭家店镇", "梨树县 郭家店镇", "220322103"])
def test_a_unit_is_meant_by_name_long_name_or_code(zhao, units, words):
    assert meant(zhao, words) == units.township


def test_a_name_that_two_bear_is_refused_with_the_long_name_and_code_of_both(zhao, units, twin):
    said = refused(zhao, "示例1村")
    assert f"郭家店镇示例1村({units.villages[0].code})" in said
    assert f"榆树台镇示例1村({twin.code})" in said


@pytest.mark.parametrize("words", ["榆树台镇示例1村", "梨树县榆树台镇示例1村", "梨树县/榆树台镇/示例1村"])
def test_a_name_that_two_bear_is_told_by_what_it_lies_under(zhao, twin, words):
    assert meant(zhao, words) == twin


def test_names_above_in_the_wrong_order_name_nothing(zhao, units):
    assert "没有叫" in refused(zhao, "郭家店镇梨树县示例1村")


def test_an_unknown_name_is_refused_with_those_that_come_near(zhao, units):
    assert "梨树县郭家店镇(220322103)" in refused(zhao, "郭家店乡")


def test_what_a_person_has_no_power_over_is_not_told(client, zhang, units):
    field = UnitField().asked_by(zhang, "report.submit")
    with pytest.raises(ValidationError) as caught:
        field.clean("榆树台镇")
    assert units.other.code not in " ".join(caught.value.messages)


def test_of_two_of_one_name_the_one_that_stands_is_meant(zhao, units):
    from youju.flow.units.services import merge_units

    heir = add_unit(
        code="220322199", name="郭家店镇", level="township", parent=units.county, on=LONG_AGO, by=None
    )
    merge_units(units=[units.township], into=heir, on=dt.date(2023, 7, 1), by=None)
    assert meant(zhao, "郭家店镇") == heir
    assert meant(zhao, "220322103") == units.township


def test_a_page_offers_names_and_where_two_bear_one_the_long_ones(zhao, units, twin):
    offers = {one.words: one.note for one in UnitField().asked_by(zhao, "unit.change").offers()}
    assert offers["郭家店镇"] == "梨树县 220322103"
    assert {"郭家店镇示例1村", "榆树台镇示例1村"} <= set(offers)
    assert "示例1村" not in offers


def test_everything_offered_means_what_it_was_offered_for(zhao, units, twin):
    field = UnitField().asked_by(zhao, "unit.change")
    assert sorted(field.clean(one.words).code for one in field.offers()) == sorted(
        field.units.values_list("code", flat=True)
    )


def test_where_there_are_too_many_the_page_asks_while_one_writes(client, zhao, units, monkeypatch):
    monkeypatch.setattr(forms, "FEW", 2)
    client.force_login(zhao)
    page = client.get(f"/units/{units.township.code}/move/").content.decode()
    assert 'hx-get="/units/names/?act=unit.change&amp;of=parent"' in page
    assert "<option" not in page.partition("<datalist")[2].partition("</datalist>")[0]
    found = client.get("/units/names/?act=unit.change&of=parent&parent=郭家").content.decode()
    assert 'value="郭家店镇"' in found


@pytest.mark.parametrize("act", ["report.submit", "unit.change", "no-such-act", ""])
def test_nobody_is_offered_a_unit_on_which_they_may_not_do_the_act(client, zhang, units, act):
    client.force_login(zhang)
    assert (
        "榆树台镇"
        not in client.get(f"/units/names/?act={act}&scheme=&of=unit&unit=榆树台镇").content.decode()
    )


def test_several_units_are_parted_by_anything_people_write(zhao, units):
    field = UnitsField().asked_by(zhao, "unit.change")
    assert field.clean("郭家店镇、榆树台镇\n示例1村,示例2村") == [
        units.township, units.other, *units.villages[:2],
    ]  # fmt: skip


def test_every_unit_that_does_not_read_is_said(zhao, units):
    with pytest.raises(ValidationError) as caught:
        UnitsField().asked_by(zhao, "unit.change").clean("某镇 郭家店镇 某村")
    assert len(caught.value.messages) == 2


def test_a_unit_renamed_is_meant_by_its_name_of_today(zhao, units):
    rename_unit(unit=units.township, name="郭家店街道", on=dt.date(2023, 7, 1), by=None)
    assert meant(zhao, "郭家店街道") == units.township


def test_the_form_is_shown_again_with_the_name_that_was_written(client, zhao, units, twin):
    client.force_login(zhao)
    sent = {"parent": "示例1村", "tree": "administrative", "on": "2023-07-01", "basis": "批复"}
    answer = client.post(f"/units/{units.township.code}/move/", sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="示例1村"' in page
    assert "不止一个" in page


def test_a_person_is_meant_by_name_and_where_two_have_it_by_user_name(zhang, appointed, units):
    assert PersonField().clean("张") == zhang
    other = appointed("zhang2", "张", "reporter", units.other)
    with pytest.raises(ValidationError) as caught:
        PersonField().clean("张")
    assert "张(zhang)、张(zhang2)" in " ".join(caught.value.messages)
    assert PersonField().clean("zhang2") == other


def test_people_are_taken_in_the_order_they_are_written(zhang, li):
    assert PeopleField().clean("李、张") == [li, zhang]


def test_who_gives_posts_is_offered_everybody_by_name(zhang, li):
    assert {one.words for one in AppointForm().fields["holder"].offers()} == {"张", "李"}


def test_who_is_not_known_is_asked_for_by_user_name_not_by_code(zhang):
    with pytest.raises(ValidationError) as caught:
        PersonField().clean("某某")
    assert "写全名，或者写用户名" in " ".join(caught.value.messages)


def test_the_name_of_an_invented_unit_is_enough_without_its_flag(zhao, units):
    from youju.flow.units.models import Unit

    Unit.objects.filter(pk=units.township.pk).update(name="东岭镇（示例）")
    Unit.objects.filter(pk=units.villages[0].pk).update(name="东岭一村（示例）")
    assert meant(zhao, "东岭镇") == units.township
    assert meant(zhao, "东岭镇东岭一村") == units.villages[0]
    assert meant(zhao, "东岭镇（示例）东岭一村（示例）") == units.villages[0]
