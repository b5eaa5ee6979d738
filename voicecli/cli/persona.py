"""`voicecli persona`: who can answer, and making one of your own."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from voicecli.cli.aligned import print_aligned
from voicecli.cli.console import is_interactive, note, out, print_json, printable
from voicecli.errors import ConfigError, UsageError

if TYPE_CHECKING:
    from voicecli.dialogue.persona import Persona
    from voicecli.dialogue.persona_files import PersonaFile

app = typer.Typer(
    help="Personas: a name, a voice, a manner, and what is not talked about.",
    no_args_is_help=True,
)

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Name = Annotated[str, typer.Argument(metavar="NAME", help="What the persona is called.")]


@app.command("list")
def list_personas(json: Json = False) -> int:
    """List the personas: those that ship with the program, and your own."""
    from voicecli import assembly

    files = assembly.open_personas().files
    read = [(file, *_readable(file)) for file in files]
    if json:
        print_json([_json(file, persona, error) for file, persona, error in read])
    else:
        rows = [("PERSONA", "FROM", "MODE", "VOICE", "SPEED", "TONE")]
        rows += [_row(file, persona) for file, persona, _ in read]
        print_aligned(rows)
    broken = [error for _, _, error in read if error]
    for error in broken:
        note(f"voicecli: {error}")
    return int(bool(broken))


@app.command()
def show(name: Name, json: Json = False) -> None:
    """Show one persona, and what the language model is told of it."""
    from voicecli import assembly

    personas = assembly.open_personas()
    persona = personas.find(name)
    file = next(file for file in personas.files if file.name == persona.name)
    if json:
        print_json(_json(file, persona, None))
        return
    rows = [(key, shown) for key, shown in _fields(persona) if shown]
    print_aligned([("persona", persona.name), *rows, ("file", printable(str(file.path)))])
    if persona.manner:
        note(f"The language model reads behind its rules: {persona.manner}")


@app.command()
def new(
    name: Name,
    voice: Annotated[str | None, typer.Option(help="Catalogue name of a voice.")] = None,
    speed: Annotated[float | None, typer.Option(help="Factor on the usual speed.")] = None,
    tone: Annotated[str | None, typer.Option(help='How it speaks: "warm and brief".')] = None,
    prompt: Annotated[
        str | None, typer.Option("--prompt", help="More of that for the language model.")
    ] = None,
    mode: Annotated[
        str | None, typer.Option(help="How much it says: fast, balanced or detailed.")
    ] = None,
    refuse: Annotated[
        list[str] | None, typer.Option(help="A topic that it refuses; may be given several times.")
    ] = None,
    refusal: Annotated[str | None, typer.Option(help="What it says then.")] = None,
    greeting: Annotated[str | None, typer.Option(help="How it answers a greeting.")] = None,
    called: Annotated[str | None, typer.Option(help="What it calls itself.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite one of that name.")] = False,
    json: Json = False,
) -> None:
    """Write a persona of your own: a commented file to go on with in an editor.

    On a terminal it asks for what was not given.
    """
    from voicecli import assembly
    from voicecli.cli.persona_file import write_persona
    from voicecli.dialogue.persona_files import ENDING, checked_name

    wanted = checked_name(name)
    path = assembly.own_personas() / f"{wanted}{ENDING}"
    if (path.exists() or path.is_symlink()) and not force:
        raise UsageError(
            "persona-exists", f"{path} is there already.", "Use --force to overwrite it."
        )
    given: dict[str, Any] = {
        "name": called,
        "voice": voice,
        "speed": speed,
        "tone": tone,
        "system_prompt": prompt,
        "verbosity": mode,
        "guardrails": refuse or None,
        "refusal": refusal,
        "greeting": greeting,
    }
    if is_interactive() and not any(value is not None for value in given.values()):
        given |= _asked()
    persona = write_persona(path, given)
    if json:
        from voicecli.dialogue.persona_files import PersonaFile

        print_json(_json(PersonaFile(persona.name, path, own=True), persona, None))
    else:
        out.print(printable(str(path)), markup=False)
        note(f"Talk to it with `voicecli talk --persona {persona.name}`.")


def _asked() -> dict[str, Any]:
    """What the person types to each question; an empty line leaves it out."""
    given: dict[str, Any] = {}
    for key, question in (
        ("tone", "How does it speak (for example: warm and brief)?"),
        ("greeting", "What does it say to a greeting?"),
    ):
        given[key] = typer.prompt(question, default="", show_default=False, err=True) or None
    topics = typer.prompt(
        "Which topics does it refuse (with commas between)?",
        default="",
        show_default=False,
        err=True,
    )
    given["guardrails"] = [topic.strip() for topic in topics.split(",") if topic.strip()] or None
    return given


def _readable(file: "PersonaFile") -> "tuple[Persona | None, ConfigError | None]":
    try:
        return file.read(), None
    except ConfigError as error:
        return None, error


def _row(file: "PersonaFile", persona: "Persona | None") -> tuple[str, str, str, str, str, str]:
    origin = "you" if file.own else "voicecli"
    if persona is None:
        return (file.name, origin, "", "", "", "(cannot be read)")
    speed = f"{persona.speed:g}" if persona.speed else ""
    return (file.name, origin, persona.verbosity or "", persona.voice, speed, persona.tone)


def _fields(persona: "Persona") -> list[tuple[str, str]]:
    return [
        ("name", persona.called),
        ("voice", persona.voice),
        ("speed", f"{persona.speed:g}" if persona.speed else ""),
        ("tone", persona.tone),
        ("system_prompt", persona.system_prompt),
        ("verbosity", persona.verbosity or ""),
        ("guardrails", ", ".join(persona.guardrails)),
        ("refusal", persona.refusal),
        ("greeting", persona.greeting),
    ]


def _json(
    file: "PersonaFile", persona: "Persona | None", error: ConfigError | None
) -> dict[str, Any]:
    told: dict[str, Any] = {"persona": file.name, "file": str(Path(file.path)), "own": file.own}
    if persona is None:
        return told | {"error": str(error)}
    return told | {
        "name": persona.called,
        "voice": persona.voice,
        "speed": persona.speed,
        "tone": persona.tone,
        "system_prompt": persona.system_prompt,
        "verbosity": persona.verbosity,
        "guardrails": list(persona.guardrails),
        "refusal": persona.refusal,
        "greeting": persona.greeting,
    }
