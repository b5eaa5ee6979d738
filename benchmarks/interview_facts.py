"""What is found of résumés and job descriptions of many professions, and what is invented.

    python benchmarks/interview_facts.py [FOLDER …] [--layouts all] [--show] [--resumes]
        [--plan N [--llm NAME]]

Each folder below benchmarks/interviews/pairs (more in held_out* and more_pairs) holds job.md,
resume.md and gold.toml. Both texts are set as PDF and DOCX by fpdf2 and python-docx
(`interview_papers.py`), in the layout that the gold names or in all five, and read as a person's
files are. A gold line is "must|nice kind years: words". A requirement that is found says one of
its alternatives (" / "), each with all of its words (" + "), in any order. A requirement that no
gold line says is invented.

`--resumes` also reads the résumés of the pairs whose gold names their posts ("title | employer |
start | end") and how they meet what is asked ("met: words of a requirement").

`--plan N` also makes the plans of the first N pairs as `voicecli interview plan` does, with the
profile `tiny` and no language model, and tells the seconds; `--llm NAME` with that model instead.
"""

import argparse
import tempfile
import time
import tomllib
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path

from interview_papers import LAYOUTS, as_docx, as_pdf

from voicecli.assembly import open_embedder
from voicecli.assembly.interviews import make_plan
from voicecli.config import load
from voicecli.interview.fit.matching import match
from voicecli.interview.papers.claims import read_resume
from voicecli.interview.papers.reading import read_paper
from voicecli.interview.papers.requirements import read_job
from voicecli.interview.plan import Claim, Job, Requirement

TODAY = date(2025, 10, 1)
"""The day that the posts and fits of the gold were told for."""
PAIRS = Path(__file__).parent / "interviews" / "pairs"


@dataclass(frozen=True)
class Gold:
    """A requirement that a job description has."""

    text: str
    kinds: tuple[str, ...]
    must: bool
    years: float | None
    words: tuple[tuple[str, ...], ...]

    def is_said_by(self, text: str) -> bool:
        """Whether a text says one of the alternatives."""
        plain = text.lower().replace("’", "'")
        return any(all(word in plain for word in words) for words in self.words)


def gold_of(line: str) -> Gold:
    """The requirement that a gold line tells."""
    head, _, tail = line.partition(":")
    parts = head.split()
    years = float(parts[-1]) if parts[-1].replace(".", "").isdigit() else None
    kinds = tuple((parts[1] if parts[0] in ("must", "nice") else parts[0]).split("/"))
    words = tuple(
        tuple(word.strip().lower() for word in way.split(" + ")) for way in tail.split(" / ")
    )
    return Gold(line, kinds, parts[0] != "nice", years, words)


@dataclass
class Score:
    """What was found of how much."""

    gold: int = 0
    found: int = 0
    told: int = 0
    invented: int = 0
    kinds: int = 0
    musts: int = 0
    years: int = 0
    with_years: int = 0
    titles: int = 0
    companies: int = 0
    papers: int = 0
    unliteral: int = 0
    """Quotes that do not stand in their paper."""
    seconds: float = 0.0
    """Of the processor, to read them all."""
    missed: list[str] = field(default_factory=list)
    made_up: list[str] = field(default_factory=list)
    otherwise: list[str] = field(default_factory=list)
    """What was found but told otherwise: another kind, a must for a wish, other years, a title."""

    def add(self, job: Job, golds: list[Gold], title: str, company: str, where: str) -> None:
        """Compare a job with the gold of its paper."""
        self.papers += 1
        self.titles += title.lower() in job.title.lower()
        self.companies += company.lower() in job.company.lower()
        for gold_name, told in ((title, job.title), (company, job.company)):
            if gold_name.lower() not in told.lower():
                self.otherwise.append(f"{where}: {gold_name} is called {told!r}")
        self.gold += len(golds)
        for gold in golds:
            said = [one for one in job.requirements if gold.is_said_by(one.text)]
            if not said:
                self.missed.append(f"{where}: {gold.text}")
                continue
            self.found += 1
            is_kind = any(one.kind in gold.kinds for one in said)
            is_must = any(one.must == gold.must for one in said)
            self.kinds += is_kind
            self.musts += is_must
            if not (is_kind and is_must):
                told_as = [f"{'must' if one.must else 'nice'} {one.kind}" for one in said]
                self.otherwise.append(f"{where}: {gold.text} is {', '.join(told_as)}")
            if gold.years is not None:
                self.with_years += 1
                is_years = any(one.years == gold.years for one in said)
                self.years += is_years
                if not is_years:
                    self.otherwise.append(f"{where}: {gold.text}: years otherwise")
        self.told += len(job.requirements)
        for one in job.requirements:
            if not any(gold.is_said_by(one.text) for gold in golds):
                self.invented += 1
                self.made_up.append(f"{where}: {one.text}")

    def include(self, other: "Score") -> None:
        """Take in what was found elsewhere."""
        for one in fields(self):
            setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))


