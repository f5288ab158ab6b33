"""The rules, family by family; the only place where a Rule is built."""
