"""Registers for programs: the same questions and acts as the pages; an Idempotency-Key gives the first answer again."""

from ninja import Router

from youju.work.registers.api import acts, books, matches, records, registers, wall

router = Router()
for part in (registers, records, books, wall, acts, matches):
    router.add_router("", part.router)
