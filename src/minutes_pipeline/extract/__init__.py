"""One extractor per record type (抽出)."""
