"""What the tests of the report read and show: pages as elements and text, and one result of every kind."""
