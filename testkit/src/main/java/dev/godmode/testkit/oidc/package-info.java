/** A small login provider for tests: what it says it does right, unless it is told to do wrong. */
@NullMarked
package dev.godmode.testkit.oidc;

import org.jspecify.annotations.NullMarked;
