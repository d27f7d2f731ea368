"""Words: numbers, dates, terms of the glossary, codes of follow-up."""
