"""Cycles of a directed graph."""

from collections import deque


def cycles(edges):
    """The shortest cycle through each edge, without duplicates, the shortest first; each starts at its least node."""
    following = {}
    for start, stop in edges:
        following.setdefault(start, set()).add(stop)
    found = set()
    for start, stop in edges:
        path = shortest(following, stop, start)
        if path:
            first = path.index(min(path))
            found.add((*path[first:], *path[:first]))
    return sorted(found, key=lambda cycle: (len(cycle), cycle))


def shortest(following, start, stop):
    """The shortest path, or None if there is none."""
    paths = deque([(start,)])
    seen = {start}
    while paths:
        path = paths.popleft()
        if path[-1] == stop:
            return path
        for node in sorted(following.get(path[-1], ())):
            if node not in seen:
                seen.add(node)
                paths.append((*path, node))
    return None
