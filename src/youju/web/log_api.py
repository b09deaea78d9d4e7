"""The log for the world: the newest head, its key, and proofs. Nothing here tells what an entry says."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Path, Router, Schema

from youju.kernel.access import public
from youju.kernel.api import doors
from youju.kernel.errors import BadInput
from youju.kernel.log import consistency_proof, head, inclusion_proof
from youju.kernel.models import Trace
from youju.kernel.receipts import receipt_of
from youju.kernel.selectors import trace_for
from youju.kernel.signing import log_key, public_pem

router = Router()


class Proof(Schema):
    """SHA-256 hashes in hex, in the order of RFC 9162."""

    hashes: list[str]


class ReceiptOut(Schema):
    """A receipt: the written act, its place, the proof, and the signed head."""

    payload: str
    seq: int
    proof: list[str]
    head: str


@router.get("/head", auth=None, summary="最新签名树头")
@public
def newest(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # ninja hands it to every operation
    """Return the newest head as a signed checkpoint note; 204 while the log is empty."""
    found = head()
    if found is None:
        return HttpResponse(status=204)
    return HttpResponse(found.note, content_type="text/plain; charset=utf-8")


@router.get("/key", auth=None, summary="签名公钥")
@public
def key(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # ninja hands it to every operation
    """Return the public key of this log (PEM). Keep a copy from the day the log began."""
    return HttpResponse(public_pem(log_key().public_key()), content_type="application/x-pem-file")


@router.get("/inclusion/{seq}/{size}", auth=None, response=Proof, summary="存在性证明")
@public
def inclusion(request: HttpRequest, seq: Path[int], size: Path[int]) -> Any:  # noqa: ARG001  # ninja hands it to every operation
    """Return the proof that entry `seq` is in the log of `size` entries (RFC 9162, 2.1.3)."""
    if not 0 <= seq < _known(size):
        raise _outside(f"{seq} / {size}")
    return {"hashes": [h.hex() for h in inclusion_proof(seq, size)]}


@router.get("/consistency/{old}/{new}", auth=None, response=Proof, summary="一致性证明")
@public
def consistency(request: HttpRequest, old: Path[int], new: Path[int]) -> Any:  # noqa: ARG001  # ninja hands it to every operation
    """Return the proof that the log of `old` entries is the beginning of that of `new` (RFC 9162, 2.1.4)."""
    if not 0 < old <= _known(new):
        raise _outside(f"{old} / {new}")
    return {"hashes": [h.hex() for h in consistency_proof(old, new)]}


@router.get("/receipts/{trace_id}", auth=doors("receipt.read"), response=ReceiptOut, summary="收据")
def receipt(request: HttpRequest, trace_id: int) -> Any:
    """Return the receipt of an act that this person did."""
    trace: Trace = trace_for(request.user, trace_id)
    return receipt_of(trace).as_json()


def _known(size: int) -> int:
    """Return a size if the log has reached it, else refuse."""
    newest_head = head()
    if newest_head is None or size > newest_head.size:
        raise _outside(str(size))
    return size


def _outside(asked: str) -> BadInput:
    return BadInput(
        "没有这样的证明", f"日志还没有到 {asked}", "先取最新树头，序号从 0 开始，小于树头里的条数",
        english=f"The log has not reached {asked}. Ask for the newest head first.",
    )  # fmt: skip
