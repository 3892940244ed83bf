"""An agent to be killed: it drives the served robot ahead through the guard until it dies.

Arguments: the folder of the robot's sockets, the folder of the guard's; the token on standard
input. Prints the guard's process id and, once the robot turns, "turning".
"""

import sys
from pathlib import Path

import numpy as np

from home_agent.clock import RealClock
from home_agent.errors import Stopped
from home_agent.guard.client import GuardProcess
from home_agent.robot.remote import RemoteRobot
from home_agent.types import ActionChunk, Situation


def main() -> None:
    robot_dir, guard_dir = Path(sys.argv[1]), Path(sys.argv[2])
    token = sys.stdin.readline().strip()
    robot, clock = RemoteRobot(robot_dir), RealClock()
    guard = GuardProcess(guard_dir, robot_dir, token)
    print(guard.pid, flush=True)
    n = 20
    turned = False
    while True:
        seen = robot.observe()
        if not turned and seen.base_velocity[2] > 0.5:
            turned = True
            print("turning", flush=True)
        if guard.stopped and not turned:
            guard.resume()  # a slow machine may miss heartbeats while everything starts
        chunk = ActionChunk(
            t_s=seen.t_s,
            dt_s=0.05,
            base=np.tile([0.0, 0.0, 0.6], (n, 1)),
            arm=np.tile(seen.arm, (n, 1)),
            head=np.zeros((n, 2)),
            grip=np.zeros(n),
            done=np.zeros(n),
        )
        try:
            guard.want(chunk, Situation(verb="go"))
        except Stopped:
            clock.sleep(0.05)
        guard.tick(seen)
        clock.sleep(0.1)


main()
