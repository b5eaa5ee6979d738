"""An invented person's content, from which the tests of understanding take their vocabulary."""

from datetime import date

from voicecli.types import Block, Document, Record
from voicecli.understanding import vocabulary_of

TODAY = date(2025, 10, 15)

RECORDS = (
    Record("me", "person", "Ines Varga", summary="Builds instruments for people who garden."),
    Record(
        "mossmap", "projects", "MossMap",
        summary="A map of the mosses of a town, drawn from photographs.",
        technologies=("PyTorch", "PostgreSQL", "Node.js"), keywords=("plants", "maps"),
    ),
    Record(
        "beacon", "projects", "Beacon",
        summary="Switches a greenhouse heater by the price of electricity.",
        technologies=("Rust", "Go", "MQTT"), keywords=("energy", "greenhouse"),
    ),
    Record(
        "frostbell", "projects", "Frost Bell",
        summary="Rings before a night frost.",
        technologies=("C", "C++", "SQLite"), keywords=("weather station", "alarm"),
    ),
    Record(
        "optics", "experience", "Firmware engineer", organisation="Lindqvist Optics AB",
        summary="Wrote the software of microscopes.", technologies=("C++", "Kubernetes"),
    ),
    Record(
        "library", "experience", "Night librarian", organisation="Karlova Library",
        summary="Kept the reading room open.",
    ),
    Record(
        "languages", "skills", "Programming languages", technologies=("Rust", "C#", "TypeScript"),
    ),
    Record("spoken", "skills", "Spoken languages", keywords=("Estonian", "Hungarian")),
    Record(
        "tartu", "education", "MSc Botany", organisation="University of Tartu",
        summary="Thesis on the drying of moss.", technologies=("MATLAB",),
    ),
    Record(
        "moss-paper", "publications", "Counting mosses from a bicycle",
        organisation="Nordic Botany Letters", summary="Compares four cameras.",
        technologies=("OpenCV", "FastAPI"),
    ),
)  # fmt: skip

RULES = Document(
    path="allotment.md",
    title="Rules of the allotment garden",
    blocks=(
        Block("Water may be drawn from six in the morning until ten.", 3),
        Block("A hedge may be as high as 140 centimetres.", 5),
        Block("Whoever loses the key of the tool shed pays 30 euros to Mirjam.", 7),
        Block("Compost is turned together on the first Saturday of May.", 9),
    ),
)

VOCABULARY = vocabulary_of([Document("ines.json", "ines", records=RECORDS), RULES])
