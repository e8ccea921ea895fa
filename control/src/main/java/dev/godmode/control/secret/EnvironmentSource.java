package dev.godmode.control.secret;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The environment of control's own process: {@code GODMODE_SECRET_GITHUB_TOKEN} is {@code
 * github-token}. Nothing else of the environment can be reached by a name.
 */
public final class EnvironmentSource implements SecretSource {

  public static final String PREFIX = "GODMODE_SECRET_";

  private final Map<String, String> environment;

  public EnvironmentSource(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public String words() {
    return "control's environment (%sNAME)".formatted(PREFIX);
  }

  @Override
  public Finding find(String name) {
    return Named.find(environment, PREFIX + name, PREFIX + variable(name), words());
  }

  /** "github-token" as shells can write it: GITHUB_TOKEN. */
  static String variable(String name) {
    return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }

  @Override
  public Set<String> names() {
    return environment.keySet().stream()
        .filter(key -> key.startsWith(PREFIX) && key.length() > PREFIX.length())
        .map(key -> key.substring(PREFIX.length()))
        .collect(Collectors.toUnmodifiableSet());
  }
}
