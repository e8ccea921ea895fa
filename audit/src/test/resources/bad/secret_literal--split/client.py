KEY = "{{anthropic-head}}" + "{{anthropic-tail}}"
