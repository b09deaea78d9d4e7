"""What moves a record along its stages, stops it for a while, and lets it go on."""

from __future__ import annotations

from django.http import HttpRequest

from youju.work.registers import services
from youju.work.registers.declared import declaration_of
from youju.work.registers.forming import inputs
from youju.work.registers.models import Record
from youju.work.registers.views.record import PROOF, on_record
from youju.work.registers.views.shared import lock_in


@on_record("register.move")
def move(request: HttpRequest, row: Record, step: str) -> None:
    """Make a move; what the gate lacks is shown on the record's page."""
    evidence = {
        key.removeprefix(PROOF): value
        for key, value in request.POST.items()
        if key.startswith(PROOF) and value
    }
    sent = inputs.sent_in(declaration_of(row.register), request.POST, request.user)
    services.move_record(
        record=row,
        lock=lock_in(request),
        move=step,
        by=request.user,
        reason=request.POST.get("reason", ""),
        evidence=evidence,
        values={name: text for name, text in sent.items() if text.strip()},
    )


@on_record("register.move")
def suspend(request: HttpRequest, row: Record) -> None:
    """Stop a record for a while."""
    reason = request.POST.get("reason", "")
    services.suspend_record(record=row, lock=lock_in(request), by=request.user, reason=reason)


@on_record("register.move")
def resume(request: HttpRequest, row: Record) -> None:
    """Let a record go on."""
    reason = request.POST.get("reason", "")
    services.resume_record(record=row, lock=lock_in(request), by=request.user, reason=reason)
