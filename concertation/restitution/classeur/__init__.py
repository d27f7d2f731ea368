"""Rows that people take away, as workbooks and CSV, and the plan that they bring back."""
