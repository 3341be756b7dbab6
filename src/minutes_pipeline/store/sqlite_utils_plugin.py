"""Plugin of sqlite-utils (sqlite-utils のプラグイン)."""
