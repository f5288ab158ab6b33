"""The letters of columns, and their numbers."""


def letter(column: int) -> str:
    """Return the letters of a column counted from 1 (1 → A, 27 → AA)."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def number_of(letters: str) -> int:
    """Return the number, counted from 1, of a column's letters (A → 1, AA → 27)."""
    number = 0
    for char in letters:
        number = number * 26 + ord(char) - 64
    return number
