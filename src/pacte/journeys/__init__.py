"""What a learner lives: orientation, entry, attendance, end, attested blocks, follow-up."""
