"""`home-agent serve-policy` as a real process, asked by robots over real sockets."""

import signal
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from websockets.sync.client import connect

from home_agent import cli
from home_agent.bench.blank import CONFIG, write_blank
from home_agent.bench.serve import served
from home_agent.clock import wall_s
from home_agent.doors.line import KEY, NoAnswer, PolicyLine
from home_agent.doors.pack import pack, unpack
from home_agent.errors import BadInput
from home_agent.types import VERBS
from home_agent.vla.runtime import Networks
from home_agent.vla.shipped import SHIPPED


def question(seed: int, verb: str = "pick") -> dict[str, object]:
    body = np.random.default_rng(seed).normal(0, 1, 48).astype(np.float32)
    return {"observation/state": body, "verb": verb, "words": "red mug"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("blank")
    write_blank(made)
    return made


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with served(folder, "--gather-ms", "40") as found:
        yield found


def wanted(folder: Path, asked: dict[str, object]) -> tuple[np.ndarray, float]:
    body = np.asarray(asked["observation/state"], np.float32)
    crops = np.zeros((2, 7, 64, 64), np.float32)
    return Networks(folder, 1).act(
        body, VERBS.index("pick"), "red mug", crops, np.zeros(19, np.float32)
    )


def test_what_is_served_is_what_the_network_says(folder: Path, address: str) -> None:
    line = PolicyLine(address)
    assert line.metadata["learned"] == list(VERBS) and line.metadata["dt_s"] == CONFIG.dt_s
    answer = line.ask(question(1), 5.0)
    moves, progress = wanted(folder, question(1))
    assert answer["goal"].shape == (13,)
    again = line.ask({**question(1), "observation/goal": np.ones(13, np.float32)}, 5.0)
    np.testing.assert_array_equal(again["goal"], np.ones(13))
    np.testing.assert_allclose(answer["actions"], moves, atol=1e-5)
    assert answer["progress"] == pytest.approx(progress, abs=1e-5)
    assert answer["server_timing"]["batch"] == 1 and answer["server_timing"]["infer_ms"] > 0
    line.close()


def test_robots_are_asked_for_together_and_each_gets_its_own(folder: Path, address: str) -> None:
    found: dict[int, tuple[np.ndarray, int]] = {}
    together = threading.Barrier(6)

    def robot(number: int) -> None:
        line = PolicyLine(address)
        together.wait()
        answer = line.ask(question(number), 10.0)
        found[number] = answer["actions"], answer["server_timing"]["batch"]
        line.close()

    robots = [threading.Thread(target=robot, args=(n,)) for n in range(6)]
    for one in robots:
        one.start()
    for one in robots:
        one.join()
    for number, (moves, _) in found.items():
        np.testing.assert_allclose(moves, wanted(folder, question(number))[0], atol=1e-5)
    assert len(found) == 6 and max(batch for _, batch in found.values()) > 1


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (question(1, "dance"), "not learned to 'dance'"),
        ({"prompt": "dance"}, "not learned to 'dance'"),
        ({"prompt": 3}, "prompt must be a text"),
        ({"prompt": "pick up the mug"}, "'observation/state' must be an array of 48, not none"),
        ({**question(1), "observation/state": np.zeros(47)}, "array of 48, not 47"),
        ({**question(1), "observation/state": np.full(48, np.nan)}, "not finite"),
        ({**question(1), "observation/crops": np.zeros((2, 7))}, "2 x 7 x 64 x 64, not 2 x 7"),
        ([1, 2], "map of keys"),
    ],
)
def test_a_bad_question_is_told_and_the_next_is_answered(
    asked: dict[str, object], says: str, address: str
) -> None:
    with connect(address, compression=None, proxy=None) as socket:
        socket.recv(5.0)
        for message in (pack(asked), b"\xc1", "text"):
            socket.send(message)
            told = socket.recv(5.0)
            assert isinstance(told, str) and "Traceback" not in told
            assert says in told or message in (b"\xc1", "text")
        socket.send(pack(question(1)))
        assert unpack(socket.recv(5.0))["actions"].shape == (16, 13)


def test_the_prompt_alone_says_what_to_do(address: str) -> None:
    line = PolicyLine(address)
    asked = {"observation/state": question(1)["observation/state"], "prompt": "Pick up the mug"}
    assert line.ask(asked, 5.0)["actions"].shape == (16, 13)
    line.close()


def test_health(address: str) -> None:
    with urllib.request.urlopen(address.replace("ws:", "http:") + "/healthz") as answer:
        assert (answer.status, answer.read()) == (200, b"OK\n")


def test_only_the_key_opens(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY, "open sesame")
    with served(folder, "--host", "0.0.0.0") as address:
        here = address.replace("0.0.0.0", "127.0.0.1")
        for key in ("", "open sesam", "open sesame!"):
            with pytest.raises(BadInput, match=f"does not take this key: set {KEY}"):
                PolicyLine(here, key)
        line = PolicyLine(here, "open sesame")
        assert "actions" in line.ask(question(1), 5.0)
        line.close()


def test_it_ends_when_told_and_robots_hear_of_it(folder: Path) -> None:
    command = [sys.executable, "-m", "home_agent", "serve-policy", str(folder), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        line = PolicyLine(process.stdout.readline().split()[-1])
        line.ask(question(1), 5.0)
        process.send_signal(signal.SIGTERM)
        assert process.wait(10.0) == 0
    with pytest.raises(NoAnswer, match="is gone: start it again"):
        line.ask(question(1), 5.0)


def test_a_server_that_hangs_is_left_in_time(folder: Path) -> None:
    """Stopped in its tracks, it takes in nothing: neither sending nor waiting lasts long."""
    command = [sys.executable, "-m", "home_agent", "serve-policy", str(folder), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        line = PolicyLine(process.stdout.readline().split()[-1], wait_s=0.5)
        process.send_signal(signal.SIGSTOP)
        begun_s = wall_s()
        with pytest.raises(NoAnswer, match=r"gone|did not answer"):
            line.ask({**question(1), "more": np.zeros(3_000_000)}, 0.5)
        assert wall_s() - begun_s < 5.0
        process.kill()


@pytest.mark.parametrize(
    ("args", "says"),
    [
        ([str(SHIPPED)], "has not learned to act"),
        (["nowhere"], "no trained network in nowhere"),
        (["BLANK", "--host", "0.0.0.0"], f"set a key in {KEY}"),
        (["BLANK", "--host", "256.1.1.1"], "set a key"),
    ],
)
def test_what_cannot_be_served_is_one_sentence(
    args: list[str],
    says: str,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    named = [str(folder) if one == "BLANK" else one for one in args]
    monkeypatch.setattr("sys.argv", ["home-agent", "serve-policy", *named])
    with pytest.raises(SystemExit) as end:
        cli.main()
    out, err = capsys.readouterr()
    assert end.value.code == 2 and says in err
    assert len(err.splitlines()) == 1 and "Traceback" not in out + err


def test_a_port_that_is_taken_is_one_sentence(address: str, folder: Path) -> None:
    port = address.rpartition(":")[2]
    command = [sys.executable, "-m", "home_agent", "serve-policy", str(folder), "--port", port]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2 and "cannot be served" in done.stderr
    assert len(done.stderr.splitlines()) == 1
