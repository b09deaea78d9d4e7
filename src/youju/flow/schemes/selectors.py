"""Questions about schemes and rounds: the only multi-row readers of this room."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import Http404

from youju.engine.check.folder import kept_as
from youju.engine.language.scheme import Scheme as EngineScheme
from youju.engine.period import Period
from youju.engine.read import read_text
from youju.engine.yaml_tree import read_tree
from youju.flow.documents.ports import Target
from youju.flow.schemes.examine import Examination, examine
from youju.flow.schemes.levels import Places, reporting_places, word_for, words_of
from youju.flow.schemes.models import Round, Scheme, SchemeFile, SchemeVersion
from youju.flow.schemes.package import SCHEME, Files
from youju.flow.units.paths import keys
from youju.flow.units.powers import in_charge, may_on, units_above, units_for
from youju.flow.units.selectors import ancestors_at, descendants_at, path_of, placements_on, tree_at
from youju.kernel.finding import AsText, holding
from youju.kernel.powers import EVERYWHERE, may, scopes
from youju.kernel.written import written_once

if TYPE_CHECKING:
    from youju.flow.units.models import Unit

IN_FORCE = Q(approved_at__isnull=False, retired_at=None)
UNITS = "units.csv"


def files_of(version: SchemeVersion) -> Files:
    """Return the files of a version, byte for byte."""
    rows = SchemeFile.objects.filter(version=version).order_by("path")
    return {path: bytes(content) for path, content in rows.values_list("path", "content")}


def every_scheme() -> QuerySet[Scheme]:
    """Return all schemes by code, whoever keeps them: for who gives posts, and the names alone."""
    return Scheme.objects.order_by("code")


def scheme_of(version: SchemeVersion) -> EngineScheme:
    """Return a version as the engine reads it; read once for each content and kept."""
    return _engine_scheme(version.sha256, version.pk)


@lru_cache(maxsize=64)
def _engine_scheme(sha256: str, version_id: int) -> EngineScheme:
    content = SchemeFile.objects.values_list("content", flat=True).get(version_id=version_id, path=SCHEME)
    scheme = read_text(bytes(content).decode("utf-8-sig"), SCHEME).scheme
    if scheme is None:
        raise ValueError(f"version {version_id} ({sha256}) was stored but does not read")
    return scheme


def schemes_ahead(most: int = 32) -> int:
    """Read the versions in force, those approved last first, so that the next to ask finds them read; return how many."""
    rows = SchemeVersion.objects.filter(IN_FORCE).order_by("-approved_at", "-pk")[:most]
    return len([scheme_of(version) for version in rows])


def kept_versions(files: Mapping[str, bytes]) -> Files:
    """Return the versions in force of the scheme these files are about, as its folder would keep them."""
    said = read_tree(files.get(SCHEME, b"").decode("utf-8", "replace"), SCHEME).data
    code = said.get("scheme") if isinstance(said, dict) else None
    rows = SchemeFile.objects.filter(
        version__scheme__code=str(code), version__approved_at__isnull=False, path=SCHEME
    )
    return {kept_as(v): bytes(c) for v, c in rows.values_list("version__version", "content")}


_newest = written_once(lambda code: SchemeVersion.objects.filter(scheme__code=code).order_by("-pk")[:1])


def titles_of(code: str) -> dict[str, tuple[str, str]]:
    """Return what the indicators of a scheme are called and counted in, by name, in its newest version.

    Empty for a scheme there is not; no measure is an empty one.
    """
    version = next(iter(_newest(code)), None)
    if version is None:
        return {}
    return {
        name: (one.title or name, one.measure or "") for name, one in scheme_of(version).indicators.items()
    }


def version_for_period(scheme: Scheme, period: Period) -> SchemeVersion | None:
    """Return the version in force that covers a whole period; of several the one approved last."""
    found = scheme.versions.filter(IN_FORCE, in_force_from__lte=period.start, in_force_to__gte=period.end)
    return found.order_by("-approved_at", "-pk").first()


def newest_in_force(scheme: Scheme) -> SchemeVersion | None:
    """Return the version of a scheme that was put in force last, None where none ever was."""
    return scheme.versions.filter(approved_at__isnull=False).order_by("-approved_at", "-pk").first()


def schemes_for(user: Any) -> QuerySet[Scheme]:
    """Return the schemes a person may read: those of the units in the person's charge and of the units above them."""
    held = scopes(user, "scheme.read")
    found = Scheme.objects.select_related("unit").order_by("code")
    if any(scope.unit_id == EVERYWHERE for scope in held):
        return found
    wanted = in_charge(user, "scheme.read") | Q(unit_id__in=units_above(user, held))
    only = {scope.scheme for scope in held}
    return found.filter(wanted) if "" in only else found.filter(wanted, code__in=only)


