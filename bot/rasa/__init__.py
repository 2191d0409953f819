"""Everything that adapts Rasa: our channel, the tracker store, training and serving."""
