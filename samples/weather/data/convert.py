#!/usr/bin/env python3
"""Writes days.csv and hours.csv from the npm package vega-datasets 3.2.1.

    npm pack vega-datasets@3.2.1 && tar xzf vega-datasets-3.2.1.tgz
    python3 convert.py package/data

Values are copied as they are; only columns are renamed and the two files laid side by side.
"""
import csv
import pathlib
import sys

HERE = pathlib.Path(__file__).parent
STATIONS = {"Seattle": "seattle", "New York": "new-york"}


def days(source):
    """One row a day and station, by station and date."""
    with open(source / "weather.csv", newline="") as rows:
        read = sorted(csv.DictReader(rows), key=lambda row: (row["location"], row["date"]))
    with open(source / "seattle-weather.csv", newline="") as rows:
        seattle = list(csv.DictReader(rows))
    both = [row for row in read if row["location"] == "Seattle"]
    assert [{k: row[k] for k in seattle[0]} for row in both] == seattle, "the files disagree"
    for row in read:
        yield [
            STATIONS[row["location"]],
            row["date"],
            row["temp_max"],
            row["temp_min"],
            row["precipitation"],
            row["wind"],
            row["weather"],
        ]


def hours(source):
    """One row an hour of the normal year at Seattle."""
    with open(source / "seattle-weather-hourly-normals.csv", newline="") as rows:
        for row in csv.DictReader(rows):
            yield [
                "seattle-normal",
                row["date"] + "Z",
                row["temperature"],
                row["pressure"],
                row["wind"],
            ]


def write(name, head, rows):
    with open(HERE / name, "w", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)


source = pathlib.Path(sys.argv[1])
write(
    "days.csv",
    "station date highCelsius lowCelsius rainMillimetres windMetresPerSecond sky".split(),
    days(source),
)
write("hours.csv", "station time celsius hectopascals windMetresPerSecond".split(), hours(source))
