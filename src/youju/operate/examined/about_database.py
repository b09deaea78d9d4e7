"""How the database is run: whether an acknowledged row survives a power cut, and whether append-only tables are kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from youju.kernel.references import unkept
from youju.operate.finding import Finding, look, unsafe
from youju.operate.grants import append_only_tables

FAR = {
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "fuse.sshfs",
    "9p",
    "ceph",
    "glusterfs",
    "lustre",
    "afs",
    "fuse.glusterfs",
}
LOST = "断电会丢掉已经确认收到的报送"
OLDEST = 150000


def about_sqlite() -> Iterator[Finding]:
    """Examine a live connection to SQLite."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        journal = str(cursor.fetchone()[0]).lower()
        cursor.execute("PRAGMA synchronous")
        synchronous = int(cursor.fetchone()[0])
        cursor.execute("PRAGMA foreign_keys")
        keys = bool(cursor.fetchone()[0])
        cursor.execute("PRAGMA recursive_triggers")
        asked = bool(cursor.fetchone()[0])
    yield from about_pragmas(journal, synchronous, keys=keys, asked=asked)
    kind = file_system_of(Path(connection.settings_dict["NAME"]), Path("/proc/mounts"))
    if kind in FAR:
        yield unsafe("far-sqlite", f"SQLite 数据库放在网络文件系统({kind})上", "网络盘的文件锁不可靠，会坏库",
                     "放到本机磁盘，或者改用 PostgreSQL", f"SQLite lies on a network file system ({kind}).")  # fmt: skip


def about_pragmas(journal: str, synchronous: int, *, keys: bool, asked: bool) -> Iterator[Finding]:
    """Judge the settings of SQLite."""
    if journal != "wal":
        yield unsafe("not-wal", f"SQLite 的 journal_mode 是 {journal}", "读会挡住写，备份会挡住报送",
                     "去掉改动，用有据自带的设置(WAL)", "journal_mode is not WAL.")  # fmt: skip
    if synchronous < 2:
        yield unsafe("not-full", f"SQLite 的 synchronous 是 {synchronous}", LOST, "用有据自带的设置(FULL)",
                     "synchronous is not FULL.")  # fmt: skip
    if not keys:
        yield unsafe("no-foreign-keys", "SQLite 没有检查外键", "会留下没有主人的行", "用有据自带的设置",
                     "foreign_keys is off.")  # fmt: skip
    if not asked:
        yield unsafe("no-recursive-triggers", "SQLite 替换一行时不问触发器", "只增不改的表会被 INSERT OR REPLACE 改掉", "用有据自带的设置",
                     "recursive_triggers is off.")  # fmt: skip


def file_system_of(path: Path, mounts: Path) -> str:
    """Return the kind of file system a path lies on, "" where the machine does not say."""
    try:
        lines = [line.split() for line in mounts.read_text("utf-8").splitlines()]
    except OSError:
        return ""
    there = path.resolve()
    over = [
        (len(at), kind) for _what, at, kind, *_rest in lines if there.is_relative_to(at.replace("\\040", " "))
    ]
    return max(over, default=(0, ""))[1]


def about_postgres() -> Iterator[Finding]:
    """Examine a live connection to PostgreSQL: what is promised about the disk, and what the role may do."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name IN ('synchronous_commit', 'fsync', "
                       "'full_page_writes', 'data_checksums', 'server_version_num', 'max_connections')")  # fmt: skip
        yield from about_promises(dict(cursor.fetchall()))
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        if cursor.fetchone()[0]:
            yield unsafe("superuser", "应用用超级用户连数据库", "超级用户可以绕过触发器改底账",
                         "youju grants --owner 属主 --app 应用 --apply，再用应用账号连", "The app connects as a superuser.")  # fmt: skip
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace "
                       "AND pg_has_role(current_user, relowner, 'USAGE')")  # fmt: skip
        owned = {name for (name,) in cursor.fetchall()}
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace "
                       "AND has_table_privilege(oid, 'UPDATE,DELETE,TRUNCATE')")  # fmt: skip
        changed = {name for (name,) in cursor.fetchall()} & {kept.table for kept in append_only_tables()}
        cursor.execute("SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid WHERE "
                       "c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped "
                       "AND has_column_privilege(c.oid, a.attnum, 'UPDATE')")  # fmt: skip
        columns = set(cursor.fetchall())
        changed |= {
            kept.table for kept in append_only_tables()
            if any(table == kept.table and column not in kept.may_fill for table, column in columns)
        }  # fmt: skip
    if owned:
        yield unsafe("owner", f"应用账号拥有 {len(owned)} 张表", "属主可以去掉触发器再改底账",
                     "youju grants 把表交给属主账号，应用只用应用账号", f"The app role owns {len(owned)} tables.")  # fmt: skip
    if changed:
        yield unsafe("may-change", f"应用账号可以改或删 {len(changed)} 张只增不改的表", "一处漏洞就能改掉底账",
                     "youju grants --apply", f"The app role may change {len(changed)} append-only tables.")  # fmt: skip


def about_promises(said: dict[str, str]) -> Iterator[Finding]:
    """Judge the settings of PostgreSQL."""
    if said.get("synchronous_commit") in {"off", "local"}:
        yield unsafe("async-commit", f"synchronous_commit 是 {said['synchronous_commit']}", LOST,
                     "设为 on", "synchronous_commit is not on.")  # fmt: skip
    for name in ("fsync", "full_page_writes"):
        if said.get(name) == "off":
            yield unsafe(
                name.replace("_", "-"), f"{name} 是 off", LOST + "，还会坏库", "设为 on", f"{name} is off."
            )
    if said.get("data_checksums") != "on":
        yield look("no-checksums", "没有打开数据校验(data_checksums)", "磁盘悄悄写坏一页也看不出来",
                   "停库后运行 pg_checksums --enable", "Data checksums are off.")  # fmt: skip
    if int(said.get("server_version_num", OLDEST)) < OLDEST:
        yield unsafe("old-postgres", f"PostgreSQL 版本 {said['server_version_num']} 太旧", "没有测过，也不再修补",
                     "升级到 15 或更新", "PostgreSQL is older than 15.")  # fmt: skip


def about_tables() -> Iterator[Finding]:
    """Examine whether all migrations have run and every append-only table still refuses."""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        yield unsafe("migrations", f"有 {len(waiting)} 步迁移没有做", "程序和表不一致", "youju manage migrate",
                     f"{len(waiting)} migrations wait.")  # fmt: skip
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # O and A fire for everybody; D never does, and R only where a replica is fed.
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        laid = {name for (name,) in cursor.fetchall()}
    acts = ("update", "delete", *(["truncate"] if connection.vendor == "postgresql" else []))
    open_ = [k.table for k in append_only_tables() if not {f"{k.table}_no_{act}" for act in acts} <= laid]
    if open_:
        yield unsafe("no-triggers", f"{'、'.join(open_[:5])} 的触发器不在或停用了", "只增不改的表现在改得动",
                     "先查是谁动的(youju manage auditlog),再从备份恢复或重做迁移", "Append-only triggers are gone.")  # fmt: skip
    if connection.vendor == "postgresql" and (loose := unkept(apps.get_models(), connection)):
        yield unsafe("no-references", f"{'、'.join(loose[:5])} 的引用没有人管了", "会存进指向不存在的行的数",
                     "先查是谁动的(youju manage auditlog),再从备份恢复或重做迁移", "References are kept neither by a key nor by triggers.")  # fmt: skip
