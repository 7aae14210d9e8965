"""Holds the machine formats of one folder against schemas and readers that others wrote, and their numbers together.

check_formats.py SCHEMAS FOLDER     SCHEMAS holds the XML schemas
check_formats.py --spoil WORKSPACE  puts hostile text into the answers and the names of files of a copy
"""

import collections
import csv
import json
import pathlib
import sys
import urllib.parse

HOSTILE = [
    "=cmd|' /C calc'!A0",
    "+1",
    "-1+1",
    "@SUM(A1)",
    "</td><script>alert(1)</script>",
    "]]><!--",
    "&amp; <b>x</b> \\u202e gnp.exe",
    "| a | b |",
    "[x](https://example.org) ![y](z) {0} {{ 7*7 }}",
    "\\x1b[2J \\x07 \\0 \\u200b \\uffff",
    "\\U0001F468\\u200D\\U0001F469 W" + "o" * 10_000,
]


def spoil(workspace):
    """Every comment becomes hostile, and so do some names of files."""
    answers = workspace / "answers.yaml"
    lines, at, within = [], 0, None
    for line in answers.read_text().splitlines():
        indent = len(line) - len(line.lstrip())
        if within is not None and indent > within:
            continue
        within = None
        if line.strip().startswith("comment:"):
            within = indent
            line = f'{line[:indent]}comment: "{HOSTILE[at % len(HOSTILE)]}"'
            at += 1
        lines.append(line)
    assert at >= len(HOSTILE), f"only {at} comments"
    answers.write_text("\n".join(lines) + "\n")
    for name in ("=1+1.csv", "<b>&.csv", "a\u202egpj.csv", "%20#?.csv", "b;\"c\",d.csv", "| x |.csv"):
        (workspace / "evidence" / name).write_text("Device name,OS,Encrypted\n=2+2,<i>,False\n")


def junit(schemas, folder):
    import junitparser
    from lxml import etree

    file = folder / "report.junit.xml"
    crate = schemas / "vendor/junit-report/tests"
    jenkins = schemas / "pytest-8.4.2/testing/example_scripts/junit-10.xsd"
    for schema in (crate / "JUnit.xsd", jenkins):
        etree.XMLSchema(etree.parse(schema)).assertValid(etree.parse(file))
    # The schema of the Ant task, in the form that is in the package, is older than skipped cases.
    tree = etree.parse(file)
    for skipped in list(tree.iter("skipped")):
        skipped.getparent().remove(skipped)
    for suite in tree.iter("testsuite"):
        del suite.attrib["skipped"]
    etree.XMLSchema(etree.parse(crate / "JUnit-alternative.xsd")).assertValid(tree)

    suites = list(junitparser.JUnitXml.fromfile(str(file)))
    for suite in suites:
        said = (suite.tests, suite.failures, suite.errors, suite.skipped)
        suite.update_statistics()
        assert said == (suite.tests, suite.failures, suite.errors, suite.skipped), suite.name
    return suites


def tables(folder):
    found = {}
    for name in ("answers", "findings", "evidence", "plan"):
        raw = (folder / f"report-{name}.csv").read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf"), f"{name} has no mark of its encoding"
        rows = list(csv.reader(raw.decode("utf-8-sig").splitlines(keepends=True), strict=True))
        assert len({len(row) for row in rows}) == 1, f"{name} is ragged"
        for row in rows[1:]:
            assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row), row
        found[name] = rows
    return found


def workbook(folder, csv_tables):
    import openpyxl

    book = openpyxl.load_workbook(folder / "report.xlsx")
    assert book.sheetnames == ["Summary", "Answers", "Findings", "Evidence", "Plan"], book.sheetnames
    for sheet in book:
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row), f"{sheet.title} has a formula"
    for name, rows in csv_tables.items():
        sheet = book[name.capitalize()]
        assert sheet.freeze_panes.endswith("2") and sheet.auto_filter.ref, sheet.title
        assert sheet.max_row == len(rows) and sheet.max_column == len(rows[0]), f"{name} differs from its CSV"
        assert [cell.value for cell in sheet[1]] == rows[0], name


def sarif(folder):
    run = json.loads((folder / "report.sarif").read_text())["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(rules) == len(set(rules)), "two rules of one name"
    prints = [result["partialFingerprints"]["dsptProblem/v1"] for result in run["results"]]
    assert len(prints) == len(set(prints)), "two results of one name"
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        assert (result["kind"] == "fail") == (result["level"] != "none"), result
        (location,) = result["locations"]
        uri = location["physicalLocation"]["artifactLocation"]["uri"]
        assert urllib.parse.quote(urllib.parse.unquote(uri), safe="/~") == uri, uri
    return run


def summary(folder):
    from markdown_it import MarkdownIt

    text = (folder / "report.summary.md").read_text()
    assert len(text.encode()) < 1024 * 1024
    assert "0 of 0" not in text
    # Only what folds the lists is markup of ours; nothing that somebody typed is.
    html = {token.content.strip() for token in MarkdownIt("commonmark").enable("table").parse(text) if token.type == "html_block"}
    for block in html:
        for line in block.splitlines():
            assert line in ("<details>", "</details>") or line.startswith("<summary>") and line.count("<") == 2, line
    inline = [t for token in MarkdownIt("commonmark").enable("table").parse(text) for t in token.children or ()]
    assert not any(t.type in ("html_inline", "link_open", "image") for t in inline), "markup from outside"
    return text


def main():
    if sys.argv[1] == "--spoil":
        return spoil(pathlib.Path(sys.argv[2]))
    schemas, folder = map(pathlib.Path, sys.argv[1:])
    report = json.loads((folder / "report.json").read_text())
    counts = report["counts"]
    suites, csvs, run, text = junit(schemas, folder), tables(folder), sarif(folder), summary(folder)
    workbook(folder, csvs)

    items = [i for s in report["sections"] for a in s["assertions"] for i in a["items"]]
    findings = [f for check in report["checks"] for f in check["findings"]]
    problems = collections.Counter(result["properties"]["problem"] for result in run["results"])
    head, *answers = csvs["answers"]
    counted = [dict(zip(head, row)) for row in answers]
    counted = [row for row in counted if row["Counts"] == "yes"]
    if report.get("counted") is None:
        assert problems["not-met"] == counts["not_met"], (problems, counts)
        assert problems["unanswered"] == counts["unanswered"], (problems, counts)
        assert problems["stated-only"] == counts["stated_only"], (problems, counts)
        failed = counts["not_met"] + counts["unanswered"] + len(report["contradictions"])
        assert sum(suite.failures for suite in suites[:-1]) == failed
        assert str(counts["mandatory"]) in text
    assert len(answers) == len(items) == sum(suite.tests for suite in suites[:-1])
    assert len(counted) == counts["mandatory"], len(counted)
    assert len(csvs["findings"]) - 1 == len(findings)
    assert len(csvs["evidence"]) - 1 == len(report["files"])
    assert len(csvs["plan"]) - 1 == len(report["actions"]) == report["plan"]["actions"]
    assert problems["fails"] == sum(check["tally"]["fail"] for check in report["checks"])
    assert problems["warns"] == sum(check["tally"]["warn"] for check in report["checks"])
    assert run["properties"]["counts"] == counts


if __name__ == "__main__":
    main()