def share(part: int, whole: int) -> str:
    """A part of a whole, in percent."""
    return f"{100 * part / whole:5.1f} %" if whole else "    –  "


def literal(requirements: tuple[Requirement, ...], path: Path) -> int:
    """How many quotes do not stand in the document as it is read."""
    text = " ".join(" ".join(b.text.split()) for b in read_paper(path).blocks)
    return sum(" ".join(one.place.quote.split()) not in text for one in requirements)


def count_resumes(folders: list[Path]) -> None:
    """Print how many posts of résumés are read right, and how many requirements judged so."""
    posts, right_posts, invented, fits, right_fits, opposite = 0, 0, 0, 0, 0, 0
    with tempfile.TemporaryDirectory() as place, open_embedder(load().config) as embedder:
        for folder in folders:
            gold = tomllib.loads((folder / "gold.toml").read_text("utf-8"))
            for suffix, made in (("pdf", as_pdf), ("docx", as_docx)) if "roles" in gold else ():
                papers = {}
                for paper in ("resume", "job"):
                    path = Path(place, f"{folder.name}-{paper}.{suffix}")
                    text = (folder / f"{paper}.md").read_text("utf-8")
                    path.write_bytes(made(text, gold["layout"][paper]))
                    papers[paper] = read_paper(path)
                resume, job = read_resume(papers["resume"]), read_job(papers["job"])
                roles = [claim for claim in resume.claims if claim.kind == "role"]
                found = [role for role in roles if any(_is_post(role, g) for g in gold["roles"])]
                posts, right_posts = posts + len(gold["roles"]), right_posts + len(found)
                invented += len(roles) - len(found)
                matches = match(job, resume, embedder, TODAY)
                for line in gold["fits"]:
                    fit, _, words = line.partition(": ")
                    told = {
                        one.fit for one in matches
                        if words.lower() in job.requirements[one.requirement].text.lower()
                    }  # fmt: skip
                    fits, right_fits = fits + 1, right_fits + (fit in told)
                    opposite += fit not in told and {"met": "missing"}.get(fit, "met") in told
    print(f"posts: {share(right_posts, posts)} of {posts} right, {invented} told otherwise")
    print(f"fits: {share(right_fits, fits)} of {fits} right, {share(opposite, fits)} opposite")


def _is_post(role: Claim, line: str) -> bool:
    title, employer, start, end = (part.strip().lower() for part in line.split("|"))
    ends = role.ongoing if end == "now" else not role.ongoing and role.end.startswith(end)
    is_there = title in role.title.lower() and employer in role.organisation.lower()
    return is_there and role.start.startswith(start) and ends


