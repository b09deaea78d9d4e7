"""The doors: pages and API show what a person may see, refuse with words, and answer 404 for the rest."""

from __future__ import annotations

import io
import json

import pytest

from tests.pages import beside
from tests.work.registers.conftest import EVERYTHING, SHARED
from youju.flow.evidence.services import add_evidence
from youju.work.registers.models import Record, SavedView

pytestmark = pytest.mark.django_db
GOOD = {"title": "石桥", "kind": "拱桥", "cost": "5000万"}


@pytest.fixture
def as_(client):
    """Return a function person -> a client that is signed in."""
    return lambda person: (client.force_login(person), client)[1]


def test_a_declaration_is_put_into_force_from_the_page(as_, zhao, units):
    file = io.BytesIO((SHARED / "task.yaml").read_bytes())
    file.name = "task.yaml"
    answer = as_(zhao).post("/registers/declare/", {"files": file, "unit": units.county.code})
    assert (answer.status_code, answer["Location"]) == (302, "/registers/task/")


def test_a_faulty_declaration_is_refused_with_lines(as_, zhao, units):
    file = io.BytesIO(b"register: a\ntitle: b\nfields:\n  n: {title: c, type: colour}\n")
    file.name = "a.yaml"
    answer = as_(zhao).post("/registers/declare/", {"files": file, "unit": units.county.code})
    assert answer.status_code == 422
    assert "register.yaml:4:" in answer.content.decode()


def test_a_list_a_form_and_a_record_open(as_, zhang, bridges, make):
    record = make(bridges, **GOOD)
    client = as_(zhang)
    for address in (
        "/registers/",
        "/registers/bridge/",
        "/registers/bridge/new/",
        f"/registers/bridge/{record}/",
        f"/registers/bridge/{record}/edit/",
    ):
        answer = client.get(address)
        assert answer.status_code == 200, address
    assert "石桥" in client.get("/registers/bridge/").content.decode()


def test_a_record_begins_as_another_like_it_without_what_may_stand_only_once(
    as_, zhang, bridges, make, units
):
    record = make(bridges, **GOOD)
    client = as_(zhang)
    link = f"/registers/bridge/new/?like={record}"
    assert link in client.get(f"/registers/bridge/{record}/").content.decode()
    page = client.get(link).content.decode()
    assert all(
        words in page for words in ("<option selected>拱桥</option>", 'name="cost" value="5000', "郭家店镇")
    )
    assert 'name="title" value=""' in page


def test_a_record_of_another_unit_is_no_beginning(as_, wang, bridges, make):
    record = make(bridges, **GOOD)
    assert as_(wang).get(f"/registers/bridge/new/?like={record}").status_code == 404


def test_a_form_makes_a_record_once_even_when_pressed_twice(as_, zhang, bridges, units):
    client = as_(zhang)
    for _ in range(2):
        answer = client.post("/registers/bridge/new/?once=abc", {**GOOD, "unit": units.township.code})
        assert answer.status_code == 302
    assert Record.objects.count() == 1


def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(as_, zhang, bridges, units):
    answer = as_(zhang).post("/registers/bridge/new/", {**GOOD, "cost": "许多", "unit": units.township.code})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="wrong-cost"' in page
    assert 'value="许多"' in page


def test_a_stranger_cannot_tell_that_the_record_exists(as_, wang, bridges, make):
    record = make(bridges, **GOOD)
    client = as_(wang)
    assert client.get(f"/registers/bridge/{record}/").status_code == 404
    assert client.get(f"/api/registers/bridge/records/{record}").status_code == 404
    assert client.post(f"/registers/bridge/{record}/moves/open/", {"lock": 1}).status_code == 404


def test_a_missing_gate_is_shown_on_the_record(as_, zhang, bridges, make):
    record = make(bridges, **GOOD)
    answer = as_(zhang).post(f"/registers/bridge/{record}/moves/open/", {"lock": 1})
    assert answer.status_code == 422
    assert "启用要先填“建成”" in answer.content.decode()


def test_a_move_by_button_shows_in_the_timeline(as_, zhang, bridges, make):
    record = make(bridges, **GOOD, built="2023-05-01")
    client = as_(zhang)
    assert client.post(f"/registers/bridge/{record}/moves/open/", {"lock": 1}).status_code == 302
    assert "启用 → 在用" in client.get(f"/registers/bridge/{record}/").content.decode()


