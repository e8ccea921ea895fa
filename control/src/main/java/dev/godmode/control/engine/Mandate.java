package dev.godmode.control.engine;

/**
 * Whether this control may decide, answer and dispatch just now. Where several controls share a
 * database only one of them may; alone on its machine, a control always does.
 */
@FunctionalInterface
public interface Mandate {

  Mandate ALWAYS = () -> true;

  boolean holds();
}
