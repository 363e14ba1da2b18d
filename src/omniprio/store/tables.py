"""The tables of a store, and the flat views that programs such as Power BI, DuckDB and Excel read."""

from __future__ import annotations

__all__ = ["OWNER", "TABLES", "VERSION"]

VERSION = 1
"""Of the tables; a file with a higher one was written by a newer omniprio."""
OWNER = int.from_bytes(b"omni")
"""Marks a file of SQLite as a store of ours; others have other numbers, or none."""

_TITLE = """
    CASE json_type(one.value, '$.title')
        WHEN 'object' THEN coalesce(json_extract(one.value, '$.title.en'), json_extract(one.value, '$.title.da'))
        ELSE json_extract(one.value, '$.title')
    END"""

TABLES = """
CREATE TABLE version (
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    number INTEGER NOT NULL,
    kept_at TEXT NOT NULL,
    kept_by TEXT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (kind, name, number)
);

CREATE VIEW kept AS
SELECT
    kind, name, number, kept_at, kept_by,
    number = max(number) OVER (PARTITION BY kind, name) AS is_latest
FROM version;

CREATE VIEW chosen AS
SELECT
    kept.name AS plan, kept.number, kept.kept_at, is_latest,
    json_extract(one.value, '$.id') AS initiative,
    TITLE AS title,
    json_extract(one.value, '$.start') AS start,
    json_extract(one.value, '$.start_label') AS start_label,
    json_extract(one.value, '$.finish') AS finish,
    json_extract(one.value, '$.mode') AS mode,
    json_extract(one.value, '$.cost') AS cost,
    json_extract(one.value, '$.reason') AS reason
FROM kept JOIN version USING (kind, name, number), json_each(document, '$.schedule') AS one
WHERE kept.kind = 'plan';

CREATE VIEW period AS
SELECT
    kept.name AS plan, kept.number, kept.kept_at, is_latest,
    json_extract(one.value, '$.period') AS period,
    json_extract(one.value, '$.label') AS label,
    json_extract(one.value, '$.distance') AS distance
FROM kept JOIN version USING (kind, name, number), json_each(document, '$.periods') AS one
WHERE kept.kind = 'plan';

CREATE VIEW money AS
SELECT
    kept.name AS plan, kept.number, kept.kept_at, is_latest,
    json_extract(one.value, '$.period') AS period,
    json_extract(one.value, '$.label') AS label,
    budget.key AS budget,
    budget.value AS spent,
    (SELECT value FROM json_each(one.value, '$.income') WHERE key = budget.key) AS income,
    (SELECT value FROM json_each(one.value, '$.left') WHERE key = budget.key) AS remains
FROM
    kept JOIN version USING (kind, name, number),
    json_each(document, '$.periods') AS one,
    json_each(one.value, '$.spending') AS budget
WHERE kept.kind = 'plan';
""".replace("TITLE", _TITLE)
"""`version` holds every document whole; the views show the plans among them, with a row for each initiative, period, budget."""
