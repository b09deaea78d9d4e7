"""Robots of group chats （WeCom 企业微信, DingTalk 钉钉）: each month they hear what falls due, and each day who was reminded.

A robot is a hook of another form, so it is told by the same worker, with the same pauses, and only where the settings
allow (`outward`), but never at night or on a day off. Its address holds a key: it is sealed, and neither shown nor
traced. What is said holds no values, and whatever somebody wrote is said as plain words.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import json
import secrets
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.utils.translation import gettext as _

from youju.kernel.canonical import label
from youju.kernel.clock import db_now
from youju.kernel.errors import BadInput, Problem, Refusal
from youju.kernel.models import Delivery, Hook, Trace, User
from youju.kernel.outward import Unreachable, place_of, post
from youju.kernel.sealed import seal, unseal
from youju.kernel.trace import leave_trace

ACT, TRY, PURPOSE = "digest.robot", "hook.try", "robot"
# How many bytes of text each chat takes.
MOST = {Hook.Form.WECOM: 4096, Hook.Form.DINGTALK: 20_000}
CHATS = [(form.value, form.label) for form in MOST]
# What a chat reads as a link, a mention or a heading is written in full width: neither chat knows an escape.
PLAIN = str.maketrans("<>[]()*_`#~|\\@", "＜＞［］（）＊＿｀＃～｜＼＠")
Telling = Callable[[int | None, dict[str, Any]], tuple[str, list[str]]]
_telling: list[Telling] = []
_quiet: list[Callable[[], bool]] = []


def tell_by(telling: Telling, quiet: Callable[[], bool]) -> None:
    """Say who knows what is told and when nobody is disturbed.

    `telling` takes (unit or None, what of: a month, or since and upto which marks) and returns a title, and a line for each person.
    """
    _telling[:], _quiet[:] = [telling], [quiet]


def is_quiet() -> bool:
    """Whether no group is to be told anything now."""
    return _quiet[0]()


@transaction.atomic
def open_robot(*, name: str, form: str, url: str, secret: str, unit_id: int | None, by: User) -> Hook:
    """Open a robot. Refused unless its address is one of a chat's robots, by https and on a host the settings allow."""
    wrong = [] if form in MOST else [Problem("form", _("没有选哪一种群"), _("选企业微信或钉钉"))]
    if "key=" not in url and "access_token=" not in url:
        wrong.append(Problem("url", _("不是群机器人的地址"), _("从群机器人的设置里整段复制 Webhook 地址")))
    if wrong:
        raise BadInput(
            "没有开通", "有填得不对的", "改正后再开通", english="Nothing was opened.", problems=wrong
        )
    place_of(url)
    kept = json.dumps({"url": url, "secret": secret.strip()})
    row = Hook.objects.create(
        name=name, url=url.partition("?")[0], acts=[], secret=seal(kept, PURPOSE), form=form, unit_id=unit_id,
        opened_at=db_now(), opened_by=by,
    )  # fmt: skip
    leave_trace(by, "hook.open", row, url=row.url, form=form, unit=unit_id)
    return row


@transaction.atomic
def ask_to_try(*, hook: Hook, due_at: dt.datetime, by: User) -> Delivery:
    """Put a message that says nothing but that it is a test in the queue of a group.

    Refused where the hook is closed, is no robot, or people are not to be disturbed.
    """
    if hook.closed_at is not None or hook.form not in MOST:
        raise Refusal(
            "没有试发", f"{hook}已经停用，或者不是群机器人", "只有在用的群机器人可以试发",
            english="Only a robot that is open can be tried.",
        )  # fmt: skip
    if is_quiet():
        raise Refusal(
            "没有试发", "夜里和休息日不往群里发，试发的也不发", "工作日 8 点到 18 点之间再试",
            english="No group is told anything at night or on a day off; try it on a working day between 8:00 and 18:00.",
        )  # fmt: skip
    trace = leave_trace(by, TRY, hook)
    return Delivery.objects.create(hook=hook, trace=trace, key=f"msg_{secrets.token_hex(16)}", due_at=due_at)


def tell_robots(month: str) -> int:
    """Put the month's digest in the queue of every open robot that was not told it yet, and return how many those are."""
    robots = Hook.objects.filter(closed_at=None, form__in=MOST)
    return sum(_queued(pk, month) for pk in list(robots.values_list("pk", flat=True)))


