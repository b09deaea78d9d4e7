"""The engineer's verbs: backup, restore, doctor, grants. They need `youju[web]`; each is a few lines around `youju.operate`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from youju.cli import out
from youju.cli.server import needs_web

if TYPE_CHECKING:
    from youju.kernel.errors import Refusal

FINDING = ("code", "is_unsafe", "what", "why", "instead", "english")
Json = Annotated[bool, typer.Option("--json", help="print for machines 输出 JSON")]


def backup(
    file: Annotated[Path, typer.Argument(help="the backup; must not exist yet 备份文件")],
    *,
    json: Json = False,
) -> None:
    """备份数据库、佐证和成果包。 Back up database, evidence and bundles into one file with a signed manifest."""
    with house(json=json):
        from youju.operate.backup import back_up

        made = back_up(file)
        told = {"file": str(file), "files": len(made.items), "size": made.log_size, "root": made.log_root}
        _tell(
            told,
            f"已备份到 {file}:{len(made.items)} 个文件，底账日志 {made.log_size} 条，根哈希 {made.log_root}",
            json=json,
        )


def restore(
    file: Annotated[Path, typer.Argument(help="a backup 备份文件")],
    head: Annotated[
        list[Path] | None, typer.Option(help="a signed head kept elsewhere 外存的签名树头文件")
    ] = None,
    key: Annotated[Path | None, typer.Option(help="public key of the log, if another 当时的公钥 PEM")] = None,
    check: Annotated[bool, typer.Option("--check", help="only check the file 只核对，不恢复")] = False,
    *,
    json: Json = False,
) -> None:
    """在空的数据库和文件夹里恢复一份备份，并重算整个底账日志。 Restore a backup into an empty place and audit its log."""
    with house(json=json):
        from youju.operate import restore as work

        public = work.public_key(key) if key else None
        if check:
            made = work.check(file, public)
            told = {"file": str(file), "files": len(made.items), "size": made.log_size, "root": made.log_root}
            _tell(
                told,
                f"{file} 完好：{len(made.items)} 个文件，底账日志 {made.log_size} 条，根哈希 {made.log_root}",
                json=json,
            )
            return
        done = work.restore(file, [path.read_text("utf-8") for path in head or []], public)
        told = {"file": str(file), "files": len(done.manifest.items), "size": done.manifest.log_size,
                "root": done.root, "wrong": list(done.wrong)}  # fmt: skip
        faults = "".join(f"\n不符 wrong: {one}" for one in done.wrong)
        _tell(
            told,
            f"已恢复 {len(done.manifest.items)} 个文件；重算底账日志的根哈希 {done.root}{faults}",
            json=json,
        )
        if done.wrong:
            raise typer.Exit(out.FINDINGS)


def _tell(told: dict[str, Any], words: str, *, json: bool) -> None:
    if json:
        out.give(told)
    else:
        out.say(words)


@contextmanager
def house(*, json: bool) -> Iterator[None]:
    """Start the house for a command, and print what it refuses: exit 2."""
    needs_web()
    from youju.kernel.errors import Refusal
    from youju.operate.start import start

    try:
        start()
        yield
    except Refusal as refused:
        _refused(refused, json=json)
        raise typer.Exit(out.BAD) from refused
    except FileNotFoundError as gone:
        out.refuse(
            [out.problem(str(gone.filename), "没有这个文件", "检查路径", "no such file", "check the path")],
            json=json,
        )


def _refused(refused: Refusal, *, json: bool) -> None:
    problems = [{"where": p.where, "what": p.what, "mend": p.mend} for p in refused.problems]
    if json:
        out.give({"what": refused.what, "why": refused.why, "instead": refused.instead,
                  "english": refused.english, "problems": problems})  # fmt: skip
        return
    for line in (
        f"{refused.what}：{refused.why}。{refused.instead}",
        refused.english,
        *map(str, refused.problems),
    ):
        if line:
            out.errors.print(out.harmless(line))


def doctor(*, json: Json = False) -> None:
    """体检：不安全的设置，说清是什么、为什么、怎么改。 Say what is unsafe: exit 0 nothing, 1 to look at, 2 unsafe."""
    with house(json=json):
        from youju.operate.doctor import examine

        found = examine()
        if json:
            out.give({"findings": [{name: getattr(one, name) for name in FINDING} for one in found]})
        else:
            for one in found:
                out.say(str(one))
            bad = sum(one.is_unsafe for one in found)
            out.say(f"体检完毕：不安全 {bad} 项，需要看看 {len(found) - bad} 项")
        if found:
            raise typer.Exit(out.BAD if found[0].is_unsafe else out.FINDINGS)


def grants(
    owner: Annotated[
        str, typer.Option(help="the role that owns and migrates the tables 属主账号")
    ] = "youju_owner",
    app: Annotated[str, typer.Option(help="the role the application runs as 应用账号")] = "youju_app",
    apply: Annotated[bool, typer.Option("--apply", help="run it, not only print it 直接执行")] = False,
) -> None:
    """打印（或执行）PostgreSQL 两个账号的授权。 Print or run the grants of the owner role and the app role."""
    with house(json=False):
        from youju.operate import grants as work

        if not apply:
            out.say(work.script(owner, app).rstrip("\n"))
            return
        out.say(f"已授权：应用账号 {app} 改不了、删不掉 {work.apply(owner, app)} 张只增不改的表")
