"""A version's life: loaded as a draft, proposed by one post, approved by another, retired in the end."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from youju.engine.language.scheme import Scheme as EngineScheme
from youju.engine.whatif import WhatIf
from youju.flow.schemes.examine import Examination, examine
from youju.flow.schemes.models import Scheme, SchemeFile, SchemeVersion, WhatIfKept
from youju.flow.schemes.package import digest
from youju.flow.schemes.ports import put_in_force
from youju.flow.schemes.selectors import files_of, kept_versions
from youju.flow.schemes.what_if import as_kept
from youju.flow.units.powers import tenure_on
from youju.kernel.clock import db_now
from youju.kernel.errors import BadInput, NotAllowed, Refusal
from youju.kernel.models import Tenure, User
from youju.kernel.trace import leave_trace

Status = SchemeVersion.Status


@transaction.atomic
def load_scheme(
    *, files: Mapping[str, bytes], unit: Any, by: User | None, tree: str = "administrative"
) -> tuple[SchemeVersion, Examination]:
    """Take a scheme in as a draft for a unit's office, and say everything that was found in it.

    A scheme that does not read is refused with all its problems and nothing is stored. A draft of the same version is
    replaced; a version in force is never: the same files again give it back unchanged, others are refused.
    """
    found = examine({**kept_versions(files), **files})
    if found.scheme is not None:
        _refuse_changed(found.scheme, digest(files))
    if found.scheme is None or not found.reads:
        raise BadInput(
            "方案没有收下", f"有 {len(found.problems)} 处读不懂；什么也没有存", "按下面逐条改正后整份再交",
            english=f"The scheme does not read: {len(found.problems)} problems. Nothing was stored.",
            problems=[f.as_problem() for f in found.problems],
        )  # fmt: skip
    said, sha = found.scheme, digest(files)
    scheme, _made = Scheme.objects.get_or_create(
        code=said.scheme, defaults={"title": said.title, "unit": unit, "tree": tree}
    )
    _refuse_another_office(scheme, unit)
    standing = scheme.versions.filter(version=said.version, discarded_at=None).first()
    if standing is not None and standing.sha256 == sha:
        return standing, found
    if standing is not None:
        _step(standing, Status.DISCARDED, by, None, discarded_at=db_now())
    version = SchemeVersion.objects.create(
        scheme=scheme, version=said.version, title=said.title, sha256=sha, is_example=said.example,
        in_force_from=said.in_force.from_.start, in_force_to=said.in_force.to.end, loaded_by=by, loaded_at=db_now(),
    )  # fmt: skip
    SchemeFile.objects.bulk_create(
        SchemeFile(version=version, path=path, sha256=hashlib.sha256(content).hexdigest(), content=content)
        for path, content in sorted(files.items())
    )
    leave_trace(
        by, "scheme.load", version, scheme=scheme.code, version=said.version, sha256=sha, files=len(files)
    )
    return version, found


@transaction.atomic
def propose(*, version: SchemeVersion, by: User) -> SchemeVersion:
    """Ask for a draft to be put in force. Refused while an example differs or a rule of the land stands against it."""
    tenure = _tenure(by, "scheme.propose", version)
    found = examine({**kept_versions(files_of(version)), **files_of(version)})
    if found.blocking:
        raise Refusal(
            f"“{version}”不能提请施行", f"有 {len(found.blocking)} 处必须先改：算例不符，或与上位规定抵触",
            "按下面逐条改正，录入后再提请",
            english=f"{len(found.blocking)} findings stand against this version; mend them and load it again.",
            problems=[f.as_problem() for f in found.blocking],
        )  # fmt: skip
    return _step(version, Status.PROPOSED, by, tenure, proposed_at=db_now(), proposed_by=by,
                 proposed_post=tenure.post)  # fmt: skip


@transaction.atomic
def approve(*, version: SchemeVersion, by: User) -> SchemeVersion:
    """Put a proposed version in force, with the registers it counts from. It takes another person in another post than proposed it."""
    tenure = _tenure(by, "scheme.approve", version)
    version.refresh_from_db()
    if version.proposed_by_id == by.pk or version.proposed_post_id == tenure.post_id:
        raise Refusal(
            f"“{version}”不能由你批准", "方案由两个岗位、两个人先后经手才能施行，提请的就是你", "请另一位复核人批准",
            english="Two persons in two posts put a scheme in force; you proposed this one.",
        )  # fmt: skip
    done = _step(version, Status.IN_FORCE, by, tenure, approved_at=db_now(), approved_by=by,
                 approved_post=tenure.post)  # fmt: skip
    Scheme.objects.filter(pk=version.scheme_id).update(title=version.title)
    put_in_force(done, by)
    return done


@transaction.atomic
def retire(*, version: SchemeVersion, by: User, reason: str) -> SchemeVersion:
    """Let no further round be opened by a version. Rounds that are pinned to it stay so."""
    if not reason.strip():
        raise BadInput("没有停用", "没有写理由", "写明为什么停用", english="A reason is needed.")
    tenure = _tenure(by, "scheme.retire", version)
    return _step(version, Status.RETIRED, by, tenure, retired_at=db_now(), reason=reason)


@transaction.atomic
def discard(*, version: SchemeVersion, by: User) -> SchemeVersion:
    """Give a draft up, or a proposal before it is approved. Its files stay readable."""
    tenure = _tenure(by, "scheme.propose", version)
    return _step(version, Status.DISCARDED, by, tenure, discarded_at=db_now())


def _step(
    version: SchemeVersion,
    to: str,
    by: User | None,
    tenure: Tenure | None,
    *,
    reason: str = "",
    **filled: Any,
) -> SchemeVersion:
    """Fill in one step of a version's life, once: the loser of a race is told."""
    was = version.status
    taken: dict[str, Any] = {
        Status.PROPOSED: {"proposed_at": None},
        Status.IN_FORCE: {"approved_at": None, "proposed_at__isnull": False},
        Status.RETIRED: {"retired_at": None, "approved_at__isnull": False},
        Status.DISCARDED: {"approved_at": None},
    }[to]
    free = SchemeVersion.objects.filter(pk=version.pk, discarded_at=None, **taken)
    if not version.may_become(to) or not free.update(**filled):
        version.refresh_from_db()
        raise Refusal(
            f"“{version}”不能{Status(to).label}", f"它现在是“{version.status_label}”，刚才可能有人先办了一步",
            "刷新页面，看清状态再办",
            english=f"The version is {version.status} now; it cannot become {to}.",
        )  # fmt: skip
    version.refresh_from_db()
    detail = {"was": was, "to": version.status, "sha256": version.sha256, "reason": reason}
    leave_trace(by, f"scheme.{to}", version, post=tenure.post if tenure else None, **detail)
    return version


