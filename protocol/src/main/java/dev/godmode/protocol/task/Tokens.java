package dev.godmode.protocol.task;

/**
 * What models were given and gave.
 *
 * @param input without those read from a cache
 * @param cached read from a cache
 * @param output with those of reasoning
 */
public record Tokens(long input, long cached, long output) {

  public static final Tokens NONE = new Tokens(0, 0, 0);

  public long all() {
    return input + cached + output;
  }

  public Tokens plus(Tokens more) {
    return new Tokens(input + more.input, cached + more.cached, output + more.output);
  }
}
