"""What programs read and write: the documents, their schemas, and errors as data.

The command line and the examples that embed the library speak this. What an answer is made of lives with the answer.
"""

from omniprio.documents.kinds import DOCUMENTS, schema_of, to_json
from omniprio.documents.ready import READY
from omniprio.documents.told import Schedule, Verdict, error_as_data, verdict_on

__all__ = ["DOCUMENTS", "READY", "Schedule", "Verdict", "error_as_data", "schema_of", "to_json", "verdict_on"]
