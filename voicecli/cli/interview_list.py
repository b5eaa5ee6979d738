"""`voicecli interview list`: the interviews that were kept."""

from typing import Annotated

import typer

from voicecli.cli.aligned import print_columns
from voicecli.cli.console import note, print_json, settings
from voicecli.cli.interview_status import standing_of, summary_json
from voicecli.cli.sessions_store import LimitOption
from voicecli.cli.sessions_view import when
from voicecli.clock_time import clock_time


def list_interviews(
    limit: LimitOption = 20,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON list.")] = False,
) -> None:
    """List the interviews, the last held first."""
    from voicecli.assembly.interviews_store import all_interviews

    found, unread = all_interviews(settings().config, limit)
    told = [(one, standing_of(one)) for one in found]
    if json:
        print_json([summary_json(*one) for one in told])
    elif told:
        columns: dict[str, list[str]] = {
            "INTERVIEW": [one.id for one, _ in told],
            "LAST HELD": [when(one.updated) for one, _ in told],
            "STATE": [stands.activity for _, stands in told],
            "ASKED": [str(stands.asked) for _, stands in told],
            "TIME": [clock_time(stands.seconds) for _, stands in told],
            "REPEATS": [one.parent for one, _ in told],
            "TITLE": [one.title for one, _ in told],
        }
        print_columns(columns, ("REPEATS", "TIME", "ASKED", "LAST HELD"), is_last_wrapped=True)
    elif not unread:
        note("No interviews yet: `voicecli interview --resume cv.pdf --job job.docx`.")
    for error in unread:
        note(f"voicecli: {error}")
