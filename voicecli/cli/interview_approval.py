"""A plan shown for approval in the terminal, and changed until it suits."""

from collections.abc import Callable

from voicecli.cli.console import err, is_interactive, note
from voicecli.cli.interview_plan_view import (
    print_plan,
    print_titles,
    print_topic,
    print_wrapped,
)
from voicecli.errors import InterviewError, UsageError
from voicecli.interview.plan import Plan
from voicecli.interview.planning.editing import (
    Change,
    added,
    edited,
    moved_up,
    question_of,
    read_change,
    removed,
    topic_of,
)

KEYS = (
    "Enter starts · n leaves · r 2 removes topic 2 (r 2.1 its first question) · "
    "e 2.1 edits a question · m 2 moves topic 2 up · + 2 adds a question to topic 2 · "
    "p shows the plan"
)
_PROMPT = "Start? [Enter = yes, ? = keys] "

Ask = Callable[[str, str], str]
"""Asks for a line: what is said before it, and what stands in it already. EOFError at the end."""


def approve(plan: Plan, ask: Ask | None = None) -> Plan | None:
    """The plan as the person wants it, None when they want none.

    Raises UsageError("no-terminal") where nobody can be asked.
    """
    if ask is None:
        need_terminal()
        ask = _ask
    print_plan(plan, err)
    err.print()
    _print_keys()
    while True:
        try:
            change = read_change(ask(_PROMPT, ""))
            if change.verb == "start":
                return plan
            if change.verb == "leave":
                return None
            if change.verb == "keys":
                _print_keys()
                continue
            if change.verb == "show":
                print_plan(plan, err)
                continue
            after = _changed(plan, change, ask)
        except EOFError:
            return None
        except InterviewError as error:
            note(str(error))
            continue
        if after is plan:
            note("Nothing was changed.")
        else:
            _print_changed(plan, after, change)
            plan = after


def _print_keys() -> None:
    print_wrapped(KEYS, "", err)


def _print_changed(before: Plan, after: Plan, change: Change) -> None:
    """The topic that was changed, or all titles where their numbers are others now."""
    err.print()
    renumbered = [one.id for one in before.topics] != [one.id for one in after.topics]
    if renumbered or change.topic is None:
        print_titles(after, err)
    else:
        print_topic(after, change.topic, err)
    err.print()


def need_terminal() -> None:
    """Raises UsageError("no-terminal") where nobody can approve a plan."""
    if not is_interactive():
        raise UsageError(
            "no-terminal",
            "There is no terminal to approve the plan on.",
            "Take it as it is with --yes; `voicecli interview plan` shows it.",
        )


def _changed(plan: Plan, change: Change, ask: Ask) -> Plan:
    if change.verb == "remove":
        return removed(plan, change)
    if change.verb == "up":
        return moved_up(plan, change)
    if change.verb == "edit":
        return edited(plan, change, change.text or ask("Question: ", question_of(plan, change)))
    topic_of(plan, change.topic)
    return added(plan, change, change.text or ask("New question: ", ""))


def _ask(prompt: str, text: str) -> str:
    """A line from the terminal, with `text` in it to be edited."""
    import sys

    from prompt_toolkit import PromptSession
    from prompt_toolkit.output import create_output

    session: PromptSession[str] = PromptSession(output=create_output(stdout=sys.stderr))
    return session.prompt(prompt, default=text)
