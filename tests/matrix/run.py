"""Trying doors: one cell is one request of one actor on one thing, undone afterwards."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from tests.matrix import table
from tests.matrix.actors import Actor
from tests.matrix.addresses import API, PARAMETER, pages
from tests.matrix.table import (
    DONE,
    HIDDEN,
    IN,
    NO_METHOD,
    NOT_NOW,
    REFUSED,
    SIGN_IN,
    Door,
    expected,
    may_show,
)
from tests.matrix.world import World, canaries

NOBODY = {"uuid": "00000000-0000-4000-8000-000000000000", "sha": "0" * 64}
CHANGING = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"|"X-CSRFToken": "[^"]*"')
WRITES = re.compile(
    r'^\s*(?:INSERT|UPDATE|DELETE|REPLACE)\b(?:\s+OR\s+\w+)?\s+(?:INTO\s+|FROM\s+)?"?(\w+)', re.IGNORECASE
)
# what every request may write: its session, and the counters of rate limits
FREE = {"django_session", "kernel_cache"}
OTHERS = ("GET", "POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True)
class Wrong:
    """A cell that is not as the table says."""

    where: str
    actor: str
    state: str
    said: str
    got: str

    def __str__(self) -> str:
        state = f" [{self.state}]" if self.state else ""
        return f"{self.where}{state}  {self.actor}: the table says {self.said}, it is {self.got}"


@dataclass
class Tally:
    """How many cells were tried, and which were wrong."""

    cells: int = 0
    wrong: list[Wrong] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Take in another's."""
        self.cells += other.cells
        self.wrong += other.wrong


