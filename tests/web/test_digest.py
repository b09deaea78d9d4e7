"""What falls due in a month is told once: by mail to whoever left an address, and in groups person by person."""

# ruff: noqa: F811  # fixtures of another file
import base64
import datetime as dt
import hashlib
import hmac
import json
import socketserver
import threading
from email import message_from_bytes, policy
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import CommandError, call_command

from tests.flow.month import *  # noqa: F403
from tests.kernel.test_hooks import Receiver, certificate, receiver  # noqa: F401
from youju.kernel import delivering
from youju.kernel.clock import as_if
from youju.kernel.delivering import deliver
from youju.kernel.errors import BadInput, Refusal
from youju.kernel.hooks import close_hook, open_hook
from youju.kernel.models import Delivery, Hook, Trace
from youju.kernel.people import claimed_for_mail, open_account, write_mail
from youju.kernel.robots import ask_to_try, message, open_robot
from youju.kernel.selectors import active_people
from youju.web import digest
from youju.web.digest import due_in, for_group

pytestmark = pytest.mark.django_db


class Letters(socketserver.StreamRequestHandler):
    """A mail server that takes every mail and keeps it."""

    def handle(self):
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                lines = iter(self.rfile.readline, b".\r\n")
                self.server.kept.append(message_from_bytes(b"".join(lines), policy=policy.default))
            if word == b"RCPT" and any(name in line for name in self.server.refused):
                self.wfile.write(b"550 no such mailbox\r\n")
                continue
            self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 good\r\n")


class Kept(list):
    """The mails that were taken, and `refused`: whose mailboxes there are none."""


@pytest.fixture
def letters(settings):
    """Start the mail server and name it in the settings."""
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Letters)
    server.kept = Kept()
    server.refused = server.kept.refused = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
    settings.EMAIL_USE_SSL = settings.EMAIL_USE_TLS = False
    settings.DEFAULT_FROM_EMAIL = "有据 <youju@example.gov.cn>"
    settings.YOUJU = {**settings.YOUJU, "mails": True}
    yield server.kept
    server.shutdown()
    server.server_close()


@pytest.fixture
def due(reporting, at):
    """Let October's round wait for its reports, by 6 November."""
    at("2026-11-03 09:00")
    return reporting("2026-10")


def test_what_is_late_or_due_until_the_end_of_the_month_is_told_and_nothing_later(due, zhang, at):
    assert [day for _name, day, _words, _path in due_in(zhang, "2026-11")] == [due.report_by] * 3
    assert due_in(zhang, "2026-10") == []
    at("2026-12-20 09:00")
    assert len(due_in(zhang, "2026-12")) == 3


def test_what_is_near_stands_first_in_a_mail_and_what_is_late_comes_after_it_counted(
    due, reporting, zhang, letters, at, monkeypatch
):
    at("2026-12-03 09:00")
    reporting("2026-11")
    monkeypatch.setattr("youju.web.digest.LATE", 2)
    write_mail(user=zhang, email="zhang@example.gov.cn")
    call_command("digest", "2026-12")
    text = letters[0].get_content()
    near, late = (text.index(words) for words in ("报送 2026-11", "报送 2026-10"))
    assert near < text.index("其中 3 件已过期：") < late
    assert text.count("报送 2026-10") == 2
    assert "还有 1 件更早过期的" in text


def test_what_is_late_is_told_the_latest_first(due, reporting, zhang, at):
    at("2026-12-03 09:00")
    reporting("2026-11")
    at("2026-12-20 09:00")
    days = [day for _name, day, _words, _path in due_in(zhang, "2026-12")]
    assert len(days) == 6
    assert days == sorted(days, reverse=True)


def test_a_person_who_left_an_address_gets_one_mail_a_month_with_the_own_days(due, zhang, wang, letters):
    write_mail(user=zhang, email="zhang@example.gov.cn")
    call_command("digest", "2026-11")
    call_command("digest", "2026-11")
    (mail,) = letters
    text = mail.get_content()
    assert mail["To"] == "zhang@example.gov.cn"
    assert mail["Subject"] == "有据：2026-11 到期 3 件"
    assert "2026-11-06  报送 2026-10 示例1村" in text
    assert "别处" not in text
    assert "/mine/" in text
    assert Trace.objects.filter(act="digest.mail").count() == 1


