"""The judge of the tests: brute force over all schedules, and random portfolios to judge on."""
