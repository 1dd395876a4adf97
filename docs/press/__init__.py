"""What makes the site: the sources of each language, the gallery of lives with its pictures, the search in Chinese."""
