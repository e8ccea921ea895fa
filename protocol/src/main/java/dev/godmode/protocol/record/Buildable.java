package dev.godmode.protocol.record;

import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * A record of many components gets a builder, generated beside it: {@code NodeBuilder.from(node)
 * .slots(4).build()} is the same node with other slots. In a new one ({@code builder()}) what is
 * optional is absent and collections are empty; all else must be said, or is 0 or false.
 */
@RecordBuilder.Template(
    options =
        @RecordBuilder.Options(
            copyMethodName = "from",
            enableGetters = false,
            enableWither = false,
            addStaticBuilder = false,
            useImmutableCollections = true))
public @interface Buildable {}
