"""The network's shapes, and that each part can learn and looks only where it may."""

import math
from dataclasses import replace

import pytest

torch = pytest.importorskip("torch")

from home_agent.vla.config import VLAConfig, variant  # noqa: E402
from home_agent.vla.losses import flow_loss, goal_loss, move_loss, place_loss  # noqa: E402
from home_agent.vla.model import UnifiedVLA  # noqa: E402
from home_agent.vla.sample import Moves  # noqa: E402
from home_agent.vla.words import encode, encode_all  # noqa: E402

SMALL: VLAConfig = replace(variant("nano"), layers=1, act_layers=1)


@pytest.fixture(scope="module")
def model() -> UnifiedVLA:
    torch.manual_seed(0)
    return UnifiedVLA(SMALL).eval()


def words(*phrases: str) -> "torch.Tensor":
    return torch.as_tensor(encode_all(phrases, SMALL))


def test_ground_points_for_each_phrase(model: UnifiedVLA) -> None:
    with torch.no_grad():
        phrases = words("red mug", "milk").expand(2, -1, -1, -1)
        said = model.ground(torch.randn(2, 7, 240, 320), phrases)
    assert said.point.shape == (2, 2, 30 * 40 + 1)
    assert said.thing.shape == (2, 30, 40)
    assert said.offset.shape == (2, 2, 30, 40)


def test_a_phrase_does_not_depend_on_its_neighbours(model: UnifiedVLA) -> None:
    pictures = torch.randn(1, 7, 240, 320)
    with torch.no_grad():
        alone = model.ground(pictures, words("red mug")[None]).point[0, 0]
        both = model.ground(pictures, words("blue book", "red mug")[None]).point[0, 1]
    assert torch.allclose(alone, both, atol=1e-4)


def test_near_tells_of_each_crop(model: UnifiedVLA) -> None:
    with torch.no_grad():
        said = model.near(torch.randn(3, 7, 64, 64), words("a", "b", "c"))
    assert said.mask.shape == (3, 32, 32)
    assert said.match.shape == (3,)
    assert said.middle.shape == said.size.shape == (3, 3)


def test_next_place_is_never_a_row_that_is_no_node(model: UnifiedVLA) -> None:
    there = torch.zeros(2, 8, dtype=torch.bool)
    there[:, :3] = True
    with torch.no_grad():
        logits = model.choose(
            words("mug", "book"),
            torch.randn(2, 8, 12),
            words(*["table"] * 16).view(2, 8, 16, 9),
            there,
        )
    assert logits.shape == (2, 8)
    assert bool((logits.argmax(1) < 3).all())


def moves(count: int) -> Moves:
    return Moves(
        body=torch.randn(count, 48),
        verb=torch.zeros(count, dtype=torch.long),
        words=words(*["mug"] * count),
        crops=torch.randn(count, 2, 7, 64, 64),
        moves=torch.rand(count, 16, 13),
        progress=torch.rand(count),
        goal=torch.rand(count, 13),
        toward=torch.rand(count, 19),
    )


def test_acting_learns_one_chunk_by_heart() -> None:
    torch.manual_seed(0)
    model, batch = UnifiedVLA(SMALL), moves(2)
    optimizer = torch.optim.AdamW(model.parameters(), 2e-3)
    first = last = 0.0
    for step in range(25):
        features, memory = model.prepare(batch.body, batch.verb, batch.words, batch.crops)
        loss, _ = move_loss(*model.act(batch.toward, features, memory), batch)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        first, last = (loss.item(), last) if step == 0 else (first, loss.item())
    assert last < 0.6 * first


def test_flow_matching_is_an_option() -> None:
    torch.manual_seed(0)
    model, batch = UnifiedVLA(replace(SMALL, flow_steps=5)), moves(2)
    noise, when = torch.randn_like(batch.moves), torch.rand(2)
    mixed = when[:, None, None] * batch.moves + (1 - when[:, None, None]) * noise
    features, memory = model.prepare(batch.body, batch.verb, batch.words, batch.crops)
    velocity, _ = model.act(batch.toward, features, memory, mixed, when)
    flow_loss(velocity, noise, batch.moves).backward()
    assert velocity.shape == batch.moves.shape


def test_goals_are_told_apart_and_the_right_one_is_chosen() -> None:
    """Two grasps are good: a mean of both is none, so one of several goals is each of them."""
    torch.manual_seed(0)
    model = UnifiedVLA(replace(SMALL, goals=6))
    two = torch.zeros(2, 13)
    two[0, 4], two[1, 4] = 1.0, -1.0
    features = torch.zeros(64, model.goals.body[0].in_features - 3)
    body = torch.zeros(64, 48)
    optimizer = torch.optim.AdamW(model.goals.parameters(), 3e-3)
    for _ in range(150):
        true = two[torch.randint(2, (64,))]
        loss, _ = goal_loss(*model.intend(body, features), true)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    with torch.no_grad():
        goals, good = model.intend(body[:1], features[:1])
    for one in two:
        assert float((goals[0] - one).abs().max(1).values.min()) < 0.1
    assert float(goals[0, int(good[0].argmax()), 4].abs()) > 0.8


def test_a_thing_is_gripped_the_same_whichever_way_it_lies() -> None:
    torch.manual_seed(1)
    head = UnifiedVLA(SMALL).goals
    features = torch.randn(1, head.body[0].in_features - 3)
    anchor, heading = torch.tensor([[0.6, 0.1, 0.8]]), torch.tensor([[1.0, 0.0]])
    goals, good = head(features, anchor, heading)
    c, s = math.cos(0.7), math.sin(0.7)
    turn = torch.tensor([[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]])
    turned, _ = head(features, anchor @ turn.T, torch.tensor([[c, s]]))
    for part in (slice(0, 3), slice(3, 6), slice(6, 9)):
        assert torch.allclose(turned[..., part], goals[..., part] @ turn.T, atol=1e-5)
    half = goals.clone()
    half[..., 6:9] = -half[..., 6:9]
    hidden = head.think(features, anchor, heading)
    assert torch.allclose(head.judge(hidden, half, anchor, heading), good, atol=1e-5)


def test_losses_are_finite_for_nothing_at_all() -> None:
    assert torch.isfinite(place_loss(torch.zeros(1, 4), torch.zeros(1, dtype=torch.long)))


def test_words_unknown_and_plural_resemble_their_like() -> None:
    mug, mugs, book = (set(encode(word, SMALL)[0, 1:]) for word in ("mug", "mugs", "book"))
    assert len(mug & mugs) > len(mug & book)
    assert encode("", SMALL).sum() == 0
    assert (encode("the red mug", SMALL) == encode("Red mug!", SMALL)).all()
