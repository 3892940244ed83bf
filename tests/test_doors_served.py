"""A robot driven by a policy server: real sockets, and whatever goes wrong, it stands still."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest
from policy_server import Other, moves, running
from sim_room import ANNA, CAN, room
from test_vla_pictures import level, observation

from home_agent.clock import wall_s
from home_agent.doors.line import PolicyLine
from home_agent.doors.pack import pack
from home_agent.doors.served import ServedPolicy
from home_agent.errors import BadInput, GraspFailed, HomeAgentError
from home_agent.sim.kinematics import ArmKinematics
from home_agent.stage import check_policy, make_agent, set_stage
from home_agent.types import Aim, Measured, Observation
from home_agent.vla.body import features, target_of
from home_agent.vla.motion import to_chunk
from home_agent.vla.sample import BASE, DONE, SHIFT

WAIT_S = 0.4
AIM = Aim("pick", "red mug", position_map_m=(1.0, 0.0, 1.2))
ARM = ArmKinematics()


class Eyes:
    """Eyes that see nothing, and measure a mug just where it should be."""

    def look(self, seen: object, wanted: object = ()) -> tuple:
        return ()

    def measure(self, seen: object, point_map: np.ndarray, words: str) -> Measured:
        at = (float(point_map[0]) + 0.01, float(point_map[1]), float(point_map[2]))
        return Measured("mug", 0.9, at, (0.1, 0.08, 0.09), 0.3)


def seeing() -> Observation:
    head = level(1.0)
    rgb = np.full((240, 320, 3), 200, np.uint8)
    return replace(observation(), cameras={"head": replace(head, rgb=rgb)})


def policy(other: Other, first_s: float = 5.0, key: str = "") -> ServedPolicy:
    def line() -> PolicyLine:
        return PolicyLine(other.address, key, 2.0)

    return ServedPolicy(line, Eyes(), ARM, wait_s=WAIT_S, first_s=first_s)


def answers(actions: np.ndarray, **more: object) -> Callable[[object], bytes]:
    return lambda asked: pack({"actions": actions, **more})


@pytest.fixture
def still_answers() -> Iterator[Other]:
    with running(Other(answers(moves()))) as other:
        yield other


def test_the_server_is_asked_as_openpi_s_examples_ask(still_answers: Other) -> None:
    driver = policy(still_answers)
    driver.begin(AIM, seeing())
    driver.act(seeing())
    driver.close()
    (asked,) = still_answers.asked
    head, wrist = asked["observation/image"], asked["observation/wrist_image"]
    assert head.dtype == np.uint8 and head.shape == wrist.shape == (224, 224, 3)
    assert (head[28:196] == 200).all() and not head[:28].any() and not head[196:].any()
    assert not wrist.any(), "the wrist's camera has shown nothing"
    assert asked["prompt"] == "pick up the red mug"
    assert (asked["verb"], asked["words"]) == ("pick", "red mug")
    measured = Eyes().measure(None, np.array(AIM.position_map_m), "")
    target = target_of(AIM, np.array(measured.position_map_m), measured, seeing().base)
    camera = level(1.0).pose_base
    state = features(seeing(), ARM.tool(seeing().arm), camera, target)
    np.testing.assert_array_equal(asked["observation/state"], state)
    crops = asked["observation/crops"]
    assert crops.shape == (2, 7, 64, 64) and crops[0].any() and not crops[1].any()
    assert driver.name == "theirs"


def test_moves_become_set_points_as_our_network_s_do() -> None:
    given = moves()
    given[:, SHIFT] = np.linspace(0, 1, 16)[:, None] * [0.0, 0.0, 0.3]
    given[:, BASE] = 0.1
    hello = pack({"policy": "theirs", "dt_s": 0.1})
    with running(Other(answers(given, progress=0.25), hello)) as other:
        driver = policy(other)
        driver.begin(AIM, seeing())
        chunk = driver.act(seeing())
        driver.close()
    wanted = to_chunk(given, seeing(), level(1.0).pose_base, ARM, 0.1)
    np.testing.assert_array_equal(chunk.arm, wanted.arm)
    np.testing.assert_array_equal(chunk.base, wanted.base)
    assert (chunk.dt_s, chunk.progress, chunk.gave_up) == (0.1, 0.25, "")
    shift = np.subtract(ARM.tool(chunk.arm[-1]).position_m, ARM.tool(seeing().arm).position_m)
    assert shift[0] == pytest.approx(0.03, abs=0.005), "3 cm ahead of the camera"


def bad(column: int, value: float) -> np.ndarray:
    out = moves()
    out[3, column] = value
    return out


@pytest.mark.parametrize(
    ("reply", "says"),
    [
        (lambda asked: None, "did not answer within 0.4 s"),
        (lambda asked: "Traceback ...\nValueError: no such key", "says: ValueError: no such key"),
        (lambda asked: b"\xc1", "nonsense"),
        (lambda asked: b"", "nonsense"),
        (lambda asked: pack([1, 2]), "no 'actions'"),
        (lambda asked: pack({"actions": [1.0, 2.0]}), "no 'actions'"),
        (answers(moves(columns=7)), "16 x 7, this robot takes T x 13"),
        (answers(moves(steps=0)), "0 x 13"),
        (answers(moves(steps=5000)), "5000 x 13"),
        (answers(bad(3, np.nan)), "no sensible numbers"),
        (answers(bad(3, np.inf)), "no sensible numbers"),
        (answers(bad(0, 1e6)), "no sensible numbers"),
        (answers(bad(DONE, np.nan)), "no sensible numbers"),
        (lambda asked: "Busy: 4 questions wait already.", "is busy: 4 questions"),
    ],
)
def test_whatever_it_answers_the_robot_stands_still(
    reply: Callable[[object], bytes | str | None], says: str
) -> None:
    with running(Other(reply)) as other:
        driver = policy(other, first_s=WAIT_S)
        driver.begin(AIM, seeing())
        begun_s = wall_s()
        chunk = driver.act(seeing())
        assert wall_s() - begun_s < WAIT_S + 1.0
        driver.close()
    assert says in chunk.gave_up and len(chunk.gave_up.splitlines()) == 1
    assert not chunk.base.any() and not chunk.done.any()
    assert (chunk.arm == seeing().arm).all() and (chunk.head == seeing().head).all()


def test_a_late_answer_is_never_taken_for_the_next() -> None:
    """Too slow once; then the answer to the first question must not be that of the second."""
    gate: list[float] = []

    def reply(asked: object) -> bytes:
        gate.append(float(len(gate) + 1))
        until_s = wall_s() + (3 * WAIT_S if len(gate) == 2 else 0)
        while wall_s() < until_s:
            pass
        return pack({"actions": bad(0, 0.01 * len(gate))})

    with running(Other(reply)) as other:
        driver = policy(other)
        driver.begin(AIM, seeing())
        assert not driver.act(seeing()).gave_up
        assert "did not answer" in driver.act(seeing()).gave_up
        assert "gone" in driver.act(seeing()).gave_up, "and stays still until the next aim"
        driver.begin(AIM, seeing())
        chunk = driver.act(seeing())
        assert chunk.base[3, 0] == pytest.approx(0.03 * 0.6)
        driver.close()


def test_a_busy_server_is_asked_again() -> None:
    left = [3]

    def reply(asked: object) -> bytes | str:
        left[0] -= 1
        return "Busy: come again." if left[0] >= 0 else pack({"actions": moves()})

    with running(Other(reply)) as other:
        driver = policy(other)
        driver.begin(AIM, seeing())
        assert not driver.act(seeing()).gave_up
        assert len(other.asked) == 4
        driver.close()


def test_no_server_is_one_sentence() -> None:
    with running(Other(answers(moves()))) as gone:
        pass
    with pytest.raises(HomeAgentError, match=r"No policy server answers at ws://.*start it first"):
        policy(gone)
    with pytest.raises(BadInput, match="write ws://host:port"):
        PolicyLine("ws://")


@pytest.mark.parametrize("hello", ["hello", b"\xc1", pack([1])])
def test_who_does_not_introduce_itself_is_no_policy_server(hello: bytes | str) -> None:
    with (
        running(Other(answers(moves()), hello)) as other,
        pytest.raises(HomeAgentError, match="policy server"),
    ):
        policy(other)


def test_a_verb_it_never_saw_is_refused_and_odd_clocks_too() -> None:
    hello = pack({"learned": ["place"]})
    with running(Other(answers(moves()), hello)) as other:
        driver = policy(other)
        with pytest.raises(BadInput, match=r"not learned to 'pick'. It knows: place"):
            driver.begin(AIM, seeing())
        with pytest.raises(BadInput, match="begin with an aim"):
            driver.act(seeing())
        driver.close()
    for dt_s in (0.0, 9.0, float("nan"), "fast"):
        with (
            running(Other(answers(moves()), pack({"dt_s": dt_s}))) as other,
            pytest.raises(BadInput, match="no sensible time"),
        ):
            policy(other)


def test_the_moving_robot_stops_when_its_server_dies() -> None:
    """In the simulated home: it drives ahead by the server's moves, then the line is cut."""
    ahead = moves()
    ahead[:, BASE] = [0.4, 0.0, 0.0]
    stage = set_stage(room(things=(CAN,), people=(ANNA,), start=(1.5, 1.0, 0.0)))
    assert stage.world is not None
    with running(Other(answers(ahead))) as other:
        speeds: list[float] = []

        def reply(asked: object) -> bytes:
            assert stage.world is not None
            speeds.append(float(stage.robot.observe().base_velocity[0]))
            if len(other.asked) == 6:
                other.drop()
            return pack({"actions": ahead, "progress": 0.01 * len(other.asked)})

        other.reply = reply
        agent = make_agent(replace(stage, policy=policy(other)))
        body = agent.runner.body
        with pytest.raises(GraspFailed, match=r"policy server .* is gone"):
            body.act(AIM, 30.0)
        assert max(speeds) > 0.1, "it drove"
        for _ in range(10):  # nobody tells the guard anything more
            stage.guard.tick(body.seen)
            stage.clock.sleep(0.05)
            now = body.observe()
        assert np.abs(now.base_velocity).max() < 0.01


def test_a_server_is_a_policy_like_others_on_the_stage() -> None:
    check_policy("ws://127.0.0.1:8000")
    with pytest.raises(BadInput, match="ws://host:port"):
        check_policy("http://127.0.0.1:8000")
