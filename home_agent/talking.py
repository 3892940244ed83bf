"""Typed and spoken words come in while the robot works; "stop" acts at once from any of them."""

from __future__ import annotations

import queue
import sys
import threading
from collections.abc import Callable, Iterable, Iterator

from home_agent.agent import Agent, Outcome
from home_agent.clock import RealClock
from home_agent.config import Config
from home_agent.guard.stop import means_resume, means_stop
from home_agent.live import go_live
from home_agent.session import Session
from home_agent.sim.home import find_home
from home_agent.stage import home_sentences, open_memory
from home_agent.types import Utterance
from voice.audio import microphone, missing, play
from voice.pipeline import listen
from voice.stop_word import StopWord
from voice.stt import PocketSphinx
from voice.tts import Espeak

Said = Utterance | str
Source = Iterable[Said]


class Conversation:
    """Hear while acting: one task at a time, but stop and resume pass them all.

    `hear` may be called from any thread. `run` works until `end` was called and all is done.
    """

    def __init__(self, agent: Agent, on_end: Callable[[Outcome], None]) -> None:
        self._agent, self._on_end = agent, on_end
        self._waiting: queue.Queue[Said | None] = queue.Queue()

    def hear(self, said: Said) -> None:
        """Take in what was said; a stop is done before this returns."""
        text = said.text if isinstance(said, Utterance) else said
        reason = means_stop(said)
        if reason:
            self.stop(reason)
        elif means_resume(said):
            self._agent.resume()
            self._agent.say("I may move again.")
        elif text.strip() and not (isinstance(said, Utterance) and said.partial):
            self._waiting.put(said)

    def stop(self, reason: str) -> None:
        """Stop now; what was waiting is dropped."""
        self._agent.stop(reason)
        ended = False
        while not self._waiting.empty():
            ended = self._waiting.get() is None or ended
        if ended:
            self.end()
        self._agent.say("I have stopped. Say 'resume' when I may move again.")

    def end(self) -> None:
        """Nothing more will be said."""
        self._waiting.put(None)

    def run(self) -> None:
        """Do what was said, one after the other."""
        while (said := self._waiting.get()) is not None:
            self._on_end(self._agent.do(said))


def attend(sources: Iterable[Source], conversation: Conversation) -> None:
    """Let every source speak to the conversation from a thread; the end is when all have ended."""
    threads = [
        threading.Thread(target=_tell, args=(source, conversation), daemon=True)
        for source in sources
    ]

    def wait() -> None:
        for thread in threads:
            thread.join()
        conversation.end()

    for thread in (*threads, threading.Thread(target=wait, daemon=True)):
        thread.start()


def talk_with(
    home: str, policy: str, config: Config, ears: bool, on_line: Callable[[float, str], None]
) -> None:
    """Talk with the robot of a home until typed input ends; it speaks when there is sound."""
    voice = Espeak(config.voice.voice, config.voice.rate_wpm)
    trouble = missing("output")

    def speak(text: str) -> None:
        if not trouble:
            threading.Thread(target=lambda: play(voice.say(text)), daemon=True).start()

    stage = go_live(home, find_home(home), policy, config.safety.max_speed_mps)
    try:
        memory = open_memory(home, stage.home, config)
        session = Session(stage, config, "talk", on_line=on_line, speak=speak, memory=memory)
        last: list[Outcome] = []
        conversation = Conversation(session.agent, last.append)
        sources: list[Source] = [iter(sys.stdin.readline, "")]
        deaf = missing("input") if ears else ""
        if ears and not deaf:
            sources.append(_heard(session, conversation))
        elif deaf:
            on_line(0.0, f"{deaf} Type instead.")
        on_line(0.0, 'Ready. Say or type what you want; "stop" always works.')
        attend(sources, conversation)
        conversation.run()
        if last:
            session.end(last[-1])
    finally:
        stage.close()


def _heard(session: Session, conversation: Conversation) -> Iterator[Said]:
    """What the microphone hears; the stop word acts on its own path."""
    sentences = home_sentences(session.agent.skills, session.stage.home)
    stop = StopWord(sentences, lambda words: conversation.stop(f"Somebody said '{words}'."))
    yield from listen(microphone(RealClock()), PocketSphinx(sentences), stop)


def _tell(source: Source, conversation: Conversation) -> None:
    for said in source:
        conversation.hear(said)
