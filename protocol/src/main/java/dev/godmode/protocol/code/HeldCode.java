package dev.godmode.protocol.code;

import java.util.Optional;

/**
 * What a node has of a code, by its own word.
 *
 * @param commit empty while it has none
 * @param dirty whether somebody changed the files: then they stay as they are
 * @param trouble why it is not what control named, when that is not a matter of time
 */
public record HeldCode(
    String name, Optional<String> commit, boolean dirty, Optional<String> trouble) {}
