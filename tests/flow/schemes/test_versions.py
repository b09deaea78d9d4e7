"""A version's life: loaded, proposed, approved by somebody else, never changed."""

import pytest
from django.db import DatabaseError, transaction

from youju.flow.schemes.examine import examine
from youju.flow.schemes.models import SchemeFile, SchemeVersion
from youju.flow.schemes.selectors import files_of, kept_versions, scheme_of
from youju.flow.schemes.services import approve, discard, load_scheme, propose, retire
from youju.kernel.errors import BadInput, NotAllowed, Refusal
from youju.kernel.trace import history_of

pytestmark = pytest.mark.django_db


def changed(files, old, new):
    return {**files, "scheme.yaml": files["scheme.yaml"].decode().replace(old, new).encode()}


def test_a_scheme_is_kept_byte_for_byte(draft, starter):
    assert files_of(draft) == starter


def test_a_loaded_scheme_is_what_the_engine_reads(draft):
    assert scheme_of(draft).title == "村级重点工作考核（样例）"


def test_a_scheme_that_does_not_read_stores_nothing_and_tells_every_problem(starter, units, zhao):
    broken = changed(changed(starter, "places: 2", "places: two"), "title: 诉求解决率", "titel: 诉求解决率")
    with pytest.raises(BadInput) as refused:
        load_scheme(files=broken, unit=units.county, by=zhao)
    assert len(refused.value.problems) >= 2
    assert SchemeVersion.objects.count() == 0


def test_loading_the_same_files_twice_is_loading_them_once(draft, starter, units, zhao):
    again, _found = load_scheme(files=starter, unit=units.county, by=zhao)
    assert again.pk == draft.pk


def test_a_changed_draft_takes_the_place_of_the_old_one(draft, starter, units, zhao):
    new, _found = load_scheme(files=changed(starter, "市考核办", "县考核办"), unit=units.county, by=zhao)
    draft.refresh_from_db()
    assert (draft.status, new.status) == ("discarded", "draft")


def test_a_version_in_force_cannot_be_loaded_with_other_content(in_force, starter, units, zhao):
    with pytest.raises(Refusal, match="施行以后一个字也不动"):
        load_scheme(files=changed(starter, "市考核办", "县考核办"), unit=units.county, by=zhao)


def test_a_version_of_any_name_is_held_to_what_it_said(starter, units, zhao, qian):
    files = changed(starter, "version: 2026.1", "version: 2026/1 修订")
    first, _found = load_scheme(files=files, unit=units.county, by=zhao)
    approve(version=propose(version=first, by=zhao), by=qian)
    other = changed(files, "市考核办", "县考核办")
    found = examine({**kept_versions(other), **other})
    assert any("versions/v2026_1_修订.yaml" in f"{one.what} {one.mend}" for one in found.problems)


def test_the_code_of_another_office_is_refused(draft, starter, units, zhao):
    with pytest.raises(Refusal, match="已经在用这个代码"):
        load_scheme(files=starter, unit=units.township, by=zhao)


def test_two_persons_put_a_scheme_in_force(in_force):
    assert in_force.status == "in_force"
    acts = [trace.act for trace in history_of(in_force)]
    assert acts == ["scheme.load", "scheme.proposed", "scheme.in_force"]


def test_who_proposed_cannot_approve_even_with_a_second_post(draft, zhao, units):
    from tests.people import LONG_AGO
    from youju.kernel.people import appoint

    appoint(holder=zhao, role="second_approver", unit_id=units.county.pk, by=None, valid_from=LONG_AGO)
    propose(version=draft, by=zhao)
    with pytest.raises(Refusal, match="提请的就是你"):
        approve(version=draft, by=zhao)


def test_the_database_itself_refuses_one_person_in_both_places(draft, zhao):
    propose(version=draft, by=zhao)
    with pytest.raises(DatabaseError), transaction.atomic():
        SchemeVersion.objects.filter(pk=draft.pk).update(approved_by=zhao, approved_at=draft.loaded_at)


def test_a_draft_that_nobody_proposed_cannot_be_approved(draft, qian):
    with pytest.raises(Refusal, match="草案"):
        approve(version=draft, by=qian)


def test_approving_twice_tells_the_second(in_force, appointed, units):
    other = appointed("chen", "陈", "second_approver", units.county)
    with pytest.raises(Refusal, match="现在是“施行”"):
        approve(version=in_force, by=other)


def test_an_office_elsewhere_cannot_propose(draft, appointed, units):
    other = appointed("he", "何", "scoring_office", units.other)
    with pytest.raises(NotAllowed):
        propose(version=draft, by=other)


def test_a_scheme_whose_example_differs_is_kept_but_not_proposed(starter, units, zhao):
    wrong = {**starter, "examples.yaml": starter["examples.yaml"].replace(b"total: 100", b"total: 99")}
    version, found = load_scheme(files=wrong, unit=units.county, by=zhao)
    assert [f.blocks for f in found.examples] == [True]
    with pytest.raises(Refusal, match="算例不符"):
        propose(version=version, by=zhao)


def test_a_scheme_against_a_rule_of_the_land_is_not_proposed(starter, units, zhao):
    against = changed(starter, "title: 群众诉求", "title: 打卡签到次数")
    version, _found = load_scheme(files=against, unit=units.county, by=zhao)
    with pytest.raises(Refusal, match="抵触"):
        propose(version=version, by=zhao)


def test_the_database_refuses_to_change_a_file(draft):
    with pytest.raises(DatabaseError), transaction.atomic():
        SchemeFile.objects.filter(version=draft).update(content=b"")


def test_the_database_refuses_to_change_a_version(draft):
    with pytest.raises(DatabaseError), transaction.atomic():
        SchemeVersion.objects.filter(pk=draft.pk).update(sha256="0" * 64)


def test_a_changed_meaning_of_a_version_in_force_is_seen_when_the_next_is_loaded(
    in_force, starter, units, zhao
):
    files = changed(starter, "version: 2026.1", "version: 2026.2")
    new, _found = load_scheme(files=files, unit=units.county, by=zhao)
    assert new.status == "draft"


def test_retiring_needs_a_reason(in_force, zhao):
    with pytest.raises(BadInput, match="理由"):
        retire(version=in_force, by=zhao, reason=" ")


def test_a_retired_version_stays_readable(in_force, zhao):
    assert retire(version=in_force, by=zhao, reason="年度结束").status == "retired"
    assert files_of(in_force)


def test_a_version_in_force_is_not_discarded(in_force, zhao):
    with pytest.raises(Refusal):
        discard(version=in_force, by=zhao)
