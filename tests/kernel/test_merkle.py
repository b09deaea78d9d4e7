"""The Merkle tree against the published vectors, against its definition, and against damage."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from youju.kernel import merkle

# The eight entries and the roots that Certificate Transparency implementations check themselves with.
ENTRIES = [bytes.fromhex(text) for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")]  # fmt: skip
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
HASHES = [merkle.SHA256, merkle.SM3]


def perfect_nodes(leaves, h):
    """Return the fetcher of perfect nodes, by definition."""
    return lambda level, index: merkle.root(leaves[index << level : (index + 1) << level], h)


def proof(leaves, spans, h=merkle.SHA256):
    return [merkle.span_hash(start, stop, perfect_nodes(leaves, h), h) for start, stop in spans]


@pytest.mark.parametrize("size", range(9))
def test_the_roots_are_those_everybody_computes(size):
    leaves = [merkle.leaf(entry) for entry in ENTRIES[:size]]
    assert merkle.root(leaves).hex() == ROOTS[size]


def test_sm3_is_the_digest_of_the_national_standard():
    # GB/T 32905-2016, appendix A.1
    assert merkle.SM3(b"abc").hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def test_an_inclusion_proof_of_the_vectors():
    leaves = [merkle.leaf(entry) for entry in ENTRIES]
    assert [p.hex() for p in proof(leaves, merkle.inclusion_spans(0, 0, 8))] == [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ]


def test_a_consistency_proof_of_the_vectors():
    leaves = [merkle.leaf(entry) for entry in ENTRIES]
    assert [p.hex() for p in proof(leaves, merkle.consistency_spans(6, 8))] == [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]


sizes = st.integers(1, 70)


@given(sizes, st.data(), st.sampled_from(HASHES))
def test_every_leaf_can_be_proved_and_no_other_can(size, data, h):
    leaves = [merkle.leaf(b"%d" % n, h) for n in range(size)]
    index = data.draw(st.integers(0, size - 1))
    head, path = merkle.root(leaves, h), proof(leaves, merkle.inclusion_spans(index, 0, size), h)

    assert merkle.inclusion_holds(leaves[index], index, size, path, head, h)
    assert not merkle.inclusion_holds(merkle.leaf(b"forged", h), index, size, path, head, h)
    for other in range(size):
        if other != index:
            assert not merkle.inclusion_holds(leaves[index], other, size, path, head, h)
    for n in range(len(path)):
        damaged = [*path[:n], h(path[n]), *path[n + 1 :]]
        assert not merkle.inclusion_holds(leaves[index], index, size, damaged, head, h)
    assert not merkle.inclusion_holds(leaves[index], index, size, [*path, head], head, h)


@given(sizes, st.data(), st.sampled_from(HASHES))
def test_growth_can_be_proved_and_a_rewritten_past_cannot(new, data, h):
    old = data.draw(st.integers(0, new))
    leaves = [merkle.leaf(b"%d" % n, h) for n in range(new)]
    old_head, new_head = merkle.root(leaves[:old], h), merkle.root(leaves, h)
    path = proof(leaves, merkle.consistency_spans(old, new), h)

    assert merkle.consistency_holds(old, new, old_head, new_head, path, h)
    if old:
        rewritten = [merkle.leaf(b"rewritten", h), *leaves[1:]]
        other_head = merkle.root(rewritten, h)
        other_path = proof(rewritten, merkle.consistency_spans(old, new), h)
        assert not merkle.consistency_holds(old, new, old_head, other_head, other_path, h)
        assert not merkle.consistency_holds(old, new, old_head, other_head, path, h)


@given(sizes, st.data())
def test_a_span_hash_is_the_root_of_its_leaves(size, data):
    stop = data.draw(st.integers(1, size))
    leaves = [merkle.leaf(b"%d" % n) for n in range(size)]
    assert merkle.span_hash(0, stop, perfect_nodes(leaves, merkle.SHA256)) == merkle.root(leaves[:stop])


def test_a_leaf_outside_the_tree_is_a_programming_error():
    with pytest.raises(ValueError, match="leaf 3"):
        merkle.inclusion_spans(3, 0, 3)
