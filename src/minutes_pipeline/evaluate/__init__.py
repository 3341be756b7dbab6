"""Measure extraction against gold (精度の測定)."""
