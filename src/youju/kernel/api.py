"""What every room's API stands on: doors that ask for an act, pages of rows, and entity tags.

@router.get("/{unit_id}", auth=doors("unit.read"), response=UnitOut)
def show(request, unit_id: int): ...
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja.security import HttpBearer, SessionAuth
from pydantic import BaseModel, Field

from youju.kernel.access import Access, public
from youju.kernel.acts import act_named
from youju.kernel.errors import NotAllowed
from youju.kernel.models import User
from youju.kernel.powers import may, remember
from youju.kernel.selectors import token_now


def doors(act: str) -> list[Any]:
    """Return the two ways into an API operation, by token and by session, both asking for the act."""
    return [TokenDoor(act), SessionDoor(act)]


def open_doors(act: str) -> list[Any]:
    """Return the ways into an operation that is open to the world: a token that may do the act sees as its post, any other as nobody."""
    return [OpenDoor(act), _as_one_is]


@public
def _as_one_is(request: HttpRequest) -> bool:
    """Let in whoever brings no token. One that is void is told so, instead of being shown less without a word."""
    return "Authorization" not in request.headers


def _let_in(user: User, act: str) -> User:
    if not may(user, act):
        title = act_named(act).title
        raise NotAllowed(
            f"不能{title}", f"这个岗位没有“{title}”的权限", "换一个岗位的令牌，或请安全管理员任命",
            english=f"This post may not do {act}.",
        )  # fmt: skip
    return user


class TokenDoor(HttpBearer):
    """A program comes in with the token of a post: it acts in that post only, and only within the token's scopes."""

    def __init__(self, act: str) -> None:
        super().__init__()
        self.act, self.access = act, Access("act", act)

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        """Return the holder, acting in the token's post; None if the token is not valid now."""
        found: Any = token_now(token)
        if found is None:
            return None
        user: Any = found.tenure.holder
        user.token_tenure_id = found.tenure_id
        if self.act not in found.scopes:
            raise NotAllowed(
                f"不能{act_named(self.act).title}", "这个令牌没有包含此事项", "领取包含此事项的令牌",
                english=f"The token's scopes do not include {self.act}.",
            )  # fmt: skip
        request.user = user
        remember(user, day=timezone.localtime(found.asked_at).date(), only=found.tenure)
        return _let_in(user, self.act)


class OpenDoor(TokenDoor):
    """A program comes in where everybody may: with a token for other things it sees what everybody sees."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """Return the holder, or nobody for a token without the act; None if the token is not valid now."""
        try:
            return super().authenticate(request, token)
        except NotAllowed:
            request.user = AnonymousUser()
            return "nobody"


class SessionDoor(SessionAuth):
    """A signed-in person's browser comes in, with the same CSRF protection as a form."""

    def __init__(self, act: str) -> None:
        super().__init__(csrf=True)
        self.act, self.access = act, Access("act", act)

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:  # noqa: ARG002  # ninja asks so
        """Return the signed-in person; None if nobody is signed in or the one-time password is still in use."""
        user = request.user
        if not isinstance(user, User) or user.must_change_password:
            return None
        remember(user)
        return _let_in(user, self.act)


class PageOf(BaseModel):
    """Where a page of rows begins and how long it may be. Rows come in a fixed order, so no row is shown twice."""

    after: str = Field("", description="上一页最后一行的 code；空表示从头")
    limit: int = Field(100, ge=1, le=1000)


def page_of(rows: QuerySet[Any], by: str, page: PageOf) -> tuple[list[Any], str]:
    """Return one page of rows ordered by a unique column, and the `after` of the next page ("" at the end)."""
    ordered = rows.order_by(by)
    if page.after:
        ordered = ordered.filter(**{f"{by}__gt": page.after})
    found = list(ordered[: page.limit + 1])
    if len(found) <= page.limit:
        return found, ""
    last = found[page.limit - 1]
    return found[: page.limit], str(last[by] if isinstance(last, dict) else getattr(last, by))


class Numbered(BaseModel):
    """Which page of a list that is short enough to be counted off."""

    page: int = Field(
        1, ge=1, le=100_000, description="第几页，从 1 起；还有下一页时，答复头 Link 里有它的地址"
    )
    limit: int = Field(100, ge=1, le=1000)


def numbered(request: HttpRequest, response: HttpResponse, rows: Any, asked: Numbered) -> list[Any]:
    """Return one page of rows in their fixed order; the header `Link` (RFC 8288) leads to the next while there is one."""
    start = (asked.page - 1) * asked.limit
    found = list(rows[start : start + asked.limit + 1])
    if len(found) > asked.limit:
        said = request.GET.copy()
        said["page"], said["limit"] = str(asked.page + 1), str(asked.limit)
        response["Link"] = f'<{request.build_absolute_uri(request.path)}?{said.urlencode()}>; rel="next"'
    return found[: asked.limit]


def with_etag(
    request: HttpRequest, response: HttpResponse, version: str, make: Callable[[], Any] | None = None
) -> Any:
    """Set the entity tag of an answer and return 304 if the asker already holds it, else `make()`."""
    tag = f'"{hashlib.sha256(version.encode("utf-8")).hexdigest()[:32]}"'
    response["ETag"] = tag
    if tag in request.headers.get("If-None-Match", ""):
        answer = HttpResponse(status=304)
        answer["ETag"] = tag
        return answer
    return make() if make else None