def time_plans(folders: list[Path], llm: str) -> None:
    """Print the seconds until each plan is ready, models loaded in them."""
    flags = {"models.profile": "tiny"} | ({"llm.model": llm} if llm else {})
    config = load(flags=flags).config
    print(f"\nplans with {llm or 'the profile tiny and no language model'}")
    with tempfile.TemporaryDirectory() as place:
        for folder in folders:
            layout = tomllib.loads((folder / "gold.toml").read_text("utf-8"))["layout"]
            papers = {}
            for paper, made, suffix in (("resume", as_docx, "docx"), ("job", as_pdf, "pdf")):
                papers[paper] = Path(place, f"{folder.name}-{paper}.{suffix}")
                text = (folder / f"{paper}.md").read_text("utf-8")
                papers[paper].write_bytes(made(text, layout[paper]))
            begun, cpu = time.perf_counter(), time.process_time()
            plan = make_plan(config, papers["resume"], papers["job"], use_llm=bool(llm))
            wall, used = time.perf_counter() - begun, time.process_time() - cpu
            by = sum(q.by == "llm" for topic in plan.topics for q in topic.questions)
            count = sum(len(topic.questions) for topic in plan.topics)
            print(f"{folder.name:22} {wall:6.1f} s (CPU {used:.1f} s), {len(plan.topics)} topics, "
                  f"{count} questions, {by} written by the model")  # fmt: skip


def read_pair(folder: Path, place: Path, *, all_layouts: bool) -> Score:
    """What is found of a job description, set in its layout or in all of them."""
    gold = tomllib.loads((folder / "gold.toml").read_text("utf-8"))
    golds = [gold_of(line) for line in gold["requirements"]]
    markdown = (folder / "job.md").read_text("utf-8")
    found = Score()
    for layout in LAYOUTS if all_layouts else (gold["layout"]["job"],):
        for suffix, made in (("pdf", as_pdf), ("docx", as_docx)):
            path = place / f"{folder.name}-{layout}.{suffix}"
            path.write_bytes(made(markdown, layout))
            begun = time.process_time()
            job = read_job(read_paper(path))
            found.seconds += time.process_time() - begun
            found.add(job, golds, gold["title"], gold["company"], path.name)
            found.unliteral += literal(job.requirements, path)
    return found


def print_pair(name: str, found: Score) -> None:
    """Print a line of the table."""
    recall, invented = share(found.found, found.gold), share(found.invented, found.told)
    print(f"{name:22} {recall:>8} {invented:>9}")


def print_total(total: Score, *, show: bool) -> None:
    """Print what all pairs come to, and with `show` what was missed, made up, told otherwise."""
    print(f"papers {total.papers}, gold requirements {total.gold}, told {total.told}")
    kinds, musts = share(total.kinds, total.found), share(total.musts, total.found)
    years = share(total.years, total.with_years)
    print(f"of those found: kind right {kinds}, must or nice right {musts}, years right {years}")
    titles, companies = share(total.titles, total.papers), share(total.companies, total.papers)
    print(f"title {titles}, company {companies}")
    seconds = total.seconds / total.papers
    print(f"quotes not literal: {total.unliteral}; CPU seconds a paper: {seconds:.3f}")
    if show:
        print("\nmissed", *total.missed, sep="\n  ")
        print("\ninvented", *total.made_up, sep="\n  ")
        print("\ntold otherwise", *total.otherwise, sep="\n  ")


def main() -> None:
    """Read all pairs and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--layouts", choices=("gold", "all"), default="gold")
    parser.add_argument(
        "--show", action="store_true", help="what was missed, made up and told otherwise"
    )
    parser.add_argument("--resumes", action="store_true", help="posts and fits, too")
    parser.add_argument("--plan", type=int, default=0, metavar="N", help="time N plans")
    parser.add_argument("--llm", default="", metavar="NAME", help="a model of the catalogue")
    given = parser.parse_args()
    folders = given.folders or sorted(p.parent for p in PAIRS.glob("*/gold.toml"))
    total = Score()
    print(f"{'pair':22} {'recall':>8} {'invented':>9}")
    with tempfile.TemporaryDirectory() as place:
        for folder in folders:
            found = read_pair(folder, Path(place), all_layouts=given.layouts == "all")
            print_pair(folder.name, found)
            total.include(found)
    print_pair("all", total)
    print_total(total, show=given.show)
    if given.resumes:
        count_resumes(folders)
    if given.plan:
        time_plans(folders[: given.plan], given.llm)


if __name__ == "__main__":
    main()
