"""Evidence through the doors: who sees what, and with which headers it is sent."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.flow.evidence import corpus
from tests.flow.evidence.test_adding import own_folders  # noqa: F401
from youju.flow.evidence.models import Evidence
from youju.flow.evidence.services import add_evidence, open_evidence
from youju.kernel.models import Tenure
from youju.kernel.people import issue_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def photo(zhang, units):
    return add_evidence(unit=units.township, name="现场.jpg", content=corpus.photo(), by=zhang, note="清理后")


@pytest.fixture
def brought_home(li, units):
    """What an inspector photographed in 郭家店镇, not yet fed back."""
    return add_evidence(
        unit=units.township, name="暗访.jpg", content=corpus.photo(seed=9), by=li, withheld=True
    )


def get(client, user, path, **headers):
    client.force_login(user)
    return client.get(path, headers=headers)


def send(client, user, data=None, name="现场.jpg", **fields):
    client.force_login(user)
    file = SimpleUploadedFile(name, data or corpus.photo(), "text/html")
    return client.post("/evidence/add/", {"file": file, **fields})


def body(answer):
    return b"".join(answer.streaming_content)


@pytest.mark.parametrize("part", ["", "file/", "thumbnail/"])
def test_a_stranger_cannot_tell_that_evidence_exists(client, wang, photo, part):
    there = get(client, wang, f"/evidence/{photo.sha256}/{part}")
    nowhere = get(client, wang, f"/evidence/{'0' * 64}/{part}")
    assert there.status_code == nowhere.status_code == 404


@pytest.mark.parametrize("admin", ["system", "security", "audit"])
def test_the_three_admins_see_no_evidence(client, request, photo, admin):
    assert get(client, request.getfixturevalue(admin), f"/evidence/{photo.sha256}/file/").status_code == 403


def test_a_picture_is_shown_and_can_do_nothing_else(client, zhang, photo):
    answer = get(client, zhang, f"/evidence/{photo.sha256}/file/")
    assert body(answer)[:3] == b"\xff\xd8\xff"
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("inline")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "private" in answer["Cache-Control"]


@pytest.mark.parametrize(
    ("name", "data", "sent_as"),
    [
        ("文件.exe", corpus.pdf(), "application/pdf"),
        (
            "文件.html",
            corpus.docx(),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        ("文件.html", b"plain words", "text/plain; charset=utf-8"),
    ],
)
def test_everything_else_is_a_download_under_its_true_ending(client, zhang, units, name, data, sent_as):
    row = add_evidence(unit=units.township, name=name, content=data, by=zhang)
    answer = get(client, zhang, f"/evidence/{row.sha256}/file/")
    assert answer["Content-Type"] == sent_as
    assert answer["Content-Disposition"].startswith("attachment")
    assert ".exe" not in answer["Content-Disposition"]
    assert ".html" not in answer["Content-Disposition"]


def test_the_original_has_no_address(client, zhang, photo):
    for part in ("", "file/", "thumbnail/"):
        assert get(client, zhang, f"/evidence/{photo.original_sha256}/{part}").status_code == 404


def test_a_reporter_uploads_for_the_own_unit_only(client, zhang, units):
    assert send(client, zhang, unit=units.township.code).status_code == 302
    assert send(client, zhang, unit=units.villages[0].code).status_code == 302
    assert send(client, zhang, unit=units.other.code).status_code == 422
    assert Evidence.objects.filter(unit=units.other).count() == 0


def test_a_leader_looks_and_does_not_add(client, zhou, units):
    assert send(client, zhou, unit=units.township.code).status_code == 403
    assert "上传</button>" not in get(client, zhou, "/evidence/").content.decode()


def test_a_refused_upload_says_why_in_the_words_of_a_clerk(client, zhang, units):
    answer = send(client, zhang, corpus.SVG, name="a.jpg", unit=units.township.code)
    assert answer.status_code == 422
    assert "没有收下" in answer.content.decode()
    assert "PNG" in answer.content.decode()


@pytest.mark.parametrize("part", ["", "file/", "thumbnail/"])
def test_what_inspectors_bring_home_is_hidden_from_the_unit_until_it_is_fed_back(
    client, zhang, li, units, brought_home, part
):
    path = f"/evidence/{brought_home.sha256}/{part}"
    assert get(client, li, path).status_code == 200
    assert get(client, zhang, path).status_code == 404
    assert brought_home.sha256 not in get(client, zhang, "/evidence/").content.decode()
    assert open_evidence(shas=[brought_home.sha256], unit=units.township, by=li) == 1
    assert get(client, zhang, path).status_code == 200
    assert open_evidence(shas=[brought_home.sha256], unit=units.township, by=li) == 0


def test_pictures_that_look_alike_are_shown_to_those_who_see_both(client, zhang, wang, li, photo, units):
    other = add_evidence(unit=units.other, name="乙.jpg", content=corpus.photo(quality=60), by=wang)
    assert other.sha256 in get(client, li, f"/evidence/{photo.sha256}/").content.decode()
    assert other.sha256 not in get(client, zhang, f"/evidence/{photo.sha256}/").content.decode()


def test_pages_show_and_list_evidence(client, zhang, photo):
    listed, shown = (
        get(client, zhang, "/evidence/").content.decode(),
        get(client, zhang, f"/evidence/{photo.sha256}/").content.decode(),
    )
    assert photo.sha256 in listed
    for word in ("现场.jpg", "清理后", "张", photo.original_sha256, "原件已封存"):
        assert word in shown


def test_programs_upload_and_read_with_a_token(client, zhang, units):
    _token, key = issue_token(
        tenure=Tenure.objects.get(holder=zhang), name="对接", acts=["evidence.add", "evidence.read"], by=zhang
    )
    held = {"Authorization": f"Bearer {key}"}
    answer = client.post(
        "/api/evidence",
        {"unit": units.township.code, "file": SimpleUploadedFile("a.jpg", corpus.photo())},
        headers=held,
    )
    assert answer.status_code == 201, answer.content
    said = answer.json()
    assert said["unit"] == units.township.code
    assert client.get(f"/api/evidence/{said['sha256']}", headers=held).json() == said
    assert client.get("/api/evidence", headers=held).json()["items"] == [said]
    assert body(client.get(f"/api/evidence/{said['sha256']}/file", headers=held))[:3] == b"\xff\xd8\xff"
    refused = client.post(
        "/api/evidence",
        {"unit": units.township.code, "file": SimpleUploadedFile("a.jpg", corpus.SVG)},
        headers=held,
    )
    assert refused.status_code == 422
    assert refused.json()["instead"]


def test_an_unknown_unit_is_said_beside_it_and_the_note_is_kept(client, zhang, units):
    answer = send(client, zhang, unit="某镇", note="收据")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "没有叫“某镇”的单位" in page and 'value="收据"' in page


def test_a_file_is_taken_for_a_unit_by_its_name(client, zhang, units):
    assert send(client, zhang, unit="郭家店镇").status_code == 302


def test_a_list_asked_for_an_unknown_unit_says_so(client, zhang, units):
    client.force_login(zhang)
    page = client.get("/evidence/", {"unit": "某镇"}).content.decode()
    assert "没有叫“某镇”的单位" in page and "还没有佐证" not in page


def test_the_page_keeps_room_for_a_picture(client, zhang, photo):
    page = get(client, zhang, f"/evidence/{photo.sha256}/").content.decode()
    assert f'class="picture" width="{photo.width}" height="{photo.height}"' in page
