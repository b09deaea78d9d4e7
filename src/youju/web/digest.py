"""What falls due in a month 本月到期: by mail to each person who left an address, and to groups by their robots, person by person.

It is told once for a month and a reader; what the ladders of the rooms of work said since （提醒、催办、督办单、通报） is told in
one message a day. What is due is asked of the rooms as for the calendar (`feeds`): only what is
not done yet. No values are told, whoever wrote no address gets no mail, and nobody is told anything at night or on a day off.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
from collections.abc import Callable, Iterator
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from youju.engine.period import Period
from youju.flow.units.selectors import descendants_at
from youju.kernel.canonical import label
from youju.kernel.clock import db_now, db_today
from youju.kernel.errors import Refusal
from youju.kernel.models import User
from youju.kernel.people import claimed_for_mail, let_go
from youju.kernel.powers import remember
from youju.kernel.robots import is_told, told_upto
from youju.kernel.selectors import active_people, holders_on
from youju.kernel.trace import leave_trace
from youju.web.desk import reminding_rooms
from youju.web.feeds import Day, due_days
from youju.work.registers.clock import is_quiet

MAIL = "digest.mail"
LATE = 20
"""How much of what is late a mail lists; the rest is counted."""
PATIENCE = 3
"""How many mails in a row a mail server may fail to take before the others are left for the next time."""
Mailed = tuple[User, str]
LEASE = dt.timedelta(minutes=10)
"""How long a claim holds: longer than asking what there is to tell and any mail server takes."""
logger = logging.getLogger(__name__)


def quiet_now() -> bool:
    """Whether nobody is to be told now. In a year whose holidays are not announced yet, weekends are all that is known."""
    now = timezone.localtime(db_now())
    try:
        return is_quiet(now)
    except Refusal:
        return now.weekday() >= 5


def due_in(person: User, month: str) -> list[Day]:
    """Return what a person still has to do until the end of a month: what is near first, then what is late, the latest first."""
    last, today = Period.parse(month).end, db_today()
    remember(person)
    days = sorted((one for one in due_days(person) if one[1] <= last), key=lambda one: (one[1], one[0]))
    return [one for one in days if one[1] >= today] + [one for one in reversed(days) if one[1] < today]


def for_group(unit_id: int | None, month: str) -> tuple[str, list[str]]:
    """Return the title and a line for each person with a post in or under a unit (or anywhere) who has something to do."""
    today = db_today()
    units = None
    if unit_id is not None:
        units = set(descendants_at(unit_id, today).values_list("pk", flat=True))
    lines = [
        _line(person, days, today) for person in holders_on(today, units) if (days := due_in(person, month))
    ]
    return _("{month} 到期（有据）").format(month=month), lines or [_("这个月没有人有到期的事。")]


def said_to_group(unit_id: int | None, told: dict[str, Any]) -> tuple[str, list[str]]:
    """Return what a group hears: what falls due in a month, or what people were reminded of since it was last told."""
    if "month" in told:
        return for_group(unit_id, told["month"])
    today = db_today()
    units = None if unit_id is None else set(descendants_at(unit_id, today).values_list("pk", flat=True))
    lines = [
        _("{person}：{count} 件在催，例如 {words}").format(person=person, count=len(said), words=said[0][0])
        for person in holders_on(today, units)
        if (said := reminded_of(person, told["since"], told["upto"]))
    ]
    return _("{day} 提醒、催办（有据）").format(day=today), lines


def reminded_of(person: User, since: dict[str, int], upto: dict[str, int]) -> list[tuple[str, str]]:
    """Return (words, address) of what the rooms of work reminded a person of, from one mark of each room to another."""
    remember(person)
    today = db_today()
    return [
        line
        for room in reminding_rooms()
        for line in room.told_since(person, since.get(room.__name__, 0), upto.get(room.__name__, 0), today)
    ]


def marks() -> dict[str, int]:
    """Return how far the rooms of work have come with reminding."""
    return {room.__name__: room.last_digest() for room in reminding_rooms()}


def _line(person: User, days: list[Day], today: dt.date) -> str:
    late = sum(day < today for _name, day, _words, _path in days)
    _name, day, words, _path = days[0]
    said = _("{person}：{count} 件，最近 {day} {words}").format(
        person=person, count=len(days), day=f"{day:%m-%d}", words=words
    )
    return said + (_("；{count} 件已过期").format(count=late) if late else "")


def _told(one: Day, base: str) -> str:
    _name, day, words, path = one
    return f"{day}  {words}\n            {base}{path}"


def mail_of(person: User, days: list[Day], month: str) -> EmailMessage:
    """Return the mail that tells a person what falls due."""
    today, base = db_today(), f"https://{settings.YOUJU['origin']}"
    late = [one for one in days if one[1] < today]
    lines = [_told(one, base) for one in days if one[1] >= today]
    if late:
        lines += [
            _("其中 {count} 件已过期：").format(count=len(late)),
            *(_told(one, base) for one in late[:LATE]),
        ]
    if len(late) > LATE:
        lines.append(
            _("还有 {count} 件更早过期的，到网页上看：{where}").format(
                count=len(late) - LATE, where=f"{base}/"
            )
        )
    head = _("{person}，{month} 有 {count} 件事到期，还没有办：").format(
        person=person, month=month, count=len(days)
    )
    subject = _("有据：{month} 到期 {count} 件").format(month=month, count=len(days))
    return _mail(person, subject, [head, *lines], named=month)


def mail_of_reminders(
    person: User, lines: list[tuple[str, str]], since: dict[str, int], upto: dict[str, int]
) -> EmailMessage:
    """Return the mail that tells a person of what the ladders said, in one message."""
    base = f"https://{settings.YOUJU['origin']}"
    head = _("{person}，有 {count} 件事在提醒、催办：").format(person=person, count=len(lines))
    subject = _("有据：{count} 件在提醒、催办").format(count=len(lines))
    said = [head, *(f"{words}\n            {base}{path}" for words, path in lines)]
    return _mail(person, subject, said, named=f"{sorted(since.items())} {sorted(upto.items())}")


def _mail(person: User, subject: str, said: list[str], *, named: str) -> EmailMessage:
    """Return a mail whose number is that of what it tells: sent again after a crash, it is the same mail, and mail servers keep one."""
    origin = settings.YOUJU["origin"]
    number = hashlib.sha256(f"{origin} {person.pk} {named}".encode()).hexdigest()[:32]
    foot = _("不想再收，在“我的岗位”里把邮箱删掉：{where}").format(where=f"https://{origin}/mine/")
    return EmailMessage(
        subject=subject,
        body="\n\n".join([*said, foot]),
        to=[person.email],
        headers={"Message-ID": f"<{number}@{origin.partition(':')[0]}>", "Auto-Submitted": "auto-generated"},
    )


def mail_people(month: str) -> Iterator[Mailed]:
    """Mail everybody who has something to do, left an address and was not told yet; yield (person, "" or what went wrong).

    The trace is written once the mail server has taken the mail: who dies in between sends one mail twice, under one
    number, and none not at all. Whom another mails at this moment is left to it; if it dies, its claim runs out, and the
    next one mails.
    """

    def told(person: User) -> tuple[EmailMessage, dict[str, Any]] | None:
        if is_told(MAIL, label(person), month) or not (days := due_in(person, month)):
            return None
        return mail_of(person, days, month), {"month": month, "count": len(days)}

    return _mailed(told)


def mail_reminded() -> Iterator[Mailed]:
    """Mail everybody who was reminded of something since the last such mail; yield (person, "" or what went wrong)."""
    upto = marks()

    def told(person: User) -> tuple[EmailMessage, dict[str, Any]] | None:
        since = told_upto(MAIL, label(person))
        if since == upto or not (lines := reminded_of(person, since, upto)):
            return None
        return mail_of_reminders(person, lines, since, upto), {"upto": upto, "count": len(lines)}

    return _mailed(told)


def _mailed(told: Callable[[User], tuple[EmailMessage, dict[str, Any]] | None]) -> Iterator[Mailed]:
    """Mail each person what there is to tell: whatever one of them meets, the others are told.

    A mail server that does not answer is not asked for everybody: each would wait as long as it is patient.
    """
    deaf = 0
    for person in active_people().exclude(email=""):
        until = claimed_for_mail(person, LEASE)
        if until is None:
            continue
        try:
            found = told(person)
            if found is None:
                continue
            mail, traced = found
            mail.send()
            with transaction.atomic():
                leave_trace(None, MAIL, person, **traced)
            why, deaf = "", 0
        except DatabaseError:
            raise
        except (SMTPRecipientsRefused, SMTPSenderRefused, SMTPDataError) as error:
            why, deaf = str(error), 0
        except OSError as error:  # what else a mail server may do, and a network
            why, deaf = str(error) or type(error).__name__, deaf + 1
        except Exception as error:
            logger.exception("no mail to %s", person.pk)
            why = type(error).__name__
        finally:
            let_go(person, until)
        if why:
            logger.warning("no mail to %s: %s", person.pk, why)
        yield person, why
        if deaf == PATIENCE:
            yield person, _("邮件服务器一连 {count} 次没有收，其余的人下次再寄").format(count=deaf)
            return
