"""How soon all is quiet when somebody speaks over an answer, from what was seen of the trials."""

from collections.abc import Sequence
from dataclasses import dataclass

from voicecli.bench.figures import Spread, spread
from voicecli.bench.interrupting import Trial
from voicecli.bench.sound import Played

SOUND_SECONDS = 0.2
"""The sound is to stop this soon after the speech was noticed."""
IDLE_SECONDS = 0.3
"""The engines are to rest this soon."""
SILENCE_SECONDS = 0.25
"""A silence this long is no gap between two words."""
BUSY_SHARE = 0.5
"""With an engine at work, one thread or more wants a core all the time; the listener wants one for
a tenth of it."""
STEP_SECONDS = 0.04
"""The share is taken over this time."""


@dataclass(frozen=True, slots=True)
class Leftovers:
    """What there was more of after the conversation than before it."""

    threads: int
    files: int
    memory_growth: float
    """Share by which the last tenth of the trials uses more memory than the first."""


@dataclass(frozen=True, slots=True)
class BargeIn:
    """All trials in one mode; times are seconds."""

    mode: str
    trials: int
    barge_ins: int
    """Answers that were ended."""
    resumed: int
    """Answers that went on, because what was said was taken for no interruption."""
    unnoticed: int
    sound: Spread | None
    """Speech noticed → the sound stops."""
    sound_from_speech: Spread | None
    """The first of the speech → the sound stops."""
    idle: Spread | None
    """Speech noticed → no engine works."""
    sound_in_time: int
    idle_in_time: int
    leftovers: Leftovers


def sum_up(mode: str, trials: Sequence[Trial], played: Played, leftovers: Leftovers) -> BargeIn:
    """The figures of all trials."""
    noticed = [(trial, trial.noticed) for trial in trials if trial.noticed is not None]
    stops = [(trial, at, played.silent_from(at, SILENCE_SECONDS)) for trial, at in noticed]
    quiet = [(trial, at, silent) for trial, at, silent in stops if silent is not None]
    sound = [silent - at for _, at, silent in quiet]
    idle = [seconds for trial, _ in noticed if (seconds := idle_after(trial)) is not None]
    return BargeIn(
        mode=mode,
        trials=len(trials),
        barge_ins=sum(trial.ended == "barge-in" for trial in trials),
        resumed=sum(trial.ended == "resumed" for trial in trials),
        unnoticed=len(trials) - len(noticed),
        sound=spread(sound),
        sound_from_speech=spread(silent - trial.spoke for trial, _, silent in quiet),
        idle=spread(idle),
        sound_in_time=sum(seconds <= SOUND_SECONDS for seconds in sound),
        idle_in_time=sum(seconds <= IDLE_SECONDS for seconds in idle),
        leftovers=leftovers,
    )


def idle_after(trial: Trial) -> float | None:
    """Seconds from the notice until the program's threads rested; None if it never did."""
    samples = trial.work
    for number, (at, done) in enumerate(samples):
        later = next(((t, work) for t, work in samples[number:] if t - at >= STEP_SECONDS), None)
        if later is None:
            return None
        if (later[1] - done) / (later[0] - at) < BUSY_SHARE:
            return max(0.0, at - (trial.noticed or at))
    return None
