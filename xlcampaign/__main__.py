"""python -m xlcampaign."""

from xlcampaign.cli import main

if __name__ == "__main__":
    main()
