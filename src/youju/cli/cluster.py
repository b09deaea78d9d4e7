"""The way to a Spark cluster: an existing one where the surroundings name it, two local threads where nothing is said."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from youju.engine.problems import BadInputError, Problem

LOCAL = "local[2]"
JAVA = 17
OURS = {
    # partitions are few and large: they must neither be merged nor share a task for want of partitions
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
}
_AT_START = {
    "spark.app.name": "youju",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    "spark.driver.memory": "3g",
    "spark.driver.maxResultSize": "0",
    "spark.sql.shuffle.partitions": "32",
}
"""For a session of our own on this machine; a cluster's administrator has said already what holds there."""


@contextmanager
def session(master: str | None = None) -> Iterator[Any]:
    """Give a Spark session, and stop it afterwards unless it was there before.

    ``master`` wins over SPARK_MASTER, SPARK_REMOTE (Spark Connect), what spark-submit or spark-defaults.conf say, and ``local[2]``.
    Raises BadInputError saying what is missing on this machine and how to get it.
    """
    if find_spec("pyspark") is None:
        raise BadInputError([_NO_PYSPARK])
    warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
    from pyspark.sql import SparkSession

    found = SparkSession.getActiveSession()
    where = _where(master)
    if found is None and where[0] != "remote":
        _need_java()
    with _failures(where[1]):
        opened = found or _opened(SparkSession.builder, *where)
        before = {key: opened.conf.get(key, None) for key in OURS}
        try:
            for key, value in OURS.items():
                opened.conf.set(key, value)
            yield opened
        finally:
            for key, value in before.items():
                opened.conf.unset(key) if value is None else opened.conf.set(key, value)
            if found is None:
                opened.stop()


@contextmanager
def _failures(address: str | None) -> Iterator[None]:
    """Turn what Spark says when it cannot go on into a problem."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (Py4JError, PySparkException) as error:
        lines = [line.strip() for line in str(error).splitlines() if line.strip()]
        # a worker's own error is the last line of its traceback, Spark's is the first line of the Java one
        own = [
            line
            for line in lines
            if re.match(r"[\w.]*(Error|Exception): ", line) and "spark" not in line.split(":")[0]
        ]
        said = (own or lines or [type(error).__name__])[-1 if own else 0][:500]
        raise BadInputError([_failed(address, said)]) from error


def _where(master: str | None) -> tuple[str, str | None]:
    """Return how the session is reached: ``remote`` or ``master`` with its address, or ``given`` by the surroundings."""
    asked = master or os.environ.get("SPARK_MASTER")
    if asked:
        return ("remote" if asked.startswith("sc://") else "master"), asked
    if remote := os.environ.get("SPARK_REMOTE"):
        return "remote", remote
    if "PYSPARK_GATEWAY_PORT" in os.environ or _defaults_name_a_master():
        return "given", None
    return "master", LOCAL


def _defaults_name_a_master() -> bool:
    """Say whether spark-defaults.conf of this machine names a master."""
    given = os.environ.get("SPARK_CONF_DIR")
    home = Path(given) if given else Path(os.environ.get("SPARK_HOME", "/nowhere")) / "conf"
    try:
        text = (home / "spark-defaults.conf").read_text(encoding="utf-8")
    except OSError:
        return False
    return re.search(r"^\s*spark\.master[\s=]+\S", text, re.MULTILINE) is not None


def _opened(builder: Any, how: str, address: str | None) -> Any:
    if how == "remote":
        return builder.remote(address).getOrCreate()
    if how == "master" and str(address).startswith("local"):
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        for key, value in _AT_START.items():
            builder = builder.config(key, value)
    if how == "master":
        builder = builder.master(address)
    return builder.getOrCreate()


def _need_java() -> None:
    """Raise BadInputError unless a Java that Spark can use is here."""
    home = os.environ.get("JAVA_HOME")
    java = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    version = _java_version(java) if java else None
    if version is None or version < JAVA:
        raise BadInputError([_no_java(java, version)])


def _java_version(java: str) -> int | None:
    try:
        said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False, timeout=60)  # noqa: S603 - java of this machine
    except OSError:
        return None
    found = re.search(r'version "(?:1\.)?(\d+)', said.stderr + said.stdout)
    return int(found[1]) if found else None


_NO_PYSPARK = Problem(
    "--on spark",
    "spark-absent",
    "这里没有安装 PySpark",
    "装上再试：pip install -r requirements/spark.txt（或 pip install 'youju[spark]'）；本机足够时用 --on duckdb",
    "PySpark is not installed here",
    "install it: pip install -r requirements/spark.txt (or 'youju[spark]'); where one machine is enough use --on duckdb",
)


def _failed(address: str | None, said: str) -> Problem:
    return Problem(
        "--on spark",
        "spark-failed",
        f"Spark（{address or '当前会话'}）没有完成：{said}",
        "检查集群地址；每个工作节点都要装有同版本的 youju，并能在同一路径读到事实文件",
        f"Spark ({address or 'this session'}) did not finish: {said}",
        "check the address; every worker needs the same youju, and must see the file of facts under the same path",
    )


def _no_java(java: str | None, version: int | None) -> Problem:
    what = (
        f"Java {version} 太旧（{java}）" if version else f"没有可用的 Java（{java or 'java 不在 PATH 中'}）"
    )
    what_en = (
        f"Java {version} is too old ({java})" if version else f"no usable Java ({java or 'none on PATH'})"
    )
    return Problem(
        "--on spark",
        "java-absent",
        f"Spark 需要 Java {JAVA} 或更新的版本，{what}",
        f"Debian/Ubuntu：apt-get install openjdk-{JAVA}-jre-headless，或用 JAVA_HOME 指明；本机足够时用 --on duckdb",
        f"Spark needs Java {JAVA} or newer; {what_en}",
        f"Debian or Ubuntu: apt-get install openjdk-{JAVA}-jre-headless, or name one in JAVA_HOME; where one machine is enough use --on duckdb",
    )