@transaction.atomic
def _queued(pk: int, month: str) -> bool:
    row = Hook.objects.select_for_update().get(pk=pk)
    if row.closed_at is not None or is_told(ACT, label(row), month):
        return False
    _queue(row, month=month)
    return True


def _queue(row: Hook, **told: Any) -> None:
    trace = leave_trace(None, ACT, row, **told)
    Delivery.objects.create(hook=row, trace=trace, key=f"msg_{secrets.token_hex(16)}", due_at=db_now())


def remind_robots(upto: dict[str, int]) -> int:
    """Queue what people were reminded of up to some marks for every open robot that has not heard it, if there is anything."""
    robots = Hook.objects.filter(closed_at=None, form__in=MOST)
    return sum(_reminded(pk, upto) for pk in list(robots.values_list("pk", flat=True)))


@transaction.atomic
def _reminded(pk: int, upto: dict[str, int]) -> bool:
    row = Hook.objects.select_for_update().get(pk=pk)
    told = {"since": told_upto(ACT, label(row)), "upto": upto}
    if row.closed_at is not None or told["since"] == upto or not _telling[0](row.unit_id, told)[1]:
        return False
    _queue(row, **told)
    return True


def told_upto(act: str, subject: str) -> dict[str, int]:
    """Return the marks up to which somebody was told of reminders, nothing where never."""
    last = Trace.objects.filter(act=act, subject=subject, detail__has_key="upto").order_by("-pk").first()
    return last.detail["upto"] if last is not None else {}


def is_told(act: str, subject: str, month: str) -> bool:
    """Whether the digest of a month went out to somebody already."""
    return Trace.objects.filter(act=act, subject=subject, detail__month=month).exists()


def say_to_robot(row: Delivery, moment: str) -> int | str:
    """Say a month's digest, or a test, to a group and return the status of the answer, or what the chat says is wrong with it.

    Both chats answer 200 to everything and tell the rest in `errcode`.
    """
    title, lines = _said(row)
    body = json.dumps(message(row.hook.form, title, lines), ensure_ascii=False).encode()
    kept = json.loads(unseal(row.hook.secret, PURPOSE))
    url = signed(kept["url"], kept["secret"], moment)
    status, said = post(url, body, {"Content-Type": "application/json"}, read=2048)
    if status != 200:
        return status
    try:
        told = json.loads(said)
        code = int(told["errcode"])
    except (ValueError, KeyError, TypeError):
        raise Unreachable(_("答复读不懂")) from None
    return status if code == 0 else f"errcode {code} {told.get('errmsg', '')}"


def _said(row: Delivery) -> tuple[str, list[str]]:
    if row.trace.act == TRY:
        return _("试发（有据）"), [_("收到这一条，说明群机器人接通了。这一条不说任何人的事。")]
    return _telling[0](row.hook.unit_id, row.trace.detail)


def message(form: str, title: str, lines: list[str]) -> dict[str, object]:
    """Return what a chat reads: Markdown, cut between lines where it would be too long, and saying so."""
    title = plain(title)
    head = f"**{title}**" if form == Hook.Form.WECOM else f"### {title}"
    kept, size = [head], len(head.encode())
    for number, line in enumerate(map(plain, lines)):
        more = _("还有 {count} 人，到网页上看").format(count=len(lines) - number)
        size += len(f"\n\n{line}".encode())
        if size + len(f"\n\n{more}".encode()) > MOST[Hook.Form(form)]:
            kept.append(more)
            break
        kept.append(line)
    text = "\n\n".join(kept)
    inner = {"content": text} if form == Hook.Form.WECOM else {"title": title, "text": text}
    return {"msgtype": "markdown", "markdown": inner}


def plain(text: str) -> str:
    """Return words on one line that a chat takes for words: what people wrote names nobody, links nowhere and looks like nothing else."""
    return " ".join(text.split()).replace("://", "：//").translate(PLAIN)


def signed(url: str, secret: str, moment: str) -> str:
    """Return the address with DingTalk's signature for this moment, where the group asks for one （加签）."""
    if not secret:
        return url
    at = f"{moment}000"
    mac = hmac.new(secret.encode(), f"{at}\n{secret}".encode(), hashlib.sha256).digest()
    return f"{url}&{urlencode({'timestamp': at, 'sign': base64.b64encode(mac).decode('ascii')})}"
