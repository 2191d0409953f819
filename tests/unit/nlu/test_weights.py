"""Where the weights come from, and that nothing but the original files is accepted."""

from __future__ import annotations

import hashlib
import io
import shutil
import zipfile
from dataclasses import replace

import huggingface_hub
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.weight_sources import JoinedFiles
from bot.nlu.weights import (
    ENCODERS,
    EncoderError,
    WeightsError,
    encoder_spec,
    parse_safetensors,
    read_weights,
)
from tests.helpers.tiny_encoder import tiny_tensors, tiny_tokenizer, write_tiny


@pytest.fixture
def spec(tmp_path):
    return write_tiny(tmp_path / "weights", "mpnet")


@pytest.fixture
def folder(tmp_path, spec):
    return tmp_path / "weights"


def assert_tiny(weights):
    expected = tiny_tensors("mpnet")
    assert weights.tensors.keys() == expected.keys()
    for name, tensor in expected.items():
        np.testing.assert_array_equal(weights.tensors[name], tensor)
    assert weights.tokenizer == tiny_tokenizer()


def install(site, package, files):
    """Make an installed package as importlib.metadata sees it."""
    info = f"{package.replace('-', '_')}-0.0.1.dist-info"
    for name, content in {**files, f"{info}/METADATA": f"Name: {package}".encode()}.items():
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (site / info / "RECORD").write_text("".join(f"{name},,\n" for name in files))


class TestRegistry:
    def test_names_and_sums_are_complete(self):
        for name, spec in ENCODERS.items():
            assert spec.name == name
            assert len(spec.model_sha256) == len(spec.tokenizer_sha256) == 64
            assert len(spec.revision) == 40

    def test_an_unknown_name_lists_the_known_ones(self):
        with pytest.raises(EncoderError, match=r"'word2vec'.*all-mpnet-base-v2, all-MiniLM-L6-v2"):
            encoder_spec("word2vec")


class TestFolder:
    def test_is_read(self, spec, folder):
        assert_tiny(read_weights(spec, folder=folder))

    def test_is_preferred_to_the_hub(self, spec, folder):
        assert_tiny(read_weights(spec, folder=folder, hub="http://127.0.0.1:9"))

    @pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json"])
    def test_a_missing_file_is_named(self, spec, folder, name):
        (folder / spec.name / name).unlink()
        with pytest.raises(WeightsError, match=rf"{name} is missing.*COACH_WEIGHTS_DIR"):
            read_weights(spec, folder=folder)

    @pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json"])
    @pytest.mark.parametrize(
        "damage",
        [
            pytest.param(lambda data: data[:-1], id="cut off"),
            pytest.param(lambda data: b"", id="empty"),
            pytest.param(lambda data: data[:-1] + bytes([data[-1] ^ 1]), id="one bit off"),
            pytest.param(lambda data: data + b"\0", id="too long"),
        ],
    )
    def test_a_damaged_file_is_refused(self, spec, folder, name, damage):
        path = folder / spec.name / name
        path.write_bytes(damage(path.read_bytes()))
        with pytest.raises(WeightsError, match=rf"{name} .*not the original.*copy the original"):
            read_weights(spec, folder=folder)


class TestHub:
    HUB = "http://hub.invalid"

    def test_is_asked_for_the_pinned_revision(self, spec, folder, monkeypatch):
        asked = []

        def download(repository, name, *, revision, endpoint):
            asked.append((repository, name, revision, endpoint))
            return str(folder / spec.name / name)

        monkeypatch.setattr(huggingface_hub, "hf_hub_download", download)
        assert_tiny(read_weights(spec, hub=self.HUB))
        assert asked == [
            (spec.repository, name, spec.revision, self.HUB)
            for name in ("tokenizer.json", "model.safetensors")
        ]

    def test_what_it_sends_is_verified_too(self, spec, folder, monkeypatch):
        other = folder / "other"
        other.write_bytes(b"<html>please log in</html>")
        monkeypatch.setattr(huggingface_hub, "hf_hub_download", lambda *_, **__: str(other))
        with pytest.raises(WeightsError, match=r"not the original.*clear the hub's cache"):
            read_weights(spec, hub=self.HUB)

    def test_unreachable_says_which_setting_to_check(self, spec, monkeypatch):
        def download(*_, **__):
            raise ConnectionError("no route to host")

        monkeypatch.setattr(huggingface_hub, "hf_hub_download", download)
        with pytest.raises(WeightsError, match=rf"{self.HUB} \(ConnectionError\).*COACH_MODEL_HUB"):
            read_weights(spec, hub=self.HUB)


