"""The gate before evidence (RELIABILITY T10, T12): nothing hostile comes in, nothing honest is kept out."""

import os
import resource
import sys

import pytest

from tests.flow.evidence import corpus
from youju.flow.evidence.gate.run import pass_gate, room_for_one
from youju.flow.evidence.gate.words import PIXELS, WORDS, RefusedFile

HOSTILE, HONEST = corpus.hostile(), corpus.honest()


def through(data, keep=None):
    with room_for_one() as folder:
        (folder / "in").write_bytes(data)
        seen = pass_gate(folder)
        return keep(seen) if keep else seen


def children_cpu():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.mark.parametrize(("what", "name", "data", "code"), HOSTILE, ids=[row[0] for row in HOSTILE])
def test_the_gate_refuses(what, name, data, code):
    with pytest.raises(RefusedFile) as refused:
        through(data())
    assert refused.value.code == code


@pytest.mark.parametrize(("what", "name", "data", "kind"), HONEST, ids=[row[0] for row in HONEST])
def test_the_gate_lets_in(what, name, data, kind):
    assert through(data()).kind == kind


def test_every_refusal_can_be_said_in_both_languages():
    assert [code for code, words in WORDS.items() if not all(words) or words[0].endswith("。")] == []


@pytest.mark.parametrize("what", ["900 megapixels", "billion laughs", "a zip bomb", "a PDF with a script"])
def test_a_hostile_file_costs_less_than_a_second(what):
    """CPU time of the child: a busy machine is no fault of the gate."""
    (data,) = [row[2]() for row in HOSTILE if row[0] == what]
    before = children_cpu()
    with pytest.raises(RefusedFile):
        through(data)
    assert children_cpu() - before < 1


def test_a_picture_of_forty_megapixels_is_still_taken():
    big = corpus.photo(size=(8000, PIXELS // 8000), quality=30)
    assert through(big).width == 8000


def test_the_child_may_not_use_more_memory_than_it_is_given():
    """Without the limit this list fits on any machine; with it the child ends and the file counts as heavy."""
    greedy = "from youju.kernel.confined import MB, confine; confine(memory=512 * MB, seconds=8); x = bytearray(900 * 1024 * 1024); print(len(x))"
    assert _child(greedy).returncode != 0
    assert _child(greedy.replace("confine(memory=512 * MB, seconds=8);", "")).returncode == 0


def test_a_child_that_dies_means_a_heavy_file(monkeypatch):
    monkeypatch.setattr("sys.executable", "/bin/false")
    with pytest.raises(RefusedFile) as refused:
        through(corpus.photo())
    assert refused.value.code == "heavy"


def test_no_secret_of_ours_goes_to_the_child(monkeypatch):
    """The child is told where our code lies and nothing else; this looks at what `run` would hand over."""
    import subprocess

    monkeypatch.setenv("YOUJU_SECRET", "s" * 60)
    handed = {}
    real = subprocess.run

    def run(*command, **how):
        handed.update(how["env"])
        return real(*command, **how)

    monkeypatch.setattr(subprocess, "run", run)
    through(corpus.photo())
    assert "YOUJU_SECRET" not in handed
    assert set(handed) <= {"PYTHONPATH", "PATH", "LANG", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "TMPDIR"}


def _child(program):
    import subprocess

    return subprocess.run(
        [sys.executable, "-c", program], env={**os.environ, "PYTHONPATH": "src"}, capture_output=True
    )
