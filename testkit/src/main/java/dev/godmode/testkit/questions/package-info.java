/**
 * Questions to models at a steady pace, and a provider that answers them at once: what a model
 * gateway costs is measured between the two. Both take as little of the processor as can be, for
 * what they take is missing to what is measured; so they speak just as much HTTP as they need.
 */
@NullMarked
package dev.godmode.testkit.questions;

import org.jspecify.annotations.NullMarked;
