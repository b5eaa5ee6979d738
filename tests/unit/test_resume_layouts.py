"""Layouts of résumés in which posts and papers were lost: tables of labels, pages set near."""

import io

import pytest
from fpdf import FPDF

from voicecli.documents.readers import read_whole
from voicecli.interview.papers.claims import read_resume
from voicecli.interview.plan import Claim

pytestmark = pytest.mark.unit

HEAD = "# Ada Quist\n\nada@example.com\n\n## Work experience\n\n"
BAKER = "Baker, Crust Ltd, 2006 – 2016\n\n"


def claims(text: str, kind: str) -> list[Claim]:
    resume = read_resume(read_whole(text.encode(), "cv.md"))
    return [claim for claim in resume.claims if claim.kind == kind]


def roles(text: str) -> list[tuple[str, str, str, str]]:
    return [(c.title, c.organisation, c.start, c.end) for c in claims(text, "role")]


def test_two_years_of_a_standard_are_no_time_of_work() -> None:
    table = (
        "| | |\n|---|---|\n| Dates | 09/2019 – 01/2021 |\n| Position | Freight Forwarder |\n"
        "| Main activities | Sea freight to Norway, Incoterms 2010 and 2020 |\n"
        "| Employer | Gdynia Container Lines |\n"
    )
    assert roles(HEAD + table) == [
        ("Freight Forwarder", "Gdynia Container Lines", "2019-09", "2021-01")
    ]


def test_the_first_row_of_a_table_of_labels_is_no_head() -> None:
    table = "| Dates | 2019 – 2022 |\n|---|---|\n| Occupation | Cook |\n| Employer | Anna Inn |\n"
    assert roles(HEAD + table) == [("Cook", "Anna Inn", "2019", "2022")]


def test_a_labelled_employer_may_have_a_long_name() -> None:
    text = (
        "1. Organisation: Godavari Dairy Products Pvt. Ltd., Nashik\nDesignation: Executive\n"
        "Duration: July 2021 to June 2023\n- Tested milk\n"
    )
    organisation = "Godavari Dairy Products Pvt. Ltd., Nashik"
    assert roles(HEAD + text) == [("Executive", organisation, "2021-07", "2023-06")]


def test_a_post_set_behind_a_sentence_is_one_of_its_own() -> None:
    text = (
        "Climber, Moorland Arb, March 2020 – May 2023\n"
        "Climbed most days with the groundies. Groundsman, Dart Tree Services, 2018 – 2020\n"
    )
    assert roles(HEAD + text)[1] == ("Groundsman", "Dart Tree Services", "2018", "2020")


def test_who_was_self_employed_has_a_trade() -> None:
    assert roles(HEAD + "Carpenter, self-employed, 2006 – 2016\n")[0][0] == "Carpenter"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Driving licence: B", "Driving licence: B"),
        ("## Driving licence\n\nFull, category B", "Driving licence: Full, category B"),
        ("Clean UK driving licence", "Clean UK driving licence"),
        ("## Training\n\nSafe Pass, manual handling, SMSTS", "SMSTS"),
    ],
)
def test_a_paper_is_told_by_its_label_and_wherever_it_stands(text: str, told: str) -> None:
    assert told in [claim.text for claim in claims(HEAD + BAKER + text, "certificate")]


def test_languages_may_stand_among_certificates() -> None:
    text = (
        "## Certifications\n\n- MS-CIT, 2013\n\nLanguages Known: Marathi (mother tongue), Hindi\n"
    )
    told = [claim.names for claim in claims(HEAD + BAKER + text, "language")]
    assert told == [("Marathi",), ("Hindi",)]


def test_a_heading_right_over_a_table_of_a_page_is_none_of_its_cells() -> None:
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("Helvetica", "", 11)
    for line in ("Ada Quist", "Experience", "Baker, Crust Ltd, 2006 - 2016"):
        pdf.multi_cell(0, 5.5, line, new_x="LMARGIN", new_y="NEXT")
    pdf.set_font(style="B")
    pdf.multi_cell(0, 6, "Academic Qualifications", new_x="LMARGIN", new_y="NEXT")
    pdf.set_font(style="")
    with pdf.table(borders_layout="NONE", first_row_as_headings=False) as table:
        for row in (
            ("Examination", "University", "Year"),
            ("M.Sc. (Food Science)", "University of Pune", "2018"),
            ("B.Tech. (Dairy)", "University of Nashik", "2016"),
        ):
            table.row(row)
    raw = io.BytesIO(bytes(pdf.output())).getvalue()
    told = read_resume(read_whole(raw, "cv.pdf")).claims
    assert [c.title for c in told if c.kind == "education"] == [
        "M.Sc. (Food Science)",
        "B.Tech. (Dairy)",
    ]


def test_dates_in_two_columns_are_one_time_under_any_heading_of_service() -> None:
    text = (
        "# Iain Drever\n\n## Sea service\n\n| Vessel | Company | Rank | From | To |\n"
        "|---|---|---|---|---|\n| Tern, PSV | Halcyon | Second Engineer | 09/2021 | 03/2023 |"
    )
    assert roles(text) == [("Second Engineer", "Halcyon", "2021-09", "2023-03")]


def test_posts_of_three_lines_need_no_heading() -> None:
    text = (
        "Mireille Comeau\nHalifax\n\nWhat I did\n\nLine Cook\nThe Blue Heron, Chester\n"
        "2019 to 2022\n\nPapers\n\nNova Scotia Food Handler, valid until 2027\n\n"
        "Languages: French\n"
    )
    resume = read_resume(read_whole(text.encode(), "cv.txt")).claims
    assert [(c.title, c.start, c.end) for c in resume if c.kind == "role"] == [
        ("Line Cook", "2019", "2022")
    ]
    assert [c.title for c in resume if c.kind == "certificate"] == ["Nova Scotia Food Handler"]


def test_a_column_of_schools_is_where_a_teacher_worked() -> None:
    table = "| Year | Post | School |\n|---|---|---|\n| 2014–20 | Teacher | Park Academy |\n"
    assert roles(HEAD + table) == [("Teacher", "Park Academy", "2014", "2020")]


def test_an_at_sign_stands_before_the_employer() -> None:
    assert roles(HEAD + "HCA @ Elm Care Home [2016 → 2019]\n")[0][:2] == ("HCA", "Elm Care Home")
