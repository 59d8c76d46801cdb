"""Small DreamLLMs in PyTorch under the official names, to make checkpoints and the numbers that importing them must give.

Nothing here is shared with `dreamtrain.importing`: what one gets wrong, the other shows.
"""
