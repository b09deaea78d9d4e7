"""Acts and questions on opinions: anybody signed in says what is wrong on a page, the office that keeps the house answers."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from youju.kernel.clock import db_now
from youju.kernel.errors import BadInput, NotAllowed, Problem, Refusal
from youju.kernel.models import Opinion, User
from youju.kernel.powers import may
from youju.kernel.trace import leave_trace

MOST_A_DAY = 20
LONGEST = 2000


@transaction.atomic
def say(*, page: str, wrong: str, wish: str = "", by: User) -> Opinion:
    """Say what is wrong on a page and what is wished. Of the page only its path is kept: a query may hold names."""
    path = page.partition("?")[0].partition("#")[0][:300]
    problems = []
    if not path.startswith("/") or path.startswith("//"):
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
    if Opinion.objects.filter(said_by=by, said_at__gt=now - dt.timedelta(days=1)).count() >= MOST_A_DAY:
        raise Refusal("意见没有收下", f"一天里已经收了你 {MOST_A_DAY} 条", "合在一条里写，或者明天再提",
                      english=f"You have said {MOST_A_DAY} within a day.")  # fmt: skip
    row = Opinion.objects.create(page=path, wrong=wrong.strip(), wish=wish.strip(), said_by=by, said_at=now)
    leave_trace(by, "opinion.say", row, page=path)
    return row


@transaction.atomic
def answer(*, opinion: Opinion, text: str, by: User) -> Opinion:
    """Answer an opinion, once. The person who said it reads the answer beside it."""
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
