"""The report: one or several lives as one HTML page that needs nothing else, to hand over to a person."""

from lifecycle.report.page import Report, report

__all__ = ["Report", "report"]