def schemes_saying(user: Any, words: list[str]) -> QuerySet[Scheme]:
    """Return the schemes a person may read whose title, code or rules hold all words: the rules in force, and of drafts one's own."""
    own = Q(version__scheme__unit__in=units_for(user, "scheme.draft").order_by().values("pk"))
    read = Q(version__approved_at__isnull=False, version__retired_at=None)
    files = SchemeFile.objects.filter(read | own, path=SCHEME).annotate(text=AsText("content"))
    saying = files.filter(holding(words, "text")).values("version__scheme")
    return schemes_for(user).filter(Q(holding(words, "title", "code")) | Q(pk__in=saying))


def targets_for(user: Any) -> list[Target]:
    """Return the indicators to which the person may send a fact: those of each scheme that was put in force."""
    approved = SchemeVersion.objects.filter(scheme__in=schemes_for(user), approved_at__isnull=False)
    newest = {row.scheme: row for row in approved.select_related("scheme").order_by("approved_at", "pk")}
    return [
        Target(one.title or name, scheme.title, scheme=scheme.code, indicator=name)
        for scheme, version in newest.items()
        for name, one in scheme_of(version).indicators.items()
    ]


def scheme_for(user: Any, code: str, act: str = "scheme.read") -> Scheme:
    """Return a scheme a person may read (or do an act on), or answer 404 as if it did not exist."""
    scheme = schemes_for(user).filter(code=code).first()
    if scheme is None or (act != "scheme.read" and not may_on(user, act, scheme.unit_id, scheme=code)):
        raise Http404(code)
    return scheme


def versions_for(user: Any, scheme: Scheme) -> QuerySet[SchemeVersion]:
    """Return the versions of a scheme, newest first: all for those who may read drafts, else those put in force."""
    found = scheme.versions.select_related("scheme__unit", "proposed_by", "approved_by").order_by(
        "-loaded_at", "-pk"
    )
    drafts = may_on(user, "scheme.draft", scheme.unit_id, scheme=scheme.code)
    return found if drafts else found.filter(approved_at__isnull=False)


def version_for(user: Any, code: str, pk: int, act: str = "scheme.read") -> SchemeVersion:
    """Return a version a person may read (or do an act on), or answer 404."""
    version = versions_for(user, scheme_for(user, code, act)).filter(pk=pk).first()
    if version is None:
        raise Http404(pk)
    return version


def versions_carrying(user: Any, folder: str) -> list[SchemeVersion]:
    """Return, of every scheme a person may read, the version to run by (in force, else drafted last), if it has files in a folder."""
    rows = SchemeVersion.objects.filter(scheme__in=schemes_for(user).values("pk"), discarded_at=None)
    rows = rows.filter(Exists(SchemeFile.objects.filter(version=OuterRef("pk"), path__startswith=folder)))
    order = ("scheme__code", F("approved_at").desc(nulls_last=True), "-loaded_at", "-pk")
    first: dict[int, SchemeVersion] = {}
    for row in rows.filter(retired_at=None).select_related("scheme__unit").order_by(*order):
        first.setdefault(row.scheme_id, row)
    return list(first.values())


