"""Real documents to try the program with: five regulations and a week's intake (README.md)."""
