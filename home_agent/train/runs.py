"""A model and its optimizer come in; a run that survives being ended goes out (torch)."""

from __future__ import annotations

import copy
import json
import math
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import torch

from home_agent.clock import wall_s
from home_agent.train.recipe import Recipe
from home_agent.train.spread import accelerator, spread
from home_agent.vla.model import UnifiedVLA
from home_agent.vla.weights import YOUNGER, average, save, take

STATE, SHARDS = "state.pt", "shards"


class Run:
    """Keep a run's step, weights, average and optimizer; `step` is what is done so far."""

    def __init__(self, recipe: Recipe, model: UnifiedVLA, part: str) -> None:
        self.recipe, self.part = recipe, part
        self.folder = recipe.out
        self.folder.mkdir(parents=True, exist_ok=True)
        self.device = torch.device(recipe.device)
        self.model = model.to(self.device, memory_format=torch.channels_last)
        # Of a large variant there is no room for a second one.
        self.mean = self.model if model.backbone is not None else copy.deepcopy(self.model)
        # The states of runs begun before choosing was taught know nothing of its weights.
        strange = () if part == "choose" else YOUNGER
        learning = [
            one
            for name, one in model.named_parameters()
            if one.requires_grad and not name.startswith(strange)
        ]
        self.optimizer = torch.optim.AdamW(
            learning, lr=recipe.rate, weight_decay=recipe.decay, betas=(0.9, 0.98)
        )
        steps = {"ground": recipe.steps, "act": recipe.act_steps, "choose": recipe.choose_steps}
        steps |= {"hands": recipe.hand_steps, "reach": recipe.reach_steps}
        steps |= {"practise": recipe.practise_steps}
        self.most = steps[part]
        self._many = accelerator(recipe.mixed) if recipe.spread else None
        if self._many is not None:
            self.model, self.optimizer = spread(self._many, self.model, self.optimizer)
            self.mean = self.model
            self.device = self._many.device
        self.step = 0
        self._board = self._tensorboard() if recipe.tensorboard else None
        self._begun_s = wall_s()
        self._resume()

    def rate(self) -> float:
        """Warm-up, then half a cosine down to a twentieth."""
        recipe = self.recipe
        if self.step < recipe.warm_up:
            return recipe.rate * (self.step + 1) / recipe.warm_up
        share = (self.step - recipe.warm_up) / max(1, self.most - recipe.warm_up)
        return recipe.rate * (0.05 + 0.95 * (0.5 + 0.5 * math.cos(math.pi * min(1.0, share))))

    def mixed(self) -> Any:
        """The context in which the forward pass runs: bfloat16 where the recipe says so."""
        return torch.autocast(self.device.type, torch.bfloat16, enabled=self.recipe.mixed)

    def learn(self, loss: torch.Tensor) -> None:
        """One step of the optimizer and of the average."""
        self.optimizer.zero_grad(set_to_none=True)
        if self._many is not None:
            self._many.backward(loss)
        else:
            loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 5.0)
        for group in self.optimizer.param_groups:
            group["lr"] = self.rate()
        self.optimizer.step()
        self.step += 1
        # The average of few steps would remember the beginning.
        if self.mean is not self.model:
            average(self.mean, self.model, min(self.recipe.average, self.step / (self.step + 9)))

    def log(self, what: str, values: Mapping[str, float]) -> None:
        """Add a line to `log.jsonl` (and TensorBoard)."""
        rounded = {key: round(value, 5) for key, value in values.items()}
        line = {"what": what, "step": self.step, **rounded}
        with (self.folder / "log.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
        if self._board is not None:
            for key, value in values.items():
                self._board.add_scalar(f"{what}/{key}", value, self.step)

    def keep(self) -> None:
        """Write everything needed to go on from here, and the averaged weights."""
        if self._many is not None:
            self._many.save_state(str(self.folder / SHARDS))
            (self.folder / "step.json").write_text(json.dumps([self.part, self.step]))
            return
        draft = self.folder / (STATE + ".part")
        torch.save(
            {
                "part": self.part,
                "step": self.step,
                "model": self.model.state_dict(),
                "mean": self.mean.state_dict(),
                "optimizer": self.optimizer.state_dict(),
            },
            draft,
        )
        draft.rename(self.folder / STATE)
        save(self.mean, self.folder)

    def seconds(self) -> float:
        """Since this process took up the run."""
        return wall_s() - self._begun_s

    def _resume(self) -> None:
        told = self.folder / "step.json"
        if self._many is not None and told.exists():
            self._many.load_state(str(self.folder / SHARDS))
            part, step = json.loads(told.read_text(encoding="utf-8"))
            self.step = int(step) if part == self.part else 0
        path = self.folder / STATE
        if self._many is not None or not path.exists():
            return
        found = torch.load(path, map_location=self.device, weights_only=True)
        take(self.model, found["model"], self.folder)
        take(self.mean, found["mean"], self.folder)
        if found["part"] == self.part:
            # Parts that this run does not teach may have got other sizes since.
            with suppress(ValueError):
                self.optimizer.load_state_dict(found["optimizer"])
            self.step = int(found["step"])
        else:
            # Another part of the training begins where the last one ended.
            take(self.model, found["mean"], self.folder)

    def _tensorboard(self) -> Any:
        from torch.utils.tensorboard import SummaryWriter  # noqa: PLC0415 - optional

        return SummaryWriter(str(self.folder / "board"))


def part_of(folder: Path) -> str:
    """Which part of the training a run has reached ("ground", "act", ...), "" for a new one."""
    path, told = folder / STATE, folder / "step.json"
    if told.exists():
        return str(json.loads(told.read_text(encoding="utf-8"))[0])
    if not path.exists():
        return ""
    return str(torch.load(path, map_location="cpu", weights_only=True)["part"])
