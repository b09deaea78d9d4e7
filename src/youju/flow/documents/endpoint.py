"""A language model as a second reader of documents, behind any endpoint that speaks chat completions.

Off by default: nothing is asked unless base URL, key and model are given. What it answers is proved by `youju.reading.extractors`,
which keeps a proposal only if its quote stands verbatim at its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from youju.reading.extractors import chat_proposals, chat_request


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An extractor that asks one chat-completions endpoint. `key` is never shown by `repr`."""

    base_url: str
    key: str = field(repr=False)
    model: str
    timeout: float = 60.0
    name: str = "endpoint"

    def extract(self, raw: str) -> Iterable[Mapping[str, Any]]:
        """Ask once; a refused connection or status raises httpx.HTTPError, an answer of another shape ValueError."""
        import httpx

        answer = httpx.post(
            self.base_url.rstrip("/") + "/chat/completions",
            headers={"Authorization": f"Bearer {self.key}"},
            json=chat_request(raw, self.model),
            timeout=self.timeout,
        )
        answer.raise_for_status()
        return chat_proposals(answer.json())


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
