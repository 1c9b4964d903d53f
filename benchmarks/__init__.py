"""What the package is measured against: exact values, and the libraries that people use."""
