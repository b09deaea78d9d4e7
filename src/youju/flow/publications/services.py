"""Acts on publications: proposed by one post, signed by another, or withdrawn before it is signed."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from django.core.files.storage import storages
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from youju.flow.boards.selectors import reader_of
from youju.flow.evidence.store import name_of, put
from youju.flow.publications import living
from youju.flow.publications.editions import PART, all_forms
from youju.flow.publications.models import Edition, Publication
from youju.flow.publications.papers import voice_of
from youju.flow.publications.selectors import publications, published_before, receipt_for
from youju.flow.schemes.services import advance_round
from youju.flow.scores.selectors import latest_score, open_objections
from youju.flow.scores.services import mark_published
from youju.flow.units.powers import tenure_on
from youju.kernel.clock import db_now, db_today
from youju.kernel.errors import BadInput, NotAllowed, Refusal
from youju.kernel.log import LogDamaged, sequence
from youju.kernel.models import Tenure, User
from youju.kernel.trace import leave_trace

if TYPE_CHECKING:
    from youju.flow.scores.models import Score

Kind = Publication.Kind


@transaction.atomic
def propose(
    *, score: Score, kind: str, title: str, by: User, words: str = "", is_open: bool = False,
    number: str = "", red_head: str = "", issuer: str = "",
) -> Publication:  # fmt: skip
    """Ask for a final score to be published. Refused while units may still object, or while an objection is open.

    Every number that the text names must stand for something that outsiders may see; all that do not are said at once.

    A score that takes the place of a published one is published as an erratum of it. A scheme with bands that stay
    internal is not opened to all, because its bundle holds them.
    """
    tenure = _tenure(by, "publication.propose", score)
    if kind not in Kind.values or not title.strip():
        raise BadInput(
            "没有提请", "种类或标题没有写对", "选一个种类，写上标题", english="Give a known kind and a title."
        )
    _refuse_unready(score)
    corrects = published_before(score)
    if (kind == Kind.ERRATUM) != (corrects is not None):
        raise Refusal(
            "不能这样发布", "这一期已经发布过，再发只能是勘误" if corrects else "这一期还没有发布过，没有可勘误的",
            "选“勘误”" if corrects else "选通报、简报、公示或数据公开",
            english="A score that follows a published one is an erratum; the first one is not.",
        )  # fmt: skip
    if is_open and reader_of(score, inside=False).hidden:
        raise Refusal(
            "不能向社会公开", "方案里有不公开的分档，核验包里带着它们", "发布给系统内单位；或者在新版方案里去掉不公开的分档",
            english="The scheme has internal bands and its bundle holds them; publish it inside.",
        )  # fmt: skip
    nothing = living.problems(words, voice_of(score))
    if nothing:
        raise BadInput("没有提请", f"正文里有 {len(nothing)} 处引用找不到数", "照下面的提示改正文",
                       english="Some numbers that the text names stand for nothing.", problems=nothing)  # fmt: skip
    try:
        with transaction.atomic():
            row = Publication.objects.create(
                score=score, kind=kind, title=title.strip()[:200], words=words.strip(), root=score.root, is_open=is_open,
                number=number.strip(), red_head=red_head.strip(), issuer=issuer.strip(), corrects=corrects, proposed_by=by, proposed_post=tenure.post, proposed_at=db_now(),
            )  # fmt: skip
    except IntegrityError:
        raise Refusal("不能再提请一次", "同样的已经提请或发布过", "在通报列表里打开它",
                      english="It has been proposed or published already.") from None  # fmt: skip
    leave_trace(by, "publication.propose", row, post=tenure.post, kind=kind, root=score.root, is_open=is_open)
    return row


@transaction.atomic
def sign(*, publication: Publication, by: User) -> Publication:
    """Publish what another post proposed. From now on it never changes; the round is published with it."""
    score = publication.score
    tenure = _tenure(by, "publication.approve", score)
    if by.pk == publication.proposed_by_id or tenure.post_id == publication.proposed_post_id:
        raise Refusal(
            f"“{publication}”不能由你签发", "发布要两个岗位、两个人，提请的就是你", "请另一位复核人签发",
            english="Two persons in two posts publish; you proposed this one.",
        )  # fmt: skip
    _refuse_unready(score)
    free = Publication.objects.filter(pk=publication.pk, published_at=None, withdrawn_at=None)
    if not free.update(published_at=db_now(), signed_by=by, signed_post=tenure.post):
        raise Refusal(
            f"“{publication}”不能签发", "它已经发布或者撤回，刚才可能别人先办了", "刷新页面看看",
            english="It was published or withdrawn a moment ago.",
        )  # fmt: skip
    publication.refresh_from_db()
    mark_published(score, publication.published_at or db_now())
    if score.round.status == "closed":
        advance_round(round_=score.round, to="published", by=by)
    leave_trace(by, "publication.sign", publication, post=tenure.post, kind=publication.kind, title=publication.title,
                root=publication.root, engine=score.engine, is_open=publication.is_open)  # fmt: skip
    transaction.on_commit(partial(_keep_soon, publication), robust=True)
    return publication


@transaction.atomic
def withdraw(*, publication: Publication, by: User) -> Publication:
    """Take a proposal back before it is signed. What was published stays."""
    tenure = _tenure(by, "publication.propose", publication.score)
    free = Publication.objects.filter(pk=publication.pk, published_at=None, withdrawn_at=None)
    if not free.update(withdrawn_at=db_now()):
        raise Refusal(f"“{publication}”不能撤回", "已经发布的不能撤回", "有错的，另发勘误",
                      english="What was published stays; publish an erratum.")  # fmt: skip
    leave_trace(by, "publication.withdraw", publication, post=tenure.post)
    publication.refresh_from_db()
    return publication


def keep(*, publication: Publication) -> bool:
    """Keep a publication in all its forms as they look now, once, and say so to the log; whether it is kept.

    It waits until the signing has its place in the log, which papers name. Files are stored before the rows, so a row
    always has its file; of two who keep at once the first one's files count.
    """
    receipt = receipt_for(publication)
    if receipt is None or publication.published_at is None:
        return False
    if Edition.objects.filter(publication=publication).exists():
        return True
    forms = all_forms(publication, entry=receipt.seq)
    shas = {form: _stored(content) for form, content in forms.items()}
    try:
        with transaction.atomic():
            now = db_now()
            Edition.objects.bulk_create(
                Edition(publication=publication, form=form, sha256=sha, size=len(forms[form]), kept_at=now)
                for form, sha in shas.items()
            )
            leave_trace(None, "publication.keep", publication, files=shas)
    except IntegrityError:
        pass  # somebody else kept it a moment ago
    return True


def keep_all() -> int:
    """Keep everything that was published and is not kept yet, and return how much that was."""
    kept = Edition.objects.filter(publication=OuterRef("pk"))
    waiting = publications().filter(~Exists(kept), published_at__isnull=False)
    return sum(keep(publication=row) for row in waiting)


def _keep_soon(publication: Publication) -> None:
    """Keep what was just signed; where its place in the log cannot be given now, whoever asks for it first keeps it."""
    with suppress(LogDamaged):
        sequence()
    keep(publication=publication)


def _stored(content: bytes) -> str:
    sha = hashlib.sha256(content).hexdigest()
    with TemporaryDirectory(prefix="youju-edition-") as folder:
        path = Path(folder, "file")
        path.write_bytes(content)
        put(storages["default"], name_of(sha, PART), path)
    return sha


def _refuse_unready(score: Score) -> None:
    latest = latest_score(score.round)
    if latest is None or latest.pk != score.pk or not score.is_final:
        raise Refusal(
            "不能发布这一次计分", "它不是关账以后最新的一次", "先关账、计分，再发布最新的一次",
            english="Only the newest score after closing is published.",
        )  # fmt: skip
    problems = open_objections(score.round)
    if problems:
        raise Refusal("还不能发布", f"有 {len(problems)} 件异议没有复核", "复核完再发布",
                      english="Objections are open.", problems=problems)  # fmt: skip
    if db_today() <= score.object_by:
        raise Refusal(
            "还不能发布", f"单位到 {score.object_by} 都可以提异议", f"{score.object_by} 过后再发布",
            english=f"Units may object until {score.object_by}.",
        )  # fmt: skip


def _tenure(by: User, act: str, score: Score) -> Tenure:
    scheme = score.round.scheme
    tenure = tenure_on(by, act, scheme.unit_id, scheme=scheme.code)
    if tenure is None:
        raise NotAllowed("不能办理发布", "你的岗位管不到这个方案", "请主办单位的考核办或复核人办理",
                         english="None of your posts may do this for the scheme.")  # fmt: skip
    return tenure
