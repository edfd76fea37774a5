"""Measurements. Each prints paired ratios against a named baseline, taken in one run; none is a test."""
