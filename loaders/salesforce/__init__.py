"""Salesforce: the weekly data export, Data Loader CSVs and report CSVs (docs/salesforce.md)."""

from loaders.salesforce.reading import is_salesforce, read_salesforce

__all__ = ["is_salesforce", "read_salesforce"]
