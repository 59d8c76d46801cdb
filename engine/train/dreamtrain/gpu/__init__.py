"""The recipe that trains the wide model on one GPU in half an hour, and at toy size on a CPU. Start at recipe.py."""
