package dev.godmode.server;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Settings of a control that a test starts. */
final class TestSettings {

  private TestSettings() {}

  /** On ports that are free, with its data in that folder, and what a person would set besides. */
  static ServerSettings of(Path home, Map<String, String> environment) {
    var all = new HashMap<>(environment);
    all.put("GODMODE_HOME", home.toString());
    all.put("GODMODE_API_PORT", "0");
    all.put("GODMODE_HUD_PORT", "0");
    all.put("GODMODE_FLEET_PORT", "0");
    all.put("GODMODE_TAILNET_PORT", "0");
    return ServerSettings.parse(all, List.of(), home);
  }
}
