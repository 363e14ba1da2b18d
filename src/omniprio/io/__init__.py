"""Plans and portfolios in and out: tables, spreadsheets, data frames and files of other tools."""

from omniprio.io.csv_files import read_csv, read_csv_file, write_csv, write_plan_csv
from omniprio.io.excel import read_excel
from omniprio.io.excel_sheets import write_excel, write_plan_excel, write_template
from omniprio.io.frames import from_frames, to_frames
from omniprio.io.json_files import read_json, write_json
from omniprio.io.plan_tables import plan_to_tables
from omniprio.io.tables import from_tables, to_tables

__all__ = [
    "from_frames",
    "from_tables",
    "plan_to_tables",
    "read_csv",
    "read_csv_file",
    "read_excel",
    "read_json",
    "to_frames",
    "to_tables",
    "write_csv",
    "write_excel",
    "write_json",
    "write_plan_csv",
    "write_plan_excel",
    "write_template",
]
