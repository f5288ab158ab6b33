"""A value by its identity: for remembering what follows from something large."""

from typing import Generic, TypeVar

_Value = TypeVar("_Value")


class Itself(Generic[_Value]):
    """A value that is equal to itself alone, so that nobody compares all that it holds."""

    __slots__ = ("value",)

    def __init__(self, value: _Value) -> None:
        self.value = value

    def __hash__(self) -> int:
        """Return what tells the value from others for as long as this lives."""
        return id(self.value)

    def __eq__(self, other: object) -> bool:
        """Tell whether the other is about the very same value."""
        return isinstance(other, Itself) and self.value is other.value
