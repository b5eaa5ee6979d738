"""Which settings answer soon enough here: the best recognition that meets a target."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from voicecli import assembly, catalog
from voicecli.bench.asking import Manner
from voicecli.bench.conversation import bring_up_to_date, converse, wait_until_loaded
from voicecli.bench.questions import Question, sample_questions
from voicecli.bench.report import figures
from voicecli.config import Config, ModeName

BEAMS = (5, 1)
"""Widths of the search that are tried, the more accurate first."""
QUESTIONS = 4
"""So many questions judge a candidate: one takes some ten seconds to ask and answer."""
STOP_SECONDS = 0.3
"""The answers need not be heard out."""

MULTILINGUAL = "multilingual"
"""What the catalogue calls a model that detects the language."""

Settings = Mapping[str, Any]
"""Values by key, such as "stt.model"."""


@dataclass(frozen=True, slots=True)
class Tried:
    """Settings, and the median wait for the first sound with them in seconds; None: no answer."""

    settings: Settings
    wait: float | None

    def meets(self, target: float) -> bool:
        """Whether that is soon enough."""
        return self.wait is not None and self.wait <= target


@dataclass(frozen=True, slots=True)
class Found:
    """What was tried for a target in seconds; `chosen` met it."""

    target: float
    tried: tuple[Tried, ...]
    chosen: Tried | None


def _fastest(tried: Sequence[Tried]) -> Tried | None:
    """The one that answered soonest."""
    answered = [one for one in tried if one.wait is not None]
    return min(answered, key=lambda one: one.wait or 0.0, default=None)


def search(
    candidates: Sequence[Settings],
    splits: Sequence[Settings],
    measure: Callable[[Settings], float | None],
    target: float,
) -> Found:
    """Measure the candidates, best first, until one meets the target.

    The one that does, or else the fastest, is then measured with the other splits of the threads.
    """
    tried: list[Tried] = []
    for settings in candidates:
        tried.append(Tried(settings, measure(settings)))
        if tried[-1].meets(target):
            break
    best = tried[-1] if tried and tried[-1].meets(target) else _fastest(tried)
    for split in splits:
        if best is None:
            break
        settings = {**best.settings, **split}
        tried.append(Tried(settings, measure(settings)))
    chosen = _fastest([one for one in tried if one.meets(target)])
    return Found(target, tuple(tried), chosen)


def candidates(config: Config, modes: Sequence[ModeName]) -> list[Settings]:
    """The installed Whisper models and widths of search in each mode, the most accurate first."""
    names = [model.name for model in _whisper_models(config)]
    return [
        {"stt.model": name, "stt.beam_size": beam, "dialogue.mode": mode}
        for name in names
        for mode in sorted(modes, key=("detailed", "balanced", "fast").index)
        for beam in BEAMS
    ]


def splits(config: Config, modes: Sequence[ModeName]) -> list[Settings]:
    """Other ways to deal out the threads than all of them to every engine.

    There is none where no language model works beside the others.
    """
    budget = assembly.thread_budget(config.threads.total)
    if budget < 2 or not config.dialogue.llm or set(modes) <= {"fast"}:
        return []
    return [{"llm.threads": budget // 2}, {"llm.threads": budget // 2, "tts.threads": budget // 2}]


def with_settings(config: Config, settings: Settings) -> Config:
    """The configuration with these values. Raises ValueError for one that does not fit."""
    for key, value in settings.items():
        section, name = key.split(".")
        changed = replace(getattr(config, section), **{name: value})
        config = replace(config, **{section: changed})
    return config


def median_wait(
    config: Config, settings: Settings, questions: Sequence[Question], manner: Manner
) -> float | None:
    """Ask a few questions with these settings; the median wait in seconds, None if unanswered.

    `config` is one of `assembly.private_copy`.
    """
    config = with_settings(config, settings)
    roles: set[catalog.Role] = {"vad", "stt", "tts", "embedding"}
    has_model = config.dialogue.llm and config.dialogue.mode != "fast"
    with assembly.open_engines(config, roles | {"llm"} if has_model else roles) as engines:
        bring_up_to_date(config, engines)
        wait_until_loaded(engines)
        asked = questions[:QUESTIONS] or sample_questions(engines.synthesizer, count=QUESTIONS)
        found = figures(converse(config, engines, asked, replace(manner, stop_after=STOP_SECONDS)))
    spread = found.stages.get(found.headline)
    return spread.p50 if spread else None


def _whisper_models(config: Config) -> list[catalog.Model]:
    """The Whisper models on this disk that know the person's language, largest first.

    Without a configured language one that knows only English counts if such a one is in use.
    """
    known, folder = catalog.load(), config.models_folder
    in_use = known.find(assembly.model_names(config)["stt"]).languages
    language = config.stt.language or ("en" if in_use == ("en",) else MULTILINGUAL)
    there = [
        model
        for model in known.models.values()
        if model.kind == "stt"
        and {language, MULTILINGUAL} & set(model.languages)
        and catalog.is_present(model, folder)
    ]
    return sorted(there, key=lambda model: model.bytes, reverse=True)
