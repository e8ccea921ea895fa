package dev.godmode.fuzz;

import dev.godmode.control.access.PolicyReader;
import dev.godmode.control.agent.AgentProfiles;
import dev.godmode.control.agent.ProfileText;
import dev.godmode.control.secret.Dotenv;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Files of a workspace that anybody may have changed: policy, agents' profiles, {@code .env}. */
public final class ConfigFiles {

  private ConfigFiles() {}

  public static void fuzzerTestOneInput(byte[] bytes) {
    var text = new String(bytes, StandardCharsets.UTF_8);
    PolicyReader.read(text);
    AgentProfiles.read(
        List.of(new ProfileText("agents/fuzz.yaml", text)), List.of(), AgentProfiles.NONE);
    try {
      Dotenv.read(text);
    } catch (IllegalArgumentException e) {
      // Said with its line.
    }
  }
}
