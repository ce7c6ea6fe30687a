"""How every rule of this folder ends: each fault on a line, their number, and the exit status."""


def tell(errors: list[str], what: str = "breaches") -> int:
    print("\n".join(errors))
    print(f"{len(errors)} {what}")
    return 1 if errors else 0
