"""A member's LinkedIn archive: "Download your data", zip, folder or Connections.csv alone (docs/linkedin.md)."""

from loaders.linkedin.reading import is_linkedin, read_linkedin
from loaders.linkedin.strip import strip_archive
from loaders.linkedin.words import linkedin_date, slug, us_date

__all__ = ["is_linkedin", "linkedin_date", "read_linkedin", "slug", "strip_archive", "us_date"]
