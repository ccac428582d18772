"""Files of acts and of trainees: column detection or saved mapping, dry run, then application in batches."""