def versions_to_approve(user: Any) -> list[SchemeVersion]:
    """Return the proposed versions that wait for a person's approval, the oldest first: never one's own."""
    if not may(user, "scheme.approve"):
        return []
    waiting = SchemeVersion.objects.filter(proposed_at__isnull=False, approved_at=None, discarded_at=None)
    rows = waiting.exclude(proposed_by=user).select_related("scheme__unit").order_by("proposed_at", "pk")
    return [row for row in rows if may_on(user, "scheme.approve", row.scheme.unit_id, scheme=row.scheme.code)]


def rounds_for(user: Any, *, scheme: str = "") -> QuerySet[Round]:
    """Return the rounds a person may see, latest period first, with their schemes loaded."""
    found = Round.objects.filter(scheme__in=schemes_for(user).values("pk"))
    found = found.filter(scheme__code=scheme) if scheme else found
    return found.select_related("scheme__unit", "scheme_version").order_by("-ends_on", "scheme__code")


def round_for(user: Any, pk: int, act: str = "round.read") -> Round:
    """Return a round a person may see (or do an act on), or answer 404."""
    found = round_at(pk)
    if found is None or not may_read_scheme(user, found.scheme):
        raise Http404(pk)
    if act != "round.read" and not may_on(user, act, found.scheme.unit_id, scheme=found.scheme.code):
        raise Http404(pk)
    return found


def round_at(pk: int) -> Round | None:
    """Return a round whoever asks, with its scheme and version loaded."""
    return next(iter(_round(pk)), None)


_round = written_once(lambda pk: all_rounds().filter(pk=pk).order_by())


def round_before(round_: Round) -> tuple[int, str] | None:
    """Return the key and the status of the scheme's last round before one."""
    return next(iter(_before(round_.scheme_id, round_.starts_on)), None)


_before = written_once(
    lambda scheme, day: (
        Round.objects.filter(scheme=scheme, ends_on__lt=day)
        .order_by("-ends_on")
        .values_list("pk", "status")[:1]
    )
)


def may_read_scheme(user: Any, scheme: Scheme) -> bool:
    """Whether a scheme is one of `schemes_for`, looked up for it alone: mostly it belongs to a unit above one's post."""
    held = scopes(user, "scheme.read")
    if any(scope.unit_id == EVERYWHERE for scope in held):
        return True
    if not {scope.scheme for scope in held} & {"", scheme.code}:
        return False
    return scheme.unit_id in units_above(user, held) or may_on(user, "scheme.read", scheme.unit_id)


def participants(round_: Round) -> QuerySet[Unit]:
    """Return the units that report in a round: those of the scheme's levels and kinds, in the tree of the period's last day.

    Where everything asked comes up the tree, only the lowest of them reports: whoever stands above is summed up.
    """
    under = descendants_at(round_.scheme.unit_id, round_.ends_on, round_.scheme.tree)
    return under.filter(_of_places(_reporting(round_)))


def _reporting(round_: Round) -> Places:
    return reporting_places(scheme_of(round_.scheme_version), round_.scheme.unit.level)


def _of_places(places: Places) -> Q:
    """Return the condition that `Places.hold` answers, for the database."""
    of_levels = Q(level__in=places.levels) & ~Q(kind__in=places.apart)
    return Q(kind__in=places.kinds) | of_levels if places.kinds else of_levels


def taking_part(round_: Round, among: QuerySet[Unit]) -> QuerySet[Unit]:
    """Return those of some units that report in a round: the answer of `participants`, looked up unit by unit.

    For few units: nobody lists a nation's villages to find one of them.
    """
    return among.filter(takes_part(round_))


def stands_in(round_: Round, unit: Unit, path: str | None = None) -> bool:
    """Whether one unit reports in a round, as `taking_part` finds it: by its level, and by who stood above it (`path`, if in hand)."""
    if not _reporting(round_).hold(unit.level, unit.kind):
        return False
    path = path or path_of(unit, round_.ends_on, round_.scheme.tree)
    return path is not None and round_.scheme.unit_id in keys(path)


