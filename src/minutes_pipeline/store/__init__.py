"""The only room that writes the database (保存と検索)."""
