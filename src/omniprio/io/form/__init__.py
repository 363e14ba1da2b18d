"""A questionnaire as an HTML page to be filled in."""

from omniprio.io.form.page import to_form

__all__ = ["to_form"]