def takes_part(round_: Round) -> Q:
    """Return the condition that a unit reports in a round, as `taking_part` looks it up."""
    top = path_of(round_.scheme.unit_id, round_.ends_on, round_.scheme.tree)
    if top is None:
        return Q(pk__in=[])
    stands = placements_on(round_.scheme.tree, round_.ends_on).filter(path__under=top, unit_id=OuterRef("pk"))
    return Q(Exists(stands)) & _of_places(_reporting(round_))


def materials(round_: Round) -> Files:
    """Return what the engine needs of a round besides its facts, as the files of a folder.

    The scheme's own files, and units.csv as the tree stood on the period's last day, in the scheme's own words for
    levels; further columns of the scheme's own units.csv are joined by code.
    """
    files = files_of(round_.scheme_version)
    scheme = scheme_of(round_.scheme_version)
    return {
        **files,
        UNITS: _units_csv(round_, words_of(scheme, round_.scheme.unit.level), files.get(UNITS, b"")),
    }


def _units_csv(round_: Round, words: dict[str, str], own: bytes) -> bytes:
    on, tree = round_.ends_on, round_.scheme.tree
    nodes = tree_at(tree, on, under=round_.scheme.unit_id)
    above = ancestors_at(round_.scheme.unit_id, on, tree)
    codes = {node.unit_id: node.code for node in nodes} | {unit.pk: unit.code for unit in above}
    extra = _own_columns(own)
    names = sorted({name for row in extra.values() for name in row} | {"kind"})
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["code", "title", "level", "parent", *names])
    parent = ""
    for unit in above:
        writer.writerow(
            [
                unit.code,
                unit.name,
                word_for(words, unit.level, unit.kind),
                parent,
                *_cells(extra, unit, names),
            ]
        )
        parent = unit.code
    for node in nodes:
        over = codes.get(node.parent_id or 0, "")
        writer.writerow(
            [node.code, node.name, word_for(words, node.level, node.kind), over, *_cells(extra, node, names)]
        )
    return out.getvalue().encode("utf-8")


def _cells(extra: Mapping[str, Mapping[str, str]], unit: Any, names: list[str]) -> list[str]:
    return [extra.get(unit.code, {}).get(name, unit.kind if name == "kind" else "") for name in names]


def _own_columns(own: bytes) -> dict[str, dict[str, str]]:
    """Return code → further columns of a units.csv that came with the scheme."""
    try:
        text = own.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = own.decode("gb18030", "replace")
    fixed = {"code", "title", "level", "parent", "from", "to"}
    return {
        row["code"].strip(): {
            str(k).strip(): (v or "").strip() for k, v in row.items() if k and k not in fixed
        }
        for row in csv.DictReader(io.StringIO(text, newline=""))
        if row.get("code")
    }


def versions_in_rounds() -> list[SchemeVersion]:
    """Return the versions of schemes by which any round was opened."""
    return _in_rounds()


_in_rounds = written_once(
    lambda: SchemeVersion.objects.filter(pk__in=Round.objects.order_by().values("scheme_version"))
)


def all_rounds(*, scheme: str = "") -> QuerySet[Round]:
    """Return rounds whoever asks, latest period first: for services, and for what was published to all."""
    found = Round.objects.filter(scheme__code=scheme) if scheme else Round.objects.all()
    return found.select_related("scheme__unit", "scheme_version").order_by("-ends_on", "scheme__code")


def examined(version: SchemeVersion) -> Examination:
    """Return what there is to say about a version now, beside the versions in force."""
    files = files_of(version)
    return examine({**kept_versions(files), **files})


def examples_of(version: SchemeVersion) -> list[dict[str, Any]]:
    """Return the worked examples of a version as written: name, what was seen, what must come out."""
    content = (
        SchemeFile.objects.filter(version=version, path="examples.yaml")
        .values_list("content", flat=True)
        .first()
    )
    said = read_tree(bytes(content or b"").decode("utf-8", "replace"), "examples.yaml").data
    return [one for one in said if isinstance(one, dict)] if isinstance(said, list) else []
