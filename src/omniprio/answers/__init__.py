"""Answers to one question each about a portfolio or a plan."""
