"""Types that cross a stage border (段をまたぐ型). Import from the modules; this package imports nothing, so that light commands stay light."""
