"""Stories of the demonstration: data files of ``demo/data``, read into typed shapes."""
