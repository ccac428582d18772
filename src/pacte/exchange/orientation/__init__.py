"""Files of acts and of trainees: their columns found or saved, tried without writing, then applied by batch."""