def test_nothing_to_do_is_no_mail(zhang, letters, at):
    at("2026-11-03 09:00")
    write_mail(user=zhang, email="zhang@example.gov.cn")
    call_command("digest")
    assert letters == []


def test_a_mail_that_was_not_taken_is_told_and_tried_again_the_next_time(due, zhang, letters, settings):
    write_mail(user=zhang, email="zhang@example.gov.cn")
    there, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    with pytest.raises(CommandError, match="zhang"):
        call_command("digest", "2026-11")
    settings.EMAIL_PORT = there
    call_command("digest", "2026-11")
    assert len(letters) == 1


@pytest.fixture
def everybody(due, zhang, wang):
    """Let two people with something to do leave an address; in the order in which they are mailed."""
    for one in (zhang, wang):
        write_mail(user=one, email=f"{one.username}@example.gov.cn")
    return list(active_people().exclude(email=""))


def test_a_mailbox_that_is_none_keeps_nobody_else_from_the_mail(everybody, letters):
    first, second = everybody
    letters.refused.append(first.username.encode())
    with pytest.raises(CommandError, match=f"{first.username}: .*no such mailbox"):
        call_command("digest", "2026-11")
    assert [mail["To"] for mail in letters] == [second.email]


def test_whatever_is_wrong_with_the_days_of_one_the_others_are_told(everybody, letters, monkeypatch):
    first, second = everybody
    plain = digest.due_in

    def due_in(person, month):
        if person == first:
            raise ZeroDivisionError
        return plain(person, month)

    monkeypatch.setattr(digest, "due_in", due_in)
    with pytest.raises(CommandError, match=f"{first.username}: ZeroDivisionError"):
        call_command("digest", "2026-11")
    assert [mail["To"] for mail in letters] == [second.email]


def test_a_mail_server_that_does_not_answer_is_not_waited_for_again_and_again(
    everybody, letters, settings, monkeypatch
):
    monkeypatch.setattr(digest, "PATIENCE", 1)
    settings.EMAIL_PORT = 1
    first, second = everybody
    with pytest.raises(CommandError, match="其余的人下次再寄") as told:
        call_command("digest", "2026-11")
    assert first.username in str(told.value) and second.username not in str(told.value)


