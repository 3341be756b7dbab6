"""Links across the meetings of one body (会議をまたぐつながり): pure functions on ``Minutes``, oldest meeting first."""