class TestOnePackage:
    @pytest.fixture
    def site(self, tmp_path, spec, folder, monkeypatch):
        files = {
            f"tiny/model/{path.name}": path.read_bytes() for path in (folder / spec.name).iterdir()
        }
        install(tmp_path / "site", "tiny-mpnet", files)
        monkeypatch.syspath_prepend(str(tmp_path / "site"))
        return tmp_path / "site"

    def test_is_read(self, spec, site):
        assert_tiny(read_weights(spec))

    def test_not_installed(self, spec):
        with pytest.raises(WeightsError, match=r"tiny-mpnet.*not installed.*requirements"):
            read_weights(spec)

    def test_a_file_that_was_deleted(self, spec, site):
        (site / "tiny/model/model.safetensors").unlink()
        with pytest.raises(WeightsError, match=r"model.safetensors cannot be read.*reinstall tiny"):
            read_weights(spec)

    def test_a_file_that_it_never_had(self, spec, site):
        record = site / "tiny_mpnet-0.0.1.dist-info" / "RECORD"
        record.write_text("tiny/model/tokenizer.json,,\n")
        with pytest.raises(WeightsError, match=r"no file /model/model.safetensors.*reinstall"):
            read_weights(spec)


class TestZipInPieces:
    @pytest.fixture
    def site(self, tmp_path, spec, folder, monkeypatch):
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
            for path in (folder / spec.name).iterdir():
                file.write(path, f"{spec.name}/{path.name}")
        data = archive.getvalue()
        third = len(data) // 3
        pieces = [data[:third], data[third : 2 * third], data[2 * third :]]
        for n, piece in enumerate(pieces, start=1):
            name = f"tiny-part_{n:03}/input/{spec.name}.zip.{n:03}"
            install(tmp_path / "site", f"tiny-part-{n:03}", {name: piece})
        monkeypatch.syspath_prepend(str(tmp_path / "site"))
        return tmp_path / "site"

    @pytest.fixture
    def spec_in_pieces(self, spec):
        return replace(spec, packages=tuple(f"tiny-part-{n:03}" for n in (1, 2, 3)))

    def test_is_read(self, spec_in_pieces, site):
        assert_tiny(read_weights(spec_in_pieces))

    def test_a_missing_package_is_named(self, spec_in_pieces, site):
        shutil.rmtree(site / "tiny_part_002-0.0.1.dist-info")
        with pytest.raises(WeightsError, match=r"tiny-part-002.*not installed"):
            read_weights(spec_in_pieces)

    @pytest.mark.parametrize("number", [1, 2, 3])
    @pytest.mark.parametrize("keep", [0, 0.5])
    def test_a_piece_that_was_cut_off(self, spec_in_pieces, site, number, keep):
        (piece,) = site.glob(f"*/input/*.zip.{number:03}")
        data = piece.read_bytes()
        piece.write_bytes(data[: int(len(data) * keep)])
        with pytest.raises(WeightsError, match=r"reinstall tiny-part-001 … tiny-part-003"):
            read_weights(spec_in_pieces)

    def test_a_flipped_bit(self, spec_in_pieces, site):
        (piece,) = site.glob("*/input/*.zip.002")
        data = bytearray(piece.read_bytes())
        data[len(data) // 2] ^= 1
        piece.write_bytes(data)
        with pytest.raises(WeightsError, match=r"reinstall tiny-part-001 … tiny-part-003"):
            read_weights(spec_in_pieces)


@given(st.lists(st.binary(max_size=20)), st.data())
def test_joined_files_read_like_one_file(pieces, data):
    whole = io.BytesIO(b"".join(pieces))
    joined = io.BufferedReader(JoinedFiles([io.BytesIO(piece) for piece in pieces]), 4)
    for _ in range(data.draw(st.integers(1, 5))):
        position = data.draw(st.integers(0, len(whole.getvalue()) + 3))
        size = data.draw(st.integers(0, 30))
        assert joined.seek(position) == whole.seek(position)
        assert joined.read(size) == whole.read(size)
    assert joined.seek(0, io.SEEK_END) == whole.seek(0, io.SEEK_END)


def test_tensors_of_other_kinds_are_left_out(folder, spec):
    from safetensors.numpy import save

    data = save({"ids": np.arange(3), "weight": np.ones((2, 2), np.float32)})
    assert parse_safetensors(bytearray(data)).keys() == {"weight"}
    assert hashlib.sha256(data).hexdigest() != spec.model_sha256
