"""Checks what the step `plots` of .ci/run made in the current folder: python look_at_plots.py FOLDER_OF_THE_RUN

Every picture is there and shows something, and the workbook holds what the tables hold, numbers as numbers.
"""

import csv
import json
import sys
from pathlib import Path

import matplotlib.image
import openpyxl

PICTURES = ["overview", "outcomes", "timeline", "beliefs"]


def look_at(path):
    """Fails unless a picture shows several colours, in the middle too, and nothing at its edges, where it would be cut."""
    pixels = matplotlib.image.imread(path)[:, :, :3]
    height, width, _ = pixels.shape
    assert height >= 250 and width >= 600, f"{path} is small: {width} × {height}"
    inner = pixels[height // 4 : -height // 4, width // 4 : -width // 4]
    colours = {tuple(pixel) for row in inner[::4] for pixel in row}
    assert len(colours) > 3, f"{path} has {len(colours)} colours"
    edges = [pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]]
    assert all((edge == 1).all() for edge in edges), f"{path} is cut"
    print(f"{path}: {width} × {height}")


def expected(kind, text):
    """What a cell of a sheet has to hold."""
    if text == "":
        return None
    if kind == "boolean":
        return text == "true"
    return text if kind == "string" else float(text)


def look_at_workbook(path, folder):
    """Fails unless each table of the folder is a sheet with the same cells."""
    workbook = openpyxl.load_workbook(path)
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    tables = package["resources"]
    assert workbook.sheetnames == ["about", "columns"] + [table["name"] for table in tables], workbook.sheetnames
    cells = 0
    for table in tables:
        sheet = workbook[table["name"]]
        assert sheet.freeze_panes == "A2", f"{sheet.title}: {sheet.freeze_panes}"
        kinds = [field["type"] for field in table["schema"]["fields"]]
        with open(folder / table["path"], encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        assert [cell.value for cell in sheet[1]] == header, sheet.title
        assert sheet.max_row == len(rows) + 1, sheet.title
        for number, row in enumerate(rows, start=2):
            for cell, kind, text in zip(sheet[number], kinds, row, strict=True):
                wanted = expected(kind, text)
                assert cell.value == wanted, f"{sheet.title}!{cell.coordinate}: {cell.value!r}, not {wanted!r}"
                assert cell.data_type != "f", f"{sheet.title}!{cell.coordinate} is a formula"
                cells += 1
    print(f"{path}: {len(tables)} tables, {cells} cells")


def main():
    for folder in ["python", "r"]:
        for name in PICTURES:
            look_at(Path(folder) / f"{name}.png")
    drawn = sorted(Path("notebook").glob("**/*.png"))
    assert len(drawn) == 2, drawn
    for path in drawn:
        look_at(path)
    look_at_workbook(Path("run.xlsx"), Path(sys.argv[1]))


main()
