"""What programs read and write: the documents, their schemas, and errors as data.

The command line and the examples that embed the library speak this. What an answer is made of lives with the answer.
"""

from omniprio.contract.documents import DOCUMENTS, schema_of, to_json
from omniprio.contract.ready import READY
from omniprio.contract.told import error_as_data
from omniprio.contract.verdict import Schedule, Verdict, verdict_on

__all__ = ["DOCUMENTS", "READY", "Schedule", "Verdict", "error_as_data", "schema_of", "to_json", "verdict_on"]
