package dev.godmode.worker.service;

/** A look at every place, and what came of it. */
final class WholeLook {

  private WholeLook() {}

  static void by(ModelWatch watch) throws InterruptedException {
    for (var one : watch.look()) {
      one.join();
    }
  }
}
