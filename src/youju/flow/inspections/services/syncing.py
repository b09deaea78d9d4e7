"""What a device sends when it is back in reach: items with numbers of its own, each done once, each answered."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import DataError, IntegrityError, transaction
from django.http import Http404

from youju.flow.inspections.models import SyncedItem, Verification, Visit
from youju.flow.inspections.selectors import verifications_of, visit_for_inspector
from youju.flow.inspections.services.visiting import (
    Disagreement,
    finish_visit,
    record_finding,
    record_verification,
    shown,
)
from youju.flow.reports.typed import has_control
from youju.kernel.canonical import canonical
from youju.kernel.clock import db_now
from youju.kernel.errors import BadInput, Refusal

if TYPE_CHECKING:
    from youju.kernel.models import User

Item = Mapping[str, Any]
Answer = dict[str, Any]
logger = logging.getLogger(__name__)
UNREADABLE = Refusal("没有收下", "里面有控制字符，或者有存不下的内容", "改掉这一条再发；其余各条不受影响",
                     english="It holds control characters or something that cannot be kept. The other items are not held back.")  # fmt: skip
TAKEN = BadInput(
    "没有收下",
    "这个编号用在了另一份内容上",
    "换一个新编号再发",
    english="This uuid was used for another item.",
)


def sync(*, items: Iterable[Item], by: User) -> list[Answer]:
    """Do each item once and answer each, in the order sent.

    An item is {"uuid", "kind": verification | finding | finish, "visit", …}. Its answer is kept in the transaction of
    its act: a retry, at any time and from anywhere, gets the first answer (`again` is then true). One that is
    refused or in conflict holds none of the others back.
    """
    return [_one(dict(item), by) for item in items]


def _one(item: dict[str, Any], by: User) -> Answer:
    uuid = UUID(str(item["uuid"]))
    if any(map(has_control, _texts(item))):
        return {**_refused(uuid, UNREADABLE), "again": False}
    sha256 = hashlib.sha256(canonical(_text(item))).hexdigest()
    kept = SyncedItem.objects.filter(uuid=uuid).first()
    if kept is None:
        try:
            with transaction.atomic():
                answer = _answered(item, by)
                SyncedItem.objects.create(
                    uuid=uuid, by=by, sha256=sha256, answer=answer, received_at=db_now()
                )
            return {**answer, "again": False}
        except IntegrityError:
            # The same item arrived twice at once: the other one is the first. Else its number came by another door.
            kept = SyncedItem.objects.filter(uuid=uuid).first()
    if kept is None or kept.by_id != by.pk or kept.sha256 != sha256:
        return {**_refused(uuid, TAKEN), "again": False}
    return {**kept.answer, "again": True}


def _answered(item: dict[str, Any], by: User) -> Answer:
    """Do one item inside a savepoint of its own, and turn a refusal into an answer."""
    uuid = UUID(str(item["uuid"]))
    try:
        with transaction.atomic():
            visit = visit_for_inspector(by, UUID(str(item["visit"])))
            done = KINDS[item["kind"]](item, visit, by)
        return {"uuid": str(uuid), "status": "stored", **done}
    except Disagreement as two:
        return {"uuid": str(uuid), "status": "conflict", "theirs": side(two.stands),
                "yours": {"value": shown(two.mine), "note": str(item.get("note", ""))}, "instead": two.instead}  # fmt: skip
    except Refusal as refusal:
        return _refused(uuid, refusal)
    except (DataError, ValueError, TypeError, LookupError):
        logger.exception("item %s cannot be kept", uuid)
        return _refused(uuid, UNREADABLE)
    except Http404:
        return _refused(
            uuid,
            Refusal(
                "没有收下", "没有这次督查，或者它已不归你的组", "刷新名单后再看", english="No such visit."
            ),
        )


def _refused(uuid: UUID, refusal: Refusal) -> Answer:
    return {"uuid": str(uuid), "status": "refused", "what": refusal.what, "why": refusal.why, "instead": refusal.instead,
            "english": refusal.english}  # fmt: skip


def side(row: Verification) -> Answer:
    """Return one of two values as it is shown beside the other."""
    return {"uuid": str(row.uuid), "value": shown(row.verified), "note": row.note, "evidence": row.evidence,
            "by": str(row.recorded_by), "at": row.recorded_at.isoformat()}  # fmt: skip


def _verification(item: Item, visit: Visit, by: User) -> Answer:
    corrects = None
    if item.get("corrects"):
        corrects = verifications_of(visit).filter(uuid=UUID(str(item["corrects"]))).first()
        if corrects is None:
            raise Refusal(
                "没有更正",
                "要更正的那个值已经不是现在的值",
                "刷新后再看",
                english="That value no longer stands.",
            )
    row = record_verification(
        visit=visit, indicator=str(item["indicator"]), value=number(item.get("value")), note=str(item.get("note") or ""),
        evidence=list(item.get("evidence") or []), uuid=UUID(str(item["uuid"])), corrects=corrects, by=by,
    )  # fmt: skip
    reported = None if row.reported is None else format(row.reported, "f")
    return {
        "kind": "verification",
        "result": row.result,
        "verified": shown(row.verified),
        "reported": reported,
    }


def _finding(item: Item, visit: Visit, by: User) -> Answer:
    row = record_finding(visit=visit, what=str(item.get("what") or ""), clause=str(item.get("clause") or ""),
                         evidence=list(item.get("evidence") or []), uuid=UUID(str(item["uuid"])), by=by)  # fmt: skip
    return {"kind": "finding", "finding": str(row.uuid)}


def _finish(item: Item, visit: Visit, by: User) -> Answer:
    finish_visit(visit=visit, note=str(item.get("note") or ""), by=by)
    return {"kind": "finish", "visit": str(visit.uuid)}


KINDS: dict[str, Callable[[Item, Visit, Any], Answer]] = {
    "verification": _verification,
    "finding": _finding,
    "finish": _finish,
}


def number(text: Any) -> Decimal | None:
    """Return a value that a device sent as text (None or "" for not found); a refusal for anything but a number."""
    if text is None or text == "":
        return None
    try:
        value = Decimal(str(text).strip())
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or len(value.as_tuple().digits) > 18 or abs(value.adjusted()) > 18:
        raise Refusal(
            "没有记下",
            f"“{str(text)[:40]}”不是数",
            "只写数字，不写单位；没有看到就留空",
            english="Not a number.",
        )
    return value


def _texts(item: Any) -> Iterator[str]:
    """Yield every text in an item."""
    if isinstance(item, str):
        yield item
    elif isinstance(item, Mapping | list | tuple):
        for one in item.values() if isinstance(item, Mapping) else item:
            yield from _texts(one)


def _text(item: Any) -> Any:
    """Return an item with everything as text, so that its fingerprint does not depend on how it was parsed."""
    if isinstance(item, Mapping):
        return {str(key): _text(value) for key, value in sorted(item.items())}
    if isinstance(item, list | tuple):
        return [_text(value) for value in item]
    return "" if item is None else str(item)
