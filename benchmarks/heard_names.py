"""How many names are found again in what a recogniser made of them.

    python benchmarks/heard_names.py [--hear] [--heard FILE] [--wrong]

`--hear` says each name in a question, with Piper and, where it is installed, with espeak-ng, lets
Whisper (tiny.en and base) write it down, and keeps that in FILE. Without it the names in FILE are
looked for in a vocabulary of all of them: recall of what was said, how often what was not said is
found as well, and how often names are found in questions that name none.
"""

# ruff: noqa: E501  # lists of names and questions

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import wave
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import numpy as np

from voicecli.audio.resample import resample
from voicecli.config import load
from voicecli.types import SAMPLE_RATE, Samples, Sentence, Utterance
from voicecli.understanding import Vocabulary, understand
from voicecli.understanding.normalise import fold

HEARD = Path(__file__).with_suffix(".jsonl")
MODELS = ("whisper-tiny.en", "whisper-base")
CARRIERS = ("Does she know {}?", "Show me the {} projects.")

NAMES = tuple(
    name.strip()
    for name in """
    Ableton Live, Airtable, Altium Designer, Android Studio, Angular, Ansible, Apache Kafka, Arduino,
    ArcGIS, AutoCAD, AWS Lambda, Azure, Babylon.js, Bash, BigQuery, Blender, Bootstrap, Bokeh, C#,
    C++, CakePHP, Cassandra, Celery, Clojure, CMake, COBOL, CockroachDB, Cubase, CUDA, Cypress, D3.js,
    Dart, DaVinci Resolve, Databricks, Debian, Delphi, Django, Docker, Drupal, DuckDB, Dynamo,
    Elasticsearch, Electron, Elixir, Elm, Erlang, ESP32, Excel, FastAPI, FFmpeg, Figma, Firebase,
    Flask, Flutter, Fortran, FreeCAD, Fusion 360, Gatsby, GIMP, GitLab, Go, Godot, Grafana, GraphQL,
    Groovy, Hadoop, Haskell, Heroku, HTML, Hugging Face, Illustrator, InDesign, InfluxDB, Inkscape,
    Java, JavaScript, Jenkins, Jupyter, Julia, Keras, KiCad, Kotlin, Kubernetes, LabVIEW, LaTeX,
    Laravel, LightGBM, Linux, Logic Pro, Lua, MariaDB, MATLAB, Maya, Minitab, MongoDB, MuseScore,
    MySQL, NetCDF, Next.js, Node.js, NumPy, Nginx, NVivo, Objective-C, OCaml, ONNX, OpenCV, OpenMP,
    OpenStreetMap, Oracle, pandas, Perl, Photoshop, PHP, PostgreSQL, Postman, Power BI, Prolog,
    Prometheus, Pro Tools, PyTorch, QGIS, Qt, R, RabbitMQ, Raspberry Pi, React, Redis, Revit, ROS,
    Ruby on Rails, Rust, SAP, Scala, scikit-learn, Selenium, Sibelius, SketchUp, SolidWorks, Spark,
    SPSS, SQLite, Stan, Stata, Svelte, Swift, Tableau, TensorFlow, Terraform, Three.js, TypeScript,
    Unity, Unreal Engine, Verilog, VHDL, Vue.js, WebAssembly, WordPress, Xcode, XGBoost, YOLO, Zig
    """.split(",")
)

