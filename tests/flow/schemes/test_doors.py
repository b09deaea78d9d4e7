"""Schemes and rounds through the doors: who sees and does what, and what a refused person reads."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from youju.flow.schemes.models import Round, SchemeVersion
from youju.kernel.errors import BadInput
from youju.kernel.models import Tenure, Trace
from youju.kernel.people import issue_token

pytestmark = pytest.mark.django_db


def get(client, user, path):
    client.force_login(user)
    return client.get(path)


def post(client, user, path, data=None, **headers):
    client.force_login(user)
    return client.post(path, data or {}, headers=headers)


def zipped(files, top="方案/"):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as pack:
        for path, content in files.items():
            pack.writestr(top + path, content)
    return SimpleUploadedFile("scheme.zip", out.getvalue())


def uploads(files):
    return [SimpleUploadedFile(path, content) for path, content in files.items()]


def address(version, act=""):
    return f"/schemes/{version.scheme.code}/versions/{version.pk}/{act}"


def test_the_scoring_office_takes_a_scheme_in_from_a_zip(client, zhao, units, starter):
    answer = post(client, zhao, "/schemes/load/", {"unit": units.county.code, "files": zipped(starter)})
    assert answer.status_code == 302
    assert SchemeVersion.objects.get().status == "draft"


def test_the_scoring_office_takes_a_scheme_in_file_by_file(client, zhao, units, starter):
    post(client, zhao, "/schemes/load/", {"unit": units.county.code, "files": uploads(starter)})
    assert SchemeVersion.objects.get().files.count() == len(starter)


def test_a_scheme_that_does_not_read_shows_every_problem_and_its_place(client, zhao, units, starter):
    text = (
        starter["scheme.yaml"]
        .decode()
        .replace("places: 2", "places: two")
        .replace("  - id: solved", "  - idd: solved")
    )
    files = {**starter, "scheme.yaml": text.encode()}
    answer = post(client, zhao, "/schemes/load/", {"unit": units.county.code, "files": uploads(files)})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count("scheme.yaml:") >= 2
    assert SchemeVersion.objects.count() == 0


@pytest.mark.parametrize("path", ["../scheme.yaml", "/etc/scheme.yaml", "a\\b.yaml", "run.exe"])
def test_a_zip_that_reaches_out_is_refused(path):
    from youju.flow.schemes.package import from_uploads
    from youju.kernel.errors import BadInput

    with pytest.raises(BadInput):
        from_uploads([("a.zip", zipped({path: b"x", "scheme.yaml": b"x"}, "").read())])


def test_the_page_shows_the_policy_beside_its_examples_and_findings(client, zhao, draft):
    page = get(client, zhao, address(draft)).content.decode()
    for words in (
        "第三条第(一)款",
        "看村集体经济收入（对目标）",
        "收入正好完成",
        "合规检查",
        "每月报送",
        draft.sha256,
    ):
        assert words in page


def test_a_reporter_does_not_see_a_draft(client, zhang, draft):
    assert get(client, zhang, address(draft)).status_code == 404


def test_a_reporter_reads_the_scheme_in_force(client, zhang, in_force):
    assert "村集体经济增收" in get(client, zhang, f"/schemes/{in_force.scheme.code}/").content.decode()


def test_somebody_of_another_county_cannot_tell_that_the_scheme_exists(client, in_force, appointed, units):
    from tests.people import LONG_AGO
    from youju.flow.units.services import add_unit

    far = add_unit(code="220323", name="伊通县", level="county", parent=None, on=LONG_AGO, by=None)
    stranger = appointed("fan", "范", "scoring_office", far)
    there = get(client, stranger, f"/schemes/{in_force.scheme.code}/")
    nowhere = get(client, stranger, "/schemes/nothing/")
    assert there.status_code == nowhere.status_code == 404


def test_two_persons_put_a_scheme_in_force_on_the_pages(client, zhao, qian, draft):
    post(client, zhao, address(draft, "propose/"))
    post(client, qian, address(draft, "approve/"))
    draft.refresh_from_db()
    assert draft.status == "in_force"


def test_the_scoring_office_alone_cannot_approve(client, zhao, draft):
    post(client, zhao, address(draft, "propose/"))
    assert post(client, zhao, address(draft, "approve/")).status_code == 403


@pytest.mark.parametrize("person", ["zhang", "sun", "li", "qian", "zhou", "security", "system", "audit"])
def test_nobody_but_the_scoring_office_loads_or_opens(client, request, person, in_force, units, starter):
    user = request.getfixturevalue(person)
    loaded = post(client, user, "/schemes/load/", {"unit": units.county.code, "files": uploads(starter)})
    opened = post(client, user, f"/schemes/{in_force.scheme.code}/rounds/open/", {"period": "2026-10"})
    assert (loaded.status_code, opened.status_code) == (403, 403)
    assert Round.objects.count() == 0


def test_a_round_is_opened_and_moved_on_the_pages(client, zhao, in_force):
    post(client, zhao, f"/schemes/{in_force.scheme.code}/rounds/open/", {"period": "2026-10"})
    round_ = Round.objects.get()
    assert "转入“报送”" in get(client, zhao, f"/schemes/rounds/{round_.pk}/").content.decode()
    post(client, zhao, f"/schemes/rounds/{round_.pk}/advance/", {"was": "open", "to": "reporting"})
    assert "推进轮次 “报送”" in get(client, zhao, f"/schemes/rounds/{round_.pk}/").content.decode()
    round_.refresh_from_db()
    assert round_.status == "reporting"


def test_a_round_that_is_refused_leaves_the_versions_and_rounds_on_the_page(client, zhao, in_force):
    path = f"/schemes/{in_force.scheme.code}/rounds/open/"
    post(client, zhao, path, {"period": "2026-10"})
    answer = post(client, zhao, path, {"period": "2026-10"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "还没有施行的版本" not in page
    assert "还没有开过轮次" not in page
    assert 'id="id_period_error"' in page


def test_a_post_is_for_a_scheme_that_there_is(client, security, appointed, units, in_force):
    appointed("new", "新人", "inspector", units.other)
    said = {"holder": "new", "role": "reporter", "tree": "administrative", "valid_from": "2020-01-01"}
    path = f"/units/{units.township.code}/posts/appoint/"
    answer = post(client, security, path, {**said, "scheme": "没有"})
    assert answer.status_code == 422
    assert "没有叫“没有”的方案" in answer.content.decode()
    post(client, security, path, {**said, "scheme": in_force.scheme.title})
    assert (
        Tenure.objects.get(holder__username="new", post__role="reporter").post.scheme == in_force.scheme.code
    )


def test_a_program_gives_no_post_for_a_scheme_that_is_not_there(client, security, appointed, units):
    appointed("new", "新人", "inspector", units.other)
    said = {"holder": "new", "role": "reporter", "valid_from": "2020-01-01", "scheme": "nothing"}
    path = f"/api/units/{units.township.code}/posts"
    tenure = Tenure.objects.get(holder=security)
    token = issue_token(tenure=tenure, name="试", acts=["post.appoint"], by=security)[1]
    headers = {"Authorization": f"Bearer {token}"}
    assert client.post(path, said, "application/json", headers=headers).status_code == 422


def test_a_stale_button_is_told_and_does_nothing(client, zhao, round_):
    path = f"/schemes/rounds/{round_.pk}/advance/"
    post(client, zhao, path, {"was": "open", "to": "reporting"})
    answer = post(client, zhao, path, {"was": "open", "to": "reporting"})
    assert answer.status_code == 409
    assert "有人先办了一步" in answer.content.decode()


def test_a_round_is_not_closed_by_a_button_of_this_room(client, zhao, round_):
    Round.objects.filter(pk=round_.pk).update(status="notice")
    answer = post(client, zhao, f"/schemes/rounds/{round_.pk}/advance/", {"was": "notice", "to": "closed"})
    assert answer.status_code == 409
    assert "到“底账”办理关账" in answer.content.decode()


def test_what_if_says_that_nothing_was_closed_yet(client, zhao, draft):
    assert "还没有关过账" in get(client, zhao, address(draft, "what-if/")).content.decode()


def test_what_if_shows_who_would_have_moved(client, zhao, draft, tmp_path, monkeypatch):
    from pathlib import Path

    import youju.engine
    from youju.engine.bundle.write import write_bundle
    from youju.engine.case import open_case
    from youju.flow.schemes import ports

    case = open_case(Path(youju.engine.__file__).parent / "starter")
    write_bundle(case.score(), tmp_path / "bundle", folder=case.loaded.folder, facts=case.facts)
    monkeypatch.setattr(ports, "_last_bundle", [lambda _code: tmp_path / "bundle"])
    there = address(draft, "what-if/")
    before = get(client, zhao, there).content.decode()
    assert "开始推演" in before and "个有变化" not in before
    answer = post(client, zhao, there)
    assert (answer.status_code, answer["Location"]) == (302, there)
    (trace,) = Trace.objects.filter(act="scheme.what_if")
    assert trace.actor == zhao
    monkeypatch.setattr("youju.flow.schemes.what_if.compare", lambda *_: pytest.fail("worked out twice"))
    after = get(client, zhao, there).content.decode()
    assert "个有变化" in after and "开始推演" not in after
    post(client, zhao, there)
    assert Trace.objects.filter(act="scheme.what_if").count() == 1
    monkeypatch.setattr("youju.flow.schemes.what_if.ENGINE", "of another day")
    assert "开始推演" in get(client, zhao, there).content.decode()


def test_rules_that_cannot_be_run_are_told_where_the_what_if_was_asked_for(client, zhao, draft, monkeypatch):
    """In a house whose jobs are done apart, the page itself says why the last one was refused."""
    from youju.flow.schemes import views

    refusal = BadInput("不能推演", "算不出来", "改正", english="Cannot be run.")
    monkeypatch.setattr(views, "closed_bundle", lambda _row: (None, "0" * 64))
    monkeypatch.setattr(views, "refused_lately", lambda *_: {draft.pk: object()})
    monkeypatch.setattr(views, "refusal_of", lambda _job: refusal)
    page = get(client, zhao, address(draft, "what-if/")).content.decode()
    assert "算不出来" in page and "开始推演" in page


def test_who_may_read_a_scheme_of_another_office_may_not_see_who_would_move(
    client, draft, appointed, units, monkeypatch
):
    """The page shows marks of units that their own boards may keep back: it is for whoever drafts this scheme."""
    SchemeVersion.objects.filter(pk=draft.pk).update(approved_at=draft.loaded_at, proposed_at=draft.loaded_at)
    other = appointed("kao2", "考", "scoring_office", units.other)
    monkeypatch.setattr(
        "youju.flow.schemes.what_if.compare", lambda *_: pytest.fail("worked out for a stranger")
    )
    assert get(client, other, address(draft, "")).status_code == 200
    assert get(client, other, address(draft, "what-if/")).status_code == 404


def bearer(user, *acts):
    _token, key = issue_token(tenure=Tenure.objects.get(holder=user), name="对接", acts=acts, by=user)
    return {"Authorization": f"Bearer {key}"}


def test_a_program_takes_a_scheme_in_and_reads_the_findings(client, zhao, units, starter):
    headers = bearer(zhao, "scheme.load")
    answer = client.post(
        f"/api/schemes/load?unit={units.county.code}", {"files": uploads(starter)}, headers=headers
    )
    assert answer.status_code == 200
    assert {f["kind"] for f in answer.json()["findings"]} <= {"problem", "compliance", "example"}


def test_a_program_that_repeats_itself_opens_one_round(client, zhao, in_force):
    headers = {**bearer(zhao, "round.open"), "Idempotency-Key": "oct"}
    path = f"/api/schemes/{in_force.scheme.code}/rounds"
    answers = [
        client.post(path, {"period": "2026-10"}, content_type="application/json", headers=headers)
        for _ in "12"
    ]
    assert [a.status_code for a in answers] == [200, 200]
    assert answers[0].json()["id"] == answers[1].json()["id"]


def test_the_files_of_a_version_carry_its_hash_as_entity_tag(client, zhao, in_force):
    headers = bearer(zhao, "scheme.read")
    path = f"/api/schemes/{in_force.scheme.code}/versions/{in_force.pk}/files"
    first = client.get(path, headers=headers)
    again = client.get(path, headers={**headers, "If-None-Match": first["ETag"]})
    assert "scheme.yaml" in first.json()
    assert again.status_code == 304
