"""A tiny checkpoint of the real Qwen2.5-VL class is read bit for bit and drives every head."""

from dataclasses import replace
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")

from home_agent.errors import BadInput  # noqa: E402
from home_agent.vla.backbone import add_lora, patches, qwen_config, read_backbone  # noqa: E402
from home_agent.vla.config import QwenSizes, VLAConfig, variant  # noqa: E402
from home_agent.vla.model import UnifiedVLA  # noqa: E402

TINY: VLAConfig = replace(
    variant("edge"),
    name="tiny",
    tokens=32,
    act_width=32,
    act_layers=1,
    act_heads=4,
    qwen=QwenSizes(64, 2, 3, 4, 2, 96, 128, 2, 32, 4, 48),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkpoint as Qwen publishes them: with all layers and an output head."""
    assert TINY.qwen is not None
    whole = replace(TINY, qwen=replace(TINY.qwen, layers=TINY.qwen.all_layers))
    torch.manual_seed(1)
    path = tmp_path_factory.mktemp("qwen")
    transformers.Qwen2_5_VLForConditionalGeneration(qwen_config(whole)).save_pretrained(str(path))
    return path


def test_weights_are_read_bit_for_bit(folder: Path) -> None:
    published = transformers.Qwen2_5_VLForConditionalGeneration.from_pretrained(str(folder))
    theirs = published.model.state_dict()
    ours = read_backbone(TINY, folder).core.state_dict()
    assert set(ours) == {name for name in theirs if "layers.2." not in name or "visual" in name}
    for name, value in ours.items():
        assert torch.equal(value, theirs[name]), name


def test_patches_are_those_of_the_real_processor() -> None:
    processor = pytest.importorskip("transformers.models.qwen2_vl.image_processing_qwen2_vl")
    try:
        real = processor.Qwen2VLImageProcessor(
            do_resize=False, do_rescale=False, do_normalize=False, do_convert_rgb=False
        )
    except ImportError as error:
        pytest.skip(str(error))
    picture = torch.rand(3, 56, 84)
    made = real(picture.numpy(), return_tensors="pt", input_data_format="channels_first")
    assert torch.allclose(patches(picture[None]), made["pixel_values"], atol=1e-6)


def test_every_head_works_on_the_backbone(folder: Path) -> None:
    model = UnifiedVLA(TINY, read_backbone(TINY, folder)).eval()
    pictures = torch.randn(1, 7, 252, 336)
    words = torch.randint(1, 100, (1, 2, 16, 9))
    text = torch.randint(1, 100, (1, 2, 5))
    with torch.no_grad():
        said = model.ground(pictures, words, text)
        body = torch.randn(1, 48)
        nodes = torch.randn(1, 4, 12)
        names = torch.randint(1, 100, (1, 4, 16, 9))
        there = torch.ones(1, 4, dtype=torch.bool)
        logits = model.choose(words[:, 0], nodes, names, there, pictures, body)
        crops = torch.randn(1, 2, 7, 64, 64)
        verb = torch.zeros(1, dtype=torch.long)
        features, memory = model.prepare(body, verb, words[:, 0], crops)
        moves, _ = model.act(torch.zeros(1, 19), features, memory)
    assert said.point.shape == (1, 2, 36 * 48 + 1)
    assert logits.shape == (1, 4)
    assert moves.shape == (1, 16, 13)


def test_lora_learns_without_touching_the_core(folder: Path) -> None:
    backbone = read_backbone(TINY, folder)
    before = {name: value.clone() for name, value in backbone.core.state_dict().items()}
    assert add_lora(backbone, rank=2) == 8
    model = UnifiedVLA(TINY, backbone)
    said = model.ground(
        torch.randn(1, 7, 252, 336),
        torch.randint(1, 100, (1, 1, 16, 9)),
        torch.randint(1, 100, (1, 1, 5)),
    )
    optimizer = torch.optim.SGD([p for p in model.parameters() if p.requires_grad], 0.1)
    (said.point.logsumexp(-1).sum() + said.thing.sum()).backward()
    optimizer.step()
    after = backbone.core.state_dict()
    for name, value in before.items():
        moved = ".frozen.".join(name.rsplit(".", 1))
        now = after[name] if name in after else after[moved]
        assert torch.equal(now, value), name


@pytest.mark.parametrize(
    ("left", "says"), [("", r"has no config\.json"), ("config.json", r"has no \*\.safetensors")]
)
def test_what_is_missing_is_named(left: str, says: str, folder: Path, tmp_path: Path) -> None:
    if left:
        (tmp_path / left).write_bytes((folder / left).read_bytes())
    with pytest.raises(BadInput, match=says):
        read_backbone(TINY, tmp_path)
    with pytest.raises(BadInput, match=r"needs weights of Qwen2\.5-VL"):
        read_backbone(TINY, None)


def test_another_size_is_refused(folder: Path) -> None:
    with pytest.raises(BadInput, match="needs 2048 and 36"):
        read_backbone(variant("edge"), folder)
