"""Long work of this room: taking a filled workbook in, or only checking it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from youju.kernel.jobs import Done, declare
from youju.kernel.models import User
from youju.work.registers import selectors, services
from youju.work.registers.models import Register

TAKE = "register.book"


@contextmanager
def _reading(
    by: User, arguments: dict[str, Any], content: bytes
) -> Iterator[tuple[Register, services.Checked]]:
    register = selectors.register_for(by, arguments["register"])
    with services.checked_book(
        register=register, name=arguments["name"], content=content, by=by, marks=True
    ) as checked:
        yield register, checked


def _take(by: User, arguments: dict[str, Any], given: tuple[Register, services.Checked]) -> Done:
    register, checked = given
    keep = arguments["do"] != "check"
    done = services.store_book(register=register, checked=checked, name=arguments["name"], by=by, keep=keep)
    words = (
        _("这个文件已经导入过，没有再做")
        if done.again
        else _("新增 {made} 条，改动 {changed} 条")
        if keep
        else _("没有问题，还没有存：导入会新增 {made} 条，改动 {changed} 条")
    )
    said = words.format(made=done.made, changed=done.changed)
    return Done(said, reverse("registers:show", args=[register.code]))


declare(TAKE, _take, reading=_reading)
