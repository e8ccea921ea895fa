package dev.godmode.control.access;

import dev.godmode.protocol.text.SecretReference;
import java.util.Optional;

/**
 * Something that can be allowed: a kind of thing and what is done to it, or one thing of a kind.
 */
public sealed interface Right permits Scope, Right.Named {

  /** As it stands in the policy: "tasks:read", "secret/github-token:use". */
  String word();

  /** What is asked for, after "may". */
  String meaning();

  /** Whether an attempt can ever be allowed it. */
  boolean isForAttempts();

  /** One thing of a kind of which there are many, each with a name. */
  sealed interface Named extends Right {

    String name();

    @Override
    default boolean isForAttempts() {
      return true;
    }
  }

  /** To be given the value of a secret. */
  record UseSecret(String name) implements Named {

    static final String KIND = "secret";
    static final String VERB = "use";

    @Override
    public String word() {
      return "%s/%s:%s".formatted(KIND, name, VERB);
    }

    @Override
    public String meaning() {
      return "use the secret '%s'".formatted(name);
    }
  }

  /** To call through a broker, which puts a secret into the call and keeps it to itself. */
  record CallBroker(String name) implements Named {

    static final String KIND = "broker";
    static final String VERB = "call";

    @Override
    public String word() {
      return "%s/%s:%s".formatted(KIND, name, VERB);
    }

    @Override
    public String meaning() {
      return "call through the broker '%s'".formatted(name);
    }
  }

  /** The right of that word; empty when there is none like it. */
  static Optional<Right> of(String word) {
    return Scope.of(word)
        .<Right>map(scope -> scope)
        .or(() -> named(word, UseSecret.KIND, UseSecret.VERB).map(UseSecret::new))
        .or(() -> named(word, CallBroker.KIND, CallBroker.VERB).map(CallBroker::new));
  }

  private static Optional<String> named(String word, String kind, String verb) {
    return Optional.of(word)
        .filter(text -> text.startsWith(kind + "/") && text.endsWith(":" + verb))
        .filter(text -> text.length() > kind.length() + verb.length() + 2)
        .map(text -> text.substring(kind.length() + 1, text.length() - verb.length() - 1))
        .filter(SecretReference::isName);
  }
}
