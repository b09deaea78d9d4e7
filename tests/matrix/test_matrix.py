"""A thinned matrix on every change (`make matrix` tries every cell), and proof that it finds a hole where one is."""

import pytest
from django.http import Http404, HttpResponse
from django.test import override_settings
from django.urls import include, path

from tests.matrix import addresses, table
from tests.matrix.run import library, others, tried
from youju.kernel.access import public
from youju.kernel.errors import Refusal

pytestmark = pytest.mark.django_db
THIN = 41


def test_every_address_has_its_line_and_every_line_its_address():
    assert "\n".join(addresses.missing()) == ""


@public
def new_page(request, pk):
    return HttpResponse("")


urlpatterns = [path("brand-new/<int:pk>/", new_page, name="brand_new"), path("", include("youju.web.urls"))]


@override_settings(ROOT_URLCONF=__name__)
def test_an_address_without_a_line_is_told_with_the_line_to_add():
    (told,) = addresses.missing()
    assert "GET brand_new: {who: readers, at: {pk: …}, within: unit}" in told
    assert "tests/matrix/expected.yaml" in told


def test_a_line_with_a_word_that_is_not_known_is_refused(monkeypatch):
    monkeypatch.setattr(table, "said", lambda: {"doors": {"GET home": {"hwo": "public"}}, "roles": {}})
    with pytest.raises(ValueError, match="hwo"):
        table.doors.__wrapped__()


def test_every_role_of_the_house_tries_the_doors():
    from tests.matrix.actors import kinds
    from youju.kernel.roles import Role

    assert {role for role, *_where in kinds()} == set(Role.values) == set(table.said()["roles"]["everybody"])


@pytest.mark.parametrize("part", range(4))
def test_no_thinned_cell_is_wrong(trier, part):
    tally = tried(trier.world, trier, lambda number, *_: number % THIN == part, table.doors()[part::4])
    assert tally.cells > 50
    assert [str(one) for one in tally.wrong] == []


def test_methods_nobody_declared_and_pages_of_the_library_tell_nothing(trier):
    some = [door for at, door in enumerate(table.doors()) if at % 7 == 0]
    found = [*others(trier.world, trier, some).wrong, *library(trier.world, trier).wrong]
    assert [str(one) for one in found] == []


class Told(Refusal):
    """A 404 in other words than the house's own."""

    status = 404


def _told_apart(user, pk, act="report.read"):
    from youju.flow.reports.models import Report
    from youju.flow.units.powers import may_on

    report = Report.objects.filter(pk=pk).first()
    if report is None:
        raise Http404(pk)
    if not may_on(user, act, report.unit_id):
        raise Told("找不到这份报送", "你看不到它", "换个岗位")
    return report


def _everything(*_args, **_more):
    from youju.flow.evidence.models import Evidence

    return Evidence.objects.all()


def _all_placements(*_args, **_more):
    from youju.flow.units.models import Placement

    return Placement.objects.all()


def _tenures_of_all_times(user):
    from youju.kernel.models import Tenure

    return list(Tenure.objects.filter(holder_id=user.pk).select_related("post"))


def _yes(*_args, **_more):
    return True


def _no(*_args, **_more):
    return False


FAULTS = {
    "an access check is gone": ("youju.flow.reports.selectors.may_on", _yes, "GET reports:show"),
    "a selector has no scope": ("youju.flow.evidence.selectors.visible_to", _everything, "GET evidence:file"),
    "a list has no scope": ("youju.flow.units.listing.placements_for", _all_placements, "GET units:index"),
    "the guard of the pages sleeps": ("youju.web.access.may", _yes, "GET traces"),
    "the guard of the API sleeps": ("youju.kernel.api.may", _yes, "GET /api/scores/"),
    "boards are shown before their day": ("youju.flow.boards.selectors.is_inside", _yes, "GET boards:show"),
    "what is hidden is told apart": ("youju.flow.reports.selectors.report_for", _told_apart, "GET reports:show"),
    "a power outlives its post": ("youju.kernel.powers._held_today", _tenures_of_all_times, "GET ledger:index"),
    "recusal is forgotten": ("youju.flow.inspections.selectors.stays_away", _no, "GET inspections:visit"),
    "objections are taken at any time": ("youju.flow.scores.services.objecting._refuse_late", _no, "POST scores:object"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found(trier, monkeypatch, fault):
    what, planted, line = FAULTS[fault]
    places = {"own", "cousin", "county", "former", "recused", "other_scheme", "township"}

    def wanted(_number, door, actor):
        return door.line == line and actor.place in places

    trier.twins.clear()
    assert tried(trier.world, trier, wanted).wrong == []
    trier.twins.clear()
    monkeypatch.setattr(what, planted)
    assert tried(trier.world, trier, wanted).wrong != []
    trier.twins.clear()
