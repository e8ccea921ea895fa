package dev.godmode.server.change;

import dev.godmode.control.change.Repositories;

/** What is needed to share code: where repositories are, and which node has what. */
public record SharedCodes(Repositories repositories, CodeReach reach) {}
