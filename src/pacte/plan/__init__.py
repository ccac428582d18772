"""What was decided: axes, objectives, actions, amounts, schedule, figures, versions."""
