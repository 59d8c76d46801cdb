"""From a DreamLLM checkpoint in the official layout to a model folder."""