def test_a_slower_hand_is_answered_409(as_, zhang, bridges, make):
    record = make(bridges, **GOOD)
    client = as_(zhang)
    client.post(f"/registers/bridge/{record}/edit/", {"lock": 1, "title": "新石桥"})
    assert client.post(f"/registers/bridge/{record}/edit/", {"lock": 1, "title": "旧石桥"}).status_code == 409


def test_a_list_reads_money_as_an_office_does_and_the_export_stays_exact(as_, zhang, bridges, make):
    make(bridges, **{**GOOD, "cost": "60000000"})
    client = as_(zhang)
    page = client.get("/registers/bridge/").content.decode()
    assert 'class="number"><data value="60000000 元" title="60000000 元">6000 万元</data></td>' in page
    assert '<th class="number"><a href="?sort=cost">造价</a></th>' in page
    sheet = b"".join(client.get("/registers/bridge/?format=csv").streaming_content).decode()
    assert ",60000000," in sheet
    assert "万元" not in sheet


def test_a_record_tells_the_exact_number_beside_the_one_that_is_read(as_, zhang, bridges, make):
    number = make(bridges, **{**GOOD, "cost": "123456789.5"})
    page = as_(zhang).get(f"/registers/bridge/{number}/").content.decode()
    assert '>1.23 亿元</data> <span class="soft">123456789.5 元</span>' in page


def test_a_view_is_kept_and_forgotten(as_, zhang, bridges):
    client = as_(zhang)
    client.post("/registers/bridge/views/", {"name": "拱桥", "query": "kind.is=拱桥"})
    assert "拱桥</a>" in client.get("/registers/bridge/").content.decode()
    client.post(f"/registers/views/{SavedView.objects.get().pk}/forget/")
    assert SavedView.objects.count() == 0


@pytest.mark.parametrize("said", [{"name": "拱\0桥", "query": ""}, {"name": "拱桥", "query": "a=1\n\nb"}])
def test_a_view_whose_name_cannot_be_written_is_refused(as_, zhang, bridges, said):
    assert as_(zhang).post("/registers/bridge/views/", said).status_code == 422
    assert SavedView.objects.count() == 0


def test_nobody_forgets_the_view_of_another(as_, zhang, zhao, bridges):
    as_(zhang).post("/registers/bridge/views/", {"name": "拱桥", "query": "kind.is=拱桥"})
    assert as_(zhao).post(f"/registers/views/{SavedView.objects.get().pk}/forget/").status_code == 404


@pytest.mark.parametrize(("form", "holds"), [("csv", "石桥"), ("json", '"cost": "50000000"')])
def test_a_list_is_exported_as_it_is_filtered(as_, zhang, bridges, make, form, holds):
    make(bridges, **GOOD)
    make(bridges, title="木桥", kind="梁桥")
    answer = as_(zhang).get(f"/registers/bridge/?kind=拱桥&format={form}")
    text = b"".join(answer.streaming_content).decode()
    assert holds in text
    assert "木桥" not in text


def test_an_unreadable_filter_is_answered_422_and_not_ignored(as_, zhang, bridges):
    client = as_(zhang)
    assert client.get("/registers/bridge/?colour=红").status_code == 422
    assert client.get("/api/registers/bridge/records?cost.at_least=许多").status_code == 422


def test_the_api_makes_changes_and_moves(as_, zhang, bridges, units):
    client = as_(zhang)

    def send(method, address, data):
        return getattr(client, method)(
            f"/api/registers/bridge{address}", json.dumps(data), content_type="application/json"
        )

    made = send(
        "post", "/records", {"unit": units.township.code, "values": {**GOOD, "open": True, "spans": 3}}
    ).json()
    assert (made["values"]["open"], made["values"]["spans"]) == (True, "3")
    changed = send(
        "patch", f"/records/{made['number']}", {"lock": 1, "values": {"spans": None, "built": "2023-05"}}
    ).json()
    assert (changed["lock"], "spans" in changed["values"]) == (2, False)
    moved = send("post", f"/records/{made['number']}/moves/open", {"lock": 2}).json()
    assert moved["stage"] == "use"
    assert send("post", f"/records/{made['number']}/moves/open", {"lock": 1}).status_code == 409


