"""The menu, in the order of the flow: rooms that have an index and that this person may enter."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_urlconf, resolve, reverse
from django.utils.translation import pgettext_lazy

from youju.flow import FLOW
from youju.kernel.access import access_of
from youju.kernel.acts import act_named
from youju.kernel.powers import roles_of
from youju.work import WORK

# The shell's own pages, for those who keep the house.
SHELL = (
    ("accounts", pgettext_lazy("menu", "账号")),
    ("external", pgettext_lazy("menu", "外部身份")),
    ("hooks", pgettext_lazy("menu", "回调")),
    ("traces", pgettext_lazy("menu", "留痕")),
)
# A room is called on the menu what `FLOW` calls it, in the reader's language: its words are in its own apps.py.
ROOMS = tuple((f"{room}:index", pgettext_lazy("menu", title)) for room, title in (*FLOW, *WORK))


def menu(request: HttpRequest) -> dict[str, Any]:
    """Return the menu entries for the templates, lazily: a fragment that shows no menu asks nothing."""
    return {"menu": _Lazy(request)}


class _Lazy:
    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def __iter__(self) -> Any:
        user = getattr(self.request, "user", None)
        if user is None or not user.is_authenticated:
            return
        roles, urlconf = roles_of(user), get_urlconf() or settings.ROOT_URLCONF
        here = _here(self.request.path, urlconf)
        for room, url, title, may, apart in _entries(urlconf):
            if may is None or may & roles:
                yield {
                    "room": room,
                    "title": title,
                    "url": url,
                    "here": url == here,
                    "apart": apart,
                }


def _here(path: str, urlconf: str) -> str:
    """Return the entry under which a page stands: of several that begin alike the longest; empty for none."""
    return max((url for _room, url, *_rest in _entries(urlconf) if path.startswith(url)), key=len, default="")


@lru_cache(maxsize=8)
def _entries(urlconf: str) -> tuple[tuple[str, str, Any, frozenset[Any] | None, bool], ...]:
    """Return (room, address, title, roles that may enter or None for all) of every room: the same for everybody, asked once."""
    found = []
    for name, title in (*ROOMS, *SHELL):
        try:
            url = reverse(name, urlconf)
        except NoReverseMatch:
            continue
        access = access_of(resolve(url, urlconf).func)
        if access is not None:
            found.append(
                (
                    name.partition(":")[0],
                    url,
                    title,
                    act_named(access.act).roles if access.kind == "act" else None,
                    name == SHELL[0][0],
                )
            )
    return tuple(found)
