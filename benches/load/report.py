"""Figures and their targets."""

import math


class Report:
    def __init__(self):
        self.rows = []

    def add(self, name, value, unit, target=None):
        """Adds a figure, which must not exceed its target."""
        self.rows.append((name, value, unit, target))

    def print(self):
        """Prints the figures as a table. Returns whether a target was missed."""
        missed = [row for row in self.rows if row[3] is not None and row[1] > row[3]]
        width = max(len(row[0]) for row in self.rows)
        for row in self.rows:
            name, value, unit, target = row
            limit = "" if target is None else f"  at most {number(target)} {unit}{'  MISSED' if row in missed else ''}"
            print(f"{name:<{width}}  {number(value):>8} {unit:<4}{limit}")
        return 1 if missed else 0


def number(value):
    return f"{value:.2f}" if isinstance(value, float) and value < 10 else f"{value:.0f}"


def percentile(values, share):
    """The smallest value that is not exceeded by this share of the values."""
    return sorted(values)[max(math.ceil(share * len(values)), 1) - 1]
