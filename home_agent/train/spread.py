"""A model and its optimizer come in; the same, spread over several devices, go out (accelerate).

Large variants do not fit one device: accelerate's FSDP2 shards weights, gradients and the
optimizer's state. Run with `accelerate launch -m home_agent train vla --variant pro ...`.
"""

from __future__ import annotations

from typing import Any

from home_agent.errors import BadInput

METHODS = ("ground", "near", "choose", "act")


def accelerator(mixed: bool) -> Any:
    """An Accelerator with FSDP2; raises `BadInput` when accelerate is missing."""
    try:
        from accelerate import Accelerator, FullyShardedDataParallelPlugin  # noqa: PLC0415
    except ImportError:
        raise BadInput(
            "Training on several devices needs accelerate: pip install 'home-agent[train]'."
        ) from None
    plugin = FullyShardedDataParallelPlugin(
        fsdp_version=2,
        auto_wrap_policy="transformer_based_wrap",
        transformer_cls_names_to_wrap=["Qwen2_5_VLDecoderLayer", "Qwen2_5_VLVisionBlock"],
        state_dict_type="SHARDED_STATE_DICT",
    )
    return Accelerator(mixed_precision="bf16" if mixed else "no", fsdp_plugin=plugin)


def spread(many: Any, model: Any, optimizer: Any) -> tuple[Any, Any]:
    """Model and optimizer sharded; the methods that training calls gather what they need."""
    from torch.distributed.fsdp import register_fsdp_forward_method  # noqa: PLC0415

    model, optimizer = many.prepare(model, optimizer)
    for name in METHODS:
        register_fsdp_forward_method(model, name)
    return model, optimizer
