"""python -m xlcampaign."""


def main() -> None:
    """Run the program: loaded here, since workers load the module that a run began with as well."""
    from xlcampaign.cli import main as run  # noqa: PLC0415 -- imported where used: workers start fast

    run()


if __name__ == "__main__":
    main()
