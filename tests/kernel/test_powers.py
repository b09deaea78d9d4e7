"""Powers belong to posts: in a subtree, for a scheme, from a day to a day, and admins stay apart."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from youju.flow.units.powers import may_on, units_for
from youju.flow.units.services import merge_units, move_unit, place_unit
from youju.kernel.acts import all_acts, declare
from youju.kernel.errors import Refusal
from youju.kernel.models import Post, Tenure, Trace
from youju.kernel.people import appoint, close_account, dismiss, issue_token, open_account
from youju.kernel.powers import EVERYWHERE
from youju.kernel.roles import ADMINS, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def stranger():
    return open_account(username="stranger", name="生人", by=None)[0]


def codes(user, act="unit.read"):
    return [unit.code for unit in units_for(user, act)]


def test_a_post_reaches_its_unit_and_everything_under_it(zhang, units):
    assert may_on(zhang, "unit.read", units.township)
    assert may_on(zhang, "unit.read", units.villages[0])
    assert not may_on(zhang, "unit.read", units.county)
    assert not may_on(zhang, "unit.read", units.other)
    assert codes(zhang) == [units.township.code, *(village.code for village in units.villages)]


def test_a_person_without_a_post_can_do_nothing(stranger, units):
    assert not may_on(stranger, "unit.read", units.county)
    assert codes(stranger) == []


def test_the_list_and_the_single_question_agree(zhang, li, wang, security, stranger, units):
    everyone = [units.county, units.township, units.other, *units.villages, *units.others]
    for user in (zhang, li, wang, security, stranger):
        listed = set(codes(user))
        assert listed == {unit.code for unit in everyone if may_on(user, "unit.read", unit)}


def test_powers_begin_and_end_on_their_days(stranger, units, at):
    appoint(holder=stranger, role="reporter", unit_id=units.township.pk, by=None,
            valid_from=dt.date(2023, 7, 1), valid_to=dt.date(2023, 8, 1))  # fmt: skip
    seen = []
    for day in ("2023-06-30 23:59", "2023-07-01 00:00", "2023-07-31 23:59", "2023-08-01 00:00"):
        at(day)
        seen.append(may_on(stranger, "unit.read", units.township))
    assert seen == [False, True, True, False]


def test_powers_follow_the_tree_of_the_day(wang, zhang, units, at):
    move_unit(unit=units.villages[0], parent=units.other, on=dt.date(2023, 7, 1), by=None)
    at("2023-06-30 12:00")
    assert (may_on(zhang, "unit.read", units.villages[0]), may_on(wang, "unit.read", units.villages[0])) == (
        True,
        False,
    )
    at("2023-07-01 12:00")
    assert (may_on(zhang, "unit.read", units.villages[0]), may_on(wang, "unit.read", units.villages[0])) == (
        False,
        True,
    )


def test_a_merged_units_reporter_has_no_power_over_the_unit_it_became(wang, units, at):
    merge_units(units=[units.other], into=units.township, on=dt.date(2023, 7, 1), by=None)
    at("2023-07-02 12:00")
    assert codes(wang) == []


def test_a_post_in_one_tree_says_nothing_in_another(stranger, units):
    for unit, parent in ((units.township, None), (units.others[0], units.township)):
        place_unit(unit=unit, tree="party", parent=parent, on=dt.date(2020, 1, 1), by=None)
    appoint(
        holder=stranger,
        role="reporter",
        unit_id=units.township.pk,
        tree="party",
        by=None,
        valid_from=dt.date(2020, 1, 1),
    )
    assert codes(stranger) == [units.township.code, units.others[0].code]


def test_a_post_for_one_scheme_is_no_post_for_another(stranger, units):
    appoint(holder=stranger, role="reporter", unit_id=units.township.pk, scheme="seven", by=None)
    assert may_on(stranger, "unit.read", units.township, scheme="seven")
    assert not may_on(stranger, "unit.read", units.township, scheme="habitat")


def test_a_dismissed_holder_loses_the_post_and_its_tokens(zhang, units):
    tenure = Tenure.objects.get(holder=zhang)
    token, _key = issue_token(tenure=tenure, name="对接", acts=["unit.read"], by=zhang)
    dismiss(tenure=tenure, on=dt.date(2023, 1, 1), by=None)
    token.refresh_from_db()
    assert codes(zhang) == []
    assert token.revoked_at is not None


def test_a_closed_account_can_do_nothing(zhang, units):
    close_account(user=zhang, by=None)
    assert codes(zhang) == []


@pytest.mark.parametrize("first", ADMINS)
@pytest.mark.parametrize("second", [*ADMINS, Role.REPORTER, Role.SCORING_OFFICE, Role.LEADER])
def test_an_admin_is_nothing_else(stranger, units, first, second):
    if first == second:
        return
    appoint(holder=stranger, role=first, unit_id=EVERYWHERE, by=None)
    unit_id = EVERYWHERE if second in ADMINS else units.county.pk
    with pytest.raises(Refusal, match="三类管理员互相独立"):
        appoint(holder=stranger, role=second, unit_id=unit_id, by=None)


def test_the_database_refuses_two_estates_even_without_the_service(stranger, units):
    appoint(holder=stranger, role="audit_admin", unit_id=EVERYWHERE, by=None, valid_from=dt.date(2023, 1, 1))
    post = Post.objects.create(unit_id=units.county.pk, role="reporter")
    with pytest.raises(IntegrityError), transaction.atomic():
        Tenure.objects.bulk_create([Tenure(post=post, holder=stranger, valid_from=dt.date(2023, 6, 1))])
    Tenure.objects.create(
        post=post, holder=stranger, valid_from=dt.date(2022, 1, 1), valid_to=dt.date(2023, 1, 1)
    )


def test_an_admin_may_change_job_after_leaving(stranger, units):
    tenure = appoint(
        holder=stranger, role="audit_admin", unit_id=EVERYWHERE, by=None, valid_from=dt.date(2023, 1, 1)
    )
    dismiss(tenure=tenure, on=dt.date(2023, 6, 1), by=None)
    assert appoint(
        holder=stranger, role="leader", unit_id=units.county.pk, by=None, valid_from=dt.date(2023, 6, 1)
    )


def test_no_admin_may_write_a_number():
    assert [act.name for act in all_acts() if act.number and act.roles & set(ADMINS)] == []
    with pytest.raises(ValueError, match="may not write a number"):
        declare("test.number", "试", [Role.SYSTEM_ADMIN], number=True)


def test_an_act_that_no_room_declares_opens_nothing(zhang, units):
    with pytest.raises(ValueError, match="no room declares"):
        may_on(zhang, "unit.raed", units.township)


def test_a_token_never_has_more_power_than_its_post(zhang):
    with pytest.raises(Refusal, match=r"unit\.change"):
        issue_token(
            tenure=Tenure.objects.get(holder=zhang), name="对接", acts=["unit.read", "unit.change"], by=zhang
        )


def test_a_taken_user_name_is_refused(zhang):
    with pytest.raises(Refusal, match="已经有人用了这个用户名"):
        open_account(username="zhang", name="又一个", by=None)


def test_every_appointment_is_written_down(zhang):
    assert Trace.objects.filter(act="post.appoint", detail__role="reporter").count() == 1


def test_a_post_taken_away_by_mistake_is_given_again_the_same_day(stranger, units, at):
    at("2023-07-01 09:00")
    said = {"holder": stranger, "role": "reporter", "unit_id": units.township.pk, "by": None}
    dismiss(tenure=appoint(**said), on=dt.date(2023, 7, 1), by=None)
    appoint(**said)
    assert may_on(stranger, "unit.read", units.township)
    assert (
        Trace.objects.filter(act="post.appoint", actor=None, subject__startswith="kernel.tenure").count() >= 2
    )


def test_a_post_that_would_end_before_it_begins_is_refused(stranger, units):
    day = dt.date(2023, 7, 1)
    for end in (day, dt.date(2023, 6, 1)):
        with pytest.raises(Refusal, match="不晚于任职日"):
            appoint(
                holder=stranger,
                role="reporter",
                unit_id=units.township.pk,
                by=None,
                valid_from=day,
                valid_to=end,
            )
    assert not Tenure.objects.filter(holder=stranger).exists()


def test_names_that_differ_in_case_only_are_one_name():
    open_account(username="solo", name="甲", by=None)
    with pytest.raises(Refusal, match="已经有人用"):
        open_account(username="SOLO", name="乙", by=None)
