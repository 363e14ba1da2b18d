"""Plans and portfolios in and out: tables, spreadsheets, data frames and files of other tools.

Functions called `from_...` and `to_...` take and return what is in memory, `read_...` and `write_...` take a path. Each
is loaded when it is first asked for.

>>> import omniprio
>>> print(omniprio.io.to_dot(omniprio.ten_portfolio()).splitlines()[0])
digraph {
"""

from typing import TYPE_CHECKING

from omniprio.lazy import exports

if TYPE_CHECKING:
    from omniprio.io.actuals_tables import read_actuals, write_actuals
    from omniprio.io.bids_tables import from_bids_csv, read_bids
    from omniprio.io.csv_files import read_csv, read_csv_file, write_csv, write_plan_csv
    from omniprio.io.dot import to_dot
    from omniprio.io.excel import read_excel
    from omniprio.io.form import to_form
    from omniprio.io.formats import FORMATS, Format, FormatError, format_of
    from omniprio.io.frames import from_frames, to_frames
    from omniprio.io.ical import to_ical
    from omniprio.io.imported import Imported, Note
    from omniprio.io.jira import from_jira
    from omniprio.io.jira_write import to_jira
    from omniprio.io.json_files import from_json, read_json, write_json
    from omniprio.io.losses import lost_in
    from omniprio.io.mermaid import to_mermaid_gantt, to_mermaid_graph
    from omniprio.io.mpxj_files import from_project_file
    from omniprio.io.msproject_read import from_msproject
    from omniprio.io.msproject_write import to_msproject
    from omniprio.io.plan_tables import plan_to_tables
    from omniprio.io.plan_workbook import write_plan_excel
    from omniprio.io.preset import Points, Preset
    from omniprio.io.public_holidays import closed_on_holidays
    from omniprio.io.read_tables import preset_for, read_table
    from omniprio.io.survey_tables import from_survey_csv, from_survey_records, read_survey
    from omniprio.io.tables import from_tables, to_tables
    from omniprio.io.task_tables import from_task_table
    from omniprio.io.template import write_template
    from omniprio.io.tool_files import (
        read_jira,
        read_msproject,
        read_project_file,
        read_task_table,
        write_dot,
        write_jira,
        write_mermaid_graph,
        write_plan_ical,
        write_plan_mermaid,
        write_plan_msproject,
    )
    from omniprio.io.uncertainty_tables import read_uncertainty
    from omniprio.io.workbook import write_excel

__all__ = [
    "FORMATS",
    "Format",
    "FormatError",
    "Imported",
    "Note",
    "Points",
    "Preset",
    "closed_on_holidays",
    "format_of",
    "from_bids_csv",
    "from_frames",
    "from_jira",
    "from_json",
    "from_msproject",
    "from_project_file",
    "from_survey_csv",
    "from_survey_records",
    "from_tables",
    "from_task_table",
    "lost_in",
    "plan_to_tables",
    "preset_for",
    "read_actuals",
    "read_bids",
    "read_csv",
    "read_csv_file",
    "read_excel",
    "read_jira",
    "read_json",
    "read_msproject",
    "read_project_file",
    "read_survey",
    "read_table",
    "read_task_table",
    "read_uncertainty",
    "to_dot",
    "to_form",
    "to_frames",
    "to_ical",
    "to_jira",
    "to_mermaid_gantt",
    "to_mermaid_graph",
    "to_msproject",
    "to_tables",
    "write_actuals",
    "write_csv",
    "write_dot",
    "write_excel",
    "write_jira",
    "write_json",
    "write_mermaid_graph",
    "write_plan_csv",
    "write_plan_excel",
    "write_plan_ical",
    "write_plan_mermaid",
    "write_plan_msproject",
    "write_template",
]

if not TYPE_CHECKING:  # otherwise every name would count as known
    __getattr__, __dir__ = exports(
        __name__,
        {
            "actuals_tables": "read_actuals write_actuals",
            "bids_tables": "from_bids_csv read_bids",
            "csv_files": "read_csv read_csv_file write_csv write_plan_csv",
            "dot": "to_dot",
            "excel": "read_excel",
            "form": "to_form",
            "formats": "FORMATS Format FormatError format_of",
            "frames": "from_frames to_frames",
            "ical": "to_ical",
            "imported": "Imported Note",
            "jira": "from_jira",
            "jira_write": "to_jira",
            "json_files": "from_json read_json write_json",
            "losses": "lost_in",
            "mermaid": "to_mermaid_gantt to_mermaid_graph",
            "mpxj_files": "from_project_file",
            "msproject_read": "from_msproject",
            "msproject_write": "to_msproject",
            "plan_tables": "plan_to_tables",
            "plan_workbook": "write_plan_excel",
            "preset": "Points Preset",
            "public_holidays": "closed_on_holidays",
            "read_tables": "preset_for read_table",
            "survey_tables": "from_survey_csv from_survey_records read_survey",
            "tables": "from_tables to_tables",
            "task_tables": "from_task_table",
            "template": "write_template",
            "tool_files": (
                "read_jira read_msproject read_project_file read_task_table write_dot write_jira "
                "write_mermaid_graph write_plan_ical write_plan_mermaid write_plan_msproject"
            ),
            "uncertainty_tables": "read_uncertainty",
            "workbook": "write_excel",
        },
    )
