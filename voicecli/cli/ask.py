"""`voicecli ask`: one question, answered in text."""

import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from voicecli.cli.console import err, note, out, print_json, printable, settings
from voicecli.cli.off_record import OffTheRecord, keep_flag, say_so
from voicecli.cli.persona_choice import choose_persona, continue_as
from voicecli.cli.question import read_question
from voicecli.cli.session_choice import ContinueOption, NewOption, SessionChoice, SessionOption
from voicecli.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from voicecli.catalog import Role
    from voicecli.turn import Turn
    from voicecli.types import Event, Record, TurnRecord

STAGES = ("understand", "retrieve", "first_token", "llm", "total")


def ask(
    question: Annotated[
        list[str] | None, typer.Argument(help="What to ask; `-` or nothing reads it from stdin.")
    ] = None,
    speak: Annotated[bool, typer.Option("--speak", help="Say the answer aloud, too.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    session: SessionOption = None,
    last_session: ContinueOption = False,
    new_session: NewOption = False,
    off_the_record: OffTheRecord = False,
    llm: Annotated[
        bool | None,
        typer.Option("--llm/--no-llm", help="Let the language model add to the instant answer."),
    ] = None,
    mode: Annotated[
        str | None, typer.Option(help="How much the answer says: fast, balanced or detailed.")
    ] = None,
    general: Annotated[
        bool | None,
        typer.Option(
            "--general/--no-general",
            help="Let the language model answer what is not about your content, and say so.",
        ),
    ] = None,
    persona: Annotated[
        str | None, typer.Option(help="Who answers: a name of `voicecli persona list`.")
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show what was understood, and the scores.")
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Download missing models without asking.")
    ] = False,
) -> None:
    """Answer a question from your content, with its sources."""
    choice = SessionChoice(session, last_session, new_session)
    asked = read_question(question, "ask")
    config = settings(
        {
            "dialogue.llm": llm,
            "sessions.keep": keep_flag(off_the_record),
            "dialogue.mode": mode,
            "dialogue.persona": persona,
            "dialogue.general": general,
            # An answer that was given before has no scores to show.
            "dialogue.cache": False if explain else None,
        }
    ).config
    config = choice.as_before(config, persona)
    say_so(config)
    who = choose_persona(config, mode)
    config = who.config
    from voicecli import assembly
    from voicecli.cli.cards import print_cards, source_lines
    from voicecli.cli.content import bring_up_to_date
    from voicecli.cli.downloads import offer_download
    from voicecli.cli.explain import explanation, print_explanation
    from voicecli.log.conversation import log_conversation
    from voicecli.pipeline.answer import Voice, take_turn
    from voicecli.pipeline.obeying import obey_written
    from voicecli.pipeline.orders import find_order
    from voicecli.pipeline.record import order_record, turn_record
    from voicecli.pipeline.state import SessionState
    from voicecli.retrieval.vocabulary import read_record
    from voicecli.turn import Turn
    from voicecli.types import as_json as as_json_fields

    roles: set[Role] = {"embedding"}
    roles |= {"llm"} if config.dialogue.llm and config.dialogue.mode != "fast" else set()
    roles |= {"tts"} if speak else set()
    offer_download(config, roles, yes=yes)
    with ExitStack() as stack:
        db = stack.enter_context(assembly.open_conversation_store(config))
        log = assembly.open_sessions(config, db)
        session_id = choice.find(log, config)
        who = continue_as(who, log, session_id)
        config = who.config
        engines = stack.enter_context(assembly.open_engines(config, roles, for_one_turn=True))
        bring_up_to_date(db, engines.embedder, config)
        mind = assembly.make_mind(config, db, engines)
        mind.persona = who.persona
        voice = None
        if speak:
            speaker = stack.enter_context(assembly.open_speaker(config))
            if who.voice:
                engines.synthesizer.change(who.voice)
            voice = Voice(engines.synthesizer, speaker)
        conversation = assembly.resume(db, log, session_id)
        orders, state = assembly.written_orders(config, engines), SessionState(conversation)
        turn = Turn()
        with _ctrl_c(turn):
            if order := find_order(asked, orders, state, typed=True):
                events = obey_written(asked, order, state, turn, voice)
            else:
                events = take_turn(asked, mind, conversation, turn, voice=voice)
            told = list(_shown(events, quiet=as_json))
        record = turn_record(told, mind.models, spoken=speak, persona=mind.persona.shown)
        if record is None and order:
            record = order_record(told, spoken=speak)
        failures = [event.data["exit_code"] for event in told if event.kind == "error"]
        if record is None:
            raise UsageError("no-question", "There is no question.", 'Type `voicecli ask "…"`.')
        try:
            memory = state.told_memories.get(turn.id, "")
            keeper = assembly.open_keeper(config, db)
            conversation.remember(record)
            number = keeper.keep(conversation, record, told) if memory or not order else None
            if memory and number is not None:
                keeper.link(memory, conversation, number)
        finally:  # an answer that cannot be stored is not lost
            log_conversation(told, conversation.session_id)
            record_of = partial(read_record, db)
            if as_json:
                explained = {"explain": explanation(told)} if explain else {}
                unkept = {} if config.sessions.keep else {"off_the_record": True}
                told_json = answer_json(record, conversation.session_id, record_of)
                print_json(told_json | explained | unkept)
            elif out.is_terminal and record.passages:
                out.print()
                declared = mind.known.vocabulary.declared
                print_cards(record.passages, record_of, declared, record.written)
    if explain and not as_json:
        print_explanation(explanation(told))
    if not (as_json or out.is_terminal):
        for line in source_lines([as_json_fields(passage) for passage in record.passages]):
            err.print(printable(line), style="dim", markup=False, soft_wrap=not err.is_terminal)
    if turn.cancelled:
        raise typer.Exit(ExitCode.INTERRUPTED)
    if failures:
        raise typer.Exit(failures[-1])


@contextmanager
def _ctrl_c(turn: "Turn") -> "Iterator[None]":
    """While inside, Ctrl-C cancels the turn, which stops the engines from inside."""
    before = signal.signal(signal.SIGINT, lambda *_: turn.cancel("interrupted"))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _shown(events: "Iterator[Event]", *, quiet: bool) -> "Iterator[Event]":
    """Pass events on, printing each sentence of the answer as it comes."""
    thinking = err.status("Looking whether there is more to say …", spinner="dots")
    try:
        for event in events:
            if event.kind == "llm-start" and err.is_terminal and not quiet:
                thinking.start()
            if event.kind in ("llm-text", "error", "run-end"):
                thinking.stop()
            if event.kind == "llm-text" and not quiet:
                out.print(
                    printable(event.data["text"]), markup=False, soft_wrap=not out.is_terminal
                )
            if event.kind == "error":
                note(f"voicecli: {event.data['message']} {event.data['hint']}".rstrip())
            yield event
    finally:
        thinking.stop()


def answer_json(
    record: "TurnRecord", session_id: str, record_of: "Callable[[str], Record | None]"
) -> dict[str, Any]:
    """The documented JSON of an answer; a stage that did not run took 0.0 seconds."""
    from voicecli.cli.cards import cited, item_json
    from voicecli.retrieval.memory_names import source_type

    return {
        "question": record.question,
        "answer": record.written,
        "abstained": record.abstained,
        "intent": record.intent,
        "sources": [
            {
                "type": source_type(p),
                "document": p.document,
                "locator": p.locator,
                "text": p.text,
                "score": p.score,
                "source": cited(p),
            }
            for p in record.passages
        ],
        "items": [item_json(p, record_of(p.id)) for p in record.passages if p.type != "document"],
        "mode": record.mode,
        "model": record.models.get("llm", "") if record.mode == "full" else "",
        "timings": {stage: float(record.timings.get(stage, 0.0)) for stage in STAGES},
        "session_id": session_id,
    }
