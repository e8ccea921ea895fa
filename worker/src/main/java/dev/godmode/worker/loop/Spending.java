package dev.godmode.worker.loop;

/**
 * Tokens that the model has counted.
 *
 * @param input read anew
 * @param cached read before
 */
record Spending(long input, long cached, long output) {

  static final Spending NONE = new Spending(0, 0, 0);

  Spending plus(Spending more) {
    return new Spending(input + more.input, cached + more.cached, output + more.output);
  }
}
