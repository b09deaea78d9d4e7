"""A language model as a second reader of documents, behind any endpoint that speaks chat completions.

Off by default: nothing is asked unless base URL, key and model are given. What it answers is proved by `youju.reading.extractors`,
which keeps a proposal only if its quote stands verbatim at its place.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from youju.reading.extractors import chat_proposals, chat_request

LARGEST = 8 * 1024 * 1024
"""Bytes of an answer; one that goes on is let go."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An extractor that asks one chat-completions endpoint. `key` is never shown by `repr`.

    `timeout` bounds the silence between two pieces of the answer and, once more, the whole of it; `LARGEST` its size.
    """

    base_url: str
    key: str = field(repr=False)
    model: str
    timeout: float = 60.0
    name: str = "endpoint"

    def extract(self, raw: str) -> Iterable[Mapping[str, Any]]:
        """Ask once; a refused connection or status raises httpx.HTTPError, an answer too long, too late or of another shape ValueError."""
        import httpx

        until = monotonic() + self.timeout
        answer = bytearray()
        with httpx.stream(
            "POST",
            self.base_url.rstrip("/") + "/chat/completions",
            # no coding: a packed answer would grow beyond its bound before it is counted
            headers={"Authorization": f"Bearer {self.key}", "Accept-Encoding": "identity"},
            json=chat_request(raw, self.model),
            timeout=self.timeout,
        ) as coming:
            coming.raise_for_status()
            for piece in coming.iter_raw():
                answer += piece
                if len(answer) > LARGEST or monotonic() > until:
                    raise ValueError("the endpoint's answer is too long or too late")
        return chat_proposals(json.loads(answer))


def endpoint_from(settings: Mapping[str, Any]) -> Endpoint | None:
    """The endpoint of these settings (`base_url`, `key`, `model`, perhaps `timeout`), or None where one of the three is missing."""
    if not all(settings.get(name) for name in ("base_url", "key", "model")):
        return None
    return Endpoint(
        str(settings["base_url"]),
        str(settings["key"]),
        str(settings["model"]),
        float(settings.get("timeout", 60.0)),
    )
