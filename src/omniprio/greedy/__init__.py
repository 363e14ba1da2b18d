"""A first schedule in a moment: what must be done, then what gains most for what it takes, each as early as it fits; and better ones.

In the literature: serial schedule generation.
"""

from omniprio.greedy.due import ByDue
from omniprio.greedy.first import first_schedule
from omniprio.greedy.in_order import InOrder
from omniprio.greedy.orders import schedules_in_order
from omniprio.greedy.stages import InStages

__all__ = ["ByDue", "InOrder", "InStages", "first_schedule", "schedules_in_order"]
