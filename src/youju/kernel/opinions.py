"""Acts and questions on opinions: anybody says what is wrong on a page, the office that keeps the house answers.

Of somebody who is not signed in nothing is kept but what they wrote.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.http import Http404
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from youju.kernel.clock import db_now
from youju.kernel.errors import BadInput, NotAllowed, Problem, Refusal
from youju.kernel.models import Opinion, User
from youju.kernel.powers import may
from youju.kernel.trace import leave_trace

MOST_A_DAY, MOST_OF_STRANGERS = 20, 200
"""How many a day from one account, and from all together who are not signed in: so many an office can read."""
LONGEST = 2000


def is_own(path: str) -> bool:
    """Whether a path leads to a page of this house, whatever a browser makes of its slashes."""
    return path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)


@transaction.atomic
def say(*, page: str, wrong: str, wish: str = "", by: User | None) -> Opinion:
    """Say what is wrong on a page and what is wished; `by` None is somebody who is not signed in.

    Of the page only its path is kept: a query may hold names.
    """
    path = page.partition("?")[0].partition("#")[0][:300]
    problems = []
    if not is_own(path):
        problems.append(Problem("page", _("不是本系统的页面"), _("从那一页下面的“意见”进来")))
    if not wrong.strip():
        problems.append(Problem("wrong", _("没有写哪里不对"), _("写一句")))
    problems += [
        Problem(name, _("超过 {longest} 个字").format(longest=LONGEST), _("写短些"))
        for name, text in (("wrong", wrong), ("wish", wish))
        if len(text) > LONGEST
    ]
    if problems:
        raise BadInput("意见没有收下", f"有 {len(problems)} 处不对", "照提示改", english="The opinion was not taken; see problems.",
                       problems=problems)  # fmt: skip
    now = db_now()
    _refuse_too_many(by, now)
    row = Opinion.objects.create(page=path, wrong=wrong.strip(), wish=wish.strip(), said_by=by, said_at=now)
    leave_trace(by, "opinion.say", row, page=path, **({} if by else {"stranger": True}))
    return row


def _refuse_too_many(by: User | None, now: dt.datetime) -> None:
    """Keep the inbox readable: so many a day from an account, so many from everybody who is not signed in."""
    said = Opinion.objects.filter(said_by=by, said_at__gt=now - dt.timedelta(days=1)).count()
    if by is None and said >= MOST_OF_STRANGERS:
        raise Refusal("意见没有收下", f"一天里没有登录的人已经提了 {said} 条，看不过来", "明天再提；有账号的登录后提",
                      english=f"{said} opinions came from people who are not signed in within a day. Sign in, or say it tomorrow.")  # fmt: skip
    if by is not None and said >= MOST_A_DAY:
        raise Refusal("意见没有收下", f"一天里已经收了你 {MOST_A_DAY} 条", "合在一条里写，或者明天再提",
                      english=f"You have said {MOST_A_DAY} within a day.")  # fmt: skip


@transaction.atomic
def answer(*, opinion: Opinion, text: str, by: User) -> Opinion:
    """Answer an opinion, once. The person who said it reads the answer beside it; a stranger is not found again."""
    if not may(by, "opinion.answer"):
        raise NotAllowed(
            "不能答复意见", "你的岗位不管意见", "请系统管理员答复", english="Only the system admin answers."
        )
    if not text.strip() or len(text) > LONGEST:
        raise BadInput("没有答复", "答复是空的，或者太长", f"写一句，不超过 {LONGEST} 个字", english="Say something, and not too much.",
                       problems=[Problem("answer", _("空的，或者太长"), _("写一句"))])  # fmt: skip
    free = Opinion.objects.filter(pk=opinion.pk, answered_at=None)
    if not free.update(answer=text.strip(), answered_by=by, answered_at=db_now()):
        raise Refusal("不用再答复", "这条意见已经答复过，刚才可能别人先答了", "刷新页面看看",
                      english="It was answered a moment ago.")  # fmt: skip
    opinion.refresh_from_db()
    leave_trace(by, "opinion.answer", opinion)
    return opinion


def opinions_for(user: Any) -> QuerySet[Opinion]:
    """Return the opinions a person may read: the own ones; all, unanswered first, for the office that answers."""
    rows = Opinion.objects.select_related("said_by", "answered_by")
    if may(user, "opinion.answer"):
        return rows.order_by(F("answered_at").desc(nulls_first=True), "-pk")
    return rows.filter(said_by_id=user.pk).order_by("-pk")


def opinion_to_answer(user: Any, pk: int) -> Opinion:
    """Return an opinion the person may answer, or answer 404 as if it did not exist."""
    row = opinions_for(user).filter(pk=pk).first()
    if row is None or not may(user, "opinion.answer"):
        raise Http404(pk)
    return row
