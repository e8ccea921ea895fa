package dev.godmode.worker.door;

import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.util.Optional;

/** Doors for tests that stand elsewhere. */
public final class Doors {

  private Doors() {}

  /** One whose control cannot be reached. */
  public static ModelDoor withControlAway() {
    return new ModelDoor(HttpClient.newHttpClient(), Optional::empty, new SecureRandom());
  }
}
