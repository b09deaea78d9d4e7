"""`--on spark` where Spark cannot run says what is missing and how to get it, and writes nothing."""

from __future__ import annotations

import importlib.util

import pytest

from tests.cli.conftest import SCHEMES
from youju.cli import cluster
from youju.engine.problems import BadInputError


def test_without_pyspark_the_command_says_how_to_get_it(youju, tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "find_spec", lambda _name: None)
    done = youju("score", SCHEMES / "projects-226", "--out", tmp_path / "b", "--on", "spark", "--json")
    assert done.exit_code == 2
    assert '"spark-absent"' in done.stdout
    assert "requirements/spark.txt" in done.stdout
    assert not (tmp_path / "b").exists()


@pytest.mark.parametrize(
    ("said", "version"),
    [
        ('openjdk version "17.0.15" 2025-04-15', 17),
        ('java version "1.8.0_391"', 8),
        ("sh: java: not found", None),
    ],
)
def test_the_version_of_java_is_read_from_what_it_says(said, version, tmp_path):
    java = tmp_path / "java"
    java.write_text(f"#!/bin/sh\necho '{said}' >&2\n")
    java.chmod(0o755)
    assert cluster._java_version(str(java)) == version


@pytest.mark.parametrize("said", ['java version "1.8.0_391"', None])
def test_an_old_or_absent_java_is_refused_with_what_to_install(said, tmp_path, monkeypatch):
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    if said:
        (tmp_path / "bin").mkdir()
        (tmp_path / "bin/java").write_text(f"#!/bin/sh\necho '{said}' >&2\n")
        (tmp_path / "bin/java").chmod(0o755)
    with pytest.raises(BadInputError, match="openjdk-17-jre-headless"):
        cluster._need_java()


@pytest.mark.parametrize(
    ("option", "surroundings", "way"),
    [
        (None, {}, ("master", "local[2]")),
        ("spark://a:7077", {"SPARK_MASTER": "yarn"}, ("master", "spark://a:7077")),
        (None, {"SPARK_MASTER": "yarn"}, ("master", "yarn")),
        (None, {"SPARK_REMOTE": "sc://a"}, ("remote", "sc://a")),
        ("sc://b", {}, ("remote", "sc://b")),
        (None, {"PYSPARK_GATEWAY_PORT": "1"}, ("given", None)),
    ],
)
def test_the_nearest_word_says_where_the_cluster_is(option, surroundings, way, monkeypatch):
    for name in ("SPARK_MASTER", "SPARK_REMOTE", "PYSPARK_GATEWAY_PORT", "SPARK_CONF_DIR", "SPARK_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in surroundings.items():
        monkeypatch.setenv(name, value)
    assert cluster._where(option) == way


def test_a_master_in_spark_defaults_is_respected(tmp_path, monkeypatch):
    for name in ("SPARK_MASTER", "SPARK_REMOTE", "PYSPARK_GATEWAY_PORT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SPARK_CONF_DIR", str(tmp_path))
    (tmp_path / "spark-defaults.conf").write_text("# ours\nspark.master   spark://c:7077\n")
    assert cluster._where(None) == ("given", None)


def test_spark_is_looked_for_only_when_asked(youju, tmp_path, monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", None)
    done = youju("score", SCHEMES / "projects-226", "--out", tmp_path / "b")
    assert done.exit_code == 0
