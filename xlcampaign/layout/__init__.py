"""The single declaration of every sheet: for writing, reading, findings and documents alike."""
