def distance(one: str, other: str) -> int:
    """Count the slips between two words: letters left out, added, changed, or swapped with their neighbour.

    Known as the optimal string alignment distance.
    """
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        now = [row]
        for column, target in enumerate(other, 1):
            slips = min(last[column] + 1, now[-1] + 1, last[column - 1] + (letter != target))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == target:
                slips = min(slips, before[column - 2] + 1)
            now.append(slips)
        before, last = last, now
    return last[-1]
