"""The Excel door: the template goes out and comes back filled."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import File, Router, Schema
from ninja.files import UploadedFile

from youju.engine.sources.gate import FILE_LIMIT
from youju.kernel.api import doors
from youju.kernel.errors import BadInput
from youju.kernel.files import XLSX
from youju.work.registers import exporting, selectors, services
from youju.work.registers.declared import declaration_of

router = Router()


class TakenOut(Schema):
    """What a workbook brought."""

    made: int
    changed: int
    same: int
    again: bool


@router.get("/{code}/book", auth=doors("register.write"), summary="下载模板")
def book(request: HttpRequest, code: str) -> HttpResponse:
    """Return the empty template of a register."""
    register = selectors.register_for(request.user, code)
    return HttpResponse(
        exporting.workbook(declaration_of(register), register.version, None), content_type=XLSX
    )


@router.post("/{code}/book", auth=doors("register.write"), response=TakenOut, summary="导入工作簿")
def take_book(request: HttpRequest, code: str, file: File[UploadedFile]) -> Any:
    """Take a workbook in, all or nothing. Refused with every cell that is wrong; the same file again does nothing."""
    register = selectors.register_for(request.user, code)
    if (file.size or 0) > FILE_LIMIT:
        raise BadInput(
            "没有导入",
            "文件太大",
            f"不超过 {FILE_LIMIT // 1024 // 1024} MB",
            english=f"Nothing was imported: the workbook is larger than {FILE_LIMIT // 1024 // 1024} MB. Send a smaller one.",
        )
    return services.take_book(register=register, name=file.name or "", content=file.read(), by=request.user)
