"""From the configuration to engines and stores; the only place that builds them."""

from voicecli.assembly.conversing import conversation_orders
from voicecli.assembly.devices import DTLN, cleaned, open_devices, open_microphone, open_speaker
from voicecli.assembly.engines import (
    Engines,
    open_embedder,
    open_engines,
    open_llm,
    open_recognizer,
    open_synthesizer,
    open_vad,
    turn_cues,
)
from voicecli.assembly.minds import make_mind, make_session, open_mind
from voicecli.assembly.models import chosen_models, model_names, thread_budget
from voicecli.assembly.orders import memory_orders, written_orders
from voicecli.assembly.personas import Cast, cast, open_personas, own_personas
from voicecli.assembly.recordings import naming, open_speaker_embedder, open_transcription
from voicecli.assembly.rehearsals import (
    Rehearsal,
    make_manifest,
    nothing_yet,
    private_copy,
    rehearse,
    remembered,
    repeatable,
    with_models,
    with_settings,
    without_haste,
)
from voicecli.assembly.stores import (
    open_conversation_store,
    open_guestbook,
    open_keeper,
    open_reading,
    open_sessions,
    open_store,
    open_turn_sounds,
    read_vocabulary,
    resume,
)

__all__ = [
    "DTLN",
    "Cast",
    "Engines",
    "Rehearsal",
    "cast",
    "chosen_models",
    "cleaned",
    "conversation_orders",
    "make_manifest",
    "make_mind",
    "make_session",
    "memory_orders",
    "model_names",
    "naming",
    "nothing_yet",
    "open_conversation_store",
    "open_devices",
    "open_embedder",
    "open_engines",
    "open_guestbook",
    "open_keeper",
    "open_llm",
    "open_microphone",
    "open_mind",
    "open_personas",
    "open_reading",
    "open_recognizer",
    "open_sessions",
    "open_speaker",
    "open_speaker_embedder",
    "open_store",
    "open_synthesizer",
    "open_transcription",
    "open_turn_sounds",
    "open_vad",
    "own_personas",
    "private_copy",
    "read_vocabulary",
    "rehearse",
    "remembered",
    "repeatable",
    "resume",
    "thread_budget",
    "turn_cues",
    "with_models",
    "with_settings",
    "without_haste",
    "written_orders",
]
