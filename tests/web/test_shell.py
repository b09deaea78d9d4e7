"""The shell: nobody comes in without a rule, and every refusal says what, why and what instead."""

from pathlib import Path

import pytest

import youju.web

pytestmark = pytest.mark.django_db


def test_the_entrance_is_open_and_sends_nothing_from_elsewhere(client):
    answer = client.get("/")
    assert answer.status_code == 200
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]


def test_the_health_page_says_whether_the_database_answers(client):
    assert client.get("/healthz").json() == {"status": "up"}


def test_every_door_has_a_rule():
    from youju.web.access import undeclared

    assert undeclared() == []


def test_a_page_that_is_not_there_says_what_to_do(client):
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    assert "从菜单重新进入" in answer.content.decode()


def test_what_cannot_be_undone_is_asked_once_more_without_a_script():
    from django.template import Context, Template

    said = Template(
        '{% load youju %}<form>{% sure "停用" "不能再登录。" %}{% sure "结束" "不再承办。" "do" "end" %}</form>'
    ).render(Context())
    first, second = said.split("</details>")[:2]
    assert (
        first.index("<summary>停用</summary>")
        < first.index("不能再登录。")
        < first.index("<button>确定停用</button>")
    )
    assert '<button name="do" value="end">确定结束</button>' in second


@pytest.mark.parametrize(
    ("template", "act"),
    [
        ("web/templates/web/accounts.html", "account_close"), ("web/templates/web/accounts.html", "account_reset"), ("web/templates/web/hooks.html", "hook_close"),
        ("flow/units/templates/units/posts.html", "units:dismiss"), ("flow/reports/templates/reports/_due.html", "reports:no_change"),
        ("flow/inspections/templates/inspections/plan.html", "inspections:cancel"), ("work/points/templates/points/account.html", "points:leave"),
        ("work/points/templates/points/show.html", "points:end_rule"), ("work/monitors/templates/monitors/show.html", "monitors:end_rule"),
    ],
)  # fmt: skip
def test_the_form_of_an_act_that_stays_asks_once_more(template, act):
    source = (Path(youju.web.__file__).parents[1] / template).read_text("utf-8")
    form = source.split(f"'{act}'")[1].split("</form>")[0]
    assert "{% sure " in form
    assert "<button" not in form


@pytest.mark.django_db
def test_a_page_is_drawn_when_its_foot_has_arrived_so_that_no_table_moves_while_it_loads(client):
    page = client.get("/accounts/login/").content.decode()
    assert '<link rel="expect" href="#foot" blocking="render">' in page.split("</head>")[0]
    assert 'id="foot"' in page


def test_a_title_says_once_that_all_of_it_is_invented():
    from youju.web.templatetags.youju import flagged

    assert flagged("月评 2026-09", True) == "月评 2026-09【示例】"
    assert flagged("月评【示例】 2026-09", True) == "月评【示例】 2026-09"
    assert flagged("月评 2026-09", False) == "月评 2026-09"


def test_the_field_of_a_form_has_no_mark_after_its_name_but_that_it_must_be_filled_in():
    from django import forms

    class Asked(forms.Form):
        name = forms.CharField(label="名称")
        note = forms.CharField(label="说明", required=False)

    said = Asked().as_div()
    assert '<label for="id_name">名称<span class="must" aria-hidden="true"> *</span></label>' in said
    assert '<label for="id_note">说明</label>' in said


def test_a_field_says_what_is_wrong_with_it_and_what_helps():
    from django import forms

    class Asked(forms.Form):
        name = forms.CharField(label="名称", help_text="写全称")

    said = Asked({"name": ""}).as_div()
    assert '<div class="helptext" id="id_name_helptext">写全称</div>' in said
    assert 'class="errorlist"' in said
    assert 'aria-invalid="true"' in said


@pytest.mark.parametrize(("language", "said"), [("zh-hans", "（3）"), ("en", " (3)")])
def test_what_is_added_to_a_word_stands_in_the_brackets_of_the_reader(language, said):
    from django.utils.translation import override

    from youju.kernel.words import bracketed

    with override(language):
        assert bracketed(3) == said
        assert bracketed("") == bracketed(None) == ""
