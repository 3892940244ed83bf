"""The name of a home comes in; a simulated robot standing in it, with its guard, goes out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import quote

from home_agent.agent import Agent, Parts
from home_agent.baselines.apprentice import Apprentice
from home_agent.baselines.hands import Hands
from home_agent.baselines.planner import Planner
from home_agent.clock import Clock, RealClock, SimClock
from home_agent.config import Config, user_dir
from home_agent.doors.needs import check_libraries
from home_agent.errors import BadInput, no_such
from home_agent.guard.arm import CHAIN, TOOL
from home_agent.guard.limits import ARM_TORQUE, Limits, slower
from home_agent.guard.lockstep import LockstepGuard
from home_agent.home.belief import Beliefs
from home_agent.home.graph import HomeMap
from home_agent.home.store import Store
from home_agent.imagination.arm import ArmShape
from home_agent.imagination.calibrate import read as read_limits
from home_agent.imagination.choice import Imagination
from home_agent.imagination.patient import WAIT_S, Patient
from home_agent.imagination.runtime import SHIPPED, Network
from home_agent.language.phrases import sample
from home_agent.perception.driver import LocalDriver
from home_agent.perception.ground import Perceived
from home_agent.ports import Guard, Kinematics, Policy, Robot, Sight, WorldModel
from home_agent.sim.home import speaker_of, to_map
from home_agent.sim.kinds import sizes
from home_agent.sim.kinematics import ArmKinematics
from home_agent.sim.referee import Referee
from home_agent.sim.spec import HomeSpec
from home_agent.sim.teacher.policy import Teacher
from home_agent.sim.world import World
from home_agent.skill import Skill
from home_agent.skills_loader import load_skills
from home_agent.types import Event
from home_agent.vla.driven import Driven
from home_agent.vla.eyesight import Eyesight
from home_agent.vla.policy import VLAPolicy
from home_agent.vla.runtime import Networks
from home_agent.vla.shipped import nano_folder

POLICIES = ("teacher", "planner", "nano", "nano-hands")
SERVED = ("ws://", "wss://")  # a policy of this name is asked for over the network (doors/)
ARM = ArmShape(CHAIN, TOOL, ARM_TORQUE)  # the robot's, as imagination knows it
SENTENCES = 20_000  # sampled, for the language model of the ear


@dataclass(frozen=True, slots=True)
class Stage:
    """A robot in a home. `world` and `referee` know the truth; the agent never gets them.

    They are None when the robot lives in a process of its own; `close` then ends its processes.
    aloud: what the robot says aloud goes here, so that the people in the home can hear it.
    """

    spec: HomeSpec
    home: HomeMap
    robot: Robot
    policy: Policy
    guard: Guard
    clock: Clock
    world: World | None = None
    referee: Referee | None = None
    aloud: Callable[[str], None] = lambda sentence: None
    close: Callable[[], None] = lambda: None
    world_model: WorldModel | None = None


def check_policy(policy: str) -> None:
    """Raise BadInput for a policy that is not there; ws://host:port is one on a server."""
    if policy not in POLICIES and not policy.startswith(SERVED):
        raise BadInput(no_such("policy", policy, (*POLICIES, "ws://host:port")))


def home_map(spec: HomeSpec) -> HomeMap:
    """The map of a home as an earlier mapping run would know it."""
    return to_map(spec)


def make_agent(
    stage: Stage,
    config: Config | None = None,
    emit: Callable[[Event], None] | None = None,
    speak: Callable[[str], None] | None = None,
    store: Store | None = None,
) -> Agent:
    """An agent for the robot on a stage, with all skills that load.

    It begins with what is in `store` and keeps what it learns there; without, it knows nothing.
    """
    config = config or Config()
    beliefs = Beliefs(stage.home, stage.clock.now_s())
    if store is not None:
        store.load_beliefs(beliefs)

    def say(sentence: str) -> None:
        stage.aloud(sentence)
        if speak is not None:
            speak(sentence)

    return Agent(
        Parts(
            home=stage.home,
            skills=load_skills(config).skills,
            beliefs=beliefs,
            robot=stage.robot,
            policy=stage.policy,
            guard=stage.guard,
            clock=stage.clock,
            emit=emit or _ignore,
            speak=say,
            speaker=_speaker(stage, config),
            store=store,
            world_model=stage.world_model or _imagination(stage.clock, config),
        )
    )


