"""What calendars say: who met whom, and when (docs/calendars.md)."""

from loaders.calendars.folders import calendars_in, is_of_several
from loaders.calendars.reading import is_calendar, read_calendar

__all__ = ["calendars_in", "is_calendar", "is_of_several", "read_calendar"]
