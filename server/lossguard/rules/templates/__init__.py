"""TPL: chat templates, response markers, and the switches that decide what is trained on."""