def test_a_mail_sent_again_after_a_crash_is_the_same_mail(due, zhang, letters, monkeypatch):
    write_mail(user=zhang, email="zhang@example.gov.cn")
    with monkeypatch.context() as dying:
        dying.setattr(digest, "leave_trace", lambda *_a, **_k: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            call_command("digest", "2026-11")
    call_command("digest", "2026-11")
    first, again = letters
    assert first["Message-ID"] == again["Message-ID"]
    call_command("digest", "2026-12")
    assert letters[2]["Message-ID"] != first["Message-ID"]


def test_two_that_tell_at_one_moment_mail_a_person_once(due, zhang, letters, monkeypatch):
    write_mail(user=zhang, email="zhang@example.gov.cn")
    plain = digest.EmailMessage.send

    def send(mail, *args, **kwargs):
        """Let another tell everybody while this one sends."""
        with monkeypatch.context() as inner:
            inner.setattr(digest.EmailMessage, "send", plain)
            call_command("digest", "2026-11")
        return plain(mail, *args, **kwargs)

    monkeypatch.setattr(digest.EmailMessage, "send", send)
    call_command("digest", "2026-11")
    assert len(letters) == 1


def test_a_claim_whose_holder_was_killed_runs_out_and_the_mail_is_sent(due, zhang, letters, at):
    write_mail(user=zhang, email="zhang@example.gov.cn")
    assert claimed_for_mail(zhang, digest.LEASE) is not None
    call_command("digest", "2026-11")
    assert letters == []
    at("2026-11-03 09:11")
    call_command("digest", "2026-11")
    call_command("digest", "2026-11")
    assert len(letters) == 1


@pytest.mark.parametrize(
    "moment", ["2026-11-03 07:59", "2026-11-03 18:00", "2026-11-08 10:00", "2026-10-01 10:00"], ids=str
)
def test_nobody_is_told_anything_at_night_or_on_a_day_off(due, zhang, robot, letters, at, capsys, moment):
    write_mail(user=zhang, email="zhang@example.gov.cn")
    robot("wecom")
    at(moment)
    call_command("digest", "2026-11")
    assert letters == [] and not Delivery.objects.exists()
    assert "不打扰人" in capsys.readouterr().out
    at("2026-11-09 08:00")
    call_command("digest", "2026-11")
    assert len(letters) == 1 and Delivery.objects.count() == 1


def test_in_a_year_whose_holidays_nobody_knows_yet_only_nights_and_weekends_are_quiet(at):
    for moment, is_quiet in (
        ("2039-03-01 10:00", False),
        ("2039-03-05 10:00", True),
        ("2039-03-01 20:00", True),
    ):
        at(moment)
        assert digest.quiet_now() is is_quiet


@pytest.mark.parametrize("month", ["2026", "十一月", "2026-13"])
def test_what_is_no_month_is_refused_with_an_example(db, month):
    with pytest.raises(CommandError, match="2026-12"):
        call_command("digest", month)


def test_without_a_mail_server_nobody_is_mailed_and_that_is_said(due, zhang, capsys):
    write_mail(user=zhang, email="zhang@example.gov.cn")
    call_command("digest", "2026-11")
    assert "YOUJU_MAIL" in capsys.readouterr().out


@pytest.fixture
def robot(receiver, system):
    """Return a function (form, unit=None, secret="") → a robot whose group is the receiver of this test."""

    def robot(form, unit=None, secret=""):
        query = "key=key-of-the-group" if form == "wecom" else "access_token=t1"
        return open_robot(
            name="群", form=form, url=f"{receiver.url}?{query}", secret=secret, by=system,
            unit_id=unit.pk if unit else None,
        )  # fmt: skip

    return robot


@pytest.fixture(autouse=True)
def _answering(monkeypatch):
    """Let the receiver answer as both chats do: 200 and an errcode."""

    def do_post(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.heard.append((self.path, json.loads(body)))
        said = json.dumps(
            {"errcode": self.server.answers.pop(0) if self.server.answers else 0, "errmsg": "why"}
        )
        self.send_response(200)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said.encode())

    monkeypatch.setattr(Receiver, "do_POST", do_post)


def test_a_wecom_group_hears_once_a_month_who_has_how_much_to_do(due, zhang, wang, robot, receiver):
    robot("wecom")
    call_command("digest", "2026-11")
    call_command("digest", "2026-11")
    assert deliver() == 1
    ((path, said),) = receiver.heard
    assert path == "/heard?key=key-of-the-group"
    assert said["msgtype"] == "markdown"
    lines = said["markdown"]["content"].split("\n\n")
    assert lines == ["**2026-11 到期（有据）**", "王：2 件，最近 11-06 报送 2026-10 别处1村", "张：3 件，最近 11-06 报送 2026-10 示例1村"]  # fmt: skip


def test_a_dingtalk_group_hears_of_the_people_of_its_unit_under_a_signature(
    due,
    zhang,
    wang,
    robot,
    receiver,
    units,
):
    robot("dingtalk", units.township, "SECx")
    call_command("digest", "2026-11")
    deliver()
    ((path, said),) = receiver.heard
    asked = parse_qs(urlsplit(path).query)
    (at,) = asked["timestamp"]
    mac = hmac.new(b"SECx", f"{at}\nSECx".encode(), hashlib.sha256).digest()
    assert asked["sign"] == [base64.b64encode(mac).decode()]
    assert len(at) == 13
    assert said["markdown"]["title"] == "2026-11 到期（有据）"
    assert "张：3 件" in said["markdown"]["text"]
    assert "王" not in said["markdown"]["text"]


def test_what_a_chat_refuses_with_200_is_not_taken_for_heard(due, robot, receiver):
    robot("wecom")
    receiver.answers = [93000]
    call_command("digest", "2026-11")
    assert deliver() == 0
    row = Delivery.objects.get()
    assert (row.status, row.last_answer) == ("waiting", "errcode 93000 why")
    with as_if(row.due_at + dt.timedelta(seconds=1)):
        assert deliver() == 1


def test_a_group_is_tried_out_and_what_the_other_side_answered_is_told(due, robot, receiver, client, system):
    row = robot("wecom")
    client.force_login(system)
    assert f"/hooks/{row.pk}/try/" in client.get("/hooks/").content.decode()
    page = client.post(f"/hooks/{row.pk}/try/", follow=True).content.decode()
    assert "试发成功" in page
    ((_path, said),) = receiver.heard
    assert said["markdown"]["content"].startswith("**试发（有据）**") and "到期" not in str(said)
    assert Trace.objects.get(act="hook.try").actor == system


def test_a_test_that_is_not_heard_says_why_and_is_not_said_again(due, robot, receiver, client, system, at):
    row = robot("dingtalk", secret="SECx")
    receiver.answers = [310000]
    client.force_login(system)
    page = client.post(f"/hooks/{row.pk}/try/", follow=True).content.decode()
    assert "试发没有成功，对方答复：errcode 310000 why" in page
    at("2026-11-03 17:00")
    assert deliver() == 0 and len(receiver.heard) == 1
    assert Delivery.objects.get().status == "given_up"


def test_a_test_whose_asker_was_killed_is_said_by_the_worker_once(due, robot, receiver, system, at):
    ask_to_try(hook=robot("wecom"), due_at=delivering.db_now() + delivering.LEASE, by=system)
    assert deliver() == 0
    at("2026-11-03 09:02")
    assert (deliver(), deliver()) == (1, 0)


@pytest.mark.parametrize("moment", ["2026-11-03 22:00", "2026-11-08 10:00"])
def test_nobody_is_disturbed_by_a_test(due, robot, receiver, system, at, moment):
    row = robot("wecom")
    at(moment)
    with pytest.raises(Refusal, match="夜里和休息日"):
        delivering.try_out(hook=row, by=system)
    assert receiver.heard == [] and not Delivery.objects.exists()


def test_what_is_closed_or_no_group_is_not_tried(due, robot, receiver, system):
    hook, _secret = open_hook(name="数据局", url=receiver.url, acts=["person.open"], by=system)
    for row in (hook, close_hook(hook=robot("wecom"), by=system)):
        with pytest.raises(Refusal, match="没有试发"):
            delivering.try_out(hook=row, by=system)
    assert receiver.heard == []


def test_what_is_tried_again_in_the_night_waits_for_the_morning_and_machines_do_not(
    due, robot, receiver, system, at
):
    robot("wecom")
    receiver.answers = [45009]
    at("2026-11-03 17:59")
    call_command("digest", "2026-11")
    deliver()
    open_hook(name="数据局", url=receiver.url, acts=["person.open"], by=system)
    at("2026-11-03 22:00")
    open_account(username="new", name="新", by=None)
    assert deliver() == 1
    assert Delivery.objects.get(hook__form="wecom").attempts == 1
    at("2026-11-04 08:00")
    assert deliver() == 1
    assert Delivery.objects.get(hook__form="wecom").status == "delivered"


def test_a_group_that_does_not_hear_keeps_no_other_group_from_it(due, robot, receiver):
    robot("wecom"), robot("dingtalk")
    receiver.answers = [93000]
    call_command("digest", "2026-11")
    assert deliver() == 1
    assert sorted(Delivery.objects.values_list("status", flat=True)) == ["delivered", "waiting"]


@pytest.mark.parametrize("form", ["wecom", "dingtalk"])
def test_what_people_wrote_is_said_as_plain_words(form):
    """Nobody is named, linked to or made to look like the house by the title of a record."""
    lines = [
        '张：1 件 [领奖](https://evil.example) <@all> <font color="info">官方</font>\n# 通知 **急** `x` @13800000000'
    ]
    inner = message(form, "十一月 <@all>", lines)["markdown"]
    head, line = inner["content" if form == "wecom" else "text"].split("\n\n")
    assert "<" not in head and not set("<>[]()*_`#@\n") & set(line)
    assert "：//evil.example" in line and "张：1 件" in line


def test_what_is_overdue_is_counted_apart(due, zhang, at):
    at("2026-11-20 09:00")
    _title, (line,) = for_group(None, "2026-11")
    assert line.endswith("；3 件已过期")


@pytest.mark.parametrize(("form", "most"), [("wecom", 4096), ("dingtalk", 20_000)])
def test_a_long_message_is_cut_between_people_and_says_how_many_are_left(form, most):
    lines = [f"{number:04} 某某:3 件，最近 11-06 报送 2026-10 示例村" for number in range(1000)]
    inner = message(form, "到期", lines)["markdown"]
    text = inner["content" if form == "wecom" else "text"]
    told = text.split("\n\n")
    assert len(text.encode()) <= most
    assert told[-1] == f"还有 {1000 - (len(told) - 2)} 人，到网页上看"


def test_the_key_of_a_robot_is_neither_shown_nor_traced_nor_stored_openly(robot, client, system):
    row = robot("wecom")
    client.force_login(system)
    assert "key=key-of-the-group" not in client.get("/hooks/").content.decode()
    assert "key-of-the-group" not in json.dumps(Trace.objects.get(act="hook.open").detail)
    assert "key-of-the-group" not in row.url + row.secret


def test_what_is_no_robots_address_is_said_beside_the_field_and_what_was_typed_stays(
    client, system, receiver
):
    client.force_login(system)
    said = {"name": "一线群", "form": "wecom", "secret_url": receiver.url, "unit": "999"}
    page = client.post("/hooks/robots/", said)
    text = page.content.decode()
    assert page.status_code == 422
    assert "没有叫“999”的单位" in text and 'value="一线群"' in text
    page = client.post("/hooks/robots/", {**said, "unit": ""})
    assert page.context["robot_form"].errors["secret_url"] == [
        "不是群机器人的地址。从群机器人的设置里整段复制 Webhook 地址"
    ]
    assert Hook.objects.count() == 0


def test_a_robot_is_given_to_a_unit_by_its_name(client, system, units, receiver):
    client.force_login(system)
    said = {
        "name": "一线群",
        "form": "wecom",
        "secret_url": f"{receiver.url}?key=key-of-the-group",
        "unit": units.township.name,
    }
    client.post("/hooks/robots/", said)
    assert Hook.objects.get().unit_id == units.township.pk


def test_a_host_that_is_not_allowed_is_refused(system, receiver):
    with pytest.raises(BadInput, match="YOUJU_HOOK_HOSTS"):
        open_robot(name="群", form="wecom", url="https://qyapi.weixin.qq.com/x?key=1", secret="", unit_id=None, by=system)  # fmt: skip


def test_a_person_writes_the_own_address_and_takes_it_back(client, zhang):
    client.force_login(zhang)
    assert "还没有接邮件服务器" in client.get("/mine/").content.decode()
    client.post("/mine/mail/", {"email": "zhang@example.gov.cn"})
    zhang.refresh_from_db()
    assert zhang.email == "zhang@example.gov.cn"
    wrong = client.post("/mine/mail/", {"email": "zhang@"})
    assert wrong.status_code == 422 and 'value="zhang@"' in wrong.content.decode()
    client.post("/mine/mail/", {"email": ""})
    zhang.refresh_from_db()
    assert zhang.email == ""
    assert "example" not in json.dumps(
        list(Trace.objects.filter(act="person.mail").values_list("detail", flat=True))
    )


@pytest.fixture
def urged(units, zhao, at):
    """Let a task that the office gave to 郭家店镇 be urged on 9 June 2023: nobody signed for it."""
    from tests.work.registers.conftest import SHARED, declared
    from youju.work.registers.services import climb, make_record

    tasks = declared(units, zhao, (SHARED / "task.yaml").read_text("utf-8"))
    at("2023-06-05 09:00")
    record = make_record(
        register=tasks, unit=units.township, values={"title": "清理河道", "due_on": "2023-08-30"}, by=zhao
    )
    at("2023-06-09 09:00")
    climb()
    return record


def test_what_the_ladder_said_is_mailed_in_one_message_once(urged, zhang, letters):
    write_mail(user=zhang, email="zhang@example.gov.cn")
    call_command("digest")
    call_command("digest")
    told = [mail for mail in letters if "提醒、催办" in mail["Subject"]]
    assert [mail["Subject"] for mail in told] == ["有据：1 件在提醒、催办"]
    assert "清理河道（郭家店镇）催办：签收，时限 2023-06-08" in told[0].get_content()


def test_a_group_hears_who_was_reminded_since_it_last_heard(urged, zhang, robot, receiver):
    robot("wecom")
    call_command("digest")
    call_command("digest")
    assert deliver() == 2
    heard = [said["markdown"]["content"] for _path, said in receiver.heard]
    assert [text for text in heard if "提醒、催办" in text.splitlines()[0]]
    assert sum("张：1 件在催，例如 清理河道（郭家店镇）催办：签收" in text for text in heard) == 1