class Trier:
    """Sends requests as the actors of a world and looks at the answers."""

    def __init__(self, world: World, backend: str | None = None, memory: Any = None) -> None:
        from django.test import Client

        self.world, self.memory = world, memory
        self.routes = {page.name: page.route for page in pages()}
        self.twins: dict[tuple[str, str, bool], tuple[int, bytes]] = {}
        self.clients = {}
        handler = None
        for actor in world.actors:
            client = Client(raise_request_exception=False)
            handler = client.handler = handler or client.handler
            if actor.user is not None:
                client.force_login(actor.user, backend=backend)
            self.clients[actor.name] = client

    # — addresses

    def path(self, door: Door, state: str, *, real: bool = True) -> str:
        """Return the address of a door: of the world's thing, or of one that does not exist."""
        things = {**self.world.of(state), "zero": 0, "one": 1, "nothing": 987654321}

        def filled(name: str) -> str:
            return str(things[door.at[name]]) if real else NOBODY.get(name, "987654321")

        if door.is_api:
            path = API.sub(lambda found: filled(found[1]), door.name)
        else:
            path = "/" + PARAMETER.sub(lambda found: filled(found[1] or found[2]), self.routes[door.name])
        return path + (f"?{self._filled(door.query, state)}" if door.query else "")

    def _filled(self, value: Any, state: str) -> Any:
        if isinstance(value, dict):
            return {name: self._filled(one, state) for name, one in value.items()}
        if isinstance(value, list):
            return [self._filled(one, state) for one in value]
        if isinstance(value, str) and "$" in value:
            things = self.world.of(state)
            if value.startswith("$"):
                return things.get(value[1:], 0)
            return re.sub(r"\$(\w+)", lambda found: str(things.get(found[1], 0)), value)
        return value if value is None or isinstance(value, int | bool) else str(value)

    def ask(
        self, door: Door, actor: Actor, state: str, *, method: str = "", real: bool = True, extra: Any = None, htmx: bool = False,
        look: Callable[[set[str]], Any] | None = None,
    ) -> Any:  # fmt: skip
        """Send one request and return (answer, its body, tables written or what `look` saw of them); all is undone."""
        from django.db import connection, transaction

        written: set[str] = set()

        def noted(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
            if (found := WRITES.match(sql)) and found[1] not in FREE:
                written.add(found[1])
            return execute(sql, *rest)

        method = method or door.method
        body = self._filled(door.send, state) if door.send is not None else None
        if body is not None and not real and door.at_body:
            body = {**body, door.at_body: 987654321}
        if self.memory is not None:
            self.memory.reading = method == "GET"
        with transaction.atomic(), connection.execute_wrapper(noted):
            answer = self._send(door, actor, method, self.path(door, state, real=real), body, extra, htmx)
            content = _content(answer)
            if look is not None:
                written = look(set(written))
            transaction.set_rollback(True)
        return answer, content, written

    def _send(
        self, door: Door, actor: Actor, method: str, path: str, body: Any, extra: Any, htmx: bool
    ) -> Any:
        client = self.clients[actor.name]
        client.cookies.pop("messages", None)  # what a form said is undone with it
        headers = {"Accept": "text/html", **({"HX-Request": "true"} if htmx else {})}
        if door.is_api:
            client = self.clients["anonymous"]
            headers = {"Authorization": f"Bearer {actor.key}"} if actor.key else {}
        if method == "GET":
            return client.get(path, headers=headers)
        if door.files:
            return client.generic(
                method, path, *_multipart({**(body or {}), **(extra or {})}), headers=headers
            )
        if door.is_api:
            said = json.dumps({**(body or {}), **(extra or {})})
            return client.generic(method, path, said, "application/json", headers=headers)
        return client.generic(
            method,
            path,
            _form({**(body or {}), **(extra or {})}),
            "application/x-www-form-urlencoded",
            headers=headers,
        )

    # — cells

    def cell(self, door: Door, actor: Actor, state: str) -> Iterator[Wrong]:
        """Try one cell and yield what is wrong."""
        said = expected(door, actor, state)
        # where nothing is to be seen, the later states are asked for as fragments: they must be as silent as pages
        htmx = said in (REFUSED, HIDDEN) and state not in ("", door.states(self.world.things)[0])
        answer, content, written = self.ask(door, actor, state, htmx=htmx)
        got = outcome(answer)
        fits = got == said or (said == IN and got in (DONE, NOT_NOW))
        where = (door.line, actor.name, state)
        if not fits:
            yield Wrong(*where, said, f"{got} ({answer.status_code})")
        if written and said not in (IN, DONE, NOT_NOW):
            yield Wrong(*where, said, f"writing to {', '.join(sorted(written))}")
        if written and door.method == "GET":
            yield Wrong(*where, "a question writes nothing", f"writing to {', '.join(sorted(written))}")
        if got == HIDDEN and said == HIDDEN and door.at and door.who != ("nobody",):
            yield from self._told_apart(door, actor, state, content, htmx=htmx)
        # a form's token is drawn by chance and may well spell a canary, once in some 80,000 pages
        for unit, kind in sorted(canaries(readable(CHANGING.sub(b"", content)))):
            # a form that is refused stands on its page again
            if not may_show(door if got in (IN, DONE, NOT_NOW) else None, actor, unit, kind):
                yield Wrong(*where, f"nothing of {unit} ({kind})", "shown")

    def _told_apart(
        self, door: Door, actor: Actor, state: str, content: bytes, *, htmx: bool
    ) -> Iterator[Wrong]:
        """Compare what is hidden with what does not exist."""
        key = (door.line, actor.name, htmx)
        if key not in self.twins:
            answer, other, _written = self.ask(door, actor, state, real=False, htmx=htmx)
            self.twins[key] = (answer.status_code, _same(other, self.path(door, state, real=False)))
        status, other = self.twins[key]
        if status != 404 or other != _same(content, self.path(door, state)):
            yield Wrong(
                door.line, actor.name, state, "as what does not exist", f"told apart from it ({status})"
            )

    def no_method(self, door: Door, actor: Actor, method: str) -> Iterator[Wrong]:
        """Try a method that no line declares."""
        state = door.states(self.world.things)[0]
        answer, _content, written = self.ask(door, actor, state, method=method)
        if outcome(answer) not in (NO_METHOD, SIGN_IN, REFUSED) or written:
            yield Wrong(
                f"{method} {door.name}",
                actor.name,
                state,
                f"{NO_METHOD}: add a line if it is meant",
                str(answer.status_code),
            )

    def library(self, name: str, actor: Actor) -> Iterator[Wrong]:
        """Open a page of the sign-in library."""
        path = "/" + PARAMETER.sub("1", self.routes[name]).replace("^", "").replace("$", "")
        answer = self.clients[actor.name].get(path)
        if answer.status_code not in (200, 301, 302, 401, 403, 404, 405) or canaries(
            readable(_content(answer))
        ):
            yield Wrong(name, actor.name, "", "a page or a way elsewhere", str(answer.status_code))


def outcome(answer: Any) -> str:
    """Return in one word what somebody got."""
    status = answer.status_code
    if status == 401 or (
        status == 302
        and answer["Location"].split("?")[0] in ("/accounts/login/", "/accounts/password/change/")
    ):
        return SIGN_IN
    if status in (403, 404, 405):
        return {403: REFUSED, 404: HIDDEN, 405: NO_METHOD}[status]
    if status >= 500:
        return "broken"
    if status >= 400:
        return NOT_NOW
    return DONE


def tried(
    world: World,
    trier: Trier,
    wanted: Callable[[int, Door, Actor], bool] = lambda *_: True,
    doors: Iterable[Door] | None = None,
) -> Tally:
    """Try all wanted cells of some doors, of all without being told which."""
    tally, number = Tally(), 0
    for door in table.doors() if doors is None else doors:
        for state in door.states(world.things):
            for actor in world.actors:
                if _again(door, actor, state, door.states(world.things)[0]):
                    continue
                number += 1
                if wanted(number, door, actor):
                    tally.cells += 1
                    tally.wrong += trier.cell(door, actor, state)
    return tally


def _again(door: Door, actor: Actor, state: str, first: str) -> bool:
    """Whether a cell would only say again, in another state, that a role may not do this at all: few places are enough."""
    few = ("county", "own", "everywhere", "anonymous", "one_time_password")
    return state != first and actor.place not in few and expected(door, actor, state) == REFUSED


def others(world: World, trier: Trier, lines: Iterable[Door]) -> Tally:
    """Try the methods without a line, and the library's pages, as those who could do most there."""
    tally = Tally()
    declared = {(door.method, door.name) for door in table.doors()}
    strong = [
        a
        for a in world.actors
        if a.place in ("county", "everywhere", "anonymous") and a.role not in ("public", "enterprise")
    ]
    seen = set()
    for door in lines:
        if door.name in seen or door.name.startswith("api:"):
            continue
        seen.add(door.name)
        for method in OTHERS:
            if (method, door.name) not in declared:
                for actor in strong:
                    tally.cells += 1
                    tally.wrong += trier.no_method(door, actor, method)
    return tally


def library(world: World, trier: Trier) -> Tally:
    """Open the library's pages."""
    tally = Tally()
    for name in table.said()["library"]:
        for actor in world.actors:
            if actor.place in ("anonymous", "no_post", "one_time_password", "own"):
                tally.cells += 1
                tally.wrong += trier.library(name, actor)
    return tally


def _content(answer: Any) -> bytes:
    if answer.streaming:
        return b"".join(answer.streaming_content)
    return bytes(answer.content)


def _same(content: bytes, path: str) -> bytes:
    """Return a body without what differs between any two requests: the address itself and the form's token."""
    return (
        CHANGING.sub(b"", content)
        .replace(path.encode(), b"@")
        .replace(path.split("?", maxsplit=1)[0].encode(), b"@")
    )


@cache
def _unpacked(content: bytes) -> str:
    parts = []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            data = archive.read(name)
            if name.endswith(".parquet"):
                import pyarrow.parquet as pq

                parts.append(str(pq.read_table(io.BytesIO(data)).to_pydict()))
            else:
                parts.append(data.decode("utf-8", "replace"))
    return "\n".join(parts)


def readable(content: bytes) -> str:
    """Return the words of a body: what is packed (a workbook, a bundle) is unpacked."""
    return _unpacked(content) if content[:2] == b"PK" else content.decode("utf-8", "replace")


def _form(body: dict[str, Any]) -> str:
    from urllib.parse import urlencode

    return urlencode(body, doseq=True)


def _multipart(body: dict[str, Any]) -> tuple[bytes, str]:
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

    said = {**body, "file": SimpleUploadedFile("a.jpg", _photo(), "image/jpeg")}
    return encode_multipart(BOUNDARY, said), MULTIPART_CONTENT


@cache
def _photo() -> bytes:
    from tests.flow.evidence import corpus

    return corpus.photo(seed=77)