def _tenure(by: User, act: str, version: SchemeVersion) -> Tenure:
    tenure = tenure_on(by, act, version.scheme.unit_id, scheme=version.scheme.code)
    if tenure is None:
        raise NotAllowed(
            f"不能办理“{version}”", "你的岗位管不到这个方案", "请主办单位的考核办或复核人办理",
            english="None of your posts may do this for the scheme's unit.",
        )  # fmt: skip
    return tenure


def _refuse_another_office(scheme: Scheme, unit: Any) -> None:
    if scheme.unit_id != unit.pk:
        raise Refusal(
            f"方案代码 {scheme.code} 不能用", f"“{scheme.unit}”已经在用这个代码", "换一个方案代码(scheme:)再录入",
            english=f"The code {scheme.code} belongs to another office; choose another.",
        )  # fmt: skip


def _refuse_changed(said: EngineScheme, sha256: str) -> None:
    standing = SchemeVersion.objects.filter(
        scheme__code=said.scheme, version=said.version, approved_at__isnull=False
    ).first()
    if standing is not None and standing.sha256 != sha256:
        raise Refusal(
            f"“{standing}”不能改", "这个版本已经施行，施行以后一个字也不动", "换一个新的版本号(version:)再录入",
            english="This version is in force and cannot change. Give the change a new version number.",
        )  # fmt: skip


@transaction.atomic
def keep_what_if(*, version: SchemeVersion, bundle: str, found: WhatIf, by: User) -> WhatIfKept:
    """Keep what a version would have changed in the round of a bundle; kept already, it stays as it is and nothing is traced."""
    row, is_new = WhatIfKept.objects.get_or_create(
        version=version, bundle=bundle, defaults={"said": as_kept(found), "made_at": db_now()}
    )
    if is_new:
        leave_trace(by, "scheme.what_if", version, bundle=bundle, moved=len(found.moved()))
    return row
