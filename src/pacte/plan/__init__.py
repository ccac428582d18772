"""The plan as decided: axes, objectives, actions, amounts, schedule, figures and versions."""
