"""An invented library with its schools, and the files those schools send."""
