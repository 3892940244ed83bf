"""Tests that read a real clock: other work on the machine may disturb one try, so the best of
three counts. What is broken fails three times."""

import pytest

timed = pytest.mark.flaky(reruns=2, reruns_delay=1)
