"""What the network said and what is true come in; one number to make small goes out (torch)."""

from __future__ import annotations

from typing import TypeAlias

import torch
from torch.nn import functional as F

from home_agent.vla.heads import axes_of
from home_agent.vla.labels import KINDS
from home_agent.vla.model import Closer, Grounded
from home_agent.vla.sample import DONE, Crops, Glances, Moves

Tensor: TypeAlias = torch.Tensor
NEAR_CELLS = 1.5
NOTHING_WEIGHT = 0.1  # cells that show no thing are a hundred times as many


def ground_loss(said: Grounded, true: Glances) -> tuple[Tensor, dict[str, float]]:
    """Look 1: where the phrase points, where things are, what they are and their middles."""
    asked = true.aim.sum(-1) > 0
    point = -(true.aim * said.point.float().log_softmax(-1)).sum(-1)[asked].mean()
    heat = said.thing.float()
    sure = heat.sigmoid().clamp(1e-4, 1 - 1e-4)
    hit = true.heat > 0.99
    # Focal loss of CenterNet: cells near a middle are no great mistakes.
    good = (1 - sure) ** 2 * sure.log() * hit
    bad = (1 - true.heat) ** 4 * sure**2 * (1 - sure).log() * ~hit
    thing = -(good + bad).sum() / hit.sum().clamp(min=1)
    weight = torch.ones(len(KINDS) + 1, device=heat.device)
    weight[-1] = NOTHING_WEIGHT
    kind = F.cross_entropy(said.kind.float(), true.kind, weight, ignore_index=-1)
    colour = _named(said.colour, true.colour)
    # Only beside the middle: at the edge of a sofa nobody asks where its middle is.
    near = true.offset.abs().amax(1) < NEAR_CELLS
    there = (near & (true.kind >= 0) & (true.kind < len(KINDS))).unsqueeze(1)
    apart = (said.offset.float() - true.offset).abs()
    offset = (apart * there).sum() / there.sum().clamp(min=1)
    total = point + 0.5 * thing + 0.5 * kind + 0.3 * colour + 0.3 * offset
    parts = {"point": point, "thing": thing, "kind": kind, "colour": colour, "offset": offset}
    return total, {name: float(one.detach()) for name, one in parts.items()}


def near_loss(said: Closer, true: Crops) -> tuple[Tensor, dict[str, float]]:
    """Look 2: name, mask, middle, size and turn, and whether the words mean it."""
    asked = true.match >= 0
    match = F.binary_cross_entropy_with_logits(said.match.float()[asked], true.match[asked])
    kind = _named(said.kind, true.kind)
    colour = _named(said.colour, true.colour)
    material = _named(said.material, true.material)
    mask = F.binary_cross_entropy_with_logits(said.mask.float(), true.mask)
    solid = true.solid.unsqueeze(-1)
    count = true.solid.sum().clamp(min=1)
    middle = F.smooth_l1_loss(said.middle.float(), true.middle, beta=0.05, reduction="none")
    middle = (middle * solid).sum() / count
    size = ((said.size.float() - true.size).abs() * solid).sum() / count
    turn = ((said.turn.float() - true.turn).abs() * solid).sum() / count
    total = (
        match + kind + 0.5 * colour + 0.3 * material + mask + 2 * middle + 0.5 * size + 0.2 * turn
    )
    parts = {
        "match": match,
        "name": kind,
        "colour_near": colour,
        "mask": mask,
        "middle": middle,
        "size": size,
        "turn": turn,
    }
    return total, {name: float(one.detach()) for name, one in parts.items()}


def place_loss(logits: Tensor, true: Tensor) -> Tensor:
    """Next place: cross-entropy over map nodes [B, M]."""
    return F.cross_entropy(logits.float(), true)


def move_loss(moves: Tensor, progress: Tensor, true: Moves) -> tuple[Tensor, dict[str, float]]:
    """Acting: L1 over the chunk, done as yes or no, progress."""
    apart = (moves[..., :DONE].float() - true.moves[..., :DONE]).abs().mean()
    done = F.binary_cross_entropy_with_logits(moves[..., DONE].float(), true.moves[..., DONE])
    far = (progress.float().sigmoid() - true.progress).abs().mean()
    total = apart + 0.1 * done + 0.1 * far
    parts = {"moves": apart, "done": done, "progress": far}
    return total, {name: float(one.detach()) for name, one in parts.items()}


