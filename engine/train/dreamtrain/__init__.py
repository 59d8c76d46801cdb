"""Training, import and export of Dreamthread models. Never needed to run or test the bot."""
