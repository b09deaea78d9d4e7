"""Reports through the doors: desks, forms, autosave, conflicts, and who may do what."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.flow.reports.conftest import FULL
from youju.flow.evidence.models import Evidence
from youju.flow.evidence.services import add_evidence
from youju.flow.reports.models import Report, Submission
from youju.flow.reports.selectors import values_of
from youju.flow.reports.services import submit_report
from youju.kernel.models import Tenure
from youju.kernel.people import issue_token

pytestmark = pytest.mark.django_db
SAID_ON = dt.datetime(2026, 11, 10, 9, 0, tzinfo=dt.UTC)
TYPED = {f"value-{name}": text for name, text in FULL.items()}


def get(client, user, path, **headers):
    client.force_login(user)
    return client.get(path, headers=headers)


def post(client, user, path, data=None, **headers):
    client.force_login(user)
    return client.post(path, data or {}, headers=headers)


def htmx(client, user, path, data):
    return post(client, user, path, data, **{"HX-Request": "true"})


def bearer(user, *acts):
    _token, key = issue_token(tenure=Tenure.objects.get(holder=user), name="对接", acts=acts, by=user)
    return {"Authorization": f"Bearer {key}"}


def test_the_desk_of_a_reporter_shows_the_own_villages_only(client, zhang, round_):
    page = get(client, zhang, "/reports/").content.decode()
    assert "示例1村" in page
    assert "别处1村" not in page


def test_a_report_is_begun_filled_and_handed_in_on_the_pages(client, zhang, round_, units):
    answer = post(client, zhang, f"/reports/rounds/{round_.pk}/units/{units.villages[0].code}/begin/")
    report = Report.objects.get()
    assert answer["Location"] == f"/reports/{report.pk}/"
    post(client, zhang, f"/reports/{report.pk}/submit/", {"lock": 0, **TYPED})
    report.refresh_from_db()
    assert report.status == "submitted"


def test_one_click_says_that_one_number_did_not_change(client, zhang, filled, reporting, units):
    village = units.villages[0]
    submit_report(report=filled(reporting("2026-10"), village, zhang), by=zhang)
    later = reporting("2026-11")
    begun = post(client, zhang, f"/reports/rounds/{later.pk}/units/{village.code}/begin/")["Location"]
    assert 'name="same-income"' in get(client, zhang, begun).content.decode()
    said = {"value-income": "", "same-income": "on", "value-solved": "3", "same-solved": "on", "lock": "0"}
    post(client, zhang, f"{begun}save/", said)
    values = values_of(Report.objects.get(round=later))
    assert (values["income"].typed, values["income"].note) == (FULL["income"], "无变化")
    assert values["solved"].typed == "3"
    assert 'name="same-income"' not in get(client, zhang, begun).content.decode()


def test_the_form_asks_what_the_scheme_asks(client, zhang, report):
    page = get(client, zhang, f"/reports/{report.pk}/").content.decode()
    for words in (
        "村集体经济收入",
        "群众诉求",
        "按期解决的群众诉求",
        'name="value-income"',
        'value="100000"',
    ):
        assert words in page


def test_autosave_keeps_the_draft_and_says_so(client, zhang, report):
    answer = htmx(client, zhang, f"/reports/{report.pk}/save/", {"lock": report.lock, "value-income": "123"})
    assert "草稿已存" in answer.content.decode()
    assert values_of(report)["income"].typed == "123"


def test_autosave_keeps_what_is_no_number_and_says_how_to_write_it(client, zhang, report):
    answer = htmx(client, zhang, f"/reports/{report.pk}/save/", {"lock": report.lock, "value-income": "三百"})
    assert "不是数" in answer.content.decode()
    assert values_of(report)["income"].typed == "三百"


def test_an_english_page_tells_in_english_what_is_no_number(client, zhang, report):
    path, said, english = (
        f"/reports/{report.pk}/",
        {"lock": report.lock, "value-income": "三百"},
        {"accept-language": "en"},
    )
    kept = post(client, zhang, f"{path}save/", said, **english, **{"HX-Request": "true"}).content.decode()
    assert "is not a number. write a number such as 12.5" in kept
    refused = post(client, zhang, f"{path}submit/", {**said, "lock": report.lock + 1}, **english)
    assert "is not a number" in refused.content.decode()
    assert "不是数" not in kept + refused.content.decode()


def test_the_state_of_a_round_is_an_adjective_in_english(report):
    from django.utils.translation import override

    with override("en"):
        assert report.round.get_status_display() == "Reporting"
        report.round.status = "published"
        assert report.round.get_status_display() == "Published"


def test_an_expired_session_leads_to_sign_in_and_back_to_the_draft(client, report):
    path = f"/reports/{report.pk}/"
    answer = client.post(f"{path}save/", {"value-income": "1"},
                         headers={"HX-Request": "true", "HX-Current-URL": f"http://testserver{path}"})  # fmt: skip
    assert answer.status_code == 401
    assert answer["HX-Redirect"] == f"/accounts/login/?next={path}"
    assert values_of(report)["income"].typed == "100000"


def test_the_second_who_saves_sees_both_versions(client, zhang, report):
    path, lock = f"/reports/{report.pk}/save/", report.lock
    htmx(client, zhang, path, {"lock": lock, "value-income": "5"})
    answer = htmx(client, zhang, path, {"lock": lock, "value-income": "7"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "<td>7</td><td>5</td>" in page


def test_the_second_may_decide_for_the_own_version(client, zhang, report):
    path, lock = f"/reports/{report.pk}/save/", report.lock
    htmx(client, zhang, path, {"lock": lock, "value-income": "5"})
    post(client, zhang, path, {"lock": lock, "instead": lock + 1, "value-income": "7"})
    assert values_of(report)["income"].typed == "7"


def test_a_refused_report_keeps_its_draft_and_shows_why(client, zhang, report):
    answer = post(
        client, zhang, f"/reports/{report.pk}/submit/", {"lock": report.lock, "value-income": "约三百"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "没有报送" in page and "约三百" in page
    assert values_of(report)["income"].typed == "约三百"


def test_pressing_twice_hands_in_once(client, zhang, report):
    for _press in "12":
        post(client, zhang, f"/reports/{report.pk}/submit/", {"lock": report.lock, **TYPED})
    assert Submission.objects.count() == 1


def test_a_reviewer_returns_with_a_reason_and_the_reporter_reads_it(client, zhang, sun, report):
    submit_report(report=report, by=zhang)
    assert "示例1村" in get(client, sun, "/reports/").content.decode()
    post(client, sun, f"/reports/{report.pk}/return/", {"reason": "收入多写一个零"})
    assert "收入多写一个零" in get(client, zhang, "/reports/").content.decode()
    assert "收入多写一个零" in get(client, zhang, f"/reports/{report.pk}/").content.decode()


def test_a_return_without_a_reason_is_refused_in_three_parts(client, zhang, sun, report):
    submit_report(report=report, by=zhang)
    answer = post(client, sun, f"/reports/{report.pk}/return/", {"reason": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    for part in ("没有退回", "没有写理由", "写明哪一项"):
        assert part in page
    assert 'id="id_reason_error"' in page, "it stands beside its field, on the page of the report"


def test_a_return_that_comes_too_late_is_told_on_the_report_with_what_was_typed(client, zhang, sun, report):
    submit_report(report=report, by=zhang)
    Report.objects.update(status="accepted")
    answer = post(client, sun, f"/reports/{report.pk}/return/", {"reason": "收入多写一个零"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "示例1村" in page and "收入多写一个零" in page
    assert 'class="refusal"' in page


def test_a_reviewer_accepts(client, zhang, sun, report):
    submit_report(report=report, by=zhang)
    post(client, sun, f"/reports/{report.pk}/accept/")
    report.refresh_from_db()
    assert report.status == "accepted"


def test_the_page_of_a_round_shows_who_reported_and_who_did_not(client, zhao, zhang, report, round_):
    submit_report(report=report, by=zhang)
    page = get(client, zhao, f"/reports/rounds/{round_.pk}/").content.decode()
    assert "<b>5</b>参加的单位" in page
    assert "<b>1</b>已报送" in page
    assert "别处2村" in page


# who → (read a report of 郭家店镇, save it, submit it, return it); the draft exists and is handed in for the last one
DOORS = {
    "zhang": (200, 302, 302, 403), "sun": (200, 403, 403, 302), "li": (200, 403, 403, 403),
    "wang": (404, 404, 404, 403), "zhao": (200, 403, 403, 302), "qian": (200, 403, 403, 403),
    "zhou": (200, 403, 403, 403), "security": (403, 403, 403, 403), "system": (403, 403, 403, 403),
    "audit": (403, 403, 403, 403),
}  # fmt: skip


@pytest.mark.parametrize("person", DOORS)
def test_everybody_finds_the_right_doors_open(client, request, person, report, zhang):
    user, path = request.getfixturevalue(person), f"/reports/{report.pk}/"
    form = {"lock": report.lock, **TYPED}
    read = get(client, user, path).status_code
    saved = post(client, user, f"{path}save/", form).status_code
    submitted = post(client, user, f"{path}submit/", form).status_code
    report.refresh_from_db()
    if report.status == "draft":
        submit_report(report=report, by=zhang)
    returned = post(client, user, f"{path}return/", {"reason": "核对"}).status_code
    assert (read, saved, submitted, returned) == DOORS[person]


def test_a_stranger_cannot_tell_that_the_report_exists(client, wang, report):
    told = []
    for path in (f"/reports/{report.pk}/", "/reports/999999/"):
        answer = get(client, wang, path)
        # the page says again only what was asked of it: its own address
        told.append(answer.content.decode().replace(str(answer.context["csrf_token"]), "").replace(path, ""))
    assert told[0] == told[1]


def test_a_reviewer_elsewhere_returns_nothing(client, appointed, units, report, zhang):
    submit_report(report=report, by=zhang)
    other = appointed("lv", "吕", "reviewer", units.other)
    assert post(client, other, f"/reports/{report.pk}/return/", {"reason": "x"}).status_code == 404


class TestPrograms:
    @pytest.fixture
    def path(self, round_, units):
        return f"/api/reports/rounds/{round_.pk}/units/{units.villages[0].code}"

    @pytest.fixture
    def put(self, client, zhang, path):
        key = bearer(zhang, "report.write", "report.submit")

        def put(said, **headers):
            return client.put(path, said, content_type="application/json", headers={**key, **headers})

        return put

    def test_one_call_writes_and_hands_in(self, put):
        answer = put({"values": {n: {"value": t} for n, t in FULL.items()}, "submit": True})
        assert answer.json()["status"] == "submitted"
        assert {v["indicator"]: v["value"] for v in answer.json()["values"]} == FULL

    def test_a_repeated_call_gets_the_first_answer(self, put):
        said = {"values": {n: {"value": t} for n, t in FULL.items()}, "submit": True}
        first, again = (put(said, **{"Idempotency-Key": "k1"}) for _ in "12")
        assert first.content == again.content
        assert again["Idempotent-Replayed"] == "true"
        assert Submission.objects.count() == 1

    def test_a_stale_lock_is_a_conflict_with_both_versions(self, put):
        put({"values": {"income": {"value": "1"}}})
        answer = put({"values": {"income": {"value": "2"}}})
        assert answer.status_code == 409
        assert answer.json()["problems"][0]["where"] == "income"

    def test_a_refused_call_stores_nothing(self, put):
        answer = put({"values": {"income": {"value": "三百"}}, "submit": True})
        assert answer.status_code == 422
        assert Report.objects.count() == 0

    def test_doubts_come_with_the_answer(self, put):
        answer = put({"values": {"income": {"value": "5"}}})
        assert {d["indicator"] for d in answer.json()["doubts"]} == {"complaints", "solved"}

    def test_a_token_without_the_scope_is_refused(self, client, zhang, path):
        key = bearer(zhang, "report.read")
        answer = client.put(path, {}, content_type="application/json", headers=key)
        assert answer.status_code == 403

    def test_handing_in_asks_nothing_twice(self, put):
        put({"values": {}})
        with CaptureQueriesContext(connection) as asked:
            answer = put({"lock": 0, "values": {n: {"value": t} for n, t in FULL.items()}, "submit": True})
        assert answer.json()["status"] == "submitted"
        statements = [one["sql"] for one in asked.captured_queries]
        # of the test's own sign-in there are some; the door itself asks about the round, the unit and the report
        reading = [one for one in statements if one.startswith("SELECT") and "FROM" in one]
        assert len(reading) == len(set(reading))
        assert len(statements) <= 30

    def test_the_evidence_of_all_values_is_asked_for_at_once(self, put, units, zhang):
        shas = [f"{n:064d}" for n in range(len(FULL))]
        Evidence.objects.bulk_create(
            Evidence(unit=units.villages[0], sha256=sha, original_sha256=sha, kind="text", media_type="text/plain", name="x.txt", size=1,
                     uploaded_by=zhang, uploaded_at=SAID_ON, open_at=SAID_ON)
            for sha in shas
        )  # fmt: skip
        said = {n: {"value": t, "evidence": [sha]} for (n, t), sha in zip(FULL.items(), shas, strict=True)}
        with CaptureQueriesContext(connection) as asked:
            assert put({"values": said, "submit": True}).json()["status"] == "submitted"
        assert sum('FROM "evidence_evidence"' in one["sql"] for one in asked.captured_queries) == 1

    def test_what_is_due_is_listed(self, client, zhang, round_, units):
        answer = client.get("/api/reports/due", headers=bearer(zhang, "report.write"))
        assert [one["unit"] for one in answer.json()] == [u.code for u in units.villages]


def test_evidence_of_a_value_is_called_as_its_unit_calls_it(client, zhang, report, units):
    kept = add_evidence(unit=report.unit, name="流水.txt", content=b"123", by=zhang, note="对公账户流水")
    said = {"lock": report.lock, "value-income": "100000", "evidence-income": kept.sha256}
    post(client, zhang, f"/reports/{report.pk}/save/", said)
    assert "对公账户流水</label>" in client.get(f"/reports/{report.pk}/").content.decode()
    report.refresh_from_db()
    post(client, zhang, f"/reports/{report.pk}/submit/", {**TYPED, **said, "lock": report.lock})
    assert f'href="/evidence/{kept.sha256}/">对公账户流水</a>' in client.get(f"/reports/{report.pk}/").content.decode()  # fmt: skip


def test_a_file_of_long_ago_is_found_for_a_report_and_nothing_typed_is_lost(
    client, zhang, report, monkeypatch
):
    """The newest files stand there; another is looked for by its name, and ticked beside those."""
    monkeypatch.setattr("youju.flow.reports.views.FILES", 2)
    old, *_new = [
        add_evidence(unit=report.unit, name=f"{name}.txt", content=name.encode(), by=zhang)
        for name in ("旧账", "新一", "新二", "新三")
    ]
    page = get(client, zhang, f"/reports/{report.pk}/").content.decode()
    assert old.sha256 not in page and 'name="look"' in page
    typed = {**TYPED, "lock": report.lock, "value-income": "98765", "files": "旧账", "look": "files"}
    answer = post(client, zhang, f"/reports/{report.pk}/save/", typed)
    shown = client.get(answer["Location"]).content.decode()
    assert f'name="evidence-income" value="{old.sha256}"' in shown and "98765" in shown
    assert "新三.txt" not in shown


def test_a_page_without_older_files_offers_no_looking(client, zhang, report):
    add_evidence(unit=report.unit, name="账.txt", content=b"1", by=zhang)
    assert 'name="look"' not in get(client, zhang, f"/reports/{report.pk}/").content.decode()