def _imagination(clock: Clock, config: Config) -> WorldModel | None:
    """The world model of the settings; in real time nobody waits for it."""
    if not config.safety.imagination:
        return None
    network, limits = Network(), read_limits(SHIPPED / "limits.json")
    live = isinstance(clock, RealClock)
    return Patient(Imagination(network, limits, ARM), WAIT_S if live else None)


def open_memory(name: str, home: HomeMap, config: Config) -> Store | None:
    """The memory of the home called `name`: one file for each map, in the user's folder.

    None when the settings want none, and for homes made from a seed, which begin anew each time.
    Raises BadInput when the file is no memory of this home.
    """
    if not config.memory or name.startswith("seed:"):
        return None
    return Store(user_dir() / "memory" / f"{quote(home.id, safe='')}.db", home.id)


def _speaker(stage: Stage, config: Config) -> str:
    """Who speaks: the name in the settings, else the one whose voice the simulated home plays."""
    named = config.speaker_name
    return speaker_of(stage.spec).name if named == Config().speaker_name else named


def home_sentences(skills: Mapping[str, Skill], home: HomeMap) -> list[str]:
    """Sentences as people say them in this home, from which the ear learns its words."""
    return sample(skills, home, SENTENCES, seed=0)


def seeing(home: HomeMap, policy: str) -> Policy:
    """A policy that knows only the map and what the robot senses: nano, whose eyes
    are learned and whose hands are planned; "nano-hands", which also grips as it has learned to;
    the planner alone; or a server's.

    Raises BadInput without a network for the eyes, HomeAgentError when no server answers.
    """
    arm, networks = ArmKinematics(), eyes_of(nano_folder())
    eyes = Eyesight(networks, sizes())
    ground = Perceived(home, arm)
    hands: Policy
    if policy.startswith(SERVED):
        hands = _asked(policy, eyes, arm)
    else:
        learned = policy == "nano-hands" and networks.config.grips
        gripping = Hands(networks, arm) if learned else None
        hands = planner = Planner(home, eyes, ground, hands=gripping)
        if policy != "planner":
            hands = Apprentice(VLAPolicy(networks, arm, home=home), planner)
    return Driven(hands, LocalDriver(home, arm, ground), arm)


def _asked(address: str, eyes: Sight, arm: Kinematics) -> Policy:
    """The policy of the server at `address`."""
    check_libraries()
    from home_agent.doors.line import connected  # noqa: PLC0415 - an extra
    from home_agent.doors.served import ServedPolicy  # noqa: PLC0415

    return ServedPolicy(lambda: connected(address), eyes, arm)


@cache
def eyes_of(folder: Path) -> Networks:
    """Loaded once a process; one thread, since the simulation takes the other."""
    networks = Networks(folder, threads=1)
    networks.load()
    return networks


def _ignore(told: object) -> None:
    """What nobody wants to know."""


def set_stage(
    spec: HomeSpec,
    policy: str = "teacher",
    seed: int = 0,
    pace: float = 0.0,
    max_speed_mps: float | None = None,
    gl: bool = False,
) -> Stage:
    """Put the robot into `spec`, in lockstep: simulated time moves when the clock sleeps.

    pace: 0 runs as fast as the machine can, 1 in real time. gl: its cameras see colour, as every
    policy but the teacher needs. Raises BadInput for an unknown policy.
    """
    check_policy(policy)
    gl = gl or policy != "teacher"
    limits = Limits() if max_speed_mps is None else slower(Limits(), max_speed_mps)
    world = World(spec, seed=seed, gl=gl)
    referee = Referee(world)
    home = to_map(spec)
    return Stage(
        spec=spec,
        home=home,
        robot=world,
        policy=Teacher(world) if policy == "teacher" else seeing(home, policy),
        guard=LockstepGuard(world.open_channel(), limits),
        clock=SimClock(world.step, pace),
        world=world,
        referee=referee,
        aloud=world.hear,
    )
