"""The options of `voicecli transcribe`, by what they are about.

Their names are those of openai-whisper, whisper-ctranslate2 and WhisperX, so that scripts for those
run unchanged.
"""

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Annotated, Literal, get_type_hints

from typer import Option

Task = Literal["transcribe", "translate"]


@dataclass(frozen=True, slots=True)
class Writing:
    """What is written."""

    output_format: Annotated[
        list[str] | None,
        Option(
            "--output-format",
            "-f",
            metavar="FORMAT[,…]",
            help="txt, srt, vtt, tsv, json, rttm, csv, md, or several with commas; all is Whisper's"
            " five. Given, files are written, into the current folder unless -o names another.",
        ),
    ] = None
    output_dir: Annotated[
        str | None,
        Option(
            "--output-dir",
            "-o",
            metavar="DIR",
            help="Folder for NAME.srt and so on, in all of Whisper's formats unless -f names some;"
            " - is stdout.",
        ),
    ] = None
    word_timestamps: Annotated[
        bool, Option("--word-timestamps", help="Show the time of every word.")
    ] = False
    max_line_width: Annotated[
        int | None, Option(min=1, help="Characters in a line of subtitles.")
    ] = None
    max_line_count: Annotated[int | None, Option(min=1, help="Lines in a subtitle.")] = None
    max_words_per_line: Annotated[int | None, Option(min=1, help="Words in a subtitle.")] = None
    highlight_words: Annotated[
        bool, Option("--highlight-words", help="Underline each word of a subtitle as it is said.")
    ] = False
    pretty_json: Annotated[
        bool, Option("--pretty-json", "-p", help="JSON files on many lines.")
    ] = False


@dataclass(frozen=True, slots=True)
class Hearing:
    """What is heard."""

    language: Annotated[
        str | None, Option(help="Code or English name of the language; else it is detected.")
    ] = None
    task: Annotated[Task, Option(help="translate writes English, whatever is spoken.")] = (
        "transcribe"
    )
    model: Annotated[
        str | None,
        Option(
            help="Whisper model: base, whisper-base, turbo …, or a folder in CTranslate2's form."
        ),
    ] = None
    model_directory: Annotated[
        str | None, Option(metavar="DIR", help="Folder of a Whisper model for CTranslate2.")
    ] = None
    model_dir: Annotated[
        str | None, Option(metavar="DIR", help="Where faster-whisper keeps models, to take one.")
    ] = None
    initial_prompt: Annotated[
        str | None, Option(help="Words that show spelling and style to follow.")
    ] = None
    hotwords: Annotated[str | None, Option(help="Names and terms that may be said.")] = None
    lexicon: Annotated[
        Path | None, Option(metavar="FILE", help="Spellings to mend, noted in the JSON.")
    ] = None


@dataclass(frozen=True, slots=True)
class Speaking:
    """Who spoke, and how."""

    diarize: Annotated[bool, Option("--diarize", help="Tell who says what.")] = False
    speakers: Annotated[
        int | None,
        Option(
            "--speakers", "--speaker-num", "--num-speakers", min=1, help="So many people speak."
        ),
    ] = None
    min_speakers: Annotated[int | None, Option(min=1, help="At least so many people speak.")] = None
    max_speakers: Annotated[int | None, Option(min=1, help="At most so many people speak.")] = None
    emotion: Annotated[
        bool,
        Option(
            "--emotion",
            help="Guess how each phrase sounded beside its speaker's usual; tells speakers, too.",
        ),
    ] = False

    @property
    def is_diarized(self) -> bool:
        """Whether speakers are asked for, by their number, too."""
        asked = (self.diarize, self.emotion, self.speakers, self.min_speakers, self.max_speakers)
        return any(asked)


@dataclass(frozen=True, slots=True)
class Many:
    """Many recordings."""

    files_from: Annotated[
        str | None,
        Option(metavar="LIST", help="A file with one name a line, or NUL between; - is stdin."),
    ] = None
    watch: Annotated[
        str | None,
        Option(metavar="DIR", help="Transcribe what comes into a folder, until Ctrl-C."),
    ] = None
    force: Annotated[bool, Option("--force", help="Do finished work again.")] = False
    remember: Annotated[
        bool, Option("--remember", help="Take the transcripts into the content that answers.")
    ] = False
    json: Annotated[
        bool, Option("--json", help="Print a report on every recording as JSON, at the end.")
    ] = False
    jsonl: Annotated[
        bool, Option("--jsonl", help="Print each segment as it comes, one JSON object a line.")
    ] = False
    verbose: Annotated[
        bool, Option("--verbose", help="Print each segment with its times as it comes.")
    ] = False
    print_colors: Annotated[
        bool, Option("--print-colors", help="The same, words coloured from sure to unsure.")
    ] = False
    quiet: Annotated[
        bool, Option("--quiet", "-q", help="No progress and no summary; only what went wrong.")
    ] = False


@dataclass(frozen=True, slots=True)
class Searching:
    """How Whisper decodes."""

    beam_size: Annotated[int | None, Option(help="Width of the search, 5 if not given.")] = None
    patience: Annotated[float | None, Option(help="Factor on the candidates of the search.")] = None
    length_penalty: Annotated[
        float | None, Option(help="Exponent of the length in a candidate's score.")
    ] = None
    repetition_penalty: Annotated[
        float | None, Option(help="Above 1: what was written becomes less likely.")
    ] = None
    no_repeat_ngram_size: Annotated[
        int | None, Option(help="So many tokens in a row never come twice.")
    ] = None
    temperature: Annotated[
        float | None, Option(help="Above 0: chance takes part, and no two runs are equal.")
    ] = None
    best_of: Annotated[int | None, Option(help="Candidates at a temperature above 0.")] = None
    suppress_tokens: Annotated[
        str | None, Option(metavar="ID[,…]", help="Tokens never written; -1: odd symbols.")
    ] = None
    compression_ratio_threshold: Annotated[
        float | None, Option(help="Text that packs better is decoded again.")
    ] = None
    logprob_threshold: Annotated[
        float | None, Option(help="Text less probable is decoded again.")
    ] = None
    no_speech_threshold: Annotated[
        float | None, Option(help="Improbable text where silence is likelier is dropped.")
    ] = None
    vad_threshold: Annotated[
        float | None, Option(help="Probability above which sound counts as speech.")
    ] = None


@dataclass(frozen=True, slots=True)
class Running:
    """Where it runs."""

    device: Annotated[str | None, Option(help="auto, cpu or cuda.")] = None
    compute_type: Annotated[
        str | None, Option(help="Number type of CTranslate2, such as int8.")
    ] = None
    threads: Annotated[int | None, Option(help="CPU threads; 0 is all.")] = None
    batch_size: Annotated[
        int | None, Option(help="Passages recognised side by side; else as suits the device.")
    ] = None
    yes: Annotated[bool, Option("--yes", "-y", help="Download missing models without asking.")] = (
        False
    )
    off_the_record: Annotated[
        bool, Option("--off-the-record", help="Remember nothing of it, not even to go on later.")
    ] = False


NUMBERS = frozenset(
    item.name
    for group in (Writing, Hearing, Speaking, Many, Searching, Running)
    for item in fields(group)
    if get_type_hints(group)[item.name] in (int | None, float | None)
)
"""The options whose values are numbers; "None" as such a value means that it was not given."""
