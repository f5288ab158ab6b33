"""Office packages copied part by part: what is not touched stays as it was, byte for byte."""
