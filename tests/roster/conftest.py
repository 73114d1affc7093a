"""On how many invented cases the engine's properties are tried: `./run fast` asks for few."""

from hypothesis import settings

# No deadlines: a machine that is busy is no mistake of ours.
settings.register_profile("engine", deadline=None)
settings.register_profile("fast", max_examples=4, deadline=None)
settings.load_profile("engine")