# How much a metre, an axis and a turn of a goal count: 5 cm of the tool as much as 0.5 of an axis.
GOAL_WEIGHTS = (10.0,) * 3 + (1.0,) * 6 + (4.0,) * 2 + (1.0,) * 2
OTHERS = 0.02  # those that are farther off are drawn along a little, so that none stays useless


def goal_loss(goals: Tensor, good: Tensor, true: Tensor) -> tuple[Tensor, dict[str, float]]:
    """Goals [B, K, 13]: the nearest is drawn nearer to the true one [B, 13], and is to be chosen.

    Relaxed multiple choice learning (Rupprecht et al., "Learning in an uncertain world", 2017).
    """
    weights = torch.tensor(GOAL_WEIGHTS, device=goals.device)
    apart = ((goals.float() - true.unsqueeze(1)).abs() * weights).mean(-1)
    nearest, which = apart.min(1)
    chosen = F.cross_entropy(good.float(), which)
    best = apart.gather(1, good.argmax(1, keepdim=True))
    parts = {"goal": nearest.mean(), "chosen": best.mean(), "good": chosen}
    total = nearest.mean() + OTHERS * apart.mean() + 0.2 * chosen
    return total, {name: float(one.detach()) for name, one in parts.items()}


# Grips are as far apart as their tools are (in 3 cm) and their axes are turned (in two thirds).
GRIP_M, GRIP_TURN = 0.03, 0.67
ALIKE = 0.5  # two grips so near are half as good as each other
COVER = 1.0  # how much it counts that every good grip is proposed, not only good ones


def apart(ours: Tensor, theirs: Tensor) -> Tensor:
    """How far grips [B, n, 9 or more] are from others [B, m, 9 or more], [B, n, m].

    Half a turn about the approach makes no difference: the gripper is the same then.
    """
    into, across = axes_of(ours)
    into2, across2 = axes_of(theirs)
    shift = (ours[..., :3].unsqueeze(2) - theirs[..., :3].unsqueeze(1)).abs().sum(-1) / GRIP_M
    turn = (into.unsqueeze(2) - into2.unsqueeze(1)).abs().sum(-1)
    same = (across.unsqueeze(2) - across2.unsqueeze(1)).abs().sum(-1)
    half = (across.unsqueeze(2) + across2.unsqueeze(1)).abs().sum(-1)
    return shift + (turn + torch.minimum(same, half)) / GRIP_TURN


def grip_loss(goals: Tensor, grips: Tensor) -> tuple[Tensor, dict[str, float]]:
    """Proposals [B, K, 13] against the set of all grips [B, M, 10 or more] (tenth: worth, 0: none).

    Chamfer distance: every proposal is drawn to the nearest grip of the set, the dearer ones
    being farther, and the nearest proposal to every grip.
    """
    worth = grips[..., 9]
    far = apart(goals.float(), grips).masked_fill(worth.unsqueeze(1) <= 0, 1e3)
    sound = (far + ALIKE * (1 - worth.unsqueeze(1))).min(2).values.clamp(max=50.0).mean()
    covered = far.min(1).values.clamp(max=50.0)
    cover = (covered * worth).sum() / worth.sum().clamp(min=1e-6)
    here = goals[..., 9:] - goals.new_tensor([0.0, 0.0, 1.0, 0.0])  # the base stays
    total = sound + COVER * cover + here.abs().mean()
    return total, {"sound": float(sound.detach()), "cover": float(cover.detach())}


def worth_of(ours: Tensor, grips: Tensor) -> Tensor:
    """How good grips [B, n, 9 or more] are by a set that is known, [B, n]: 0..1."""
    far = apart(ours, grips)
    return (grips[..., 9].unsqueeze(1) * torch.exp(-far / ALIKE)).amax(2)


def flow_loss(velocity: Tensor, noise: Tensor, true: Tensor) -> Tensor:
    """Flow matching: the velocity from noise to data, both [B, T, 13]."""
    return F.mse_loss(velocity.float(), true - noise)


def _named(logits: Tensor, true: Tensor) -> Tensor:
    """Cross-entropy where there is a name; 0 where there is none at all."""
    if not bool((true >= 0).any()):
        return logits.sum() * 0.0
    return F.cross_entropy(logits.float(), true, ignore_index=-1)
