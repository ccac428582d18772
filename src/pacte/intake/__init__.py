"""Every file that comes in: received, checked, its columns recognised, previewed, then written in batches."""