def test_the_fields_are_told_as_table_schema(as_, zhang, bridges):
    told = as_(zhang).get("/api/registers/bridge/schema").json()
    kind = next(field for field in told["fields"] if field["name"] == "kind")
    assert kind == {
        "name": "kind",
        "title": "类型",
        "type": "string",
        "constraints": {"enum": ["梁桥", "拱桥", "索桥"]},
    }


def test_every_operation_of_registers_is_in_openapi(client):
    from youju.web.api import api

    paths = [path for path in api.get_openapi_schema()["paths"] if path.startswith("/api/registers/")]
    assert len(paths) >= 8


def test_a_workbook_is_read_apart_from_the_page_and_a_bad_one_goes_back_red(
    as_, zhang, bridges, units, settings, tmp_path
):
    from tests.work.registers.test_books import filled, template
    from youju.kernel.jobs import work
    from youju.work.registers.models import Record

    settings.YOUJU = {**settings.YOUJU, "jobs": "apart", "folder": tmp_path}
    client = as_(zhang)

    def sent(*rows, do="save"):
        file = io.BytesIO(filled(template(bridges), *rows))
        file.name = "桥.xlsx"
        return client.post("/registers/bridge/book/take/", {"file": file, "do": do})["Location"]

    good = {"#unit": units.township.code, "title": "桥"}
    where = sent(good, do="check")
    assert work()
    told = client.get(where, follow=True).content.decode()
    assert "没有问题，还没有存：导入会新增 1 条，改动 0 条" in told
    assert Record.objects.count() == 0
    where = sent(good)
    work()
    assert "新增 1 条，改动 0 条" in client.get(where, follow=True).content.decode()
    assert Record.objects.count() == 1
    where = sent({**good, "title": ""}, {"#unit": "x"})
    work()
    answer = client.get(where, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain[-1][0] == "/registers/bridge/#book-title"
    assert "<strong>桥.xlsx</strong>" in page and "台账!" in page and "在标红的表里逐格改正" in page
    assert client.get(where.partition("?")[0] + "copy/").content[:2] == b"PK"
    assert Record.objects.count() == 1


def test_what_a_post_may_not_do_with_a_record_is_not_offered(as_, zhang, zhao, make, units):
    from youju.work.registers.services import declare_register

    text = EVERYTHING.replace("columns:", "write: [scoring_office]\ncolumns:")
    bridges = declare_register(text=text, unit=units.county, by=zhao)
    record = make(bridges, by=zhao, title="石桥", built="2020")
    there = f"/registers/bridge/{record}/"
    offered = {}
    for who in (zhang, zhao):
        page = as_(who).get(there).content.decode()
        offered[who.username] = (f"{there}edit/" in page, f"{there}moves/open/" in page)
    assert offered == {"zhang": (False, True), "zhao": (True, False)}


def test_a_unit_or_a_parent_that_is_none_is_said_beside_its_field_and_nothing_typed_is_lost(
    as_, zhang, bridges, units
):
    for unit in ("999", units.other.code, ""):
        answer = as_(zhang).post(
            "/registers/bridge/new/", {"unit": unit, "title": "石桥", "note": "走了三里地"}
        )
        page = answer.content.decode()
        assert answer.status_code == 422
        assert 'id="wrong-unit"' in page and f'value="{unit}"' in page
        assert 'aria-invalid="true" aria-describedby="wrong-unit"' in page
        assert "走了三里地" in page and 'value="石桥"' in page
    assert Record.objects.count() == 0


def test_whose_post_does_not_write_in_a_register_is_told_so_before_the_form(as_, li, bridges, units, zhao):
    from youju.work.registers.services import declare_register

    text = EVERYTHING.replace("columns:", "write: [scoring_office]\ncolumns:")
    declare_register(text=text, unit=units.county, by=zhao)
    said = {"unit": units.township.code, "title": "桥"}
    assert as_(li).get("/registers/bridge/new/").status_code == 403
    assert as_(li).post("/registers/bridge/new/", said).status_code == 403


def test_a_refused_change_keeps_its_reason(as_, zhang, bridges, make):
    record = make(bridges, **GOOD)
    page = as_(zhang).post(
        f"/registers/bridge/{record}/edit/", {"lock": 1, "spans": "三", "reason": "量错了"}
    )
    assert page.status_code == 422
    assert 'value="量错了"' in page.content.decode()


DUE = {"title": "清理河道", "due_on": "2023-06-30"}


def test_what_was_typed_into_an_act_that_is_refused_stands_in_its_form(as_, zhao, tasks, make):
    record = make(tasks, **DUE)
    said = {"lock": 1, "until": "下周三", "reason": "等水退了再修"}
    page = as_(zhao).post(f"/registers/task/{record}/extend/", said)
    assert page.status_code == 422
    assert 'id="extend-reason" name="reason" type="text" value="等水退了再修"' in page.content.decode()


def test_what_is_wrong_with_a_refused_act_stands_beside_its_field(as_, zhao, tasks, make):
    record = make(tasks, **DUE)
    said = {"lock": 1, "until": "下周三", "reason": "等水退了再修"}
    text = as_(zhao).post(f"/registers/task/{record}/extend/", said).content.decode()
    assert '<span class="message error" id="wrong-until">不是日期' in text
    assert 'aria-describedby="wrong-until"' in text


def test_a_refused_act_leaves_the_other_forms_of_the_page_empty(as_, zhang, tasks, make):
    record = make(tasks, **DUE)
    said = {"unit": "没有的局", "part": "support", "text": "提供图纸"}
    text = as_(zhang).post(f"/registers/task/{record}/party/", said).content.decode()
    assert text.count("提供图纸") == 1
    assert 'value="没有的局"' in text and "没有叫“没有的局”的单位" in text


def test_a_department_is_added_by_its_name(as_, zhang, tasks, make, units):
    record = make(tasks, **DUE)
    as_(zhang).post(f"/registers/task/{record}/party/", {"unit": "榆树台镇", "part": "support", "text": ""})
    assert record.parties.get().unit == units.other


def test_a_unit_out_of_sight_is_taken_by_its_exact_name_but_never_told(as_, zhang, tasks, make, units):
    record = make(tasks, **DUE)
    said = {"unit": "榆树台", "part": "support", "text": ""}
    text = as_(zhang).post(f"/registers/task/{record}/party/", said).content.decode()
    assert units.other.code not in text


def test_departments_are_handed_parts_by_name_line_by_line(as_, zhang, tasks, make, units):
    record = make(tasks, **DUE)
    said = {"text": "示例1村 清淤\n没有的局 测量"}
    text = as_(zhang).post(f"/registers/task/{record}/fan-out/", said).content.decode()
    assert "第 2 行：没有叫“没有的局”的单位" in text and "示例1村 清淤" in text
    as_(zhang).post(f"/registers/task/{record}/fan-out/", {"text": "示例1村 清淤\n示例2村 测量"})
    assert sorted(record.parties.values_list("asked", flat=True)) == ["测量", "清淤"]


def test_handing_out_to_one_department_is_refused_beside_the_lines_that_were_typed(as_, zhang, tasks, make):
    record = make(tasks, **DUE)
    answer = as_(zhang).post(f"/registers/task/{record}/fan-out/", {"text": "示例1村 清淤"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "分办要有两个以上部门" in beside(page, "text")
    assert 'required="required" maxlength="4000"' in page and ">示例1村 清淤</textarea>" in page


def test_a_line_that_cannot_be_handed_out_is_said_beside_the_lines(as_, zhang, tasks, make):
    record = make(tasks, **DUE)
    said = {"text": "示例1村 清淤\n没有的局 测量"}
    page = as_(zhang).post(f"/registers/task/{record}/fan-out/", said).content.decode()
    assert "第 2 行：没有叫“没有的局”的单位" in beside(page, "text")


def test_an_english_page_says_in_english_why_nothing_was_handed_out(as_, zhang, tasks, make):
    record, english = make(tasks, **DUE), {"accept-language": "en"}
    answer = as_(zhang).post(f"/registers/task/{record}/fan-out/", {"text": "示例1村 清淤"}, headers=english)
    told = beside(answer.content.decode(), "text")
    assert "that takes two departments or more. With one, deal with it directly" in told


def test_a_record_is_made_for_a_unit_by_name(as_, zhang, bridges, units):
    as_(zhang).post("/registers/bridge/new/", {"unit": "郭家店镇", "title": "石桥", "spans": "3"})
    assert Record.objects.get().unit == units.township


def test_the_list_of_registers_says_how_much_is_open(as_, zhang, tasks, make):
    make(tasks, **DUE)
    text = as_(zhang).get("/registers/").content.decode()
    assert '<td class="number" data-name="没有办完">1</td><td class="number" data-name="共">1</td>' in text


def test_a_code_that_follows_nothing_is_said_beside_it(client):
    answer = client.post("/registers/follow/", {"code": "ABCD-EFGH"})
    assert answer.status_code == 404
    assert "没有这个查询码" in answer.content.decode() and 'value="ABCD-EFGH"' in answer.content.decode()


def test_a_declaration_for_a_unit_that_is_none_is_refused_with_what_was_typed(as_, zhao, units):
    answer = as_(zhao).post("/registers/declare/", {"unit": "999", "scheme": "方案甲"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "没有叫“999”的单位" in text and 'value="999"' in text


def test_a_huge_upload_is_refused_before_it_is_read(as_, zhang, bridges, monkeypatch):
    from youju.work.registers.forms import BookForm

    monkeypatch.setattr(BookForm.base_fields["file"], "most", 10)
    file = io.BytesIO(b"x" * 11)
    file.name = "a.xlsx"
    answer = as_(zhang).post("/registers/bridge/book/take/", {"file": file})
    assert answer.status_code == 422
    assert "请分成几个" in beside(answer.content.decode(), "file")


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [("桥.xlsx", b"", "空"), ("桥.pdf", b"%PDF-1.7", "这不是 .xlsx、.csv 文件"), ("", b"", "必填")],
)
def test_what_is_no_book_is_said_beside_its_field(as_, zhang, bridges, name, content, told):
    file = io.BytesIO(content)
    file.name = name
    answer = as_(zhang).post("/registers/bridge/book/take/", {"file": file} if name else {})
    assert answer.status_code == 422
    assert told in beside(answer.content.decode(), "file")


def test_a_book_that_another_program_wrote_is_said_beside_its_field(as_, zhang, bridges):
    file = io.BytesIO("甲,乙\n1,2\n".encode())
    file.name = "桥.csv"
    answer = as_(zhang).post("/registers/bridge/book/take/", {"file": file})
    assert answer.status_code == 422
    assert "没有导入" in beside(answer.content.decode(), "file")


def test_the_template_file_opens(as_, zhang, bridges):
    assert as_(zhang).get("/registers/bridge/book/?with=records").content[:2] == b"PK"


def test_an_english_page_sends_what_the_field_keeps(as_, zhang, bridges, make):
    record = make(bridges, **GOOD, open="是")
    client, english = as_(zhang), {"accept-language": "en"}
    form = client.get(f"/registers/bridge/{record}/edit/", headers=english).content.decode()
    assert '<option value="是" selected>Yes</option><option value="否">No</option>' in form
    assert "<option selected>拱桥</option>" in form
    client.post(f"/registers/bridge/{record}/edit/", {"lock": 1, "open": "否"}, headers=english)
    page = client.get(f"/registers/bridge/{record}/", headers=english).content.decode()
    assert "<del>Yes</del> → No" in page
    chinese = client.get(f"/registers/bridge/{record}/").content.decode()
    assert "<del>是</del> → 否" in chinese
    without = client.get("/registers/bridge/?suspended=No&built.missing=No", headers=english)
    assert without.status_code == 200
    assert record.number not in without.content.decode()


def test_what_is_wrong_is_told_in_the_language_of_the_page(as_, zhang, bridges, make):
    record = make(bridges, **GOOD)
    answer = as_(zhang).post(
        f"/registers/bridge/{record}/moves/open/", {"lock": 1}, headers={"accept-language": "en"}
    )
    assert "启用 needs “建成” first" in answer.content.decode()


def test_the_words_of_the_engine_are_told_in_the_language_of_the_page(as_, zhao, zhang, bridges, units):
    file, english = io.BytesIO("title: 桥梁\n".encode()), {"accept-language": "en"}
    file.name = "a.yaml"
    sent = {"files": file, "unit": units.county.code}
    declared = as_(zhao).post("/registers/declare/", sent, headers=english).content.decode()
    assert "is missing in" in declared
    assert "缺少" not in declared
    said = {"unit": units.township.code, **GOOD, "cost": "许多"}
    made = as_(zhang).post("/registers/bridge/new/", said, headers=english).content.decode()
    assert "is not an exact number. write one number" in made
    assert "不是确数" not in made


def test_a_field_that_names_a_unit_or_a_record_offers_them_and_takes_the_unit_by_its_name(
    as_, zhang, bridges, make, units
):
    first = make(bridges, **GOOD)
    page = as_(zhang).get("/registers/bridge/new/").content.decode()
    assert f'<option value="{first.number}">石桥</option>' in page
    assert f'<option value="{units.township.name}">' in page
    said = {
        **GOOD,
        "title": "木桥",
        "unit": units.township.name,
        "keeper": units.villages[0].name,
        "next": first.number,
    }
    as_(zhang).post("/registers/bridge/new/", said)
    assert Record.objects.latest("pk").values["keeper"] == units.villages[0].code


@pytest.mark.parametrize("path", ["note/", "suspend/", "edit/", "moves/open/"])
def test_a_form_that_holds_a_nul_is_refused_with_words(as_, zhang, bridges, make, path):
    record = make(bridges, **GOOD)
    sent = {"lock": 1, "reason": "a\x00b", "text": "a\x00b", "title": "石桥"}
    answer = as_(zhang).post(f"/registers/bridge/{record}/{path}", sent)
    assert answer.status_code == 422
    assert "控制字符" in answer.content.decode()


@pytest.mark.parametrize(
    "asked", ["q=%00", "unit=%00", "number=%00", "sort=title&after=value~5~%00", "title=%00"]
)
def test_an_address_that_holds_a_nul_asks_without_it(as_, zhang, bridges, asked):
    assert as_(zhang).get(f"/registers/bridge/?{asked}").status_code == 200


def test_a_cell_that_a_full_width_sign_begins_is_no_formula_either(as_, zhang, bridges, make):
    for title in ("＝1+1", "－1+1", "＠甲"):
        make(bridges, title=title)
    sheet = b"".join(as_(zhang).get("/registers/bridge/?format=csv&columns=title").streaming_content).decode()
    assert {line.split(",")[-2] for line in sheet.splitlines()[1:]} == {"'＝1+1", "'－1+1", "'＠甲"}


def test_a_proof_of_long_ago_is_found_for_a_gate_and_nothing_typed_is_lost(
    as_, make, tasks, zhang, zhao, units, monkeypatch
):
    """Of the record's unit, of units beside it, and of nobody else; what was chosen before stays chosen."""
    monkeypatch.setattr("youju.work.registers.views.record.FILES", 1)
    record = make(tasks, title="修路", due_on="2099-06-30")
    old, new = [
        add_evidence(unit=units.township, name=f"{name}.txt", content=name.encode(), by=zhang).sha256
        for name in ("旧验收单", "新验收单")
    ]
    client = as_(zhang)
    page = client.get(f"/registers/task/{record}/").content.decode()
    assert old not in page and 'name="look"' in page
    said = {"lock": 1, "result": "修好了", "evidence.办结佐证": new, "files": "旧验收", "look": "files"}
    answer = client.post(f"/registers/task/{record}/moves/finish/", said)
    shown = answer.content.decode()
    assert answer.status_code == 200 and f'<option value="{old}">' in shown
    assert f'<option value="{new}" selected>' in shown and "修好了" in shown
    assert Record.objects.get(number=str(record)).stage != "done"


def test_what_was_sent_only_to_look_may_be_sent_from_the_same_page_afterwards(as_, make, tasks, zhang, proof):
    """Back to the form that looked, with its old key: nothing was handed in by it, so nothing was handed in twice."""
    record = make(tasks, title="修路", due_on="2099-06-30")
    client, there = as_(zhang), f"/registers/task/{record}/moves/finish/?once=abcdef"
    said = {"lock": 1, "result": "修好了", "done_on": "2023-06-05", "evidence.办结佐证": proof}
    assert client.post(there, {**said, "files": "验收", "look": "files"}).status_code == 200
    assert client.post(there, said).status_code == 302
    assert Record.objects.get(number=str(record)).stage == "done"
