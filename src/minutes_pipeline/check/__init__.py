"""What the figures, dates and rosters say about themselves (検算): findings, never corrections."""