ORDINARY = """
    where did she study|what has she built|does she speak French|who is she|how old is the dog
    when does the office open on Saturday|how much does it cost to come in after six
    can I see what is new|what should I do if the power goes out|tell me a little more about that
    is it true that she goes to work by bike|the rest of the story please|who was missing last week
    which of her papers is cited most|show me everything since last spring|what about the year before
    how do I clean the filter|what happens to things that nobody wants|may I bring a friend along
    did the committee agree on a date|what did they say about the price|where is the nearest exit
    how long do I have to bake it|can she swing a hammer|does she react well to stress
    was there a spark between them|is the view from the tower nice|what does she do in the evening
    has she flown to Paris|did the rain ruin the picnic|why was the meeting put off
    I lost my ticket, what now|can we pay in cash|who keeps the key of the shed
    how many people came to the party|what colour is the new door|does the shop sell rulers
    is the soup hot enough|how do you say thank you in Welsh|who painted the wall red
    what is the next step|do I need a coat today|how do we get there from here
    did he ever act in a play|what did the boy find in the cellar|is there a bus at night
    are there any rules about noise|has the oven been on all day|which road is the shortest
    why is the lamp flashing|does the bread keep for a week|who signs the form
    what is the best way to store apples|how heavy is the box|can I exchange a present
    did she mention any awards|what was her part in the team|who laid the foundation stone
    what is a fair rent|does the contract end in May|how do I switch the language
    where can I park the car|is her handwriting easy to read|how soon can she start
    what makes her different|did she lead a group of ten|would she move to another city
    show me the best projects|list the biggest projects|what are her main projects
    show me the open source projects|does she know anyone there|does she know French and Dutch
    what did she make with wood|does she know how to swim|any garden projects|her summer projects
    which projects did she do in winter|does he know the rules|show me the school projects
    what did she use in the kitchen|is she good with children|does she know her neighbours
    has she ever failed at something|what does her day look like|how does she handle conflict
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hear", action="store_true", help="say and hear the names again")
    parser.add_argument("--heard", type=Path, default=HEARD, help="where that is kept")
    parser.add_argument("--wrong", action="store_true", help="list what was not found")
    asked = parser.parse_args()
    if asked.hear:
        hear(asked.heard)
    report(asked.heard, wrong=asked.wrong)
    return 0


def report(file: Path, *, wrong: bool) -> None:
    vocabulary = Vocabulary(technologies=NAMES)
    found: dict[str, list[bool]] = defaultdict(list)
    others = 0
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    for line in lines:
        told = technologies(line["heard"], vocabulary)
        right = line["name"] in told
        exact = fold(line["name"]) in fold(line["heard"])
        others += len(told - {line["name"]})
        found[f"{line['voice']}, {line['model']}"].append(right)
        found["all"].append(right)
        found["written as it is spelled"].append(exact)
        if not exact:
            found["of those misheard"].append(right)
        if wrong and (not right or told - {line["name"]}):
            print(f"{line['name']:18}{line['heard']!r}: {sorted(told)}")
    for name, results in sorted(found.items()):
        print(f"{name:34}{sum(results) / len(results):.3f}  (n={len(results)})")
    print(f"{'not said, but found':34}{others / len(lines):.3f}")
    spurious = [(one, told) for one in ordinary() if (told := technologies(one, vocabulary))]
    print(f"{'found in ordinary questions':34}{len(spurious) / len(list(ordinary())):.3f}")
    for question, told in spurious:
        print(f"  {question}: {sorted(told)}")


def technologies(question: str, vocabulary: Vocabulary) -> set[str]:
    found = understand(question, vocabulary, date(2025, 1, 1))
    return set(found.slots.get("technologies", ()))


def ordinary() -> Iterator[str]:
    for line in ORDINARY.strip().splitlines():
        yield from (part.strip() for part in line.split("|"))


def hear(file: Path) -> None:
    """Say every name in one of the questions, and keep what each model wrote."""
    from voicecli.stt.whisper import WhisperRecognizer
    from voicecli.turn import Turn

    config = load().config
    with _voices() as voices, file.open("w", encoding="utf-8") as out:
        ears = [WhisperRecognizer(config.models_folder / name, config.stt, 2) for name in MODELS]
        for number, name in enumerate(NAMES):
            text = CARRIERS[number % len(CARRIERS)].format(name)
            for voice, say in voices.items():
                samples = say(text)
                for ear in ears:
                    utterance = Utterance(samples, 0, len(samples), "silence")
                    heard = ear.transcribe(utterance, Turn()).text
                    line = {"name": name, "voice": voice, "model": ear.name, "heard": heard}
                    print(json.dumps(line, ensure_ascii=False), file=out, flush=True)


Say = Callable[[str], Samples]


@contextmanager
def _voices() -> Iterator[dict[str, Say]]:
    from voicecli.assembly import open_synthesizer
    from voicecli.turn import Turn

    with open_synthesizer(load().config) as piper:

        def say(text: str) -> Samples:
            chunks = [chunk.samples for chunk in piper.synthesize(Sentence(0, text), Turn())]
            return resample(np.concatenate(chunks), piper.sample_rate, SAMPLE_RATE)

        voices: dict[str, Say] = {"piper": say}
        if shutil.which("espeak-ng"):
            voices["espeak-ng"] = _say_with_espeak
        yield voices


def _say_with_espeak(text: str) -> Samples:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "said.wav")
        subprocess.run(["espeak-ng", "-v", "en-us", "-s", "150", "-w", file, text], check=True)
        with wave.open(str(file)) as sound:
            samples = np.frombuffer(sound.readframes(sound.getnframes()), np.int16)
            return resample(
                samples.astype(np.float32) / np.float32(2**15), sound.getframerate(), SAMPLE_RATE
            )


if __name__ == "__main__":
    sys.exit(main())
