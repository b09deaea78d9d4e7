"""A bundle that was signed says whose key signed it; one whose signature is not its own is not verified."""

import base64
import json
import shutil

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from youju.engine.bundle import manifest


@pytest.fixture
def key():
    return Ed25519PrivateKey.from_private_bytes(b"7" * 32)


def pem(key):
    return key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )


@pytest.fixture
def signed(june, key, tmp_path):
    """Return a function text → a copy of the starter's bundle with that text signed (its own root unless said)."""

    def signed(text=None):
        copy = tmp_path / "bundle"
        shutil.copytree(june, copy, dirs_exist_ok=True)
        text = text or f"youju-bundle {manifest.load(copy)['root']}\n"
        said = {
            "algorithm": "Ed25519", "text": text, "key": pem(key).decode(),
            "signature": base64.b64encode(key.sign(text.encode())).decode(),
        }  # fmt: skip
        (copy / "signature.json").write_text(json.dumps(said), "utf-8")
        return copy

    return signed


def test_a_signed_bundle_names_its_key(youju, signed):
    done = youju("verify", signed())
    assert done.exit_code == 0
    assert "signed by key sha256:" in done.stdout


@pytest.mark.parametrize("said", ["{}", "x", '{"text": 1, "key": 2, "signature": 3}'])
def test_a_signature_that_cannot_be_read_is_not_verified(youju, signed, said):
    bundle = signed()
    (bundle / "signature.json").write_text(said, "utf-8")
    done = youju("verify", bundle)
    assert done.exit_code == 1
    assert "signature.json" in done.stdout


def test_the_signature_of_another_bundle_is_not_verified(youju, signed):
    done = youju("verify", signed(f"youju-bundle {'0' * 64}\n"))
    assert done.exit_code == 1
    assert "对不上" in done.stdout


def test_whoever_knows_the_key_may_ask_for_it(youju, signed, key, tmp_path):
    bundle, right, wrong = signed(), tmp_path / "right.pem", tmp_path / "wrong.pem"
    right.write_bytes(pem(key))
    wrong.write_bytes(pem(Ed25519PrivateKey.from_private_bytes(b"8" * 32)))
    assert youju("verify", bundle, "--key", right).exit_code == 0
    assert "不是给出的密钥" in youju("verify", bundle, "--key", wrong).stdout
    (bundle / "signature.json").unlink()
    assert "没有签名" in youju("verify", bundle, "--key", right).stdout
