"""One file per format: bytes in, raw lines with places out (読み取り)."""
