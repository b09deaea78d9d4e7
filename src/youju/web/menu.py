"""The menu, in the order of the flow: rooms that have an index and that this person may enter."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, resolve, reverse

from youju.flow import FLOW
from youju.kernel.access import access_of
from youju.kernel.acts import act_named
from youju.kernel.powers import roles_of
from youju.work import WORK

# The shell's own pages, for those who keep the house.
SHELL = (("accounts", "账号"), ("external", "外部身份"), ("hooks", "回调"), ("traces", "留痕"))


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
        roles = roles_of(user)
        for room, title in (*FLOW, *WORK):
            try:
                url = reverse(f"{room}:index")
            except NoReverseMatch:
                continue
            yield from self._entry(url, title, roles)
        for name, title in SHELL:
            yield from self._entry(reverse(name), title, roles, apart=name == SHELL[0][0])

    def _entry(self, url: str, title: str, roles: frozenset[str], *, apart: bool = False) -> Any:
        access = access_of(resolve(url).func)
        if access and (access.kind != "act" or act_named(access.act).roles & roles):
            yield {"title": title, "url": url, "here": self.request.path.startswith(url), "apart": apart}
